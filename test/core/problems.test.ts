import { describe, expect, test } from '@jest/globals';
import { ExplainedError } from '../../lib/core/errors.ts';
import { ProblemsError, show, showKind, unknownKeys } from '../../lib/core/problems.ts';

test('an error lists every problem in a line, with place, rule, value, what is allowed and what to do', () => {
  const [problem] = unknownKeys('shop', { nmae: 1 }, ['name', 'entry']);
  if (problem === undefined) throw new Error('there is a problem');
  const error = new ProblemsError('catalog', [problem, problem]);

  expect(error).toBeInstanceOf(ExplainedError);
  expect(error.problems).toHaveLength(2);
  expect(error.message).toBe(
    [
      'The catalog has 2 problems:',
      '  1. shop.nmae is not a known key: "nmae" (allowed: name, entry; fix: did you mean "name"?)',
      '  2. shop.nmae is not a known key: "nmae" (allowed: name, entry; fix: did you mean "name"?)',
    ].join('\n'),
  );
});

test('what takes several lines, as the word of a bundler does, stands below the line of its problem', () => {
  const got = 'cart.ts:1: no such file\n  import "./cart.ts"';
  const problem = {
    where: 'shop.entry',
    what: 'cannot be bundled',
    got,
    allowed: 'a module',
    fix: 'mend it',
  };

  expect(new ProblemsError('app', [problem]).message).toBe(
    [
      'The app has 1 problem:',
      '  1. shop.entry cannot be bundled (allowed: a module; fix: mend it):',
      '     cart.ts:1: no such file',
      '       import "./cart.ts"',
    ].join('\n'),
  );
});

describe('a value in a message', () => {
  const circle: Record<string, unknown> = {};
  circle.self = circle;

  test.each([
    [undefined, 'nothing'],
    ['a', '"a"'],
    [1n, '1'],
    [Number.NaN, 'NaN'],
    [Number.POSITIVE_INFINITY, 'Infinity'],
    [{ big: 1n }, 'an object'],
    [circle, 'an object'],
    ['x'.repeat(100), `"${'x'.repeat(76)}… (102 characters)`],
  ])('%p', (value, shown) => {
    expect(show(value)).toBe(shown);
  });

  test('of which only kind and size may be shown', () => {
    expect(['secret', [1, 2], null, undefined, {}, 7].map(showKind)).toEqual([
      '6 characters',
      'a list of 2',
      'null',
      'nothing',
      'an object',
      'a number',
    ]);
  });
});
