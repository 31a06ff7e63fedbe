import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { knownValues } from '../../../lib/cli/completion/known-values.ts';
import { callCommand } from '../call-command.ts';

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
  write(
    '.nova-act/nova-act/journal.jsonl',
    '{"run":{"workflowRunId":"run-1"}}\n{"run":{"workflowRunId":"run-2"}}\n',
  );
  write('home/.aws/config', '[default]\nregion = us-east-1\n[profile staging]\n[sso-session company]\n');
  write('home/.aws/credentials', '[ production ]\naws_access_key_id = x\n');
  // A catalog that would be noticed if it ran.
  write('workflows/catalog.ts', "throw new Error('The catalog was executed.');");
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

  test('a command: the values of its argument, or its options, or those of an alias', async () => {
    expect(await follows('completion', '')).toEqual(['bash', 'zsh', 'fish']);
    expect(await follows('completion', 'bash', '')).toEqual(['--json', '--verbose', '--help']);
    expect(await follows('local', '-')).toContain('--no-watch');
    expect(await follows('help', 'completion', '')).toEqual(['bash', 'zsh', 'fish']);
  });

  test('an option: names that files of the project and of the user have, nearest first', async () => {
    expect(await follows('invoke', '')).toEqual(['prices', 'headline', 'orders']);
    expect(await follows('invoke', 'prices', '--stack', '')).toEqual([
      'NovaActWorkflow-prices',
      'Shop',
      'NovaActWorkflow-orders',
    ]);
    expect(await follows('invoke', '--profile', 'sta')).toEqual(['default', 'staging', 'production']);
    expect(await follows('invoke', '--payload', '')).toEqual([]);
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

test('runs are those that the local AWS of the project has had last', () => {
  expect(knownValues({ projectRoot: project, environment: {} })('run')).toEqual(['run-2', 'run-1']);
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
