import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { actPrograms } from '../../../lib/cli/doctor/act-programs.ts';
import { askAws } from '../../../lib/cli/doctor/ask-aws.ts';
import { installedCopies } from '../../../lib/cli/doctor/installed.ts';
import { localEnvironment } from '../../../lib/local/local-environment.ts';
import { startLocalAws } from '../../../lib/local/server.ts';
import { temporaryFolder } from '../../cdk/synthesis.ts';
import { withEnvironment } from '../../service/environment.ts';
import { callCommand } from '../call-command.ts';
import { startDeployedAccount } from '../preflight/deployed-account.ts';

function project(files: Readonly<Record<string, string>>): string {
  const root = temporaryFolder();
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    writeFileSync(path.join(root, name), content);
  }
  return root;
}

const SHOP = {
  'package.json': '{ "name": "shop", "dependencies": { "nova-act-cdk": "*" } }',
  'workflows/orders.ts': 'export const main = () => 1;',
  'workflows/catalog.ts': `export const catalog = [{ name: 'orders', entry: 'workflows/orders.ts', definitionName: 'orders', description: 'Orders.' }];`,
  'workflows/settings.ts': `export const settings = { environments: { prod: { qualifier: 'shop' } } };`,
};

async function doctor(root: string, environment: Readonly<Record<string, string>>, ...args: string[]) {
  using _environment = withEnvironment(environment);
  const { exitCode, stderr, json } = await callCommand(['doctor', '--json', ...args], {
    projectRoot: root,
    environment: { ...process.env, PATH: '', ...environment },
  });
  const { ok, data } = Object(json);
  const statuses = Object.fromEntries(
    data.checks.map((check: { id: string; status: string }) => [check.id, check.status]),
  );
  return { exitCode, stderr, ok, data, statuses };
}

describe('doctor', () => {
  test('looks at the machine, the project, and the local AWS that the shell works on', async () => {
    await using local = await startLocalAws();
    const { exitCode, stderr, ok, data, statuses } = await doctor(project(SHOP), localEnvironment(local.url));
    expect(stderr).toBe(`Target: local AWS at ${local.url}\n`);
    expect({ exitCode, ok, target: data.target }).toEqual({
      ...{ exitCode: 0, ok: true },
      target: { kind: 'local', account: '000000000000', region: 'us-east-1', url: local.url },
    });
    expect(statuses).toMatchObject({
      project: 'ok',
      browser: 'ok',
      credentials: 'ok',
      clock: 'ok',
      models: 'ok',
    });
    expect(statuses).not.toHaveProperty('bootstrap');
  });

  test('what is missing is exit 1, and how to get it is told', async () => {
    const root = project({ ...SHOP, 'workflows/catalog.ts': 'export const catalog = [{}];' });
    const { exitCode, ok, data, statuses } = await doctor(
      root,
      { NOVA_ACT_BROWSER_PATH: '/nowhere' },
      '--local',
    );
    expect({ exitCode, ok, target: data.target }).toEqual({ exitCode: 1, ok: false, target: null });
    expect(statuses).toMatchObject({ project: 'missing', browser: 'missing', docker: 'warning' });
    expect(statuses).not.toHaveProperty('credentials');
  });

  test('AWS without credentials is not known, and no reason to fail', async () => {
    const { exitCode, statuses } = await doctor(
      project(SHOP),
      { AWS_PROFILE: 'nobody', AWS_CONFIG_FILE: '/nowhere', AWS_SHARED_CREDENTIALS_FILE: '/nowhere' },
      '--aws',
    );
    expect(exitCode).toBe(0);
    expect(statuses).toEqual({
      ...{ credentials: 'unknown', clock: 'unknown', models: 'unknown' },
      ...{ bootstrap: 'unknown', 'left-stacks': 'unknown' },
    });
  });

  test('--local and --aws together are refused: exit 2', async () => {
    const called = await callCommand(['doctor', '--local', '--aws'], { projectRoot: '/' });
    expect(called).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("'--local'") });
  });
});

test('all stacks are read, page by page', async () => {
  await using account = await startDeployedAccount({
    stacks: { A: {}, B: { isProtected: true }, CDKToolkit: { parameters: { Qualifier: 'shop' } } },
  });
  using _environment = withEnvironment({ AWS_ENDPOINT_URL: account.url });
  const signal = new AbortController().signal;
  const aws = await askAws({ region: 'us-east-1', profile: undefined, environment: {}, signal });
  expect((await aws.stacks()).map(({ stackName, isProtected }) => [stackName, isProtected])).toEqual([
    ['A', false],
    ['B', true],
    ['CDKToolkit', false],
  ]);
  expect((await aws.stacks())[2]?.parameters).toEqual({ Qualifier: 'shop' });
  expect(account.asked).toHaveLength(2);
});

test('programs named act are told apart by their files, in the order of the PATH', async () => {
  const root = project({
    'a/act': '#!/opt/venv/bin/python3\nfrom nova_act.cli.cli import main\n',
    'b/act': `\x7fELF\0\0path\tgithub.com/nektos/act\0`,
    'c/act': '#!/bin/sh\nexit 1\n',
    'd/act': '#!/bin/sh\nexec node "$basedir/../nova-act-cdk/dist/cjs/bin/act.js" "$@"\n',
    'lib/nova-act-cdk/package.json': '{ "name": "nova-act-cdk" }',
    'lib/nova-act-cdk/dist/cjs/package.json': '{ "type": "commonjs" }',
    'lib/nova-act-cdk/dist/cjs/bin/act.js': '#!/usr/bin/env node\n',
    'lib/act/package.json': '{ "name": "act" }',
    'lib/act/index.js': '#!/usr/bin/env node\n',
    'e/x': '',
    'f/x': '',
    'g/act': 'a file that nobody can run',
    'node_modules/.bin/act': '#!/bin/sh\n',
  });
  symlinkSync('../lib/nova-act-cdk/dist/cjs/bin/act.js', path.join(root, 'e', 'act'));
  symlinkSync('../lib/act/index.js', path.join(root, 'f', 'act'));
  for (const file of ['a/act', 'b/act', 'c/act', 'd/act', 'e/act', 'f/act', 'node_modules/.bin/act']) {
    chmodSync(path.join(root, file), 0o755);
  }
  const folders = ['nowhere', 'g', 'a', 'b', 'node_modules/.bin', 'c', 'd', 'e', 'f', 'a'];
  const PATH = folders.map((folder) => path.join(root, folder)).join(path.delimiter);
  const found = await actPrograms({ PATH }, 'linux');
  expect(found.map(({ file, kind }) => [path.relative(root, file), kind])).toEqual([
    ['a/act', 'nova-act-python'],
    ['b/act', 'nektos'],
    ['c/act', 'stranger'],
    ['d/act', 'ours'],
    ['e/act', 'ours'],
    ['f/act', 'npm'],
  ]);
});

test('copies of the package are found, also below other packages and from a folder of a workspace', () => {
  const key = 'node_modules/other/node_modules/nova-act-cdk';
  const manifest = (version: string): string => JSON.stringify({ name: 'nova-act-cdk', version });
  const root = project({
    'packages/shop/package.json': SHOP['package.json'],
    'node_modules/nova-act-cdk/package.json': manifest('0.1.0'),
    [`${key}/package.json`]: manifest('0.0.9'),
    'node_modules/.package-lock.json': JSON.stringify({ packages: { [key]: {}, 'node_modules/x': {} } }),
  });
  expect(installedCopies(path.join(root, 'packages', 'shop'))).toMatchObject({
    ...{ isClone: false, isDependency: true },
    copies: [
      { version: '0.1.0', folder: '../../node_modules/nova-act-cdk' },
      { version: '0.0.9', folder: `../../${key}` },
    ],
  });
});
