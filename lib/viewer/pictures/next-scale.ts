/**
 * How a picture is made smaller next, to be as wide as its room allows: narrow at first, which takes hardly any time, and then as
 * wide as what was tried lets expect. Never wider than it is. Pure.
 *
 * @returns `undefined` when the widest that fits is good enough, or nothing fits
 */
export function nextScale(options: {
  /** In pixels, as it is. */
  readonly width: number;
  readonly maxBytes: number;
  /** In the order in which they were made. */
  readonly tries: readonly TriedScale[];
}): Scale | undefined {
  const { width, maxBytes, tries } = options;
  const widest = Math.min(MAX_WIDTH, width);
  const narrow = Math.min(MIN_WIDTH, width);
  const fit = widestThatFits(tries, maxBytes);
  if (fit === undefined) {
    const coarser = [
      { width: narrow, quality: CLEAR },
      { width: narrow, quality: 0.45 },
      { width: Math.min(STAMP_WIDTH, width), quality: 0.35 },
    ];
    return coarser[tries.length];
  }
  if (fit.quality < CLEAR || fit.width >= widest || tries.length >= MAX_TRIES) return undefined;
  const [tooWide] = tries.filter(({ bytes }) => bytes > maxBytes).sort((a, b) => a.width - b.width);
  const growth = tooWide === undefined ? USUAL_GROWTH : growthBetween(fit, tooWide);
  const expected = fit.width * ((maxBytes * CAREFUL) / fit.bytes) ** (1 / growth);
  const limit = tooWide === undefined ? widest : tooWide.width - 1;
  const next = Math.floor(Math.min(expected, limit));
  return next < fit.width * WORTH_A_TRY ? undefined : { width: next, quality: CLEAR };
}

/** The widest of those that were tried and fit. */
export function widestThatFits<T extends TriedScale>(tries: readonly T[], maxBytes: number): T | undefined {
  return tries.filter(({ bytes }) => bytes <= maxBytes).sort((a, b) => b.width - a.width)[0];
}

/** A width in pixels, and the quality of WebP from 0 to 1. */
export interface Scale {
  readonly width: number;
  readonly quality: number;
}

/** What became of it. */
export interface TriedScale extends Scale {
  readonly bytes: number;
}

/** Somewhat more than the column that it is shown in. */
const MAX_WIDTH = 960;
/** Headings can just be read. */
const MIN_WIDTH = 240;
/** One sees which page it is. */
const STAMP_WIDTH = 160;
const CLEAR = 0.72;
const MAX_TRIES = 5;
/** So much of the room is aimed at. */
const CAREFUL = 0.92;
/** Less than that nobody would see. */
const WORTH_A_TRY = 1.12;
/** By which power of their width pages with text grow; photographs grow by their area, which is 2. */
const USUAL_GROWTH = 1.4;
/** Noise, which is smoothed away when it is small. */
const MOST_GROWTH = 5;

function growthBetween(narrow: TriedScale, wide: TriedScale): number {
  const growth = Math.log(wide.bytes / narrow.bytes) / Math.log(wide.width / narrow.width);
  return Math.min(MOST_GROWTH, Math.max(1, growth || 2));
}
