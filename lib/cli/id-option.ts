import { UsageError } from './usage-error.ts';

/**
 * Reads the id of a run or a session, which becomes part of keys and patterns.
 *
 * @throws UsageError
 */
export function idOption(option: '--run' | '--session', text: string): string {
  if (/^[\w-]{1,256}$/.test(text)) return text;
  throw new UsageError({
    what: `${option} ${JSON.stringify(text)} is not an id.`,
    allowed: 'Letters, digits, hyphens and underscores are allowed.',
    fix: 'Copy it from what "invoke" printed, or from the list of runs.',
  });
}
