import type { OptionFacts } from './page-library.ts';

/** Exact label, exact value, then the same without regard to case, then the only label that begins so. */
export function chooseOption(options: readonly OptionFacts[], wanted: string): OptionChoice {
  const text = wanted.trim();
  const rules: readonly ((option: OptionFacts) => boolean)[] = [
    (option) => option.label === text,
    (option) => option.value === text,
    (option) => normal(option.label) === normal(text),
    (option) => normal(option.value) === normal(text),
  ];
  for (const rule of rules) {
    const index = options.findIndex(rule);
    if (index >= 0) return usable(options, index);
  }
  const beginning =
    text === ''
      ? []
      : options.flatMap((option, index) => (normal(option.label).startsWith(normal(text)) ? [index] : []));
  const [only] = beginning;
  if (only !== undefined && beginning.length === 1) return usable(options, only);
  return {
    reason:
      beginning.length > 1 ? `More than one option begins with "${text}".` : `There is no option "${text}".`,
  };
}

/** Which option a text means, or why it is none. */
export type OptionChoice = { readonly index: number } | { readonly reason: string };

const normal = (text: string): string => text.replace(/\s+/g, ' ').trim().toLowerCase();

function usable(options: readonly OptionFacts[], index: number): OptionChoice {
  const option = options[index];
  return option?.isDisabled ? { reason: `The option "${option.label}" is disabled.` } : { index };
}
