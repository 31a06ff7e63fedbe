import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fullMessageOf, hasCode, messageOf, nameOf, reasonOf, stackOf } from '../../lib/core/errors.ts';
import { isInstance, listOf, memberOf } from '../../lib/core/thrown.ts';
import { hostile } from './hostile.ts';

test('whatever was thrown can be asked, and answers with short texts', () => {
  fc.assert(
    fc.property(hostile(), (make) => {
      const thrown = make();
      for (const ask of [messageOf, fullMessageOf, nameOf, reasonOf]) {
        const text = ask(thrown);
        expect(typeof text).toBe('string');
        expect(text.length).toBeLessThanOrEqual(10_000);
      }
      expect(typeof stackOf(thrown)).toBe('string');
      expect(typeof hasCode(thrown, 'ENOENT')).toBe('boolean');
      expect(typeof isInstance(thrown, Error)).toBe('boolean');
      expect(listOf(memberOf(thrown, 'errors'), 5).length).toBeLessThanOrEqual(5);
    }),
    { numRuns: 1000 },
  );
});

describe('an error tells its causes in short', () => {
  test.each([
    ['its cause', new Error('no answer', { cause: new Error('reset') }), 'no answer (cause: reset)'],
    [
      'the causes of that, each once',
      new Error('a', { cause: new Error('b', { cause: new Error('b') }) }),
      'a (cause: b)',
    ],
    ['what it says itself', new Error('failed: reset', { cause: new Error('reset') }), 'failed: reset'],
    [
      'a long one that it says itself',
      new Error(`refused: ${'x'.repeat(600)}`, { cause: new Error('x'.repeat(600)) }),
      `refused: ${'x'.repeat(600)}`,
    ],
    [
      'what another cause says, once',
      new Error('a', { cause: new Error('it was b', { cause: new Error('b') }) }),
      'a (cause: it was b)',
    ],
    [
      'several at once',
      new AggregateError([new Error('one'), 'two'], 'all failed'),
      'all failed (causes: one; two)',
    ],
    ['those alone, without a message of its own', new AggregateError([new Error('one'), 'two']), 'one; two'],
    ['nothing', new Error('alone'), 'alone'],
  ])('%s', (_, error, message) => {
    expect(fullMessageOf(error)).toBe(message);
  });

  test('also when they go in circles', () => {
    const error = new Error('first');
    error.cause = new Error('second', { cause: error });
    expect(fullMessageOf(error)).toBe('first (cause: second)');
    expect(stackOf(error)).toMatch(/^Error: first\n[\s\S]*\ncaused by: second$/);
  });
});

test('a name with a length of billions is not read', () => {
  const error = Object.create(new Error('base'), { name: { get: () => new Array(4_000_000_000) } });
  expect(messageOf([error, new Array(4_000_000_000)])).toMatch(/^\[ \{\}, \[ undefined, .*more\]' \] \]$/);
});

test('what has no message is shown in one line', () => {
  expect(messageOf({ code: 7, detail: 'no stock' })).toBe("{ code: 7, detail: 'no stock' }");
  expect(messageOf(class NotFound extends Error {})).toBe('[class NotFound]');
});
