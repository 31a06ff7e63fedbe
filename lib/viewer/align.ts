/**
 * Puts two lists beside each other: what has the same key in both, in the same order, and as much of it as possible, is a pair
 * (a longest common subsequence). Between two such pairs, what is left in both is paired in order, as changed; and what is then
 * left in one stands alone. So an item more in one of them does not shift all that follow. Pure.
 */
export function align<T>(
  left: readonly T[],
  right: readonly T[],
  keyOf: (item: T) => string,
): AlignedPair<T>[] {
  const [keysLeft, keysRight] = [left.map(keyOf), right.map(keyOf)];
  const pairs: AlignedPair<T>[] = [];
  let [i, j] = [0, 0];
  for (const [k, l] of [...commonPlaces(keysLeft, keysRight), [left.length, right.length] as const]) {
    for (; i < k || j < l; i += Number(i < k), j += Number(j < l))
      pairs.push({ left: i < k ? left[i] : undefined, right: j < l ? right[j] : undefined });
    if (i < left.length && j < right.length) pairs.push({ left: left[i++], right: right[j++] });
  }
  return pairs;
}

/** What belongs together; one of both may be missing. */
export interface AlignedPair<T> {
  readonly left: T | undefined;
  readonly right: T | undefined;
}

type Places = readonly (readonly [left: number, right: number])[];

/** Places of a longest common subsequence. */
function commonPlaces(left: readonly string[], right: readonly string[]): Places {
  const shorter = Math.min(left.length, right.length);
  let head = 0;
  while (head < shorter && left[head] === right[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && left.at(-1 - tail) === right.at(-1 - tail)) tail += 1;
  const middle = longest(left.slice(head, left.length - tail), right.slice(head, right.length - tail));
  return [
    ...Array.from({ length: head }, (_, index) => [index, index] as const),
    ...middle.map(([k, l]) => [k + head, l + head] as const),
    ...Array.from(
      { length: tail },
      (_, index) => [left.length - tail + index, right.length - tail + index] as const,
    ),
  ];
}

/** By the usual table; lists that are too long for it have nothing in common. */
function longest(left: readonly string[], right: readonly string[]): Places {
  const width = right.length + 1;
  if (left.length * right.length > MAX_CELLS) return [];
  // How long the longest is from these places on.
  const lengths = new Uint32Array((left.length + 1) * width);
  const at = (i: number, j: number): number => lengths[i * width + j] ?? 0;
  for (let i = left.length - 1; i >= 0; i -= 1)
    for (let j = right.length - 1; j >= 0; j -= 1)
      lengths[i * width + j] =
        left[i] === right[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const places: [number, number][] = [];
  let [i, j] = [0, 0];
  while (i < left.length && j < right.length) {
    if (left[i] === right[j]) places.push([i++, j++]);
    else if (at(i + 1, j) >= at(i, j + 1)) i += 1;
    else j += 1;
  }
  return places;
}

/** Two sessions of 2,000 acts that have nothing in common: 16 MB, for a moment. */
const MAX_CELLS = 4_000_000;
