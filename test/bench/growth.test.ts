import { describe, expect, test } from '@jest/globals';
import { growthOf, growthOfMore, slopeOf } from '../../bench/growth.ts';

const points = (costOf: (size: number) => number) =>
  [
    { size: 3, cost: costOf(3) },
    { size: 9, cost: costOf(9) },
    { size: 27, cost: costOf(27) },
  ] as const;

test('the exponent is 1 for what is linear, 2 for squares, and 0 for what does not grow', () => {
  expect(growthOf(points((size) => 5 * size))).toBeCloseTo(1);
  expect(growthOf(points((size) => size ** 2))).toBeCloseTo(2);
  expect(growthOf(points(() => 7))).toBeCloseTo(0);
});

test.each([[[]], [[{ size: 3, cost: 1 }]], [points(() => 0)], [points(() => -1)]])(
  '%j has no exponent',
  (few) => {
    expect(() => growthOf(few)).toThrow(/two sizes|greater than 0/);
  },
);

describe('of what is more', () => {
  test('a great cost at any size hides nothing', () => {
    expect(growthOf(points((size) => 1000 + size ** 2))).toBeLessThan(0.3);
    expect(growthOfMore(points((size) => 1000 + size ** 2))).toBeCloseTo(2);
    expect(growthOfMore(points((size) => 1000 + size))).toBeCloseTo(1);
  });

  test('no growth at the end is 0', () => {
    expect(growthOfMore(points((size) => Math.min(size, 9)))).toBe(0);
  });

  test('what only noise can be is no exponent', () => {
    expect(() => growthOfMore(points((size) => (size === 9 ? 1 : size)))).toThrow('no more than');
  });

  test('sizes must grow by one factor', () => {
    const [small, middle] = points((size) => size);
    expect(() => growthOfMore([small, middle, { size: 28, cost: 1 }])).toThrow('one factor');
  });
});

describe('what one more costs', () => {
  test('is the slope of the line, from any start', () => {
    expect(slopeOf([1, 2, 4].map((size) => ({ size, cost: 3 * size - 20 })))).toBeCloseTo(3);
    expect(slopeOf([1, 2, 3].map((size) => ({ size, cost: -size })))).toBeCloseTo(-1);
  });
});
