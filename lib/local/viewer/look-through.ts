import { setImmediate } from 'node:timers/promises';

/**
 * Takes from a list, in its order, what is looked for: until there is enough of it, or time is up. Whatever else the process
 * has to do is done in between.
 *
 * @param options.isSought may read a file; it must not take long
 */
export async function lookThrough<T>(
  items: readonly T[],
  options: {
    readonly isSought: (item: T) => boolean;
    readonly enough: number;
    /** @default 300 */
    readonly patienceMs?: number | undefined;
  },
): Promise<LookedThrough<T>> {
  const { isSought, enough, patienceMs = PATIENCE_MS } = options;
  const found: T[] = [];
  const began = performance.now();
  let sliceBegan = began;
  for (const [index, item] of items.entries()) {
    if (isSought(item)) found.push(item);
    const count = index + 1;
    if (found.length >= enough) return { found, count };
    const now = performance.now();
    if (now - sliceBegan < Math.min(SLICE_MS, patienceMs)) continue;
    if (now - began >= patienceMs) return { found, count };
    await setImmediate();
    sliceBegan = performance.now();
  }
  return { found, count: items.length };
}

/** What was found, and among how many. */
export interface LookedThrough<T> {
  readonly found: readonly T[];
  /** So many were looked at, from the first on. */
  readonly count: number;
}

/** An answer is there before anybody wonders. */
const PATIENCE_MS = 300;
/** So long others wait. */
const SLICE_MS = 10;
