import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, expect, test } from '@jest/globals';
import { App, Stack } from 'aws-cdk-lib';
import { countBuilds } from '../../bundle/counted-builds.ts';
import { appProps, fixture, temporaryFolder } from '../synthesis.ts';

const builds = countBuilds();
beforeEach(() => {
  builds.all.length = 0;
});

function projectWith(names: readonly string[]): string {
  const folder = temporaryFolder();
  writeFileSync(path.join(folder, 'package.json'), '{}');
  for (const name of names) writeFileSync(path.join(folder, `${name}.ts`), `export const main = '${name}';`);
  return folder;
}

test('an app bundles all of its workflows in one build, however many regions and stacks they go to', async () => {
  const { workflowApp } = await import('../../../lib/cdk/app.ts');
  const projectRoot = projectWith(['one', 'two']);
  const entry = (name: string, file: string) => ({
    name,
    entry: file,
    definitionName: name,
    description: name,
  });
  workflowApp({
    catalog: [entry('first', 'one.ts'), entry('second', 'two.ts'), entry('third', 'two.ts')],
    projectRoot,
    appProps: appProps({ build: 'zip', regions: 'us-east-1,us-west-2' }),
  });
  expect(builds.ofWorkflows()).toEqual([2]);
});

test('another app bundles anew: a process that synthesises again sees what has changed', async () => {
  const { bundledSource } = await import('../../../lib/cdk/constructs/bundled-sources.ts');
  const projectRoot = projectWith(['one']);
  const file = path.join(projectRoot, 'one.ts');
  const code = (app: App): string => Buffer.from(bundledSource(new Stack(app), { entry: file })).toString();
  const app = new App();
  const before = code(app);
  writeFileSync(file, readFileSync(file, 'utf8').replace('one', 'other'));

  expect(code(new App())).toContain('"other"');
  expect(bundledSource(app, { entry: file }).length).toBe(Buffer.byteLength(before));
  expect(builds.ofWorkflows()).toEqual([1, 1]);
});

test('a source that cannot be bundled says so to each that asks, and is tried once', async () => {
  const { bundledSource } = await import('../../../lib/cdk/constructs/bundled-sources.ts');
  const app = new App();
  for (const scope of [new Stack(app, 'A'), new Stack(app, 'B')])
    expect(() => bundledSource(scope, { entry: fixture('no-main.ts') })).toThrow(/does not export main/);
  // Beside that of the runtime, and the one that looks at its exports.
  expect(builds.ofWorkflows()).toEqual([1]);
  expect(builds.all).toHaveLength(3);
});
