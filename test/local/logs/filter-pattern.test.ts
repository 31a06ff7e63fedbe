import { describe, expect, test } from '@jest/globals';
import { readFilterPattern } from '../../../lib/local/logs/filter-pattern.ts';

const matching = (pattern: string, messages: readonly string[]): readonly string[] =>
  messages.filter(readFilterPattern(pattern));

describe('terms', () => {
  const messages = ['[ERROR] no shop', '[WARN] shop "closed"', 'all is well'];

  test.each([
    ['', messages],
    ['   ', messages],
    ['shop', ['[ERROR] no shop', '[WARN] shop "closed"']],
    ['Shop', []],
    ['ERROR shop', ['[ERROR] no shop']],
    ['shop -ERROR', ['[WARN] shop "closed"']],
    ['-ERROR -WARN', ['all is well']],
    ['?ERROR ?well', ['[ERROR] no shop', 'all is well']],
    ['"[WARN] shop"', ['[WARN] shop "closed"']],
    ['-"is well" shop', ['[ERROR] no shop', '[WARN] shop "closed"']],
    ['"\\"closed\\""', ['[WARN] shop "closed"']],
  ])('%s', (pattern, found) => {
    expect(matching(pattern, messages)).toEqual(found);
  });
});

describe('members of JSON', () => {
  const failed = {
    level: 'error',
    status: 500,
    error: { name: 'ShopError' },
    list: [{ id: 'a' }],
    ok: false,
  };
  const messages = [
    JSON.stringify(failed),
    JSON.stringify({ level: 'info', status: 200, note: null, ok: true }),
    'error',
  ];

  test.each([
    ['{ $.level = "error" }', [0]],
    ['{$.level=error}', [0]],
    ['{ $.level != "error" }', [1]],
    ['{ $.level = "err*" }', [0]],
    ['{ $.error.name = *op*r }', [0]],
    ['{ $.error.name = "Shop" }', []],
    ['{ $.list[0].id = "a" }', [0]],
    ['{ $.status >= 200 && $.status < 500 }', [1]],
    ['{ $.status = 500 || $.status = 200 }', [0, 1]],
    ['{ ($.status = 500 || $.status = 200) && $.ok IS TRUE }', [1]],
    ['{ $.ok IS FALSE }', [0]],
    ['{ $.note IS NULL }', [1]],
    ['{ $.note NOT EXISTS }', [0]],
  ])('%s', (pattern, indexes) => {
    expect(matching(pattern, messages)).toEqual(indexes.map((index) => messages[index]));
  });
});

test.each([
  ['a-b', 'a-b has other characters than letters'],
  ['shop "open door', 'the double quote that opens at "open door is never closed'],
  ['-""', 'there is nothing between "" quotes'],
  ['"a"b', 'a space must follow "a"'],
  ['{ $.a = "open }', 'this double quote is never closed'],
  ['x'.repeat(1025), 'may have 1024 characters; this one has 1025'],
  [`{ ${'('.repeat(51)}$.a = 1${')'.repeat(51)} }`, 'more than 50 parentheses'],
  ['ERROR ?WARN', 'terms with "?" stand alone'],
  ['[ip, user]', 'patterns of columns'],
  ['%4\\d\\d%', 'regular expressions'],
  ['{ $.level }', 'one of =, !=, <, <=, >, >= was expected instead of }'],
  ['{ $.level = }', 'a value, such as "error", 404 or timeout* was expected instead of }'],
  ['{ $.a = 1 && }', 'a member, such as $.level or $.items[0].name was expected instead of }'],
  ['{ $.a[*] = 1 }', 'instead of $.a[*]'],
  ['{ $.a > "b" }', 'a number after > was expected instead of "b"'],
  ['{ $.a = 1 } b', 'the end was expected instead of b'],
  ['{ $.a = %4..% }', 'instead of %4..%'],
])('%s is refused as a whole, with what is wrong', (pattern, what) => {
  expect(() => readFilterPattern(pattern)).toThrow(
    expect.objectContaining({ name: 'InvalidParameterException', message: expect.stringContaining(what) }),
  );
});
