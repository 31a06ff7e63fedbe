import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { actPrograms } from '../../../lib/cli/doctor/act-programs.ts';
import { askAws } from '../../../lib/cli/doctor/ask-aws.ts';
import { installedCopies } from '../../../lib/cli/doctor/installed.ts';
import { localEnvironment } from '../../../lib/local/local-environment.ts';
import { noteRunning } from '../../../lib/local/running-local-aws.ts';
import { startLocalAws } from '../../../lib/local/server.ts';
import { temporaryFolder } from '../../cdk/synthesis.ts';
import { withEnvironment } from '../../service/environment.ts';
import { callCommand } from '../call-command.ts';
import { startDeployedAccount } from '../preflight/deployed-account.ts';

const repository = path.resolve(import.meta.dirname, '..', '..', '..');
const ACT = path.join(repository, 'bin', 'act.ts');
const TSX = path.join(repository, 'node_modules', 'tsx', 'dist', 'loader.mjs');

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

const NO_ACCOUNT = {
  ...{ AWS_PROFILE: 'nobody', AWS_CONFIG_FILE: '/nowhere', AWS_SHARED_CREDENTIALS_FILE: '/nowhere' },
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

  test('AWS without credentials is not known, and no reason to fail; the ways to get some are told', async () => {
    const { exitCode, statuses, data } = await doctor(project(SHOP), NO_ACCOUNT, '--aws');
    expect(exitCode).toBe(0);
    expect(data.checks[0]).toMatchObject({
      found: expect.stringMatching(/^No usable AWS credentials: [^.]+\.$/),
      remedy: [
        'aws sso login',
        'npx nova-act-cdk doctor --aws --profile <name>',
        expect.stringContaining('npx nova-act-cdk dev'),
      ],
    });
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

test('who has local AWS running and forgets --local is reminded of it, by doctor too', async () => {
  const root = project(SHOP);
  await using local = await startLocalAws({ stateDir: path.join(root, '.nova-act') });
  noteRunning(local.stateDir, { url: local.url, region: 'us-east-1' });
  using _environment = withEnvironment(NO_ACCOUNT);
  const call = async (...args: string[]) =>
    await callCommand([...args, '--region', 'us-east-1', '--json'], {
      projectRoot: root,
      environment: process.env,
    });
  const list = await call('runs', 'list');
  expect(list.exitCode).toBe(2);
  expect(list.json).toMatchObject({
    error: {
      message: expect.stringContaining('Local AWS runs for this project: add --local.'),
      help: expect.stringMatching(/^Local AWS runs for this project: add --local\. For AWS: Sign in/),
    },
  });
  expect((await call('doctor', '--aws')).stdout).toContain('Local AWS runs for this project: add --local');
});

test('in a terminal there are colours, and what others wrote is visible', () => {
  const root = project({ 'package.json': '{}', 'workflows/catalog.ts': `throw new Error('\\x1b[2Jgone');` });
  const { stdout } = spawnSync(
    'script',
    [...['-qec', `"${process.execPath}" --import file://${TSX} "${ACT}" doctor --local`, '/dev/null']],
    { cwd: root, encoding: 'utf8', env: { ...process.env, NO_COLOR: '' } },
  );
  expect(stdout.replaceAll('\x1b', 'ESC')).toMatch(/ESC\[3[123]m(?:ok|warning) +ESC\[0m {2}Node/);
  expect(stdout).toContain('\\u001b[2Jgone');
  expect(stdout).not.toMatch(/\\u001b\[3/);
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
