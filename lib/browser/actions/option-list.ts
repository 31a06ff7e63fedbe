import type { OptionFacts } from './page-library.ts';

/**
 * The options of a list for the model, as compact JSON. Of a long list, those that are most like what was wanted, and how
 * many more there are.
 */
export function optionList(options: readonly OptionFacts[], wanted = ''): string {
  const shown = options.length <= MAX_SHOWN ? options : likeliest(options, wanted);
  const list = JSON.stringify(
    shown.map(({ label, value }) => ({
      label: cutLabel(label),
      value: cutLabel(value === '' ? label : value),
    })),
  );
  const more = options.length - shown.length;
  return more === 0 ? list : `${list} and ${more.toLocaleString('en')} more`;
}

const MAX_SHOWN = 50;
const MAX_LABEL_LENGTH = 100;

function likeliest(options: readonly OptionFacts[], wanted: string): OptionFacts[] {
  const pairs = pairsOf(wanted);
  return options
    .map((option) => ({
      option,
      score: Math.max(likeness(pairs, option.label), likeness(pairs, option.value)),
    }))
    .sort((a, b) => b.score - a.score)
    .slice(0, MAX_SHOWN)
    .map(({ option }) => option);
}

/** Dice's coefficient: how many pairs of neighbouring characters two texts have in common. */
function likeness(wanted: ReadonlySet<string>, text: string): number {
  const pairs = pairsOf(text);
  const common = [...pairs].filter((pair) => wanted.has(pair)).length;
  return (2 * common) / Math.max(1, pairs.size + wanted.size);
}

function pairsOf(text: string): Set<string> {
  const padded = ` ${text.toLowerCase().trim()} `;
  return new Set(Array.from({ length: padded.length - 1 }, (_, index) => padded.slice(index, index + 2)));
}

/** Labels may be as long as the page likes. */
export const cutLabel = (text: string): string =>
  text.length > MAX_LABEL_LENGTH ? `${text.slice(0, MAX_LABEL_LENGTH)}…` : text;
