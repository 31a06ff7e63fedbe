import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { countBuilds } from './counted-builds.ts';
import { makeProject } from './project.ts';

const builds = countBuilds();
const OURS = path.resolve(import.meta.dirname, '..', '..', 'lib');

const project = makeProject({
  'one.ts': `import { z } from 'zod'; export const main = async (payload: unknown): Promise<string> => z.string().parse(payload);`,
  'two.ts': `import { chromium } from 'playwright-core'; export const main = async (): Promise<string> => 'ö' + chromium.name();`,
  'with-more.ts': `import { PACKAGE_VERSION } from ${JSON.stringify(`${OURS}/core/package.ts`)}; export const main = () => PACKAGE_VERSION;`,
  'with-sdk.ts': `import { currentWorkflow } from ${JSON.stringify(`${OURS}/sdk/index.ts`)}; export const main = () => currentWorkflow();`,
  'no-main.ts': 'export const start = 1;',
  'no-package.ts': `import nothing from 'package-that-is-not-there'; export const main = nothing;`,
});
afterAll(() => project.remove());

/** After its bundler is counted. */
async function load() {
  const { bundleWorkflowsSync } = await import('../../lib/bundle/bundle-workflows.ts');
  const { bundleWorkflowSync } = await import('../../lib/bundle/index.ts');
  return { bundleWorkflowsSync, bundleWorkflowSync };
}

test('together, workflows become byte for byte what each becomes alone, in one build', async () => {
  const { bundleWorkflowsSync, bundleWorkflowSync } = await load();
  const sources = ['one.ts', 'two.ts', 'with-sdk.ts'].map((entry) => ({ entry }));
  const bundles = bundleWorkflowsSync({ projectRoot: project.root, sources });
  expect(builds.ofWorkflows()).toEqual([3]);

  for (const [index, { entry }] of sources.entries()) {
    const outDir = path.join(project.root, 'out');
    const { mainFile } = bundleWorkflowSync({ projectRoot: project.root, entry, outDir });
    // Not by `toEqual`, which takes seconds for the bytes of a bundle.
    expect(readFileSync(mainFile).equals(codeOf(bundles[index]))).toBe(true);
  }
});

test('what they share, the host and the SDK, is bundled once and the same in all, and the SDK is there once', async () => {
  const { bundleWorkflowsSync } = await load();
  const [one, other] = bundleWorkflowsSync({
    projectRoot: project.root,
    sources: [{ entry: 'two.ts' }, { entry: 'with-sdk.ts' }],
  }).map((bundle) => codeOf(bundle).toString());
  let shared = 0;
  while (shared < (one ?? '').length && one?.[shared] === other?.[shared]) shared += 1;
  expect(shared).toBeGreaterThan(1e6);
  expect((one ?? '').length - shared).toBeLessThan(5000);
  expect((other ?? '').length - shared).toBeLessThan(5000);
});

test('one that uses more of this package than the SDK is built in one piece, the same alone and with others', async () => {
  const { bundleWorkflowsSync, bundleWorkflowSync } = await load();
  const before = builds.ofWorkflows().length;
  const [more] = bundleWorkflowsSync({
    projectRoot: project.root,
    sources: [{ entry: 'with-more.ts' }, { entry: 'one.ts' }],
  });
  expect(builds.ofWorkflows().slice(before)).toEqual([2, 1]);
  const outDir = path.join(project.root, 'out');
  const { mainFile } = bundleWorkflowSync({ projectRoot: project.root, entry: 'with-more.ts', outDir });
  expect(codeOf(more).equals(readFileSync(mainFile))).toBe(true);
  expect(codeOf(more).toString()).not.toContain('__novaActRuntime');
});

test('many of those are built in batches of about the same size, each in its place', async () => {
  const { bundleWorkflowsSync } = await load();
  const before = builds.ofWorkflows().length;
  const more = JSON.stringify(`${OURS}/core/package.ts`);
  const names = Array.from({ length: 17 }, (_, index) => `many-${index}.ts`);
  for (const name of names) {
    project.write(name, `import ${more}; export const main = () => 'This is ${name}.';`);
  }
  const bundles = bundleWorkflowsSync({
    projectRoot: project.root,
    sources: [{ entry: 'missing.ts' }, ...names.map((entry) => ({ entry }))],
  });
  expect(builds.ofWorkflows().slice(before)).toEqual([17, 9, 8]);
  expect(bundles).toHaveLength(18);
  for (const [index, name] of names.entries()) {
    expect(codeOf(bundles[index + 1]).toString()).toContain(`This is ${name}.`);
  }
});

test('each that cannot be bundled has a problem of its own, and the others are bundled', async () => {
  const { bundleWorkflowsSync } = await load();
  const sources = ['no-main.ts', 'one.ts', 'no-package.ts', 'missing.ts'].map((entry) => ({ entry }));
  const [noMain, one, noPackage, missing] = bundleWorkflowsSync({ projectRoot: project.root, sources });

  expect(String(noMain)).toMatch(/"no-main\.ts" does not export main: it exports start/);
  expect(String(noPackage)).toMatch(/npm install package-that-is-not-there/);
  expect(String(missing)).toMatch(/"missing\.ts" does not exist/);
  expect(one).toBeInstanceOf(Uint8Array);
});

function codeOf(bundle: Uint8Array | Error | undefined): Buffer {
  if (!(bundle instanceof Uint8Array)) throw bundle ?? new Error('There is no bundle.');
  return Buffer.from(bundle);
}
