import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { BundleError, bundleWorkflowSync } from '../../lib/bundle/index.ts';
import { countBuilds } from './counted-builds.ts';
import { makeProject } from './project.ts';

const builds = countBuilds();

const project = makeProject({
  'one.ts': `import { z } from 'zod'; export const main = async (payload: unknown): Promise<string> => z.string().parse(payload);`,
  'two.ts': `import { chromium } from 'playwright-core'; export const main = async (): Promise<string> => 'ö' + chromium.name();`,
  'no-main.ts': 'export const start = 1;',
  'no-package.ts': `import nothing from 'package-that-is-not-there'; export const main = nothing;`,
});
afterAll(() => project.remove());

test('together, workflows become byte for byte what each becomes alone, in one build', async () => {
  const { bundleWorkflowsSync } = await import('../../lib/bundle/bundle-workflows.ts');
  const sources = [{ entry: 'one.ts' }, { entry: 'two.ts' }];
  const bundles = bundleWorkflowsSync({ projectRoot: project.root, sources });
  expect(builds.ofWorkflows()).toEqual([2]);

  for (const [index, { entry }] of sources.entries()) {
    const code = bundles[index] ?? '';
    const outDir = path.join(project.root, 'out');
    const { mainFile } = bundleWorkflowSync({ projectRoot: project.root, entry, outDir });
    // Not by `toEqual`, which takes seconds for the bytes of a bundle.
    expect(readFileSync(mainFile).equals(Buffer.from(code instanceof BundleError ? '' : code))).toBe(true);
  }
});

test('many become what they should in batches of about the same size, each in its place', async () => {
  const { bundleWorkflowsSync } = await import('../../lib/bundle/bundle-workflows.ts');
  const before = builds.ofWorkflows().length;
  const names = Array.from({ length: 17 }, (_, index) => `many-${index}.ts`);
  for (const name of names) project.write(name, `export const main = () => 'This is ${name}.';`);
  const bundles = bundleWorkflowsSync({
    projectRoot: project.root,
    sources: [{ entry: 'missing.ts' }, ...names.map((entry) => ({ entry }))],
  });
  expect(builds.ofWorkflows().slice(before)).toEqual([9, 8]);
  expect(bundles).toHaveLength(18);
  for (const [index, name] of names.entries()) {
    const code = bundles[index + 1] ?? '';
    expect(code instanceof BundleError ? '' : Buffer.from(code).toString()).toContain(`This is ${name}.`);
  }
});

test('each that cannot be bundled has a problem of its own, and the others are bundled', async () => {
  const { bundleWorkflowsSync } = await import('../../lib/bundle/bundle-workflows.ts');
  const sources = ['no-main.ts', 'one.ts', 'no-package.ts', 'missing.ts'].map((entry) => ({ entry }));
  const [noMain, one, noPackage, missing] = bundleWorkflowsSync({ projectRoot: project.root, sources });

  expect(String(noMain)).toMatch(/"no-main\.ts" does not export main: it exports start/);
  expect(String(noPackage)).toMatch(/npm install package-that-is-not-there/);
  expect(String(missing)).toMatch(/"missing\.ts" does not exist/);
  expect(one).toBeInstanceOf(Uint8Array);
});
