import { describe, expect, test } from '@jest/globals';
import { growthAbove, growthOf, growthOfAll, growthOfMore, type Point, slopeOf } from '../../bench/growth.ts';
import { judge } from '../../bench/verdict.ts';
import { row } from './rows.ts';

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

/** By the goal that all rows of growth have. Five runs, each up to 3% off. */
const verdictOf = (growth: (noisy: (cost: number) => number) => number) => {
  const runs = [0, 1, 2, 3, 4].map((run) => {
    let count = 0;
    return growth((cost) => cost * (1 + 0.03 * Math.sin(7 * run + 3 * count++)));
  });
  return judge(row({ unit: 'slope', goals: [{ of: 'absolute', max: 1.1 }] }), { ours: runs }).verdict;
};

describe('above the least size', () => {
  const at = (size: number, cost: number): Point => ({ size, cost });
  // Sizes of the histories and of the pages that are measured.
  describe.each([[[1000, 3000, 10_000]], [[1000, 10_000, 100_000]], [[2000, 5000, 20_000]]] as const)(
    'of %j',
    ([base, more, most]) => {
      const verdict = (costOf: (part: number) => number) =>
        verdictOf((noisy) => {
          const [first, ...others] = [base, more, most].map((size) => at(size, noisy(costOf(size / most))));
          return growthAbove(first ?? at(0, 0), others);
        });

      test.each([1, 10])('what is quadratic is not met, %d times over what it costs at any size', (times) => {
        expect(verdict((part) => 100 + 100 * times * part ** 2)).toBe('not met');
      });

      test('what is linear, or does not grow at all, is met', () => {
        expect(verdict((part) => 100 + 1000 * part)).toBe('met');
        expect(verdict(() => 100)).toBe('met');
      });
    },
  );

  test('it is 1 for what is linear, however much it costs at any size', () => {
    expect(growthAbove(at(10, 1010), [at(30, 1030), at(1000, 2000)])).toBeCloseTo(1);
  });
});

describe('of all so far', () => {
  // Numbers of runs of a host, and of steps of a session, in the middle of an early and of a late part.
  const pairs = (first: number, each: number) =>
    [0, 1, 2, 3, 4].map((turn) => [first + (turn + 0.5) * each, first + (turn + 5.5) * each] as const);
  const verdict = (parts: ReturnType<typeof pairs>, costOf: (count: number) => number) => {
    const runs = parts.map(([early, late]) =>
      growthOfAll({ size: early, cost: costOf(early) }, { size: late, cost: costOf(late) }),
    );
    return judge(row({ unit: 'slope', goals: [{ of: 'absolute', max: 1.1 }] }), { ours: runs }).verdict;
  };

  test.each([
    [pairs(10, 19), 200],
    [pairs(20, 48), 500],
  ])('a cost of each that doubles is not met, one that stays the same is', (parts, count) => {
    expect(verdict(parts, (so) => 1 + so / count)).toBe('not met');
    expect(verdict(parts, (so) => so)).toBe('not met');
    expect(verdict(parts, () => 3)).toBe('met');
  });

  test('it is the exponent of the sum', () => {
    expect(growthOfAll({ size: 10, cost: 5 }, { size: 100, cost: 50 })).toBeCloseTo(2);
    expect(growthOfAll({ size: 10, cost: 5 }, { size: 100, cost: 5 })).toBeCloseTo(1);
  });
});

describe('what one more costs', () => {
  test('is the slope of the line, from any start', () => {
    expect(slopeOf([1, 2, 4].map((size) => ({ size, cost: 3 * size - 20 })))).toBeCloseTo(3);
    expect(slopeOf([1, 2, 3].map((size) => ({ size, cost: -size })))).toBeCloseTo(-1);
  });
});
