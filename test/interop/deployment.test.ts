import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { findOutputsInFile, OUTPUT_KEYS, workflowStackName } from '../../lib/catalog/index.ts';
import { type AccountId, type AccountServer, startAccountServer } from './support/account.ts';
import { Assemblies } from './support/assemblies.ts';
import { cdk } from './support/cdk-cli.ts';
import { type Printed, run, runAnyhow } from './support/processes.ts';
import { PREPARATION_MS, type Python, python } from './support/python.ts';

const ACCOUNT: AccountId = '123456789012';

process.env.CDK_VALIDATION = 'false';
const folder = mkdtempSync(path.join(os.tmpdir(), 'deployment-'));
const outputsFile = path.join(folder, 'cdk-outputs.json');
const assemblies = new Assemblies();
let tools: Python;
let server: AccountServer;
let assembly: string;
let first: Awaited<ReturnType<typeof deploy>>;

beforeAll(async () => {
  tools = await python();
  server = await startAccountServer();
  assembly = assemblies.of({ build: 'zip' });
  await cdk(server.environment(ACCOUNT), 'bootstrap', `aws://${ACCOUNT}/us-east-1`, '--app', assembly);
  first = await deploy();
}, PREPARATION_MS);

afterAll(async () => {
  await server?.[Symbol.asyncDispose]();
  assemblies[Symbol.dispose]();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs `act`, which hands over to the CDK CLI of this project. */
const act = (...args: readonly string[]): Promise<Printed & { readonly exitCode: number | null }> =>
  runAnyhow(
    process.execPath,
    [
      '--import',
      'tsx',
      path.join('bin', 'act.ts'),
      ...args,
      '--app',
      assembly,
      '--outputs-file',
      outputsFile,
    ],
    { environment: { ...server.localEnvironment(ACCOUNT), CDK_VALIDATION: 'false' } },
  );

const deploy = () => act('deploy', '--yes', '--json');

/** What the account has, by a script that asks it with boto3. */
async function describeWithBoto(): Promise<Record<string, unknown>> {
  const { stdout } = await run(
    tools.executable,
    [tools.script('describe_foundation')],
    server.environment(ACCOUNT),
  );
  return JSON.parse(stdout);
}

describe('when act deploys to an account that the CDK CLI has bootstrapped', () => {
  test('it ends well, and says what it has deployed', () => {
    expect(first).toMatchObject({ exitCode: 0 });
    expect(JSON.parse(first.stdout)).toMatchObject({
      ok: true,
      data: {
        stacks: ['NovaActFoundation', 'NovaActWorkflow-getting-started'],
        outputs: { 'NovaActWorkflow-getting-started': { Region: 'us-east-1' } },
      },
    });
  });

  test('it says where, and in which words it hands over', () => {
    expect(first.stderr).toContain('An emulated account: CloudFormation answers there.\n');
    expect(first.stderr).toMatch(
      /^CDK CLI 2\.\d+\.\d+: cdk deploy --all --outputs-file \S+ --require-approval never --app /m,
    );
  });

  test('the foundation is as its constructs say', async () => {
    expect(await describeWithBoto()).toMatchObject({
      bucket: { encryption: 'AES256', versioning: 'Enabled', tags: ['aws-cdk:auto-delete-objects'] },
      repository: { name: 'nova-act-workflows', mutability: 'IMMUTABLE' },
      logRetentionDays: expect.arrayContaining([14, 14, 14]),
    });
  });

  test('the role of the workflow may do the six actions of a run on one definition', async () => {
    const definition = `arn:aws:nova-act:us-east-1:${ACCOUNT}:workflow-definition/getting-started-workflow`;

    expect(await describeWithBoto()).toMatchObject({
      novaAct: [
        {
          actions: [
            'nova-act:CreateAct',
            'nova-act:CreateSession',
            'nova-act:CreateWorkflowRun',
            'nova-act:InvokeActStep',
            'nova-act:UpdateAct',
            'nova-act:UpdateWorkflowRun',
          ],
          resources: [definition, `${definition}/workflow-run/*`],
        },
      ],
    });
  });

  test('the file of outputs has all that the invoke command asks of it', () => {
    const stackName = workflowStackName({ workflow: 'getting-started' });

    const outputs = findOutputsInFile({ file: outputsFile, stackName });

    expect(Object.keys(outputs).sort()).toEqual([...OUTPUT_KEYS].sort());
    expect(outputs).toMatchObject({
      EndpointName: 'DEFAULT',
      WorkflowDefinitionName: 'getting-started-workflow',
      Region: 'us-east-1',
    });
  });

  test('act invoke calls what is deployed', async () => {
    const invoke = ['bin/act.ts', 'invoke', 'getting-started', '--outputs-file', outputsFile];
    const { stdout } = await run(
      process.execPath,
      ['--import', 'tsx', ...invoke],
      server.localEnvironment(ACCOUNT),
    );

    expect(stdout).toContain('done');
  });

  test('a second deployment finds nothing to do', async () => {
    expect(await deploy()).toMatchObject({
      exitCode: 0,
      stderr: expect.stringContaining('(no changes)'),
    });
  });

  test('all stacks can be deleted', async () => {
    expect(await act('destroy', '--yes')).toMatchObject({ exitCode: 0 });
    expect(await describeWithBoto()).toMatchObject({
      stacks: ['CDKToolkit'],
      bucket: null,
      repository: null,
    });
    expect(JSON.parse(readFileSync(outputsFile, 'utf8'))).toEqual({});
  });
});
