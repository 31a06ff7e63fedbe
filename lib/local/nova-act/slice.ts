/** Parts of lists that are in order of creation. Pure. */
import type { SortOrder } from '../../service/index.ts';
import type { Creation } from './records.ts';

/** Which part of a list: so many, in an order, after a place. */
export interface Slice {
  readonly order: SortOrder;
  readonly limit: number;
  /** Sequence of the record that comes before the part, in its order. @default - the part is the beginning */
  readonly after?: number | undefined;
}

/** The part of a list. It costs what the part is long, however long the list is. */
export function sliceOf<T>(
  items: readonly T[],
  { order, limit, after }: Slice,
  sequenceOf: (item: T) => number,
): readonly T[] {
  if (order === 'Ascending') {
    const start = after === undefined ? 0 : placeIn(items, after + 1, sequenceOf);
    return items.slice(start, start + limit);
  }
  const end = after === undefined ? items.length : placeIn(items, after, sequenceOf);
  return items.slice(Math.max(0, end - limit), end).reverse();
}

/** How many items of a list in order come before a sequence. */
export function placeIn<T>(items: readonly T[], sequence: number, sequenceOf: (item: T) => number): number {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const item = items[middle];
    if (item !== undefined && sequenceOf(item) < sequence) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The place of a record in the order of creation. */
export function sequenceOfRecord({ creation }: { readonly creation: Pick<Creation, 'sequence'> }): number {
  return creation.sequence;
}
