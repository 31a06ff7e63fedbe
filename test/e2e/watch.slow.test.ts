import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { realpathSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { makeProject, type TestProject } from '../bundle/project.ts';
import { processesThatMention } from './command.ts';

// Processes one after another: quick here, slow on a busy machine.
jest.setTimeout(120_000);

const root = path.resolve(import.meta.dirname, '..', '..');
const entry = (name: string): string =>
  `{ name: '${name}', entry: 'workflows/${name}.ts', definitionName: '${name}', description: 'It is ${name}.' }`;
const catalog = (...names: string[]): string => `export const catalog = [${names.map(entry).join(', ')}];`;
const parts = Array.from({ length: 50 }, (_, index) => `part-${index}`);

let project: TestProject;
let child: ChildProcess;
let said: string;
beforeEach(async () => {
  const imports = parts.map((part, index) => `import { value as v${index} } from './${part}.ts';`).join('\n');
  project = makeProject({
    'package.json': '{ "type": "module" }',
    'tsconfig.json':
      '{ "compilerOptions": { "strict": true, "noEmit": true, "allowImportingTsExtensions": true, "module": "nodenext" } }',
    'workflows/catalog.ts': catalog('many', 'one'),
    'workflows/many.ts': `${imports}\nexport const main = () => [${parts.map((_, index) => `v${index}`)}];`,
    'workflows/one.ts': `export const main = () => 'one';`,
    ...Object.fromEntries(parts.map((part) => [`workflows/${part}.ts`, 'export const value = 0;'])),
  });
  said = '';
  const tsx = pathToFileURL(path.join(root, 'node_modules', 'tsx', 'dist', 'esm', 'index.mjs')).href;
  const args = ['--import', tsx, path.join(root, 'bin', 'act.ts'), 'local', '--port', '0', '--json'];
  child = spawn(process.execPath, args, {
    cwd: realpathSync(project.root),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stderr?.on('data', (text) => {
    said += text;
  });
  let printed = '';
  child.stdout?.on('data', (text) => {
    printed += text;
  });
  while (!printed.trimEnd().endsWith('}')) await sleep(20);
});
afterEach(async () => {
  if (child.exitCode === null) await end();
  project.remove();
});

async function end(): Promise<number> {
  const startedMs = performance.now();
  child.kill('SIGINT');
  await once(child, 'close');
  return performance.now() - startedMs;
}
/** Waits until it is said; fails with what is said instead, which a test that runs out of time would not show. */
async function isSaid(text: string | RegExp): Promise<void> {
  const startedMs = performance.now();
  while (typeof text === 'string' ? !said.includes(text) : !text.test(said)) {
    if (performance.now() - startedMs > 60_000)
      throw new Error(`Not said within a minute: ${text}\n\n${said}`);
    await sleep(20);
  }
}

test('fifty files at once are one version, whose types are checked; again and again they end in the last one', async () => {
  const saveAll = (value: string): void => {
    for (const part of parts) project.write(`workflows/${part}.ts`, `export const value = ${value};`);
  };
  saveAll('1');
  await isSaid('many is live as version 2');
  await isSaid('many version 2 has no type errors');
  for (let value = 2; value < 12; value += 1) {
    saveAll(String(value));
    await sleep(value * 20);
  }
  saveAll(`'x' as number`);
  await isSaid(/many version \d+ is live, but has type errors:\n {2}workflows\/part-\d+\.ts:1:22: /);
  expect(said).not.toContain('cannot be bundled');
  // One for each time that all were saved at most, and not one for each file.
  expect(said.match(/many is live/g)?.length).toBeLessThanOrEqual(12);
});

test('the catalog is followed: new entries, other settings, mistakes, and what is taken out', async () => {
  project.write('workflows/catalog.ts', catalog('many', 'one', 'new'));
  await isSaid('The workflow "workflows/new.ts" does not exist');
  project.write('workflows/new.ts', `export const main = () => 'new';`);
  await isSaid('new is live as version 1 (new in the catalog); checking types …');
  await isSaid('new version 1 has no type errors');
  project.write('workflows/new.ts', `export const main = () => 'newer';`);
  await isSaid('new is live as version 2 (');
  project.write('workflows/catalog.ts', catalog('many', 'One'));
  await isSaid('catalog[1].name must be kebab-case');
  await isSaid('The catalog stays deployed as it was.');
  const changed = catalog('one').replace(' }]', `, environment: { A: '1' } }]`);
  project.write('workflows/catalog.ts', changed);
  await isSaid('one is live as version 2 (changed in the catalog); checking types …');
  await isSaid('one version 2 has no type errors');
  await isSaid('many is not in the catalog any more');
});

test('Ctrl-C while it bundles ends everything at once', async () => {
  project.write('workflows/part-1.ts', 'export const value = 1;');
  await isSaid('many version 2 has no type errors');
  // What uses more of the package than the SDK takes longer to bundle.
  const more = JSON.stringify(path.resolve(import.meta.dirname, '..', '..', 'lib', 'core', 'package.ts'));
  project.write('workflows/part-1.ts', `import ${more}; export const value = 2;`);
  await sleep(200);
  expect(await end()).toBeLessThan(2000);
  expect(child.exitCode).toBe(0);
  expect(said).not.toContain('version 3');
  expect(processesThatMention(path.basename(project.root))).toEqual([]);
});
