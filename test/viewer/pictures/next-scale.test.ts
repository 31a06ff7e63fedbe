import { describe, expect, test } from '@jest/globals';
import { nextScale, type TriedScale, widestThatFits } from '../../../lib/viewer/pictures/next-scale.ts';

/** Plays a picture whose bytes grow by a power of its width. */
function scaled(picture: { width: number; bytesAt240: number; growth: number; maxBytes: number }): {
  readonly tries: readonly TriedScale[];
  readonly best: TriedScale | undefined;
} {
  const { width, bytesAt240, growth, maxBytes } = picture;
  const tries: TriedScale[] = [];
  for (let next = nextScale({ width, maxBytes, tries }); next; next = nextScale({ width, maxBytes, tries }))
    tries.push({
      ...next,
      bytes: Math.round(bytesAt240 * (next.width / 240) ** growth * (next.quality / 0.72)),
    });
  return { tries, best: widestThatFits(tries, maxBytes) };
}

describe('how wide a picture becomes', () => {
  test.each([
    ['a page with text', 1.4],
    ['a photograph', 2],
    ['something between', 1.7],
    ['noise, which grows as if it were endless', 2.9],
  ])('%s fills most of its room after a few tries', (_what, growth) => {
    const { tries, best } = scaled({ width: 1280, bytesAt240: 3000, growth, maxBytes: 12_000 });
    expect(best?.bytes).toBeGreaterThan(12_000 * 0.7);
    expect(best?.quality).toBe(0.72);
    expect(tries.length).toBeLessThanOrEqual(5);
  });

  test('with room for it, as wide as it is shown, and no wider', () => {
    expect(scaled({ width: 1280, bytesAt240: 2000, growth: 1.4, maxBytes: 100_000 }).best?.width).toBe(960);
  });

  test.each([700, 100, 1])('one of %s px is never made larger', (width) => {
    const { tries } = scaled({ width, bytesAt240: 2000, growth: 1.4, maxBytes: 1_000_000 });
    expect(tries.at(-1)?.width).toBe(width);
    expect(Math.max(...tries.map((each) => each.width))).toBe(width);
  });

  test('in little room it becomes coarser before it is left out', () => {
    const hard = { width: 1280, bytesAt240: 6000, growth: 2 };
    expect(scaled({ ...hard, maxBytes: 4000 }).best).toMatchObject({ width: 240, quality: 0.45 });
    expect(scaled({ ...hard, maxBytes: 1500 }).best).toMatchObject({ width: 160, quality: 0.35 });
    expect(scaled({ ...hard, maxBytes: 100 }).best).toBeUndefined();
    expect(scaled({ ...hard, maxBytes: 100 }).tries).toHaveLength(3);
  });
});
