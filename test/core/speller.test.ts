import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { plainly, unescaped } from '../../lib/core/spelling.ts';

const pieces = fc.oneof(
  fc.constantFrom('\\', '\\u0041', '\\n', '%C3%BC', '%25C3', '&amp;', '+', ' ', 'İ', 'ΑΣ', '😀', '\ud800'),
  fc.string({ unit: 'binary', maxLength: 4 }),
  fc.string({ maxLength: 6 }),
);
const texts = fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join(''));

test('each letter is found again where it stood, whatever became of those before it', () => {
  fc.assert(
    fc.property(texts, (text) => {
      const small = plainly(text);
      for (let at = 0; at < small.text.length; at += 1)
        expect(text.slice(small.startOf(at), small.endOf(at)).toLowerCase()).toContain(small.text[at]);
    }),
    { numRuns: 500 },
  );
});

test('without escapes, too, nothing of a text is passed over, and nothing stands before what it follows', () => {
  fc.assert(
    fc.property(texts, fc.constantFrom('once', 'often'), (text, depth) => {
      const spelled = unescaped(`a${text}z`, depth);
      const last = spelled.text.length - 1;
      expect([spelled.startOf(0), spelled.endOf(last)]).toEqual([0, text.length + 2]);
      for (let at = 1; at <= last; at += 1)
        expect(spelled.startOf(at)).toBeGreaterThanOrEqual(spelled.startOf(at - 1));
    }),
    { numRuns: 500 },
  );
});

test('what a letter of several signs became begins and ends with all of them', () => {
  const text = 'x%C3%BCy \\u0041\\\\z';
  const spelled = unescaped(text, 'once');

  const letters = [...spelled.text];
  expect(letters.map((letter, at) => [letter, text.slice(spelled.startOf(at), spelled.endOf(at))])).toEqual([
    ['x', 'x'],
    ['ü', '%C3%BC'],
    ['y', 'y'],
    [' ', ' '],
    ['a', '\\u0041'],
    ['z', '\\\\z'],
  ]);
});
