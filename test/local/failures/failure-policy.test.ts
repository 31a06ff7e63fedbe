import { expect, test } from '@jest/globals';
import type { Failure } from '../../../lib/local/failures/failure.ts';
import { FailurePolicy } from '../../../lib/local/failures/failure-policy.ts';
import { readFailures } from '../../../lib/local/failures/index.ts';

/** How each call of a series fails; `-` for those that do not. */
function play(failures: readonly Failure[], calls: readonly string[]): readonly string[] {
  const policy = new FailurePolicy(readFailures(failures, 'failures').rules);
  return calls.map((operation) => policy.next(operation)?.kind ?? '-');
}

const many = (operation: string, count: number): readonly string[] =>
  Array.from({ length: count }, () => operation);

test('calls are counted for each operation', () => {
  expect(play(['UpdateAct 500 call 2'], ['UpdateAct', 'CreateAct', 'UpdateAct', 'UpdateAct'])).toEqual([
    '-',
    '-',
    '500',
    '-',
  ]);
});

test('"any" counts all calls together', () => {
  expect(play(['any hang call 2'], ['UpdateAct', 'CreateAct', 'UpdateAct'])).toEqual(['-', 'hang', '-']);
});

test('rules may be combined; the first that fits wins', () => {
  expect(play(['UpdateAct throttle first 2', 'UpdateAct 500 calls 2-3'], many('UpdateAct', 4))).toEqual([
    'throttle',
    'throttle',
    '500',
    '-',
  ]);
});

test('a rate is about that share of the calls, the same for the same seed, whatever happens in between', () => {
  const alone = play(['any 500 rate 0.2 seed 7'], many('UpdateAct', 1000));
  const mixed = play(
    ['any 500 rate 0.2 seed 7'],
    many('UpdateAct', 1000).flatMap((name) => ['ListActs', name]),
  ).filter((_, index) => index % 2 === 1);
  const other = play(['any 500 rate 0.2 seed 8'], many('UpdateAct', 1000));
  const failed = alone.filter((kind) => kind === '500').length;

  expect(failed).toBeGreaterThan(150);
  expect(failed).toBeLessThan(250);
  expect(mixed).toEqual(alone);
  expect(other).not.toEqual(alone);
});

test.each([
  ['rate 0', 0],
  ['rate 1', 100],
] as const)('"%s" fails %i of 100', (rate, count) => {
  const kinds = play([`any 500 ${rate}`], many('UpdateAct', 100));
  expect(kinds.filter((kind) => kind === '500')).toHaveLength(count);
});
