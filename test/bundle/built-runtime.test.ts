import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { BuildOptions } from 'esbuild';
import { builtRuntime } from '../../lib/bundle/built-runtime.ts';

const root = mkdtempSync(path.join(tmpdir(), 'runtime-'));
afterAll(() => rmSync(root, { recursive: true }));

function write(file: string, content: string): void {
  const target = path.join(root, file);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, content);
}

const options: BuildOptions = {
  absWorkingDir: root,
  entryPoints: ['app/lib/entry.js'],
  bundle: true,
  metafile: true,
  write: false,
  logLevel: 'silent',
};

/** A file that imports another, which imports a package of the folder above. */
beforeAll(async () => {
  write('app/lib/entry.js', `export { part } from './part.js';`);
  write('app/lib/part.js', `export { name as part } from '@some/package';`);
  write('app/node_modules/@some/other/index.js', '');
  write('node_modules/@some/package/index.js', `export const name = 'the one above';`);
  write('app/lib/tsconfig.json', '{ "extends": "../config/base.json" }');
  write('app/config/base.json', '{}');
  write('app/config/mapped.js', `export const name = 'the mapped one';`);
  await settled();
});

/** What has changed since a build began to read is looked at again. */
async function settled(): Promise<void> {
  await sleep(50);
}

test('a runtime is built once, also for those who ask at the same time', async () => {
  const [one, other] = await Promise.all([builtRuntime(options), builtRuntime(options)]);
  expect(other === one).toBe(true);
  expect((await builtRuntime(options)) === one).toBe(true);
});

test.each([
  ['a file of it is saved', 'app/lib/part.js', `export const part = 'saved';`, 'saved'],
  ['it is saved again', 'app/lib/part.js', `export { name as part } from '@some/package';`, 'the one above'],
  ['a package is updated', 'node_modules/@some/package/index.js', `export const name = 'newer';`, 'newer'],
  [
    'a package is installed in a nearer folder',
    'app/node_modules/@some/package/index.js',
    `export const name = 'nearer';`,
    'nearer',
  ],
  [
    'a package gets another main file',
    'app/node_modules/@some/package/package.json',
    '{ "main": "other.js" }',
    'nearer',
  ],
  [
    'a configuration says something else that another one extends',
    'app/config/base.json',
    '{ "compilerOptions": { "paths": { "@some/package": ["./mapped.js"] } } }',
    'the mapped one',
  ],
])('it is built again after %s', async (_what, file, content, expected) => {
  const before = await builtRuntime(options);
  write(file, content);
  const after = await builtRuntime(options);
  expect(after === before).toBe(false);
  expect(after.outputFiles?.[0]?.text).toContain(expected);
  await settled();
});

test('one that cannot be built is tried again', async () => {
  write('app/lib/part.js', 'export const part = ;');
  await expect(builtRuntime(options)).rejects.toThrow('Unexpected ";"');
  write('app/lib/part.js', `export const part = 'mended';`);
  expect((await builtRuntime(options)).outputFiles?.[0]?.text).toContain('mended');
});

test('what was saved while it was built is not kept', async () => {
  const building = builtRuntime(options);
  write('app/lib/part.js', `export const part = 'saved meanwhile';`);
  await building;
  expect((await builtRuntime(options)).outputFiles?.[0]?.text).toContain('saved meanwhile');
});
