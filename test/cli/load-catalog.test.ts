import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { loadCatalog } from '../../lib/cli/load-catalog.ts';
import { UsageError } from '../../lib/cli/usage-error.ts';

let projectRoot: string;

beforeEach(() => {
  projectRoot = mkdtempSync(path.join(os.tmpdir(), 'load-catalog-'));
});
afterEach(() => rmSync(projectRoot, { recursive: true, force: true }));

function write(file: string, content: string): void {
  mkdirSync(path.dirname(path.join(projectRoot, file)), { recursive: true });
  writeFileSync(path.join(projectRoot, file), content);
}

const ENTRY = `{ name: 'hello', entry: 'workflows/hello.ts', definitionName: 'hello', description: 'Says hello.' }`;

describe('the catalog of a project', () => {
  test('is TypeScript in workflows/catalog.ts, in as many files as its author likes', () => {
    write('workflows/entry.ts', `enum Name { hello = 'hello' }\nexport const hello: object = ${ENTRY};`);
    write('workflows/catalog.ts', `import { hello } from './entry.ts';\nexport const catalog = [hello];`);

    expect(loadCatalog({ projectRoot })).toEqual([
      {
        name: 'hello',
        entry: 'workflows/hello.ts',
        definitionName: 'hello',
        description: 'Says hello.',
      },
    ]);
  });

  test('may be another file, and use the packages of the project', () => {
    write('node_modules/names/index.js', `exports.entry = ${ENTRY};`);
    write('src/all.mts', `import { entry } from 'names';\nexport const catalog = [entry];`);

    expect(loadCatalog({ file: 'src/all.mts', projectRoot })).toHaveLength(1);
  });
});

describe('a catalog that cannot be used', () => {
  test('is missing: the message says which file was looked for, and how to name another', () => {
    expect(() => loadCatalog({ projectRoot })).toThrow(UsageError);
    expect(() => loadCatalog({ projectRoot })).toThrow(
      `There is no catalog of workflows: no file ${path.join(projectRoot, 'workflows', 'catalog.ts')}.`,
    );
    expect(() => loadCatalog({ projectRoot })).toThrow('--catalog');
  });

  test('exports something else', () => {
    write('workflows/catalog.ts', 'export const workflows = [];');

    expect(() => loadCatalog({ projectRoot })).toThrow(
      /does not export a catalog\. Write it as import .* export const catalog = defineCatalog/,
    );
  });

  test('has a syntax error: file, line and column', () => {
    write('workflows/catalog.ts', 'export const catalog = [\n  {{\n];');

    expect(() => loadCatalog({ projectRoot })).toThrow(
      /"workflows\/catalog.ts" cannot be bundled:\n {2}workflows\/catalog.ts:2:4: /,
    );
  });

  test('breaks a rule: what the rules of catalogs say', () => {
    write('workflows/catalog.ts', `export const catalog = [{ ...${ENTRY}, name: 'Hello World' }];`);

    expect(() => loadCatalog({ projectRoot })).toThrow('use "hello-world"');
  });
});
