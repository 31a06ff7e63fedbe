import { describe, expect, test } from '@jest/globals';
import { isFailure, judge, median, type Samples, type Verdict } from '../../bench/verdict.ts';
import { row } from './rows.ts';

const verdictOf = (samples: Samples, more = {}) => judge(row(more), samples).verdict;
const tens = [10, 10, 10, 10, 10];

describe('by medians', () => {
  test('a goal is met when all that the median may be is below it, and not met when all of it is above', () => {
    expect(verdictOf({ ours: [0.8, 0.9, 0.7, 0.9, 1], peer: tens })).toBe('met');
    expect(verdictOf({ ours: [1.2, 1.3, 1.1, 1.2, 1.4], peer: tens })).toBe('not met');
  });

  test('a spread across the goal is undecided, on whichever side the median is', () => {
    expect(verdictOf({ ours: [0.8, 0.9, 0.7, 0.9, 1.1], peer: tens })).toBe('undecided');
    expect(verdictOf({ ours: [0.8, 1.3, 1.1, 1.2, 1.4], peer: tens })).toBe('undecided');
  });

  test('what disturbs both sides of a turn disturbs no ratio', () => {
    const judged = judge(row(), { ours: [1, 5, 1, 3, 1], peer: [20, 100, 20, 60, 20] });
    expect(judged.goals).toEqual([
      { of: 'peer', max: 0.1, value: 0.05, spread: [0.05, 0.05], verdict: 'met' },
    ]);
  });

  test('more runs make the spread narrower: outliers no longer count', () => {
    const few = [9, 0.5, 0.5, 0.5, 0.5];
    expect(verdictOf({ ours: few, peer: tens })).toBe('undecided');
    const many = Array.from({ length: 40 }, (_, index) => few[index % 5] ?? 0);
    expect(verdictOf({ ours: many, peer: many.map(() => 10) })).toBe('met');
  });

  test.each([
    [5, 0],
    [7, 0],
    [8, 1],
    [11, 2],
    [20, 5],
  ])(
    'of %i runs, the spread leaves out %i at either end: nine times of ten it has the median in it',
    (runs, leftOut) => {
      const ours = Array.from({ length: runs }, (_, index) => index + 1);
      const judged = judge(row({ goals: [{ of: 'absolute', max: 1 }] }), { ours });
      expect(judged.goals[0]?.spread).toEqual([1 + leftOut, runs - leftOut]);
    },
  );
});

describe('by minima', () => {
  const min = { statistic: 'min' } as const;

  test('runs that were disturbed do not count', () => {
    const judged = judge(row(min), { ours: [1, 9, 1.01, 9, 9], peer: [40, 20.1, 20, 90, 50] });
    expect(judged).toMatchObject({ ours: 1, peer: 20, ofPeer: { value: 0.05 }, verdict: 'met' });
  });

  test('a best run that no other comes near decides nothing', () => {
    expect(verdictOf({ ours: [0.9, 2, 2.1, 2, 2], peer: tens }, min)).toBe('undecided');
    expect(verdictOf({ ours: [1.1, 1.1, 2, 2, 2], peer: [10, 18, 20, 20, 20] }, min)).toBe('undecided');
  });

  test('the order of the runs does not matter', () => {
    const ours = [0.9, 0.95, 2, 2, 2];
    expect(verdictOf({ ours, peer: tens }, min)).toBe('met');
    expect(verdictOf({ ours: ours.toReversed(), peer: tens }, min)).toBe('met');
  });
});

test('fewer than three runs decide nothing', () => {
  expect(verdictOf({ ours: [0.1, 0.1], peer: [10, 10] })).toBe('undecided');
  expect(verdictOf({ ours: [0.1, 0.1, 0.1], peer: [10, 10, 10] })).toBe('met');
});

test('several goals are met when all are', () => {
  const goals = [
    { of: 'peer', max: 0.1 },
    { of: 'limit', max: 1.5 },
  ] as const;
  const ours = [1, 1, 1, 1, 1];
  expect(verdictOf({ ours, peer: tens, limit: ours }, { goals })).toBe('met');
  expect(verdictOf({ ours, peer: tens, limit: [0.5, 0.5, 0.5, 0.5, 0.5] }, { goals })).toBe('not met');
  expect(verdictOf({ ours, peer: tens }, { goals })).toBe('not measured');
  expect(verdictOf({ ours, limit: [0.5, 0.5, 0.5, 0.5, 0.5] }, { goals })).toBe('not met');
});

test('where we gave nothing, the row is a failure, and where the peer gave nothing, it is not measured', () => {
  for (const samples of [{}, { ours: [] }, { peer: tens }]) {
    expect(verdictOf(samples)).toBe('no figure');
    expect(verdictOf(samples, { goals: [] })).toBe('no figure');
  }
  expect(verdictOf({ ours: tens })).toBe('not measured');
});

test.each<[Verdict, boolean]>([
  ['no figure', true],
  ['limit is no limit', true],
  ['not met', true],
  ['undecided', false],
  ['not measured', false],
  ['met', false],
  ['no goal', false],
])('whether "%s" is a failure: %s', (verdict, expected) => {
  expect(isFailure(verdict)).toBe(expected);
});

describe('a limit that ours is below', () => {
  const below = [8, 8.5, 9, 9.5, 9.9];

  test('with all of the spread is a fault of the measurement, whatever the goals are', () => {
    const samples = { ours: below, limit: tens };
    expect(verdictOf(samples, { goals: [{ of: 'limit', max: 1.3 }] })).toBe('limit is no limit');
    expect(verdictOf(samples, { goals: [] })).toBe('limit is no limit');
    expect(verdictOf(samples, { goals: [{ of: 'absolute', max: 1 }] })).toBe('limit is no limit');
    expect(verdictOf(samples, { goals: [], statistic: 'min' })).toBe('limit is no limit');
  });

  test('with a part of it only, or in too few runs, may be chance', () => {
    expect(verdictOf({ ours: [...below.slice(1), 10.1], limit: tens }, { goals: [] })).toBe('no goal');
    expect(verdictOf({ ours: [8, 8], limit: [10, 10] }, { goals: [] })).toBe('no goal');
  });
});

test('an absolute goal is in the unit of the row', () => {
  expect(verdictOf({ ours: [2, 2, 2, 2, 2] }, { goals: [{ of: 'absolute', max: 3 }] })).toBe('met');
});

test('a figure without a goal is told all the same', () => {
  expect(judge(row({ goals: [] }), { ours: tens })).toMatchObject({
    ours: 10,
    peer: undefined,
    verdict: 'no goal',
  });
});

test('there is no ratio to a peer that has nothing, and no verdict of one', () => {
  expect(judge(row(), { ours: [0, 0, 0], peer: [0, 0, 0] })).toMatchObject({
    peer: 0,
    ofPeer: undefined,
    verdict: 'not measured',
  });
});

test('the median of an even number is between the two in the middle', () => {
  expect(median([4, 1, 3, 2])).toBe(2.5);
});
