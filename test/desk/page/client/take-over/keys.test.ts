import { expect, test } from '@jest/globals';
import { MAX_MESSAGE_BYTES } from '../../../../../lib/contract/take-over.ts';
import { keyMeaning, modifiersOf } from '../../../../../lib/desk/page/client/take-over/key-meaning.ts';
import { textPieces, typedText } from '../../../../../lib/desk/page/client/take-over/typed-text.ts';

const none = { altKey: false, ctrlKey: false, metaKey: false, shiftKey: false, isComposing: false };

test.each([
  ['a letter of a keyboard', { key: 'a' }, true, 'send'],
  ['a letter of a screen', { key: 'a' }, false, 'type'],
  ['Tab', { key: 'Tab' }, true, 'send'],
  ['Enter of a screen', { key: 'Enter' }, false, 'send'],
  ['a command', { key: 'a', ctrlKey: true }, true, 'send'],
  ['paste', { key: 'v', ctrlKey: true }, true, 'keep'],
  ['paste on a Mac', { key: 'v', metaKey: true }, true, 'keep'],
  ['a character of AltGr', { key: 'v', ctrlKey: true, altKey: true }, true, 'send'],
  ['an accent', { key: 'Dead' }, true, 'type'],
  ['a telephone that says nothing', { key: 'Unidentified' }, false, 'type'],
  ['while characters are made', { key: 'a', isComposing: true }, true, 'type'],
])('%s', (_name, event, hasRealKeyboard, meaning) => {
  expect(keyMeaning({ ...none, ...event }, hasRealKeyboard)).toBe(meaning);
});

test('modifiers are added as in CDP', () => {
  expect(modifiersOf(none)).toBe(0);
  expect(modifiersOf({ altKey: true, ctrlKey: true, metaKey: true, shiftKey: true })).toBe(15);
  expect(modifiersOf({ ...none, shiftKey: true })).toBe(8);
});

test.each([
  ['', 'h', 0, 'h'],
  ['hel', 'hello ', 0, 'lo '],
  ['helo', 'hello', 1, 'lo'],
  ['teh', 'the ', 2, 'he '],
  ['hello', '', 5, ''],
  ['a👍🏽', 'a', 1, ''],
])('%j became %j', (before, after, deleted, text) => {
  expect(typedText(before, after)).toEqual({ deleted, text });
});

test('a long text goes in pieces of which each fits into a message, and none is cut within a character', () => {
  const text = '\u0001\u20ac👍'.repeat(8_000);
  const pieces = textPieces(text);
  expect(pieces.join('')).toBe(text);
  for (const piece of pieces) {
    expect(Buffer.byteLength(JSON.stringify({ type: 'text', text: piece }))).toBeLessThanOrEqual(
      MAX_MESSAGE_BYTES,
    );
    expect(piece).not.toMatch(/\p{Surrogate}/u);
  }
});
