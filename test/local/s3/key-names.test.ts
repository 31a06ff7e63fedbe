import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { namesOfKey, readName } from '../../../lib/local/s3/key-names.ts';
import { someKey } from './some-key.ts';

describe('the file of a key', () => {
  test.each(['a', 'shop/invocations/1-2.json', 'a_b/C.D/-'])(
    'is its own path when it is plain: %s',
    (key) => {
      expect(namesOfKey(key).join('/')).toBe(key);
    },
  );

  test.each([
    ['a//b', 'a/%e/b'],
    ['a/', 'a/%e'],
    ['/', '%e/%e'],
    ['.', '%2E'],
    ['a/../../b', 'a/.%2E/.%2E/b'],
    ['100%', '100%25'],
    ['%2F', '%252F'],
    ['12:00\\x', '12%3A00%5Cx'],
    ['ü ♥', 'ü ♥'],
  ])('is another when it must be: %s', (key, file) => {
    expect(namesOfKey(key).join('/')).toBe(file);
  });

  test('is not one that would be taken for half written', () => {
    const half = `a.json.${randomUUID()}.tmp`;
    expect(namesOfKey(half)).toEqual([half.replace('.tmp', '%2Etmp')]);
  });

  test('is in the folder of the bucket, has names that file systems take, and tells the key', () => {
    fc.assert(
      fc.property(someKey, (key) => {
        const names = namesOfKey(key);
        expect(path.resolve('/bucket', ...names)).toBe(`/bucket/${names.join('/')}`);
        expect(Math.max(...names.map((name) => Buffer.byteLength(name)))).toBeLessThan(200);
        const parts = names.map((name) => readName(name));
        const told = parts.map((part, index) => {
          const isLast = index === parts.length - 1;
          return `${part?.text}${isLast || part?.kind === 'continued' ? '' : '/'}`;
        });
        expect(told.join('')).toBe(key);
      }),
      { numRuns: 500 },
    );
  });

  test('is known from what others have put there', () => {
    expect(['50%', 'a:b', '..x%2e', `x.${randomUUID()}.tmp`].map((name) => readName(name))).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
});
