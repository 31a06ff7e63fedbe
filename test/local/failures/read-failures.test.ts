import { describe, expect, test } from '@jest/globals';
import { isFailure, readFailures } from '../../../lib/local/failures/index.ts';
import { SERVED_OPERATIONS } from '../../../lib/local/served.ts';
import { operations } from '../../../lib/service/index.ts';

const ruleOf = (line: string): unknown => {
  const { rules, problems } = readFailures([line], 'failures');
  return problems.length === 0 ? rules[0] : problems[0]?.what;
};

describe('a line', () => {
  test.each([
    ['UpdateAct 500', { operation: 'UpdateAct', kind: '500', calls: { first: 1, last: Infinity } }],
    ['UpdateAct 500 every', { operation: 'UpdateAct', kind: '500', calls: { first: 1, last: Infinity } }],
    ['any hang call 3', { operation: 'any', kind: 'hang', calls: { first: 3, last: 3 } }],
    [
      'PutObject cut-after calls 2-4',
      { operation: 'PutObject', kind: 'cut-after', calls: { first: 2, last: 4 } },
    ],
    [
      '  GetObject   slow  1.5s first 2 ',
      { operation: 'GetObject', kind: 'slow', delayMs: 1500, calls: { first: 1, last: 2 } },
    ],
    ['any slow 20ms', { operation: 'any', kind: 'slow', delayMs: 20, calls: { first: 1, last: Infinity } }],
    [
      'any expired-token rate 0.25',
      { operation: 'any', kind: 'expired-token', calls: { rate: 0.25, seed: 1 } },
    ],
    [
      'any throttle retry-after 2s rate .5 seed 7',
      { operation: 'any', kind: 'throttle', retryAfterSeconds: 2, calls: { rate: 0.5, seed: 7 } },
    ],
  ])('%j is read', (line, rule) => {
    expect(ruleOf(line)).toEqual(rule);
    expect(isFailure(line)).toBe(true);
  });

  test.each([
    ['', 'does not begin with an operation'],
    ['UpdateAct', 'does not say how UpdateAct fails'],
    ['UpdateAct 500 call 0', 'has call 0, but calls are counted from 1'],
    ['UpdateAct 500 call', 'has "call" without what belongs to it'],
    ['UpdateAct 500 call x', 'has "call" with "x", which is no whole number of up to 9 digits'],
    ['UpdateAct 500 first 0', 'has first 0, but calls are counted from 1'],
    ['UpdateAct 500 calls 4', 'has "calls" with "4", which is no range of calls'],
    ['UpdateAct 500 calls 4-2', 'has calls 4-2, which ends before it begins'],
    ['UpdateAct 500 rate 2', 'has rate 2, which is more than 1'],
    ['UpdateAct 500 rate x', 'has "rate" with "x", which is no number from 0 to 1'],
    ['UpdateAct 500 first 2 call 3', 'has both "first" and "call"'],
    ['UpdateAct 500 first 2 first 3', 'has "first" twice'],
    ['UpdateAct 500 first 2 seed 3', 'has a seed without a rate'],
    ['UpdateAct 500 retry-after 2s', 'has "retry-after", which only throttle takes'],
    ['UpdateAct slow', 'has "slow" without what belongs to it'],
    ['UpdateAct slow 2', 'has "slow" with "2", which is no time'],
    ['UpdateAct slow 90000s', 'has slow 90000s, which is more than a day'],
    ['UpdateAct throttle retry-after 0.5s', 'has retry-after 0.5s, which is not whole seconds'],
    ['UpdateAct 500; UpdateAct hang', 'is not one failure'],
    ['UpdateAct 500 sometimes', 'has a word that is not known here'],
  ])('%j is refused', (line, what) => {
    expect(ruleOf(line)).toBe(what);
    expect(isFailure(line)).toBe(false);
  });
});

test.each([
  ['UpdateWorkflowRuns 500', 'did you mean "UpdateWorkflowRun"?'],
  ['UpdateWorkflowRun throtle', 'did you mean "throttle"?'],
  ['UpdateWorkflowRun 500 frist 3', 'did you mean "first"?'],
  ['any slow', 'write slow 2s'],
  ['any slow 3', 'write slow 3s'],
  ['any slow soon', 'write slow 2s'],
  ['any throttle retry-after 0.5s', 'write retry-after 1s'],
  ['any 500 retry-after 2s', 'leave out "retry-after 2s"'],
  ['any 500 calls 4-2', 'write calls 2-4'],
  ['any 500 rate 2', 'write rate 0.2'],
  ['any 500 call 2 rate 0.2', 'leave out "call 2" or "rate 0.2"'],
  ['any 500 every every', 'write "every" once'],
  ['any 500 seed 3', 'leave out "seed 3", or choose the calls by a rate'],
  ['any 500; any hang', 'write one failure an item: ["any 500", "any hang"]'],
  ['any 500\nany hang;', 'write one failure an item: ["any 500", "any hang"]'],
])('%j says how to mend it', (line, fix) => {
  expect(readFailures([line], 'failures').problems).toMatchObject([{ where: 'failures[0]', fix }]);
});

test('everything that is wrong is said at once', () => {
  const { problems } = readFailures(['any nothing', 'UpdateAct 500', 7], 'options.failures');

  expect(problems.map(({ where }) => where)).toEqual(['options.failures[0]', 'options.failures[2]']);
  expect(readFailures('any 500', 'options.failures').problems).toMatchObject([
    {
      where: 'options.failures',
      what: 'is not a list of failures',
      got: '"any 500"',
      fix: 'write ["any 500"]',
    },
  ]);
});

test('every operation of the service model can fail', () => {
  expect(SERVED_OPERATIONS).toEqual(expect.arrayContaining(Object.keys(operations)));
});
