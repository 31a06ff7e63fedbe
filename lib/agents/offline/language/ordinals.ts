const ORDINALS: readonly string[] = [
  'first',
  'second',
  'third',
  'fourth',
  'fifth',
  'sixth',
  'seventh',
  'eighth',
  'ninth',
  'tenth',
];

/** A phrase that starts with its place in an order: 1 is the first, -1 the last. */
export type Ordered = { readonly ordinal: number; readonly rest: string };

/** Takes "first", "third" or "very last" off the start of a phrase. */
export function readOrdinal(phrase: string): Ordered | null {
  const match = /^(?:the\s+)?(?:very\s+)?([a-z]+)\b\s*/i.exec(phrase);
  const word = match?.[1]?.toLowerCase();
  if (match === null || word === undefined) return null;
  const ordinal = word === 'last' ? -1 : ORDINALS.indexOf(word) + 1;
  return ordinal === 0 ? null : { ordinal, rest: phrase.slice(match[0].length) };
}

/** The n-th of a list; negative counts from the end. */
export function nth<T>(list: readonly T[], ordinal: number): T | undefined {
  return list.at(ordinal > 0 ? ordinal - 1 : ordinal);
}
