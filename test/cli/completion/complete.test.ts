import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { knownValues } from '../../../lib/cli/completion/known-values.ts';
import { RecordBook } from '../../../lib/local/nova-act/state/record-book.ts';
import { novaActDir } from '../../../lib/local/nova-act/state/state-dirs.ts';
import { DeleteWorkflowRunCommand } from '../../../lib/service/index.ts';
import { createAct, createRun, startLocalService } from '../../local/nova-act/local-service.ts';
import { callCommand } from '../call-command.ts';

/** It would be noticed if it ran. */
const CATALOG = `throw new Error('The catalog was executed.');
export const catalog = defineCatalog([
  // name: 'left-out',
  { name: 'headline', entry: 'workflows/headline.ts', definitionName: 'read-headline' },
  { entry: 'https://example.com/shop.ts', "title": "name: 'x'",
    name: "shop" },
  { name: computed('y'), description: "It has a name: 'z'" },
]);
`;
const project = mkdtempSync(path.join(os.tmpdir(), 'nova-act-completion-'));
const home = path.join(project, 'home');

beforeAll(() => {
  const write = (file: string, text: string): void => {
    mkdirSync(path.dirname(path.join(project, file)), { recursive: true });
    writeFileSync(path.join(project, file), text);
  };
  write(
    'cdk-outputs.json',
    JSON.stringify({
      'NovaActWorkflow-prices': { RuntimeArn: 'arn' },
      Shop: { HeadlineWorkflowDefinitionName: 'headline', HeadlineRuntimeArn: 'arn' },
      '$(touch gone)': { WorkflowDefinitionName: '`touch gone`' },
      'two words': {},
    }),
  );
  write('.nova-act/cdk-outputs.json', JSON.stringify({ 'NovaActWorkflow-orders': {} }));
  write('home/.aws/config', '[default]\nregion = us-east-1\n[profile staging]\n[sso-session company]\n');
  write('home/.aws/credentials', '[ production ]\naws_access_key_id = x\n');
  write('workflows/catalog.ts', CATALOG);
});

afterAll(() => rmSync(project, { recursive: true, force: true }));

/** The words that are offered where the last one stands. */
async function follows(...words: readonly string[]): Promise<readonly string[]> {
  const { exitCode, stdout } = await callCommand(['complete', '--', ...words], {
    projectRoot: project,
    environment: { HOME: home },
  });
  expect(exitCode).toBe(0);
  return stdout.split('\n').flatMap((line) => line.split('\t')[0] || []);
}

describe('what may follow', () => {
  test('the name of the program: its commands, of which none is an alias or hidden', async () => {
    const words = await follows('');

    expect(words).toEqual(expect.arrayContaining(['dev', 'invoke', 'runs', 'completion', 'help']));
    expect(words).not.toEqual(expect.arrayContaining(['local']));
    expect(words).not.toEqual(expect.arrayContaining(['complete']));
  });

  test('a workflow or a file: both, of files only those that can be workflows', async () => {
    expect(await follows('run', '')).toEqual(['headline', 'shop', 'prices', 'orders', ':files.ts']);
  });

  test('an option with known values: these', async () => {
    expect(await follows('logs', '--source', '')).toEqual(['runtime', 'runs', 'all']);
    expect(await follows('runs', 'list', '--status', '')).toContain('TIMED_OUT');
  });

  test('a command: the values of its argument, or its options, or those of an alias', async () => {
    expect(await follows('completion', '')).toEqual(['bash', 'zsh', 'fish']);
    expect(await follows('completion', 'bash', '')).toEqual(['--json', '--verbose', '--help']);
    expect(await follows('local', '-')).toContain('--no-watch');
    expect(await follows('help', 'completion', '')).toEqual(['bash', 'zsh', 'fish']);
  });

  test('an option: names that files of the project and of the user have, nearest first', async () => {
    expect(await follows('invoke', '')).toEqual(['headline', 'shop', 'prices', 'orders']);
    expect(await follows('invoke', 'prices', '--stack', '')).toEqual([
      'NovaActWorkflow-prices',
      'Shop',
      'NovaActWorkflow-orders',
    ]);
    expect(await follows('invoke', '--profile', 'sta')).toEqual(['default', 'staging', 'production']);
    expect(await follows('invoke', '--payload', '')).toEqual([]);
  });

  test('fleet: its commands, and after each the workflows, but no names of fleets', async () => {
    const commands = ['start', 'status', 'watch', 'results', 'redrive', 'stop', 'list'];
    expect(await follows('fleet', '')).toEqual(expect.arrayContaining(commands));
    for (const command of commands) {
      expect(await follows('fleet', command, '')).toEqual(['headline', 'shop', 'prices', 'orders']);
    }
    expect(await follows('fleet', 'status', 'shop', '')).toEqual([]);
    expect(await follows('fleet', 'start', 'shop', '--items', '')).toEqual([':files']);
  });

  test('an equals sign: the same, as zsh and fish hand it over, and as bash does', async () => {
    expect(await follows('invoke', '--stack=S')).toContain('--stack=Shop');
    expect(await follows('invoke', '--stack', '=', 'S')).toContain('Shop');
    expect(await follows('invoke', '--stack', '=')).toContain('Shop');
  });

  test('an option for a file: files, which the shell knows', async () => {
    expect(await follows('invoke', '--payload-file', '')).toEqual([':files']);
    expect(await follows('dev', '--from', '')).toEqual([':files']);
  });

  test('an option with a value: as if the two were not there', async () => {
    expect(await follows('invoke', '--region', 'us-east-1', '')).toContain('prices');
    expect(await follows('invoke', '--json', '')).toContain('prices');
  });
});

test('runs are those that the local AWS of the project has had last, in all files that it writes', async () => {
  const stateDir = path.join(home, '.nova-act');
  const known = () => knownValues({ projectRoot: home, environment: {} })('run');
  const local = await startLocalService({ stateDir });
  const first = await createRun(local.client);
  // Text of others is no id.
  const second = await createAct(local.client, 'Look for {"runId":"made-up"}');
  const gone = await createRun(local.client);
  const ids = [second.workflowRunId, first.workflowRunId];
  await local.client.send(new DeleteWorkflowRunCommand(gone));
  expect(known()).toEqual(ids);

  await local.store.close();
  new RecordBook({ dir: novaActDir(stateDir) }).pack();
  expect(known()).toEqual(ids);
  await local[Symbol.asyncDispose]();
});

test('a name that a shell could take for more than a word is not offered', async () => {
  const words = [...(await follows('invoke', '')), ...(await follows('invoke', '--stack', ''))];

  expect(words.filter((word) => /[^\w-]/.test(word))).toEqual([]);
});

test('a word that is no command has nothing after it but what the program has, and no error', async () => {
  expect(await follows('nowhere', '--stack', '')).toContain('invoke');
});

test('a project without any of these files has no names', async () => {
  const { exitCode, stdout } = await callCommand(['complete', '--', 'invoke', ''], {
    projectRoot: home,
    environment: { HOME: project },
  });

  expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '' });
});
