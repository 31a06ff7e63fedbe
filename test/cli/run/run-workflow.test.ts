import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { deployAssembly } from '../../../lib/local/assembly/index.ts';
import { type LocalAws, startLocalAws } from '../../../lib/local/index.ts';
import { noteRunning, runningLocalAws } from '../../../lib/local/running-local-aws.ts';
import { makeProject } from '../../bundle/project.ts';
import { handMade, probe, roleWith } from '../../local/assembly/hand-made.ts';
import { callCommand } from '../call-command.ts';

const sdk = path.resolve('lib', 'sdk', 'index.ts');
const catalog = path.resolve('lib', 'catalog', 'index.ts');
const project = makeProject({
  'package.json': '{ "type": "module" }',
  'workflows/shop.ts': `
    import { workflow } from ${JSON.stringify(sdk)};
    export const main = workflow({ definitionName: 'of-the-code' }, async (payload: { how?: string }) => {
      console.log('the workflow says something');
      if (payload.how === 'throw') throw new RangeError('out of stock');
      if (payload.how === 'exit') process.exit(0);
      if (payload.how === 'hang') await new Promise(() => {});
      if (payload.how === 'crash') setTimeout(() => process.kill(process.pid, 'SIGKILL'), 100);
      if (payload.how === 'crash') await new Promise(() => {});
      const { COLOR, KEY, MINE, NOVA_ACT_ARTIFACT_PREFIX } = process.env;
      return { COLOR, KEY, MINE, NOVA_ACT_ARTIFACT_PREFIX };
    });`,
  'workflows/probe.ts': `
    import { workflow } from ${JSON.stringify(sdk)};
    export const main = workflow({ definitionName: 'x' }, () => process.env.COLOR ?? 'none');`,
  'workflows/catalog.ts': `
    import { defineCatalog } from ${JSON.stringify(catalog)};
    export const catalog = defineCatalog([{
      name: 'shop', entry: 'workflows/shop.ts', definitionName: 'of-the-catalog', description: 'Buys.',
      environment: { COLOR: 'blue', NOVA_ACT_CONCURRENCY: '2' }, secrets: { KEY: 'shop/key' },
    }]);`,
});
const stateDir = path.join(project.root, '.nova-act');
let aws: LocalAws;
let unNote: () => void;

beforeAll(async () => {
  aws = await startLocalAws({ stateDir });
  unNote = noteRunning(stateDir, { url: aws.url, region: 'us-east-1' });
});
afterAll(async () => {
  unNote();
  await aws.close();
  project.remove();
});

const run = (args: readonly string[], given: Partial<Parameters<typeof callCommand>[1]> = {}) =>
  callCommand(['run', ...args, '--local'], {
    projectRoot: project.root,
    environment: { ...process.env, COLOR: 'red', MINE: 'of this shell' },
    ...given,
  });

const runs = () => aws.store.runs().map(({ definitionName, status }) => `${definitionName} ${status}`);

test('a workflow of the catalog gets the variables and secrets of its entry, and its definition is made', async () => {
  const { exitCode, stdout, stderr } = await run(['shop']);

  expect(JSON.parse(stdout)).toEqual({
    COLOR: 'blue',
    KEY: expect.stringMatching(/^arn:aws:secretsmanager:us-east-1:000000000000:secret:shop\/key-/),
    MINE: 'of this shell',
    NOVA_ACT_ARTIFACT_PREFIX: 'of-the-catalog',
  });
  expect(exitCode).toBe(0);
  expect(runs()).toEqual(['of-the-catalog SUCCEEDED']);
  const [{ runId } = { runId: '' }] = aws.store.runs();
  expect(stderr).toContain(`Target: local AWS at ${aws.url}\n`);
  expect(stderr).toContain('Left out here: NOVA_ACT_CONCURRENCY (one call is made).\n');
  expect(stderr).toContain('  the workflow says something\n');
  expect(stderr).toContain(`  run ${runId.slice(0, 8)} of of-the-catalog SUCCEEDED\n`);
  expect(stderr).toContain(`  viewer   ${aws.viewerUrl}runs/${runId}\n`);
});

test('a file that is no entry runs with what its code says, and is named from where the command was called', async () => {
  const { exitCode, stdout } = await run(['./probe.ts'], { directory: path.join(project.root, 'workflows') });

  expect(stdout).toBe('red\n');
  expect(exitCode).toBe(0);
  expect(runs().at(-1)).toBe('x SUCCEEDED');
});

test.each([
  ['throws', 'throw', 'RangeError', 'out of stock'],
  ['calls process.exit(0)', 'exit', 'ProcessExitCalled', expect.stringContaining('process.exit(0)')],
  [
    'is killed',
    'crash',
    'ProcessEnded',
    "The workflow's process was ended by SIGKILL before it had a result.",
  ],
])('a workflow that %s is a failure, and its run FAILED', async (_title, how, code, message) => {
  const { exitCode, json, stderr } = await run(['shop', '--payload', JSON.stringify({ how }), '--json']);

  expect(exitCode).toBe(1);
  expect(json).toMatchObject({ ok: false, error: { code, message }, data: { workflow: 'shop' } });
  expect(stderr).toContain(`The workflow failed (${code}): `);
  expect(runs().at(-1)).toBe('of-the-catalog FAILED');
});

test('Ctrl-C ends the run as FAILED, and the process with it', async () => {
  const interrupt = new AbortController();
  const stop = (): void => interrupt.abort(new Error('interrupted by SIGINT'));
  aws.store.once('change', () => setTimeout(stop, 50));
  const { exitCode, stdout, stderr } = await run(['shop', '--payload', '{"how":"hang"}'], {
    interrupt: interrupt.signal,
  });

  expect(exitCode).toBe(130);
  expect(stdout).toBe('');
  expect(stderr).toContain('The run was stopped: interrupted by SIGINT.');
  expect(runs().at(-1)).toBe('of-the-catalog FAILED');
});

describe('with --stack', () => {
  const Trust = (...principals: string[]) => ({
    Statement: principals.map((AWS) => ({ Effect: 'Allow', Principal: { AWS }, Action: 'sts:AssumeRole' })),
  });
  const stack = (name: string, ...principals: string[]) => {
    const { Role } = roleWith({ Effect: 'Allow', Action: 's3:*', Resource: '*' }) as Record<
      string,
      { Properties: object }
    >;
    return {
      Resources: {
        Role: {
          ...Role,
          Properties: { ...Role?.Properties, RoleName: name, AssumeRolePolicyDocument: Trust(...principals) },
        },
        Runtime: probe({ AgentRuntimeName: name, EnvironmentVariables: { COLOR: 'green', PORT: '9' } }),
      },
      Outputs: { RuntimeArn: { Value: { 'Fn::GetAtt': ['Runtime', 'AgentRuntimeArn'] } } },
    };
  };
  const outputsFile = path.join(stateDir, 'cdk-outputs.json');
  beforeAll(async () => {
    const folder = handMade({ Closed: stack('probe'), Open: stack('probe__dev', '000000000000') });
    await deployAssembly({ folder, projectRoot: project.root, stateDir, url: aws.url, catalog: [] });
  });
  const runProbe = (...args: string[]) => run(['workflows/probe.ts', '--outputs-file', outputsFile, ...args]);

  test('it has the variables of the deployed runtime, but for those of the container', async () => {
    const { exitCode, stdout, stderr } = await runProbe('--stack', 'Closed');

    expect(stdout).toBe('green\n');
    expect(exitCode).toBe(0);
    expect(stderr).toContain('Left out here: PORT (there is no port 8080 here).');
  });

  test('with the role of the runtime, a permission that is missing shows', async () => {
    const { exitCode, stderr } = await runProbe('--stack', 'Open', '--assume-role');

    expect(exitCode).toBe(1);
    expect(stderr).toMatch(
      /assumed-role\/probe__dev\/act-run is not authorized to perform: nova-act:CreateWorkflowRun/,
    );
  });

  test('a role that lets nobody in is not taken, and what would let the caller in is said', async () => {
    const { exitCode, stderr } = await runProbe('--stack', 'Closed', '--assume-role');

    expect(exitCode).toBe(2);
    expect(stderr).toContain(
      'add this statement to its trust policy: {"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::000000000000:root"},"Action":"sts:AssumeRole"}',
    );
  });
});

test('where no local AWS runs, one is started for the run, with the secrets of the entry, and stopped', async () => {
  const other = path.join(project.root, 'other-state');
  const { exitCode, stderr } = await run(['shop', '--state-dir', other]);

  expect(exitCode).toBe(0);
  expect(stderr).toContain(`one is started for this run (state folder ${other})`);
  expect(stderr).not.toContain('viewer ');
  expect(existsSync(other)).toBe(true);
  expect(await runningLocalAws(other)).toBeUndefined();
});
