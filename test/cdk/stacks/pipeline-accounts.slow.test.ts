import { execFile, execFileSync } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { PipelineStack, WorkflowStack } from '../../../lib/cdk/index.ts';
import { type LoopbackServer, startLoopbackServer } from '../handlers/support/loopback-server.ts';
import {
  appProps,
  buildSpecs,
  fixture,
  policyLines,
  policyStatements,
  projectRoot,
  render,
  temporaryFolder,
} from '../synthesis.ts';

const PIPELINE = '111111111111';
const TEST = '222222222222';
const LIVE = '333333333333';

// The report would print the warning about a region in the middle of the tests.
const app = new App(appProps({ '@aws-cdk/core:annotationsInValidationReport': false }));
const stack = new PipelineStack(app, 'Pipeline', {
  catalog: [{ name: 'hello', entry: 'greeting.ts', definitionName: 'hello', description: 'Says hello' }],
  projectRoot: path.dirname(fixture('greeting.ts')),
  source: {
    connectionArn: `arn:aws:codeconnections:us-east-1:${PIPELINE}:connection/01234567-89ab-cdef-0123-456789abcdef`,
    repository: 'owner/workflows',
    branch: 'main',
  },
  terminationProtection: true,
  settings: {
    environments: {
      test: { account: TEST, stage: 'test', build: 'zip', qualifier: 'bank' },
      live: {
        account: LIVE,
        stage: 'live',
        build: 'zip',
        regions: ['us-east-1', 'eu-west-1'],
        approval: false,
      },
      mine: { pipeline: false },
    },
    pipeline: {
      account: PIPELINE,
      region: 'us-east-1',
      qualifier: 'bank',
      permissionsBoundary: 'Boundary',
      tags: { owner: 'platform' },
    },
  },
});
const assembly = app.synth();
const template = Template.fromStack(stack);
const support = app.node.children.find((child) => child instanceof Stack && child !== stack);
const supportTemplate = Template.fromStack(Stack.of(support ?? stack));
const [pipeline] = Object.values(template.findResources('AWS::CodePipeline::Pipeline'));
const workflows = app.node.findAll().filter((child) => child instanceof WorkflowStack);
const live = Template.fromStack(workflows.find((each) => each.account === LIVE) ?? stack);

interface Action {
  readonly Name: string;
  readonly Region?: string;
  readonly RoleArn: unknown;
}

function actionsOf(name: string): Action[] {
  const stages: { Name: string; Actions: Action[] }[] = pipeline?.Properties.Stages;
  return stages.find(({ Name }) => Name === name)?.Actions ?? [];
}

describe('when the app of a pipeline to other accounts and regions is synthesized', () => {
  test('no credentials are needed, and the pipeline depends on the bucket in the other region', () => {
    const [pipelineArtifact, supportArtifact] = ['us-east-1', 'eu-west-1'].map((region) =>
      assembly.stacks.find(({ environment }) => environment.region === region),
    );

    expect(assembly.stacks.map(({ stackName, environment }) => [stackName, environment.name])).toEqual([
      ['NovaActPipeline-support-eu-west-1', `aws://${PIPELINE}/eu-west-1`],
      ['NovaActPipeline', `aws://${PIPELINE}/us-east-1`],
    ]);
    expect(pipelineArtifact?.dependencies).toContain(supportArtifact);
    expect(assembly.manifest.missing).toBeUndefined();
  });

  test('the support stack is deployed, tagged and protected as the pipeline is', () => {
    for (const { assumeRoleArn, tags, terminationProtection } of assembly.stacks) {
      expect(assumeRoleArn).toContain(`cdk-bank-deploy-role-${PIPELINE}-us-east-1`);
      expect(tags).toEqual({ owner: 'platform' });
      expect(terminationProtection).toBe(true);
    }
    supportTemplate.resourceCountIs('AWS::IAM::Role', 0);
  });

  test('the pipeline synthesizes itself, and leaves to each environment how it is built', () => {
    const commands = buildSpecs(template, app.outdir).flatMap(({ phases }) => phases.build.commands);

    expect(commands.filter((command) => command.includes('cdk synth'))).toEqual([
      expect.stringMatching(
        /^npx cdk synth --quiet -c connection=\S+ -c repository=owner\/workflows -c branch=main$/,
      ),
    ]);
  });
});

describe('when stages are in other accounts', () => {
  test('what stages hand on is encrypted with keys that rotate, and so are the logs of builds', () => {
    for (const each of [template, supportTemplate]) {
      each.resourceCountIs('AWS::KMS::Key', 1);
      each.allResourcesProperties('AWS::KMS::Key', { EnableKeyRotation: true });
    }
    const [[id, key] = []] = Object.entries(template.findResources('AWS::KMS::Key'));
    const statements: { Sid?: string; Condition?: unknown }[] = key?.Properties.KeyPolicy.Statement;

    template.allResourcesProperties('AWS::Logs::LogGroup', { KmsKeyId: { 'Fn::GetAtt': [id, 'Arn'] } });
    expect(statements.find(({ Sid }) => Sid === 'LogGroups')?.Condition).toEqual({
      ArnLike: { 'kms:EncryptionContext:aws:logs:arn': `arn:aws:logs:us-east-1:${PIPELINE}:log-group:*` },
    });
  });

  test('each stack is deployed by the role of its bootstrap stack, region by region', () => {
    const roles = actionsOf('live')
      .filter(({ Name }) => Name.endsWith('.Deploy'))
      .map(({ Name, RoleArn }) => `${Name}: ${render(RoleArn).replace(/^.*role\//, '')}`);

    expect(roles.sort()).toEqual([
      `NovaActFoundation-live-eu-west-1.Deploy: cdk-hnb659fds-deploy-role-${LIVE}-eu-west-1`,
      `NovaActFoundation-live.Deploy: cdk-hnb659fds-deploy-role-${LIVE}-us-east-1`,
      `NovaActWorkflow-live-hello-eu-west-1.Deploy: cdk-hnb659fds-deploy-role-${LIVE}-eu-west-1`,
      `NovaActWorkflow-live-hello.Deploy: cdk-hnb659fds-deploy-role-${LIVE}-us-east-1`,
    ]);
  });

  test('nobody approves where the environment says so, and the workflow is called in each region', () => {
    const steps = actionsOf('live').map(({ Name }) => Name);

    expect(steps.filter((name) => !name.includes('.'))).toEqual(['Preflight', 'Invoke', 'Invoke-eu-west-1']);
  });

  test('the boundary of the pipeline is for its own roles, and not for those of other accounts', () => {
    template.allResourcesProperties('AWS::IAM::Role', {
      PermissionsBoundary: `arn:aws:iam::${PIPELINE}:policy/Boundary`,
    });
    expect(JSON.stringify(live)).not.toContain('policy/Boundary');
  });

  test('the preflight may only assume the lookup role of the account, which reads', () => {
    const lines = policyLines(template, 'PipelinelivePreflight');

    expect(lines.filter((line) => /sts:|cloudformation:/.test(line))).toEqual([
      `Allow sts:AssumeRole on arn:aws:iam::${LIVE}:role/cdk-hnb659fds-lookup-role-${LIVE}-us-east-1`,
    ]);
  });
});

describe('when a workflow is called in another account', () => {
  const roles = live.findResources('AWS::IAM::Role', {
    Properties: { Description: 'Calls the workflow after a pipeline has deployed it' },
  });
  const [{ Properties: role } = { Properties: {} }] = Object.values(roles);

  test('a role beside it may call it through the endpoint of callers, and nothing else', () => {
    expect(policyLines(live, 'SmokeTest')).toEqual([
      'Allow bedrock-agentcore:InvokeAgentRuntime bedrock-agentcore:StopRuntimeSession on <WorkflowRuntime.AgentRuntimeArn> <WorkflowRuntime.AgentRuntimeArn>/runtime-endpoint/live',
    ]);
  });

  test('only the step that calls it may assume that role, and that step may assume no other', () => {
    const [caller] = Object.values(
      template.findResources('AWS::IAM::Role', {
        Properties: { Description: 'Runs the smoke test of live' },
      }),
    );

    expect(role.AssumeRolePolicyDocument.Statement).toEqual([
      {
        Action: 'sts:AssumeRole',
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${PIPELINE}:root` },
        Condition: {
          ArnEquals: { 'aws:PrincipalArn': `arn:aws:iam::${PIPELINE}:role/${caller?.Properties.RoleName}` },
        },
      },
    ]);
    expect(caller?.Properties.AssumeRolePolicyDocument.Statement).toEqual([
      expect.objectContaining({
        Principal: { Service: 'codebuild.amazonaws.com' },
        Condition: { StringEquals: { 'aws:SourceAccount': PIPELINE } },
      }),
    ]);
    const assumed = policyStatements(template, 'liveSmokeTest')
      .filter(({ Action }) => Action === 'sts:AssumeRole')
      .flatMap(({ Resource }) => Resource);
    const names = workflows
      .filter(({ account }) => account === LIVE)
      .map((each) => Template.fromStack(each).findResources('AWS::IAM::Role'))
      .flatMap((found) => Object.values(found).flatMap(({ Properties }) => Properties.RoleName ?? []));
    expect(assumed.sort()).toEqual(names.map((name) => `arn:aws:iam::${LIVE}:role/${name}`).sort());
    const ids = policyStatements(template, 'liveSmokeTest').flatMap(({ Sid }) => Sid ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(names).size).toBe(2);
    for (const name of names) expect(name.length).toBeLessThanOrEqual(64);
  });
});

describe('when a step acts with a role of another account', () => {
  test('the SDK takes the role from the profile that the step writes, with what the build hands out', async () => {
    const commands = buildSpecs(template, app.outdir).flatMap(({ phases }) => phases.build.commands);
    const at = commands.findIndex(
      (command) => command.includes('bin/preflight.ts') && command.includes('live'),
    );
    const folder = temporaryFolder();
    execFileSync('sh', ['-c', commands[at - 1] ?? ''], { cwd: folder });
    const [, file, profile] = /^AWS_CONFIG_FILE=(\S+) .* --profile (\S+)$/.exec(commands[at] ?? '') ?? [];
    const asked: string[] = [];
    await using server = await credentialServer(asked);

    const environment = {
      PATH: process.env.PATH,
      AWS_CONFIG_FILE: path.join(folder, String(file)),
      AWS_CONTAINER_CREDENTIALS_FULL_URI: `${server.url}/credentials`,
      AWS_ENDPOINT_URL_STS: server.url,
    };
    const script = `
      import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
      const client = new CloudFormationClient({ region: 'us-east-1', profile: '${profile}' });
      console.log((await client.config.credentials()).accessKeyId);`;
    const node = promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
      cwd: projectRoot,
      env: environment,
    });

    expect((await node).stdout.trim()).toBe('ROLE');
    expect(asked).toEqual([
      'GET /credentials',
      expect.stringMatching(
        new RegExp(`^POST / BUILD .*RoleArn=arn%3Aaws%3Aiam%3A%3A${LIVE}%3Arole%2Fcdk-hnb659fds-lookup-role`),
      ),
    ]);
  });
});

/** What hands out the credentials of a build, and STS. */
function credentialServer(asked: string[]): Promise<LoopbackServer> {
  const later = '2099-01-01T00:00:00Z';
  return startLoopbackServer(({ method, url, headers }, body) => {
    const signer = /Credential=(\w+)/.exec(headers.authorization ?? '')?.[1];
    asked.push([method, url, signer, body].filter(Boolean).join(' '));
    const answer =
      method === 'GET'
        ? JSON.stringify({ AccessKeyId: 'BUILD', SecretAccessKey: 'b', Token: 't', Expiration: later })
        : `<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ROLE</AccessKeyId><SecretAccessKey>r</SecretAccessKey><SessionToken>t</SessionToken><Expiration>${later}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`;
    return { status: 200, body: answer };
  });
}
