import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { npmRun } from '../../../lib/cli/command-line.ts';
import { type PreflightArguments, preflight } from '../../../lib/cli/preflight/preflight.ts';
import { startLocalAws } from '../../../lib/local/server.ts';
import { writeAssembly } from '../../assembly/assembly.ts';
import { temporaryFolder } from '../../cdk/synthesis.ts';
import { withEnvironment } from '../../service/environment.ts';
import { startDeployedAccount } from './deployed-account.ts';
import { exported, template } from './example-world.ts';

const BUCKET = { Bucket: { Type: 'AWS::S3::Bucket' } };
const FOUNDATION = template(BUCKET, { A: exported('NovaActFoundation:A', { Ref: 'Bucket' }) });
const WORKFLOW = template({
  D: { Type: 'AWS::NovaAct::WorkflowDefinition', Properties: { Name: 'orders' } },
  U: { Type: 'X', Properties: { A: { 'Fn::ImportValue': 'NovaActFoundation:A' } } },
});
const STACKS = {
  NovaActFoundation: { template: FOUNDATION, exports: { 'NovaActFoundation:A': 'bucket-1' } },
  'NovaActWorkflow-orders': { template: WORKFLOW },
};
const ASSEMBLY = {
  NovaActFoundation: { template: FOUNDATION },
  'NovaActWorkflow-orders': { template: WORKFLOW },
};

/** Calls the command in this process, in a folder with this assembly, whose AWS is at `url`. */
async function call(options: {
  readonly url: string;
  readonly assembly?: Parameters<typeof writeAssembly>[1];
  readonly args?: PreflightArguments;
  readonly interrupt?: AbortSignal;
}): Promise<{ readonly exitCode: number; readonly stdout: string; readonly stderr: string }> {
  const { url, assembly = ASSEMBLY, args = {}, interrupt = new AbortController().signal } = options;
  const directory = temporaryFolder();
  writeAssembly(path.join(directory, 'cdk.out'), assembly);
  const environment = { AWS_ENDPOINT_URL: url, AWS_REGION: 'us-east-1' };
  using _environment = withEnvironment(environment);
  const said = { stdout: '', stderr: '' };
  const exitCode = await preflight(args, {
    stdout: (text) => {
      said.stdout += text;
    },
    stderr: (text) => {
      said.stderr += text;
    },
    interactive: false,
    environment,
    directory,
    commandLine: npmRun,
    interrupt,
  });
  return { exitCode, ...said };
}

describe('when nothing has changed', () => {
  test('nothing is refused, and only reading requests are sent', async () => {
    await using account = await startDeployedAccount({ stacks: { ...STACKS, Shop: { template: {} } } });

    expect(await call(account)).toEqual({
      exitCode: 0,
      stdout:
        'Compared 2 stacks in us-east-1 with what is deployed.\n\nNothing that CloudFormation is known to refuse. Deploy with: npx cdk deploy --all --app cdk.out\n',
      stderr: `Target: AWS account 123456789012, us-east-1, through ${account.url}\n`,
    });
    // Two pages; the stacks of others are not read.
    expect(account.asked).toEqual([
      'DescribeStacks',
      'DescribeStacks',
      'GetTemplate NovaActFoundation',
      'GetTemplate NovaActWorkflow-orders',
    ]);
  });

  test('a first deployment has nothing to compare with', async () => {
    await using account = await startDeployedAccount({ stacks: {} });

    expect(await call(account)).toMatchObject({
      exitCode: 0,
      stderr: `Target: AWS account that is not known yet, us-east-1, through ${account.url}\n`,
    });
  });
});

describe('when CloudFormation would refuse', () => {
  const assembly = {
    NovaActFoundation: { template: template(BUCKET) },
    'NovaActWorkflow-shopping': {
      template: template({ D: { Type: 'AWS::NovaAct::WorkflowDefinition', Properties: { Name: 'orders' } } }),
    },
  };
  const importers = {
    'NovaActFoundation:A': ['NovaActWorkflow-orders', 'Shop', 'Third'],
  };

  test('everything is said at once, each with the way out: exit 2', async () => {
    await using account = await startDeployedAccount({ stacks: STACKS, importers });

    const { exitCode, stdout } = await call({ ...account, assembly });

    expect(exitCode).toBe(2);
    expect(stdout).toMatch(
      /1\. NovaActWorkflow-shopping \(us-east-1\): .*orders.*\n {3}Way out: .*\n {3}Source: https/,
    );
    expect(stdout).toMatch(
      /2\. NovaActFoundation \(us-east-1\): NovaActWorkflow-orders, Shop, Third import /,
    );
    expect(stdout).toMatch(/Note: NovaActWorkflow-orders \(us-east-1\): The stack is deployed, but/);
    expect(stdout).toMatch(/Refused, before anything is built: 2 problems\.\n$/);
  });

  test('programs get one object', async () => {
    await using account = await startDeployedAccount({ stacks: STACKS, importers });

    const { exitCode, stdout, stderr } = await call({ ...account, assembly, args: { json: true } });
    const { ok, error, data } = JSON.parse(stdout);
    const { refused, notices, stacks } = data;

    expect({ exitCode, ok, code: error.code, stderr, stacks }).toEqual({
      exitCode: 2,
      ok: false,
      code: 'DeploymentRefused',
      stderr: expect.stringMatching(/^Target: .*\n$/),
      stacks: [
        { stackName: 'NovaActFoundation', region: 'us-east-1' },
        { stackName: 'NovaActWorkflow-shopping', region: 'us-east-1' },
      ],
    });
    expect(refused.map(({ rule }: { rule: string }) => rule)).toEqual(['name-taken', 'export-in-use']);
    expect(notices.map(({ rule }: { rule: string }) => rule)).toEqual(['not-in-assembly']);
  });
});

describe('accounts and regions', () => {
  test('a stack of another account is refused, and the others are compared', async () => {
    await using account = await startDeployedAccount({ stacks: STACKS, account: '111111111111' });

    const { exitCode, stdout } = await call({
      ...account,
      assembly: {
        ...ASSEMBLY,
        NovaActFoundation: { environment: 'aws://222222222222/us-east-1', template: template({}) },
      },
    });

    expect(exitCode).toBe(2);
    expect(stdout).toContain(
      'NovaActFoundation (us-east-1): The stack is for the account 222222222222, but the credentials are of 111111111111',
    );
    expect(stdout).toContain('1 problem.');
  });

  test('each region is asked; --region asks one', async () => {
    const assembly = {
      A: { environment: 'aws://unknown-account/eu-west-1', template: template({}) },
      B: { environment: 'aws://unknown-account/unknown-region', template: template({}) },
    };
    await using account = await startDeployedAccount({ stacks: {} });

    const both = await call({ ...account, assembly });
    const one = await call({ ...account, assembly, args: { region: 'us-east-1' } });
    const none = await call({
      ...account,
      assembly: { A: assembly.A },
      args: { region: 'us-west-2' },
    });

    expect(both.stdout).toContain('Compared 1 stack in eu-west-1, 1 stack in us-east-1 with');
    expect(one.stdout).toContain('Compared 1 stack in us-east-1 with');
    expect(none).toEqual({
      exitCode: 2,
      stdout: '',
      stderr:
        'Error: No stack of the assembly is for us-west-2. Its regions: eu-west-1. Leave --region out to look at all of them.\n',
    });
  });
});

describe('when AWS does not answer as it should', () => {
  test('throttled requests are sent again', async () => {
    const throttled = { status: 400, code: 'Throttling' };
    await using account = await startDeployedAccount({ stacks: STACKS, failures: [throttled, throttled] });

    expect(await call(account)).toMatchObject({ exitCode: 0 });
    expect(account.asked.filter((request) => request === 'DescribeStacks')).toHaveLength(3);
  });

  test('missing permissions are named: exit 2', async () => {
    await using account = await startDeployedAccount({
      stacks: STACKS,
      failures: [{ status: 403, code: 'AccessDenied' }],
    });

    expect(await call(account)).toEqual({
      exitCode: 2,
      stdout: '',
      stderr:
        'Error: refused by the stand-in. The preflight needs cloudformation:ListStacks, DescribeStacks, GetTemplate and ListImports on all stacks.\n',
    });
  });

  test('a request that it cannot read is a failure of the service: exit 1', async () => {
    await using account = await startDeployedAccount({
      stacks: STACKS,
      failures: [{ status: 400, code: 'InvalidAction' }],
    });

    expect(await call({ ...account, args: { json: true } })).toMatchObject({
      exitCode: 1,
      stdout: expect.stringContaining('"source": "service"'),
      stderr: expect.stringContaining('Error: The service failed (HTTP 400). refused by the stand-in.'),
    });
  });

  test('a template that is not JSON is noted', async () => {
    await using account = await startDeployedAccount({
      stacks: { NovaActFoundation: { template: 'Resources: {}' } },
    });

    const { exitCode, stdout } = await call(account);

    expect(exitCode).toBe(0);
    expect(stdout).toContain(
      'Note: NovaActFoundation (us-east-1): The template of the deployed stack could not',
    );
  });

  test('Ctrl-C: exit 130', async () => {
    await using account = await startDeployedAccount({ stacks: STACKS });

    expect(await call({ ...account, interrupt: AbortSignal.abort() })).toEqual({
      exitCode: 130,
      stdout: '',
      stderr: 'Error: Interrupted. Nothing was changed.\n',
    });
  });
});

test('local AWS has no stacks to compare with: exit 2, and how to reach AWS', async () => {
  await using local = await startLocalAws();

  expect(await call({ url: local.url })).toMatchObject({
    exitCode: 2,
    stderr: expect.stringMatching(
      new RegExp(`${local.url} is local AWS, which has no CloudFormation: .* Unset AWS_ENDPOINT_URL `),
    ),
  });
});
