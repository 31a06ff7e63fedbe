/**
 * The candidate that the author of `input` most probably meant, or `undefined` when none is near.
 *
 * Near is: the same word in other letter case or with other separators, a beginning of exactly one candidate
 * (three letters or more), or a few slips of the keyboard (one for every three letters; two neighbours swapped are one slip).
 *
 * @param input what was typed
 * @param candidates what would have been right, best first when two are equally near
 */
export function didYouMean(input: string, candidates: readonly string[]): string | undefined {
  const wanted = normalise(input);
  if (wanted === '') return undefined;
  const same = candidates.find((candidate) => normalise(candidate) === wanted);
  if (same !== undefined) return same;

  const nearest = nearestOf(wanted, candidates);
  if (nearest !== undefined) return nearest;

  if (wanted.length < 3) return undefined;
  const continuations = candidates.filter((candidate) => normalise(candidate).startsWith(wanted));
  return continuations.length === 1 ? continuations[0] : undefined;
}

function nearestOf(wanted: string, candidates: readonly string[]): string | undefined {
  let best: { readonly candidate: string; readonly slips: number } | undefined;
  for (const candidate of candidates) {
    const text = normalise(candidate);
    const allowedSlips = Math.max(1, Math.floor(Math.max(wanted.length, text.length) / 3));
    const slips = distance(wanted, text);
    // A word of which every letter differs is not a typing error, however short it is.
    if (slips > allowedSlips || slips >= Math.min(wanted.length, text.length)) continue;
    if (best === undefined || slips < best.slips) best = { candidate, slips };
  }
  return best?.candidate;
}

function normalise(text: string): string {
  return text.toLowerCase().replace(/[\s_-]+/g, '-');
}

/** Edit distance in which a swap of two neighbouring letters counts once (optimal string alignment). */
function distance(a: string, b: string): number {
  let beforePrevious: readonly number[] = [];
  let previous: readonly number[] = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const current = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const substitution = at(previous, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let cost = Math.min(at(previous, j) + 1, at(current, j - 1) + 1, substitution);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) cost = Math.min(cost, at(beforePrevious, j - 2) + 1);
      current.push(cost);
    }
    beforePrevious = previous;
    previous = current;
  }
  return at(previous, b.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}
