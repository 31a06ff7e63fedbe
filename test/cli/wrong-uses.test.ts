import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { withEnvironment } from '../service/environment.ts';
import { callCommand } from './call-command.ts';

/** A wrong use: how the command was called, and what its user is told. */
interface Row {
  readonly args: string;
  readonly says: string | RegExp;
  /** @default 2 */
  readonly exitCode?: number;
  readonly environment?: Readonly<Record<string, string>>;
}

const ARN = 'arn:aws:bedrock-agentcore:us-east-1:123456789012:runtime/prices-a1B2c3D4e5';
/** Nobody listens there. */
const NOBODY = { AWS_ENDPOINT_URL: 'http://127.0.0.1:9', AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'x' };

/** Nobody knows who asks. */
const NO_ACCOUNT = {
  ...{ AWS_PROFILE: 'nobody', AWS_EC2_METADATA_DISABLED: 'true' },
  ...{ AWS_CONFIG_FILE: '/nowhere', AWS_SHARED_CREDENTIALS_FILE: '/nowhere' },
};

const ROWS: readonly Row[] = [
  { args: '', says: 'A command is missing.' },
  { args: '--json', says: "unknown option '--json'" },
  { args: 'inwoke prices', says: '(Did you mean invoke?)' },
  { args: 'inwoke --help', says: 'There is no command "inwoke".' },
  { args: 'help runz', says: 'Did you mean "run"?' },
  // Names of the command of the same name in Python, and what people try first.
  { args: 'workflow deploy x', says: '"npx nova-act-cdk deploy" deploys the workflows of the project' },
  { args: 'workflow run x', says: '"npx nova-act-cdk invoke <workflow>" one that is deployed' },
  { args: 'workflow update x --name x', says: 'its definition cannot be changed' },
  { args: 'workflow list-runs --name x', says: '"npx nova-act-cdk runs list" lists runs' },
  { args: 'workflow list-runs --help', says: '"npx nova-act-cdk runs list" lists runs' },
  { args: 'list', says: '"npx nova-act-cdk workflow list" lists workflow definitions' },

  { args: '--versoin', says: '(Did you mean --version?)' },

  { args: 'init a b', says: 'Expected 1 argument but got 2' },
  { args: 'init . --no-instal', says: '(Did you mean --no-install?)' },

  { args: 'dev --port 70000', says: 'It must be a whole number from 0 to 65535.' },
  { args: 'dev --from nowhere --port 0', says: 'There is no cloud assembly in' },
  { args: 'dev --from cdk.out --no-deploy --port 0', says: /cannot be used with/ },
  { args: 'dev', says: 'There is no catalog of workflows' },
  { args: 'local --no-deploy --failures Nonsense', says: /failure|Nonsense/ },
  { args: 'dev --no-deploy --upstream nowhere --port 0', says: /upstream/ },

  { args: 'run', says: "missing required argument 'workflow|file'" },
  { args: 'run nowhere.ts', says: 'nowhere.ts' },
  { args: "run prices.ts --payload {'a'", says: /JSON/ },
  { args: 'run prices.ts --timeout-s soon', says: 'timeout-s' },
  { args: 'run prices.ts --assume-role', says: '--stack' },

  { args: 'fleet start prices', says: "required option '--items <path>' not specified" },
  { args: 'fleet strat prices', says: '(Did you mean start?)' },
  { args: 'fleet start prices --items prices.ts', says: 'does not say how its items are written down' },
  { args: 'fleet start prices --items nowhere.jsonl', says: 'it does not exist' },
  {
    args: 'fleet start prices --items nowhere.jsonl --name a/b',
    says: '--name "a/b" cannot be that of a fleet',
  },
  { args: 'fleet start prices --items nowhere.jsonl --concurrency 0', says: 'Whole numbers from 1 to 10000' },
  {
    args: 'fleet start prices --items nowhere.jsonl --tolerated-failure-percentage 101',
    says: 'Whole numbers from 0 to 100',
  },
  { args: 'fleet list', says: "missing required argument 'workflow'" },
  { args: `fleet list ${ARN}`, says: 'The ARN of a runtime was given.' },
  { args: 'fleet list prices --limit none', says: '--limit "none" is not a number of fleets' },
  { args: 'fleet status prices --local', says: 'No local AWS runs for this project' },

  { args: 'invoke', says: "missing required argument 'workflow'" },
  { args: 'invoke a b', says: 'Expected 1 argument but got 2' },
  { args: `invoke ${ARN} --payload {`, says: /JSON/, environment: NOBODY },
  { args: `invoke ${ARN} --payload-file nowhere.json`, says: 'it does not exist', environment: NOBODY },
  { args: `invoke ${ARN} --timeout-s 0`, says: 'timeout-s', environment: NOBODY },
  { args: `invoke ${ARN} --session-id short`, says: '33', environment: NOBODY },
  { args: `invoke ${ARN} --bearer-token-env NOT_SET`, says: 'NOT_SET', environment: NOBODY },
  { args: 'invoke nowhere --outputs-file nowhere.json', says: 'nowhere.json', environment: NOBODY },
  { args: 'invoke arn:aws:s3:::bucket', says: /ARN/, environment: NOBODY },
  { args: 'invoke nowhere', says: 'is not deployed to local AWS', environment: NOBODY },

  { args: 'env --shell tcsh', says: 'Allowed choices are' },
  { args: 'env', says: 'No local AWS runs for this project' },

  { args: 'workflow', says: 'A command is missing.' },
  { args: 'workflow creat x', says: '(Did you mean create?)' },
  { args: 'workflow list --local', says: 'No local AWS runs for this project' },
  { args: 'workflow list --region nowhere', says: 'is not the name of a region' },
  { args: 'workflow list --region us-east-1', says: 'and add --local here.', environment: NO_ACCOUNT },
  { args: `invoke ${ARN}`, says: 'and add --local here.', environment: NO_ACCOUNT },
  { args: 'workflow delete', says: "missing required argument 'name'" },
  { args: 'workflow list --local --profile staging', says: 'Local AWS has no profiles' },

  { args: 'deploy --app nowhere', says: 'There is no terminal to ask at' },
  { args: 'deploy --require-approval maybe', says: 'Allowed choices are never, any-change, broadening.' },
  { args: 'destroy --yes', says: 'The CDK CLI (package aws-cdk) is not installed' },
  { args: 'destroy --aall', says: "unknown option '--aall'" },
  { args: 'doctor here', says: 'too many arguments' },
  { args: 'doctor --region nowhere', says: 'is not the name of a region' },

  { args: 'preflight --app nowhere', says: /nowhere/ },
  { args: 'preflight here', says: 'too many arguments' },

  { args: 'runs', says: 'A command is missing.' },
  { args: 'runs show', says: "missing required argument 'run'" },
  { args: 'runs list --local', says: 'No local AWS runs for this project' },

  { args: 'logs --source runtim', says: 'Did you mean "runtime"?' },
  { args: 'runs list --status succeded', says: 'Did you mean "SUCCEEDED"?' },
  { args: 'logs prices --since yesterday --local', says: /since/ },
  { args: 'artifacts pull prices --local', says: 'No local AWS runs for this project' },

  { args: 'view --local', says: 'No local AWS runs for this project' },
  { args: 'view --port 70000', says: 'It must be a whole number from 0 to 65535.' },
  {
    args: 'view shop --definition shop',
    says: 'Both a workflow and --definition were given',
    environment: NOBODY,
  },
  { args: 'view --stack Mine', says: 'has no outputs of a workflow', environment: NOBODY },
  { args: 'view --region us-east-1', says: 'and add --local here.', environment: NO_ACCOUNT },

  { args: 'completion', says: "missing required argument 'shell'" },
  { args: 'completion tcsh', says: 'Allowed choices are bash, zsh, fish.' },
];

const project = mkdtempSync(path.join(os.tmpdir(), 'nova-act-wrong-uses-'));
beforeAll(() => {
  writeFileSync(path.join(project, 'package.json'), '{}');
  writeFileSync(path.join(project, 'prices.ts'), 'export const main = () => 1;\n');
});
afterAll(() => rmSync(project, { recursive: true, force: true }));

test('they are of all commands', () => {
  expect(ROWS.length).toBeGreaterThanOrEqual(40);
});

test.each(ROWS.map((row) => [row.args || '(nothing)', row] as const))('act %s', async (_name, row) => {
  const { args, says, exitCode = 2, environment = {} } = row;
  using _environment = withEnvironment(environment);
  const words = args === '' ? [] : args.split(' ');

  const plain = await callCommand(words, { projectRoot: project, environment });
  const json = await callCommand([...words, '--json'], { projectRoot: project, environment });

  const text = plain.stderr;
  expect(plain.exitCode).toBe(exitCode);
  if (!words.includes('--json')) expect(plain.stdout).toBe('');
  if (typeof says === 'string') expect(text).toContain(says);
  else expect(text).toMatch(says);
  // One message, and no stack.
  expect(text.match(/^Error: /gm)).toHaveLength(1);
  expect(text).not.toMatch(/^\s+at /m);
  expect(json.exitCode).toBe(exitCode);
  expect(json.json).toMatchObject({
    ok: false,
    error: { code: expect.any(String), source: expect.any(String), message: expect.any(String) },
  });
});
