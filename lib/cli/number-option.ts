import { UsageError } from './usage-error.ts';

/**
 * The whole number that an option was given.
 *
 * @param option.name as it is typed, such as `--limit`
 * @param option.of what it counts, such as `runs`
 * @throws UsageError for what is none, or not in the range
 */
export function numberOption(
  text: string,
  option: { readonly name: string; readonly of: string; readonly min: number; readonly max: number },
): number {
  const { name, of, min, max } = option;
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= min && number <= max) return number;
  throw new UsageError({
    what: `${name} "${text}" is not a number of ${of}.`,
    allowed: `Whole numbers from ${min} to ${max} are allowed.`,
  });
}
