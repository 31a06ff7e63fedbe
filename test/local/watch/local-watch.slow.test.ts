import { randomUUID } from 'node:crypto';
import { readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { BedrockAgentCoreClient, InvokeAgentRuntimeCommand } from '@aws-sdk/client-bedrock-agentcore';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { findOutputsInFile } from '../../../lib/catalog/index.ts';
import { deployLocally, RuntimeRegistry } from '../../../lib/local/agentcore/index.ts';
import { type LocalAws, startLocalAws } from '../../../lib/local/server.ts';
import { LocalWatch, type LocalWatchNews } from '../../../lib/local/watch/local-watch.ts';
import { NovaActClient } from '../../../lib/service/index.ts';
import { makeProject } from '../../bundle/project.ts';

const project = makeProject({
  'workflows/shop.ts': `import type { Price } from './price.ts'; const price: Price = 1; export const main = () => 'one';`,
  'workflows/price.ts': 'export type Price = number;',
  'package.json': '{ "type": "module" }',
  'config/base.json': '{}',
  'tsconfig.json': JSON.stringify({
    extends: './config/base.json',
    compilerOptions: {
      strict: true,
      module: 'nodenext',
      types: [],
      allowImportingTsExtensions: true,
      noEmit: true,
    },
    include: ['workflows'],
  }),
});
const projectRoot = realpathSync(project.root);
const stateDir = path.join(projectRoot, 'state');
const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };

let local: LocalAws;
let watch: LocalWatch;
let agentCore: BedrockAgentCoreClient;
let onNews: () => void = () => {};
const news: LocalWatchNews[] = [];
beforeAll(async () => {
  local = await startLocalAws({ stateDir });
  const client = new NovaActClient({ endpoint: local.url, credentials });
  const entry = { name: 'shop', entry: 'workflows/shop.ts', definitionName: 'shop', description: 'Sells.' };
  const startedAtMs = Date.now();
  const [deployment] = await deployLocally({ catalog: [entry], projectRoot, stateDir, client });
  client.destroy();
  agentCore = new BedrockAgentCoreClient({ endpoint: local.url, region: 'us-east-1', credentials });
  watch = new LocalWatch({
    ...{ projectRoot, stateDir, environment: process.env },
    onNews: (each) => {
      news.push(each);
      onNews();
    },
    onProblem: (error) => {
      throw error;
    },
  });
  watch.addWorkflow({ ...entry, inputs: deployment?.inputs ?? [] }, startedAtMs);
});
afterAll(async () => {
  await watch.close();
  agentCore.destroy();
  await local.close();
  project.remove();
});

const outputs = () =>
  findOutputsInFile({ file: path.join(stateDir, 'cdk-outputs.json'), stackName: 'NovaActWorkflow-shop' });
async function invoke(runtimeSessionId: string): Promise<unknown> {
  const { response } = await agentCore.send(
    new InvokeAgentRuntimeCommand({
      ...{ agentRuntimeArn: outputs().RuntimeArn, runtimeSessionId },
      payload: new Uint8Array(),
    }),
  );
  return JSON.parse((await response?.transformToString()) ?? '');
}
const write = (file: string, text: string): void => writeFileSync(path.join(projectRoot, file), text);
async function told(wanted: object): Promise<void> {
  while (!news.some((each) => isLike(each, wanted))) {
    await new Promise<void>((resolve) => {
      onNews = resolve;
    });
  }
  news.length = 0;
}
function isLike(each: object, wanted: object): boolean {
  try {
    expect(each).toMatchObject(wanted);
    return true;
  } catch {
    return false;
  }
}

test('what is saved answers in new sessions; sessions that run keep their code; errors change nothing', async () => {
  const session = randomUUID();
  expect(await invoke(session)).toBe('one');

  write('workflows/shop.ts', `import { two } from './two.ts'; export const main = () => two;`);
  await told({
    kind: 'broken',
    version: '1',
    problem: expect.stringMatching(/workflows\/shop\.ts:1:21: .*two\.ts/),
  });
  expect(await invoke(randomUUID())).toBe('one');

  write('workflows/two.ts', `export const two: number = 'two';`);
  await told({ kind: 'live', name: 'shop', version: '2', isCheckingTypes: true });
  expect(await Promise.all([invoke(session), invoke(randomUUID())])).toEqual(['one', 'two']);
  expect(outputs().RuntimeVersion).toBe('2');

  const errors = [
    expect.objectContaining({ file: path.join(projectRoot, 'workflows/two.ts'), code: 'TS2322' }),
  ];
  await told({ kind: 'types', news: { kind: 'wrong', workflows: [{ version: '2' }], errors } });

  write(
    'workflows/two.ts',
    `import type { Price } from './price.ts'; export const two: Price | string = 'two';`,
  );
  await told({ kind: 'same', version: '2' });
  await told({ kind: 'types', news: { kind: 'mended' } });

  // In no bundle, but the types of one depend on it.
  write('workflows/price.ts', 'export type Price = ;');
  await told({ kind: 'checking', name: 'shop', version: '2' });
  await told({ kind: 'types', news: { kind: 'wrong', workflows: [{ name: 'shop', version: '2' }] } });

  // An export that nobody uses is in no bundle either.
  write('workflows/price.ts', 'export type Price = number;');
  write('workflows/two.ts', `export const two = 'two'; export const unused: number = 'x';`);
  await told({ kind: 'same', version: '2', isCheckingTypes: true });
  await told({ kind: 'types', news: { kind: 'wrong', workflows: [{ version: '2' }] } });
});

test('a runtime of another name is followed that a deployment of templates has put in the place of the first', async () => {
  const registry = new RuntimeRegistry({ stateDir });
  const [before] = registry.listStored();
  const settings = before?.versions.at(-1);
  if (settings === undefined) throw new Error('There is no runtime of before.');
  registry.deploy({ ...settings, name: 'shop_runtime' });
  registry.retain(new Set(['shop_runtime']));

  write('workflows/shop.ts', `export const main = () => 'three';`);
  await told({ kind: 'live', name: 'shop', version: '2' });
  registry.retain(new Set());
  write('workflows/shop.ts', `export const main = () => 'four';`);
  await told({
    kind: 'broken',
    problem: expect.stringContaining('The runtime of shop was removed by a deployment'),
  });
});

test('data, links and configurations elsewhere are followed as sources are', async () => {
  write('data.json', '"from data"');
  write('five.ts', `export const word = 'five';`);
  write('six.ts', `export const word = 'six';`);
  const map = (file: string): void =>
    write('config/base.json', JSON.stringify({ compilerOptions: { paths: { '@word': [`../${file}`] } } }));
  map('mapped-one.ts');
  write('mapped-one.ts', `export const word = 'mapped one';`);
  write('mapped-two.ts', `export const word = 'mapped two';`);
  symlinkSync('five.ts', path.join(projectRoot, 'link.ts'));
  const registry = new RuntimeRegistry({ stateDir });
  const client = new NovaActClient({ endpoint: local.url, credentials });
  write(
    'workflows/many.ts',
    `import data from '../data.json' with { type: 'json' }; import { word } from '../link.ts'; import { word as mapped } from '@word'; import type { A } from './loop.ts'; export const main = () => [data, word, mapped];`,
  );
  symlinkSync('loop.ts', path.join(projectRoot, 'workflows/loop.ts'));
  const entry = { name: 'many', entry: 'workflows/many.ts', definitionName: 'many', description: 'Sells.' };
  const startedAtMs = Date.now();
  const [deployment] = await deployLocally({ catalog: [entry], projectRoot, stateDir, client });
  client.destroy();
  watch.addWorkflow({ ...entry, inputs: deployment?.inputs ?? [] }, startedAtMs);
  news.length = 0;
  const bundle = () => readFileSync(path.join(registry.list()[0]?.bundleDir ?? '', 'main.mjs'), 'utf8');

  write('data.json', '"from other data"');
  await told({ kind: 'live', name: 'many', version: '2' });
  expect(bundle()).toContain('from other data');

  rmSync(path.join(projectRoot, 'link.ts'));
  symlinkSync('six.ts', path.join(projectRoot, 'link.ts'));
  await told({ kind: 'live', name: 'many', version: '3' });

  map('mapped-two.ts');
  await told({ kind: 'live', name: 'many', version: '4' });
  expect(bundle()).toContain('mapped two');
});
