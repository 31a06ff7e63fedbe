import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { visible, visibleLine } from '../../lib/core/visible.ts';

describe('text of others on a terminal', () => {
  test.each([
    ['a colour', 'a\u001b[31mred', 'a\\u001b[31mred'],
    ['a title', '\u001b]0;owned\u0007', '\\u001b]0;owned\\u0007'],
    ['a control of the second set', '\u009b2J', '\\u009b2J'],
    ['a return that overwrites the line', 'bad\rgood', 'bad\\u000dgood'],
    ['an override of direction', 'a\u202egpj.exe', 'a\\u202egpj.exe'],
    ['an isolate', '\u2066x\u2069', '\\u2066x\\u2069'],
    ['lines and tabs', 'a\r\nb\n\tc', 'a\nb\n\tc'],
    ['what is written in the world', 'Łódź 東京 🎉', 'Łódź 東京 🎉'],
  ])('%s', (_, text, shown) => {
    expect(visible(text)).toBe(shown);
  });

  test('as one line', () => {
    expect(visibleLine('a\nrun 1 SUCCEEDED\tb')).toBe('a\\u000arun 1 SUCCEEDED\\u0009b');
  });

  test('is the same value when it is JSON', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(JSON.parse(visible(JSON.stringify(text)))).toBe(text);
      }),
    );
  });
});
