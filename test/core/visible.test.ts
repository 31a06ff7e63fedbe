import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isSeen, visible, visibleLine } from '../../lib/core/visible.ts';

describe('text of others on a terminal', () => {
  test.each([
    ['a colour', 'a\u001b[31mred', 'a\\u001b[31mred'],
    ['a title', '\u001b]0;owned\u0007', '\\u001b]0;owned\\u0007'],
    ['a control of the second set', '\u009b2J', '\\u009b2J'],
    ['a return that overwrites the line', 'bad\rgood', 'bad\\u000dgood'],
    ['an override of direction', 'a\u202egpj.exe', 'a\\u202egpj.exe'],
    ['an isolate', '\u2066x\u2069', '\\u2066x\\u2069'],
    ['lines and tabs', 'a\r\nb\n\tc', 'a\nb\n\tc'],
    ['a space of no width', 'pay\u200b pal', 'pay\\u200b pal'],
    ['a joiner of words', 'a\u2060b', 'a\\u2060b'],
    ['a soft hyphen', 'pay\u00adpal', 'pay\\u00adpal'],
    ['a joiner of graphemes', 'a\u034fb', 'a\\u034fb'],
    ['a filler of Hangul', '\u3164\u115f\uffa0', '\\u3164\\u115f\\uffa0'],
    ['a blank of Braille', '\u2800', '\\u2800'],
    ['tags', 'a\u{e0041}\u{e007f}', 'a\\udb40\\udc41\\udb40\\udc7f'],
    ['tags after a flag that there is not', '🏴\u{e0041}', '🏴\\udb40\\udc41'],
    ['a variation of what has none', 'a\ufe0f\u{e0101}1\ufe0f', 'a\\ufe0f\\udb40\\udd011\\ufe0f'],
    ['a second variation', '❤\ufe0f\ufe0f葛\u{e0100}\u{e0100}', '❤\ufe0f\\ufe0f葛\u{e0100}\\udb40\\udd00'],
    ['a joiner between other letters', 'a\u200db\u200c', 'a\\u200db\\u200c'],
    ['several joiners', 'می\u200c\u200cخواهم', 'می\u200c\\u200cخواهم'],
    ['a joiner of nothing', '👩\u200d', '👩\\u200d'],
    ['notes on a text', '\ufff9a\ufffab\ufffb', '\\ufff9a\\ufffab\\ufffb'],
    ['what is written in the world', 'Łódź 東京 🎉', 'Łódź 東京 🎉'],
  ])('%s', (_, text, shown) => {
    expect(visible(text)).toBe(shown);
  });

  test.each([
    ['a family', '👩‍👩‍👧‍👦 👩🏽‍🚒 ❤️‍🔥 🏃🏽‍♀️‍➡️'],
    ['hearts and digits', '❤️ ❤︎ 1️⃣ #️⃣ ☝🏽 ©️'],
    ['flags', '🇨🇭 🏴󠁧󠁢󠁥󠁮󠁧󠁿 🏴‍☠️ 🏳️‍🌈'],
    ['Persian', 'می‌خواهم ه‍.ش'],
    ['Hindi and Sinhala', 'क्‍ष क्‌ष ශ්‍රී'],
    ['a name in Japanese', '葛󠄀城'],
    ['Mongolian', 'ᠨᠠ᠋ ᠪᠠᠭᠠᠴᠤᠳ ᠬᠠᠨ᠎ᠠ'],
    ['signs of Arabic numbers', '\u0600١٢ \u06dd'],
    ['Korean', '한국어'],
  ])('%s is as it is', (_, text) => {
    expect({ text: visible(text), line: visibleLine(text) }).toEqual({ text, line: text });
  });

  test.each([
    ['A', true],
    ['👍', true],
    ['한', true],
    ['?', true],
    ['', false],
    [' \u00a0\u3000\n\t', false],
    ['\u200b\u2060\u00ad', false],
    ['\u3164', false],
    ['\u2800\u2800', false],
    ['\u{e0041}\u{e0042}', false],
    ['\u0007\u001b', false],
    ['\u0301', false],
  ])('of %j something is seen: %p', (text, is) => {
    expect(isSeen(text)).toBe(is);
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
