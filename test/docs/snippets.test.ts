import { describe, expect, test } from '@jest/globals';
import { brokenLink, codeBlocks, fileLinks, pages, quoted, read, rows, section } from './markdown.ts';
import { typeCheck } from './type-check.ts';

const allPages = pages();

describe('blocks of code', () => {
  const blocks = allPages.flatMap(codeBlocks);

  test('in TypeScript compile, unless they say nocheck', () => {
    const checked = blocks.filter(({ language, info }) => language === 'ts' && info !== 'nocheck');
    // In the same run, so that the compiler starts once: it shows that the check can fail, and says where.
    const wrong = { place: 'a page:7', language: 'ts', info: '', code: 'await nova.act(7);\n' };

    expect(checked.length).toBeGreaterThan(0);
    expect(typeCheck([...checked, wrong])).toEqual([
      expect.stringMatching(/^a page:7\(.+Argument of type 'number'/),
    ]);
  });

  test('do not escape that check by another name of the language or an unknown word', () => {
    const escaped = blocks.filter(
      ({ language, info }) =>
        /^(?:typescript|tsx|mts|cts)$/i.test(language) ||
        (language === 'ts' && !['', 'nocheck'].includes(info)),
    );

    expect(escaped).toEqual([]);
  });
});

test('links lead to files and headings that exist', () => {
  const broken = allPages.flatMap((page) => fileLinks(page).map((target) => brokenLink(page, target)));

  expect(broken.filter((problem) => problem !== undefined)).toEqual([]);
});

test('npm commands exist', () => {
  const { scripts } = JSON.parse(read('package.json'));
  const named = allPages.flatMap((page) =>
    [...read(page).matchAll(/\bnpm run ([a-z][\w-]*(?::[\w-]+)*)/g)].map((match) => match[1] ?? ''),
  );

  expect(named).toContain('quickstart');
  expect(named.filter((name) => !(name in scripts))).toEqual([]);
});

test('every page is in the index', () => {
  const linked = fileLinks('docs/README.md').map((target) => `docs/${target}`);
  const missing = allPages.filter((page) => page.startsWith('docs/') && page !== 'docs/README.md');

  expect(missing.filter((page) => !linked.includes(page))).toEqual([]);
});

test('versions in the table of compatibility.md are those of package-lock.json, which all tests run with', () => {
  const { packages } = JSON.parse(read('package-lock.json'));
  const table = rows(section('docs/compatibility.md', 'Versions that work together'))
    .map(([name = '', version]) => [quoted(name)[0], version])
    .filter(([name]) => name !== undefined);

  expect(table.length).toBeGreaterThan(5);
  expect(table).toEqual(table.map(([name]) => [name, packages[`node_modules/${name}`]?.version]));
});
