import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { CDK_CLI_VERSION } from '../../../lib/core/package.ts';
import { type LocalAws, startLocalAws } from '../../../lib/local/index.ts';
import { noteRunning } from '../../../lib/local/running-local-aws.ts';
import { writeAssembly } from '../../assembly/assembly.ts';
import { temporaryFolder } from '../../cdk/synthesis.ts';
import { handMade, probe, roleWith } from '../../local/assembly/hand-made.ts';
import { withEnvironment } from '../../service/environment.ts';
import { type Called, callCommand } from '../call-command.ts';
import { startDeployedAccount } from '../preflight/deployed-account.ts';
import { type FakeProject, projectWithFakeCdk } from './fake-cdk.ts';

const template = (resource: object = {}) => ({
  Resources: { Topic: { Type: 'AWS::SNS::Topic', ...resource } },
});
const assembly = writeAssembly(temporaryFolder(), {
  'NovaActWorkflow-shop': { template: template({ DeletionPolicy: 'Retain' }) },
  Other: { template: template(), environment: 'aws://123456789012/eu-west-1' },
});
const outputs = { 'NovaActWorkflow-shop': { RuntimeArn: 'new' } };

let account: Awaited<ReturnType<typeof startDeployedAccount>>;
let project: FakeProject;

beforeAll(async () => {
  account = await startDeployedAccount({ stacks: {} });
});
afterAll(async () => {
  await account[Symbol.asyncDispose]();
});
beforeEach(() => {
  project = projectWithFakeCdk();
});

/** Calls the command where CloudFormation has an account without stacks. */
async function act(
  args: readonly string[],
  given: Readonly<Record<string, string>> = {},
  interrupt = new AbortController(),
): Promise<Called> {
  const environment = {
    PATH: process.env.PATH,
    AWS_ENDPOINT_URL: account.url,
    FAKE_ASSEMBLY: assembly,
    FAKE_OUTPUTS: JSON.stringify(outputs),
    ...given,
  };
  using _environment = withEnvironment(environment);
  return await callCommand(args, {
    projectRoot: project.root,
    environment,
    interrupt: interrupt.signal,
  });
}

const outputsFile = (): string => path.join(project.root, 'cdk-outputs.json');

describe('deploy', () => {
  test('synthesizes, compares, and hands over what it has compared', async () => {
    const { exitCode, stdout, stderr } = await act([
      'deploy',
      'shop',
      '--yes',
      '-c',
      'env=production',
      '-c',
      'x=1',
      '--region',
      'us-west-2',
      '--',
      '--verbose',
    ]);

    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
    const [synth, deploy] = project.calls();
    const cdkOut = path.join(project.root, 'cdk.out');
    expect(synth).toEqual({
      args: ['synth', '--quiet', '--output', cdkOut, '--context', 'env=production', '--context', 'x=1'],
      region: 'us-west-2',
    });
    expect(deploy?.args).toEqual([
      ...['deploy', 'App/NovaActWorkflow-shop', '--outputs-file', expect.any(String)],
      ...['--require-approval', 'never', '--app', cdkOut, '--verbose'],
    ]);
    expect(stderr).toContain('Compared 1 stack in us-east-1, 1 stack in eu-west-1 with what is deployed.');
    expect(stderr).toContain(`CDK CLI 2.0.0-fake: AWS_REGION=us-west-2 cdk synth --quiet --output ${cdkOut}`);
    expect(stderr).toContain('result of deploy\n');
    expect(stdout).toBe(
      'The CDK CLI has ended well, with outputs of: NovaActWorkflow-shop\nOutputs: cdk-outputs.json\nNext: npx nova-act-cdk invoke shop --region us-west-2\n',
    );
  });

  test('keeps the outputs of stacks that are not deployed now', async () => {
    writeFileSync(
      outputsFile(),
      JSON.stringify({ Old: { Key: 'kept' }, 'NovaActWorkflow-shop': { RuntimeArn: 'old' } }),
    );

    const { json } = await act(['deploy', '--app', assembly, '--yes', '--no-preflight', '--json']);

    expect(project.calls().map(({ args }) => args.slice(0, 2))).toEqual([['deploy', '--all']]);
    expect(json).toMatchObject({
      ok: true,
      data: { stacks: ['NovaActWorkflow-shop', 'Other'], outputsFile: outputsFile(), outputs },
    });
    expect(JSON.parse(readFileSync(outputsFile(), 'utf8'))).toEqual({ Old: { Key: 'kept' }, ...outputs });
  });

  test('fails as the CDK CLI does, and leaves the outputs file as it was', async () => {
    const { exitCode, json } = await act(['deploy', '--app', assembly, '--yes', '--no-preflight', '--json'], {
      FAKE_FAILS: 'deploy',
    });

    expect(exitCode).toBe(1);
    expect(json).toMatchObject({
      ok: false,
      error: { code: 'CdkError', message: expect.stringContaining('exit code 3') },
    });
    expect(existsSync(outputsFile())).toBe(false);
  });

  test('hands Ctrl-C on, and ends when the CDK CLI has', async () => {
    const interrupt = new AbortController();
    const ends = act(
      ['deploy', '--app', assembly, '--yes', '--no-preflight'],
      { FAKE_WAITS: 'deploy' },
      interrupt,
    );
    while (project.calls().length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    // Its handler is there a moment after it has noted the call.
    await new Promise((resolve) => setTimeout(resolve, 100));
    interrupt.abort();

    const { exitCode, stderr } = await ends;

    expect(exitCode).toBe(130);
    expect(stderr).toMatch(
      /was told to stop; waiting for it[\s\S]*told to stop\nThe CDK CLI has ended\. CloudFormation goes on with what it had begun/,
    );
  });

  test('stops where the preflight does', async () => {
    await using refusing = await startDeployedAccount({
      stacks: { 'NovaActWorkflow-shop': { status: 'UPDATE_IN_PROGRESS' } },
    });

    const { exitCode, stderr } = await act(['deploy', '--app', assembly, '--yes'], {
      AWS_ENDPOINT_URL: refusing.url,
    });

    expect(exitCode).toBe(2);
    expect(stderr).toContain('The preflight stops the deployment: see above. Nothing was deployed.');
    expect(project.calls()).toEqual([]);
  });

  test.each([
    [['deploy'], 'There is no terminal to ask at'],
    [['deploy', 'shpo', '--yes', '--app', assembly], 'Did you mean "shop"?'],
    [
      ['deploy', '--yes', '--', '--outputs-file', 'x'],
      '"--outputs-file" was given after "--". Give it before "--".',
    ],
    [['deploy', '--yes', '--app', assembly, '-c', 'a=b'], '--context was given with --app.'],
    [['deploy', '--yes', '-c', 'production'], '--context "production" is not a key with its value.'],
    [['deploy', '--require-approval', 'sometimes'], 'Allowed choices are never, any-change, broadening.'],
    [['deploy', '--local', 'shop'], 'Names of stacks were given with --local.'],
    [['destroy', '--app', assembly], '2 stacks would be taken down in local AWS at'],
  ])('%j is refused, and the CDK CLI not called', async (args, message) => {
    const { exitCode, stderr } = await act(args);

    expect({ exitCode, calls: project.calls() }).toEqual({ exitCode: 2, calls: [] });
    expect(stderr).toContain(message);
  });

  test('says how to install the CDK CLI where it is not', async () => {
    const projectRoot = temporaryFolder();

    expect(await callCommand(['deploy', '--yes'], { projectRoot })).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining(`npm install --save-dev --save-exact aws-cdk@${CDK_CLI_VERSION}`),
    });
    const manifest = readFileSync(path.join(import.meta.dirname, '../../../package.json'), 'utf8');
    expect(JSON.parse(manifest).devDependencies['aws-cdk']).toBe(CDK_CLI_VERSION);
  });
});

describe('destroy', () => {
  test('says what goes and what stays, and forgets the outputs of what is gone', async () => {
    writeFileSync(outputsFile(), JSON.stringify({ Old: { Key: 'kept' }, ...outputs }));

    const { stdout, stderr } = await act(['destroy', 'shop', '--app', assembly, '--yes']);

    expect(stderr).toContain(
      'Stacks to take down:\n  App/NovaActWorkflow-shop (NovaActWorkflow-shop)\nWhat stays, by the templates of this app as it is now:\n  AWS::SNS::Topic Topic\n',
    );
    expect(project.calls()[0]?.args).toEqual([
      ...['destroy', 'App/NovaActWorkflow-shop', '--force', '--app', assembly],
    ]);
    expect(stdout).toBe('Not there any more: NovaActWorkflow-shop\n');
    expect(JSON.parse(readFileSync(outputsFile(), 'utf8'))).toEqual({ Old: { Key: 'kept' } });
  });
});

describe('at local AWS', () => {
  let local: LocalAws;
  let stateDir: string;
  beforeAll(async () => {
    stateDir = path.join(temporaryFolder(), 'state');
    local = await startLocalAws({ stateDir });
    noteRunning(stateDir, { url: local.url, region: 'us-east-1' });
  });
  afterAll(async () => {
    await local?.close();
  });

  test('deploy and destroy are refused, with the way', async () => {
    const deploy = await act(['deploy', '--yes'], { AWS_ENDPOINT_URL: local.url });

    expect(deploy).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining(
        'has no CloudFormation. Deploy to it with "npx nova-act-cdk deploy --local"',
      ),
    });
    expect(await act(['destroy', '--yes'], { AWS_ENDPOINT_URL: local.url })).toMatchObject({ exitCode: 2 });
    expect(project.calls()).toEqual([]);
  });

  test('deploy --local brings an assembly to the one that runs', async () => {
    const folder = handMade({
      'NovaActWorkflow-probe': {
        Resources: {
          ...roleWith({ Effect: 'Allow', Action: '*', Resource: '*' }),
          Runtime: probe(),
          Definition: { Type: 'AWS::NovaAct::WorkflowDefinition', Properties: { Name: 'probed' } },
        },
        Outputs: { RuntimeArn: { Value: { 'Fn::GetAtt': ['Runtime', 'AgentRuntimeArn'] } } },
      },
    });

    // As a run of before has left it.
    const { store } = local;
    store.saveDefinition({
      ...{ name: 'probed', arn: 'arn:probed', status: 'ACTIVE', description: 'of the catalog' },
      createdAt: new Date().toISOString(),
      creation: { sequence: store.nextSequence(), inputHash: 'x' },
    });
    const { exitCode, stdout, stderr } = await act([
      ...['deploy', '--local', '--app', folder, '--state-dir', stateDir],
    ]);

    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
    expect(stdout).toContain(`Deployed to local AWS at ${local.url}: probe (version 1).\n`);
    expect(stdout).toContain(`npx nova-act-cdk invoke probe --local --state-dir ${stateDir}\n`);
    const { arn, description } = store.definition('probed') ?? {};
    expect({ arn, description }).toEqual({ arn: 'arn:probed', description: undefined });
    expect(stderr).not.toContain('probed');
  });
});
