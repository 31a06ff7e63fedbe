import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { makeLocalCredentials } from '../../../lib/contract/local-credentials.ts';
import { type LocalAws, startLocalAws } from '../../../lib/local/index.ts';
import { noteRunning } from '../../../lib/local/running-local-aws.ts';
import { CreateWorkflowRunCommand, NovaActClient } from '../../../lib/service/index.ts';
import { temporaryFolder } from '../../cdk/synthesis.ts';
import { type Called, callCommand } from '../call-command.ts';

const projectRoot = temporaryFolder();
const stateDir = path.join(projectRoot, '.nova-act');
const arnOf = (name: string): string => `arn:aws:nova-act:us-east-1:000000000000:workflow-definition/${name}`;
let local: LocalAws;

beforeAll(async () => {
  local = await startLocalAws({ stateDir });
  noteRunning(stateDir, { url: local.url, region: 'us-east-1' });
  mkdirSync(path.join(projectRoot, 'workflows'));
  const entry =
    "{ name: 'shop', entry: 'workflows/shop.ts', definitionName: 'shop-flow', description: 'A shop.' }";
  writeFileSync(path.join(projectRoot, 'workflows', 'catalog.ts'), `export const catalog = [${entry}];`);
});

afterAll(async () => {
  await local?.close();
});

const workflow = (...args: readonly string[]): Promise<Called> =>
  callCommand(['workflow', ...args, '--local'], { projectRoot });

/** Makes a definition with some runs. */
async function definitionWithRuns(name: string, runs: number): Promise<void> {
  await workflow('create', name);
  const client = new NovaActClient({ endpoint: local.url, credentials: makeLocalCredentials() });
  for (let made = 0; made < runs; made += 1) {
    await client.send(
      new CreateWorkflowRunCommand({
        workflowDefinitionName: name,
        modelId: 'nova-act-latest',
        clientInfo: { compatibilityVersion: 1 },
      }),
    );
  }
  client.destroy();
}

describe('workflow create', () => {
  test('makes a definition, and says where and what it is', async () => {
    const { exitCode, stdout, stderr } = await workflow(
      ...['create', 'nightly', '--description', 'At night', '--bucket', 'traces', '--prefix', 'a/b'],
    );

    expect(exitCode).toBe(0);
    expect(stderr).toBe(`Target: local AWS at ${local.url}\n`);
    expect(stdout).toMatch(/^Made\.\nName: +nightly\nStatus: +ACTIVE\n/);
    expect(stdout).toContain('s3://traces/a/b\n');
  });

  test('does not take one that is there for made, and says what differs', async () => {
    await workflow('create', 'twice', '--description', 'one');
    const same = ['create', 'twice', '--description', 'one'];

    expect(await workflow(...same)).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('There is a definition "twice" already, the very same'),
    });
    expect((await workflow(...same, '--if-missing', '--json')).json).toMatchObject({
      ok: true,
      data: { created: false, definition: { name: 'twice', arn: arnOf('twice') } },
    });
    expect(await workflow('create', 'twice', '--bucket', 'traces', '--if-missing')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining(
        'it differs. description: it has "one", asked for was none. bucket: it has none, asked for was "traces".',
      ),
    });
  });

  test.each([
    [
      ['a'.repeat(41)],
      'is not a name that Nova Act accepts (41 characters). A definition has 1 to 40 letters',
    ],
    [['my flow'], 'Use "my-flow", for example.'],
    [['x', '--prefix', 'p'], '--prefix was given without --bucket.'],
    [['x', '--bucket', 's3://traces'], '--bucket "s3://traces" cannot be the name of a bucket.'],
    [
      ['x', '--bucket', 'traces', '--prefix', '/p/'],
      '--prefix "/p/" is not a key prefix that Nova Act accepts.',
    ],
    [['x', '--description', ''], '--description has 0 characters.'],
    [['shop-flow'], 'The name "shop-flow" belongs to the workflow "shop" of the catalog.'],
    [['shop-flow--prod'], 'belongs to the workflow "shop" of the catalog.'],
  ])('refuses %j before anybody is asked', async (args, message) => {
    const { exitCode, stderr, stdout } = await workflow('create', ...args);

    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr).not.toContain('Target:');
  });
});

describe('workflow list', () => {
  test('lists the newest first, no more than wanted, and says that there are more', async () => {
    for (const name of ['older', 'newer']) await workflow('create', name);

    const { json } = await workflow('list', '--limit', '2', '--json');

    expect(json).toMatchObject({
      ok: true,
      data: {
        target: { kind: 'local', url: local.url },
        definitions: [
          { name: 'newer', arn: arnOf('newer'), status: 'ACTIVE' },
          { name: 'older', status: 'ACTIVE' },
        ],
        hasMore: true,
      },
    });
    expect((await workflow('list', '--limit', '1')).stdout).toMatch(
      /^NAME +STATUS +CREATED\nnewer +ACTIVE +20.*Z\nThere are more: --limit 10/,
    );
  });

  test('refuses a limit that is none', async () => {
    expect(await workflow('list', '--limit', 'all')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('Whole numbers from 1 to 100000 are allowed.'),
    });
  });
});

describe('workflow show', () => {
  test('shows the definition, nobody as its owner, and its last five runs', async () => {
    await definitionWithRuns('busy', 6);

    const { stdout } = await workflow('show', 'busy');

    expect(stdout).toContain('Owner:        nobody\n\nThe last 5 runs:\nRUN');
    expect(stdout.match(/ RUNNING /g)).toHaveLength(5);
  });

  test('names the catalog and the stack that own it', async () => {
    const outputs = { 'My-Stack': { ShopWorkflowDefinitionArn: arnOf('elsewhere') } };
    writeFileSync(path.join(stateDir, 'cdk-outputs.json'), JSON.stringify(outputs));
    await workflow('create', 'elsewhere');

    expect((await workflow('show', 'elsewhere', '--json')).json).toMatchObject({
      data: {
        owners: [{ kind: 'outputs', stackName: 'My-Stack', file: '.nova-act/cdk-outputs.json' }],
        ownerUnknown: null,
        runs: [],
      },
    });
  });

  test('knows which name was meant', async () => {
    await workflow('create', 'experiments');

    expect(await workflow('show', 'experimens')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('Did you mean "experiments"?'),
    });
  });
});

describe('workflow delete', () => {
  test('deletes with all runs, and ends when the definition is gone', async () => {
    await definitionWithRuns('old', 2);

    expect(await workflow('delete', 'old')).toMatchObject({
      exitCode: 0,
      stdout: 'Deleted: old, with 2 runs, of which 2 are running.\n',
    });
    expect((await workflow('show', 'old')).stderr).toContain('There is no workflow definition "old"');
  });

  test('leaves what the outputs of a stack have, unless its user knows better', async () => {
    const outputs = { 'My-Stack': { WorkflowDefinitionArn: arnOf('left') } };
    writeFileSync(path.join(stateDir, 'cdk-outputs.json'), JSON.stringify(outputs));
    await workflow('create', 'left');

    expect(await workflow('delete', 'left', '--yes')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('belongs to the stack My-Stack, by .nova-act/cdk-outputs.json'),
    });
    expect((await workflow('delete', 'left', '--not-in-a-stack', '--json')).json).toMatchObject({
      data: { name: 'left', runs: { total: 0 }, deleted: true },
    });
  });
});
