import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { findOutputsInFile, OUTPUT_KEYS, workflowStackName } from '../../lib/catalog/index.ts';
import { type AccountId, type AccountServer, startAccountServer } from './support/account.ts';
import { Assemblies } from './support/assemblies.ts';
import { type CdkResult, cdk } from './support/cdk-cli.ts';
import { run } from './support/processes.ts';
import { PREPARATION_MS, type Python, python } from './support/python.ts';

const ACCOUNT: AccountId = '123456789012';

process.env.CDK_VALIDATION = 'false';
const folder = mkdtempSync(path.join(os.tmpdir(), 'deployment-'));
const outputsFile = path.join(folder, 'cdk-outputs.json');
const assemblies = new Assemblies();
let tools: Python;
let server: AccountServer;
let assembly: string;
let first: CdkResult;

beforeAll(async () => {
  tools = await python();
  server = await startAccountServer();
  assembly = assemblies.of({ build: 'zip' });
  await command('bootstrap', `aws://${ACCOUNT}/us-east-1`);
  first = await deploy();
}, PREPARATION_MS);

afterAll(async () => {
  await server?.[Symbol.asyncDispose]();
  assemblies[Symbol.dispose]();
  rmSync(folder, { recursive: true, force: true });
});

const command = (...args: readonly string[]): Promise<CdkResult> =>
  cdk(server.environment(ACCOUNT), ...args, '--app', assembly);

const deploy = (): Promise<CdkResult> =>
  command('deploy', '--all', '--require-approval', 'never', '--outputs-file', outputsFile);

/** What the account has, by a script that asks it with boto3. */
async function describeWithBoto(): Promise<Record<string, unknown>> {
  const { stdout } = await run(
    tools.executable,
    [tools.script('describe_foundation')],
    server.environment(ACCOUNT),
  );
  return JSON.parse(stdout);
}

describe('when the CDK CLI deploys to an account that it has bootstrapped', () => {
  test('it ends well', () => {
    expect(first).toMatchObject({ succeeded: true });
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

  test('a second deployment finds nothing to do', async () => {
    expect(await deploy()).toMatchObject({
      succeeded: true,
      output: expect.stringContaining('(no changes)'),
    });
  });

  test('all stacks can be deleted', async () => {
    expect(await command('destroy', '--all', '--force')).toMatchObject({ succeeded: true });
    expect(await describeWithBoto()).toMatchObject({
      stacks: ['CDKToolkit'],
      bucket: null,
      repository: null,
    });
  });
});
