import { describe, expect, test } from '@jest/globals';
import { type FileChange, foldersOf, isConcerned } from '../../../lib/local/watch/concerns.ts';

const files = ['/shop/workflows/buy.ts', '/shop/lib/price.ts', '/shop/lib/tax/index.ts'];
const changed = (path: string, kind: FileChange['kind'] = 'name'): FileChange => ({ path, kind });

describe('what is made of files is made anew', () => {
  test.each([
    ['one of them has other content', changed('/shop/lib/price.ts', 'content')],
    ['one of them came, went, or is another file now', changed('/shop/lib/price.ts')],
    ['a folder above them came or went', changed('/shop/lib')],
    ['a file came that is imported in place of one', changed('/shop/lib/price.js')],
    ['the same for the index of a folder', changed('/shop/lib/tax.ts')],
    ['the compiler or the packages are configured otherwise', changed('/shop/tsconfig.base.json', 'content')],
    ['packages were installed', changed('/shop/package-lock.json')],
  ])('when %s', (_, change) => {
    expect(isConcerned({ files }, change, '/shop')).toBe(true);
  });
});

describe('nothing is made anew', () => {
  test.each([
    ['for another file', changed('/shop/lib/other.ts')],
    ['for a folder above whose times or permissions have changed', changed('/shop/lib', 'content')],
    ['for the configuration of another folder', changed('/shop/site/tsconfig.json', 'content')],
    ['for a file whose name only begins like one of them', changed('/shop/lib/price.ts.swp')],
    ['for a folder beside', changed('/shop/li')],
  ])('%s', (_, change) => {
    expect(isConcerned({ files }, change, '/shop')).toBe(false);
  });
});

describe('what is broken is made anew when what it misses may have come', () => {
  test.each([
    ['a source file', '/shop/lib/other.ts', 'name', true],
    ['the file that is missed, with its ending', '/shop/lib/missed.ts', 'name', true],
    ['its folder', '/mono/missed', 'name', true],
    ['a source file that is not of the project', '/mono/other.ts', 'name', false],
    ['something else', '/shop/lib/notes.md', 'name', false],
    ['another folder', '/shop/shared', 'name', false],
    ['what was there before', '/shop/lib/other.ts', 'content', false],
  ] as const)('%s', (_, path, kind, isMade) => {
    expect(
      isConcerned(
        { files: [...files, '/shop/lib/missed', '/mono/missed/a.ts'], isBroken: true },
        { path, kind },
        '/shop',
      ),
    ).toBe(isMade);
  });
});

test('folders are watched up to the project, or below what they have in common with it', () => {
  expect([
    ...foldersOf(['/mono/apps/shop/src/buy.ts', '/mono/packages/price/index.ts'], '/mono/apps/shop'),
  ]).toEqual(['/mono/apps/shop/src', '/mono/apps/shop', '/mono/packages/price', '/mono/packages']);
});
