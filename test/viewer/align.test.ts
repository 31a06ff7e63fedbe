import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { align } from '../../lib/viewer/align.ts';

/** Both lists as words; a pair is `a=a`, what has changed `a~b`, what is in one of them `a-` or `-a`. */
function aligned(left: string, right: string): string {
  const pairs = align(left.split(' ').filter(Boolean), right.split(' ').filter(Boolean), (word) => word);
  return pairs
    .map(({ left: a, right: b }) =>
      a === undefined ? `-${b}` : b === undefined ? `${a}-` : a === b ? `${a}=` : `${a}~${b}`,
    )
    .join(' ');
}

describe('two lists beside each other', () => {
  test.each([
    ['the same', 'a b c', 'a b c', 'a= b= c='],
    ['one more in the middle', 'a b c d', 'a x b c d', 'a= -x b= c= d='],
    ['one less', 'a b c d', 'a c d', 'a= b- c= d='],
    ['one changed at its place', 'a b c', 'a x c', 'a= b~x c='],
    ['one changed and one more', 'a b c', 'a x y c', 'a= b~x -y c='],
    ['a repeated one fewer times', 'a b b b c', 'a b c', 'a= b= b- b- c='],
    ['two that changed their places', 'a b c', 'a c b', 'a= b- c= -b'],
    ['nothing in common', 'a b', 'x y z', 'a~x b~y -z'],
    ['nothing on one side', '', 'x y', '-x -y'],
    ['nothing at all', '', '', ''],
  ])('%s', (_, left, right, expected) => {
    expect(aligned(left, right)).toBe(expected);
  });

  test('whatever they are: each item is there once, in its order, and no longer common part would be possible', () => {
    const words = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 9 });
    fc.assert(
      fc.property(words, words, (left, right) => {
        const pairs = align(left, right, (word) => word);
        expect(pairs.flatMap((pair) => pair.left ?? [])).toEqual(left);
        expect(pairs.flatMap((pair) => pair.right ?? [])).toEqual(right);
        const equal = pairs.filter((pair) => pair.left !== undefined && pair.left === pair.right).length;
        expect(equal).toBeGreaterThanOrEqual(longestByTrying(left, right));
      }),
      { numRuns: 200 },
    );
  });

  test('very long ones that have nothing in common take no time and no memory', () => {
    const left = Array.from({ length: 5_000 }, (_, index) => `left ${index}`);
    const right = Array.from({ length: 5_000 }, (_, index) => `right ${index}`);
    const pairs = align(['first', ...left, 'last'], ['first', ...right, 'last'], (word) => word);
    expect([pairs[0], pairs[1], pairs.at(-1), pairs.length]).toEqual([
      { left: 'first', right: 'first' },
      { left: 'left 0', right: 'right 0' },
      { left: 'last', right: 'last' },
      5_002,
    ]);
  });
});

function longestByTrying([a, ...left]: readonly string[], right: readonly string[]): number {
  if (a === undefined) return 0;
  const at = right.indexOf(a);
  const without = longestByTrying(left, right);
  return at === -1 ? without : Math.max(without, 1 + longestByTrying(left, right.slice(at + 1)));
}
