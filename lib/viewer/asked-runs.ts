/** What the address of a list of runs says, as it was typed. */
export type AskedRuns = { readonly [Key in AskedKey]?: string | undefined };

/** What it may say: which runs, and which part of them. */
export const ASKED_KEYS = ['status', 'workflow', 'within', 'since', 'until', 'text', 'at'] as const;

type AskedKey = (typeof ASKED_KEYS)[number];

/** The end of an address; empty without a wish. */
export function addressQuery(asked: AskedRuns): string {
  const pairs = ASKED_KEYS.flatMap((key) => (asked[key] === undefined ? [] : [[key, asked[key]]]));
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs)}`;
}

/** Whether not all runs are asked for. */
export function isFiltered({ at, ...filter }: AskedRuns): boolean {
  return Object.values(filter).some((value) => value !== undefined);
}
