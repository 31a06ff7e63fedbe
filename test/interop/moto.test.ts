import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { findOutputsInFile, OUTPUT_KEYS, workflowStackName } from '../../lib/catalog/index.ts';
import { type Moto, startMoto } from './support/moto.ts';
import { projectRoot, run } from './support/processes.ts';
import { PREPARATION_MS, type Python, python } from './support/python.ts';

const ACCOUNT = '123456789012';
const APP = `node --import tsx ${path.join('test', 'interop', 'support', 'moto-app.ts')}`;

const folder = mkdtempSync(path.join(os.tmpdir(), 'moto-'));
const outputsFile = path.join(folder, 'cdk-outputs.json');
let tools: Python;
let moto: Moto;
let environment: Readonly<Record<string, string>>;

beforeAll(async () => {
  tools = await python();
  moto = await startMoto();
  environment = {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${moto.port}`,
    // moto reads templates from addresses that it takes for its own.
    AWS_ENDPOINT_URL_S3_FOR_CLOUDFORMATION: `http://localhost:${moto.port}`,
    AWS_ACCESS_KEY_ID: 'testing',
    AWS_SECRET_ACCESS_KEY: 'testing',
    AWS_REGION: 'us-east-1',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_EC2_METADATA_DISABLED: 'true',
    CDK_DISABLE_CLI_TELEMETRY: 'true',
    CDK_VALIDATION: 'false',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
  await cdk('bootstrap', `aws://${ACCOUNT}/us-east-1`);
  await deploy();
}, PREPARATION_MS);

afterAll(async () => {
  await moto?.[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs the CDK CLI of this project against moto. */
const cdk = (...args: readonly string[]) =>
  run(
    process.execPath,
    [
      path.join(projectRoot, 'node_modules', 'aws-cdk', 'bin', 'cdk'),
      ...args,
      '--app',
      APP,
      '--output',
      path.join(folder, 'cdk.out'),
      '--no-notices',
    ],
    environment,
  );

/** What moto has, by a script that asks it with boto3. */
async function describeWithBoto(): Promise<Record<string, unknown>> {
  const { stdout } = await run(tools.executable, [tools.script('describe_foundation')], environment);
  return JSON.parse(stdout);
}

/** Without change sets: moto forgets the exports of stacks that are made by them. */
async function deploy(): Promise<string> {
  const options = ['--method', 'direct', '--require-approval', 'never', '--outputs-file', outputsFile];
  const { stdout, stderr } = await cdk('deploy', '--all', ...options);
  return stdout + stderr;
}

describe('when the CDK CLI deploys to moto, after it has bootstrapped it', () => {
  test('the foundation is as its constructs say', async () => {
    expect(await describeWithBoto()).toMatchObject({
      // Of a bucket that CloudFormation makes, moto sets no more.
      bucket: { encryption: 'AES256' },
      repository: { name: 'nova-act-workflows', mutability: 'IMMUTABLE' },
      logRetentionDays: [14, 14, 14],
    });
  });

  test('the role of the workflow may do the six actions of a run on one definition', async () => {
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
          resources: [
            `arn:aws:nova-act:us-east-1:${ACCOUNT}:workflow-definition/getting-started-workflow`,
            `arn:aws:nova-act:us-east-1:${ACCOUNT}:workflow-definition/getting-started-workflow/workflow-run/*`,
          ],
        },
      ],
    });
  });

  test('the file of outputs has all that the invoke command asks of it', () => {
    const stackName = workflowStackName({ workflow: 'getting-started' });

    const outputs = findOutputsInFile({ file: outputsFile, stackName });

    expect(Object.keys(outputs).sort()).toEqual([...OUTPUT_KEYS].sort());
    expect(outputs).toMatchObject({
      EndpointName: 'live',
      WorkflowDefinitionName: 'getting-started-workflow',
      Region: 'us-east-1',
    });
  });

  test('the stand-ins are few', () => {
    expect(moto.standIns).toEqual([
      'AWS::BedrockAgentCore::BrowserCustom',
      'AWS::BedrockAgentCore::Runtime',
      'AWS::BedrockAgentCore::RuntimeEndpoint',
      'AWS::NovaAct::WorkflowDefinition',
      'AWS::S3::BucketPolicy',
    ]);
  });

  test('a second deployment finds nothing to do', async () => {
    expect(await deploy()).toContain('(no changes)');
  });

  test('all stacks can be deleted', async () => {
    await cdk('destroy', '--all', '--force');

    expect(await describeWithBoto()).toMatchObject({ stacks: ['CDKToolkit'] });
  });
});
