import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import * as cdk from '../../lib/cdk/index.ts';
import {
  ArtifactBucket,
  BrowserProfile,
  BUILD_MODES,
  type BuildMode,
  FleetOnUpload,
  HumanInTheLoop,
  NovaActWorkflow,
  WorkflowFleet,
  WorkflowFoundation,
  WorkflowSchedule,
} from '../../lib/cdk/index.ts';
import { codeBlocks, quoted, rows, section } from '../docs/markdown.ts';
import { templateOf } from './documented-code.ts';
import { fixture, policyLines, projectRoot, testStack } from './synthesis.ts';

const read = (...file: string[]): string => readFileSync(path.join(projectRoot, ...file), 'utf8');

/** The actions of the execution role of a workflow that has everything. */
function actionsOf(build: BuildMode): string[] {
  const stack = testStack();
  new NovaActWorkflow(stack, 'Workflow', {
    entry: fixture('greeting.ts'),
    build,
    humanInTheLoop: new HumanInTheLoop(stack, 'Desk'),
    browserProfile: build === 'zip' ? new BrowserProfile(stack, 'SignIns') : undefined,
    foundation: new WorkflowFoundation(stack, 'Data', { encryptionKey: new Key(stack, 'Key') }),
    runtime: {
      tracing: true,
      delivery: { usage: true },
      userIds: true,
      authorizer: {
        discoveryUrl: 'https://idp.example.com/.well-known/openid-configuration',
        allowedClients: ['app'],
      },
      secrets: { LOGIN: Secret.fromSecretNameV2(stack, 'Secret', 'login') },
    },
  });
  return actionsIn(Template.fromStack(stack), 'WorkflowRuntimeRole');
}

function actionsIn(template: Template, policies: string): string[] {
  return policyLines(template, policies).flatMap((line) =>
    [...line.matchAll(/[a-z0-9-]+:[A-Z][A-Za-z0-9]+\b(?= )/g)].map(([action]) => action),
  );
}

/** The actions that a section of docs/security.md names. */
function explainedIn(section: string): ReadonlySet<string> {
  const [, text = ''] =
    new RegExp(`## ${section}[^\\n]*\\n([\\s\\S]*?)\\n## `).exec(read('docs', 'security.md')) ?? [];
  return new Set([...text.matchAll(/`([a-z0-9-]+:[A-Z]\w+)`/g)].map(([, action = '']) => action));
}

describe('when docs/security.md explains the execution role', () => {
  const explained = explainedIn('The execution role');
  const granted = new Set(BUILD_MODES.flatMap(actionsOf));

  test('every action that any workflow can be granted is there, and no other', () => {
    expect([...explained].sort()).toEqual([...granted].sort());
  });
});

describe('when docs/security.md explains the build of an image', () => {
  const granted = new Set(
    [undefined, '123456789012.dkr.ecr.us-east-1.amazonaws.com/base:1'].flatMap((baseImage) => {
      const stack = testStack();
      new NovaActWorkflow(stack, 'Workflow', {
        entry: fixture('greeting.ts'),
        build: 'codebuild',
        image: { baseImage },
      });
      return actionsIn(Template.fromStack(stack), 'WorkflowImageBuild');
    }),
  );

  test('every action that a build and its function can be granted is there, and no other', () => {
    expect([...explainedIn('The build of an image')].sort()).toEqual([...granted].sort());
  });
});

describe('when docs/security.md explains the function that ends lost runs', () => {
  test('every action that it can be granted is there, and no other', () => {
    const stack = testStack();
    new NovaActWorkflow(stack, 'Workflow', {
      entry: fixture('greeting.ts'),
      build: 'zip',
      foundation: new WorkflowFoundation(stack, 'Data', { encryptionKey: new Key(stack, 'Key') }),
      lostRuns: true,
    });
    const granted = new Set(actionsIn(Template.fromStack(stack), 'WorkflowLostRuns'));

    expect([...explainedIn('The function that ends lost runs')].sort()).toEqual([...granted].sort());
  });
});

describe('when docs/security.md explains how a person steps in', () => {
  test('every action that functions of a desk can be granted is there, and no other', () => {
    const stack = testStack();
    const encryptionKey = new Key(stack, 'Key');
    new NovaActWorkflow(stack, 'Workflow', {
      entry: fixture('greeting.ts'),
      build: 'zip',
      humanInTheLoop: new HumanInTheLoop(stack, 'Desk', {
        signIn: { issuer: 'https://id.example.com', clientId: 'page' },
        encryptionKey,
      }),
    });
    const template = Template.fromStack(stack);
    const granted = new Set(
      ['DeskRole', 'WorkflowTakeOver'].flatMap((policies) => actionsIn(template, policies)),
    );
    const explained = [...explainedIn('A person steps in')].filter(
      (action) => action !== 'execute-api:Invoke',
    );

    expect(explained.sort()).toEqual([...granted].sort());
  });
});

describe('when docs/security.md explains the function that calls new versions', () => {
  test('every action that it can be granted is there, and no other', () => {
    const stack = testStack();
    new NovaActWorkflow(stack, 'Workflow', {
      entry: fixture('greeting.ts'),
      build: 'zip',
      rollout: { payload: {} },
    });
    const granted = new Set(actionsIn(Template.fromStack(stack), 'WorkflowRuntimeVerifiedVersion'));

    expect([...explainedIn('The function that calls new versions')].sort()).toEqual([...granted].sort());
  });
});

describe('when docs/security.md explains fleets and schedules', () => {
  test('every action that machines, their functions, hosts and whoever starts them can be granted is there, and no other', () => {
    const stack = testStack();
    const encryptionKey = new Key(stack, 'Key');
    const workflow = new NovaActWorkflow(stack, 'Workflow', {
      entry: fixture('greeting.ts'),
      build: 'zip',
      foundation: new WorkflowFoundation(stack, 'Data', { encryptionKey }),
    });
    const bucket = new ArtifactBucket(stack, 'Lists', { encryptionKey });
    const fleet = new WorkflowFleet(stack, 'Fleet', { workflow, itemBuckets: [bucket] });
    new FleetOnUpload(stack, 'Upload', { fleet, bucket, suffix: '.csv' });
    new WorkflowSchedule(stack, 'Schedule', { workflow, rate: '1 day' });
    const template = Template.fromStack(stack);
    const granted = new Set(
      ['Fleet', 'Upload', 'Schedule', 'WorkflowAnswers'].flatMap((policies) => actionsIn(template, policies)),
    );

    expect([...explainedIn('Fleets and schedules')].sort()).toEqual([...granted].sort());
  });
});

describe('when a repository at GitHub copies the sample workflow', () => {
  const sample = read('docs', 'examples', 'github-deploy.yml');

  test('jobs deploy from the environment that the role trusts, with a token for it and no key', () => {
    expect(sample).toContain('environment: production');
    expect(sample).toContain('id-token: write');
    expect(sample).not.toMatch(/secrets\.|aws-access-key-id|aws-secret-access-key/);
  });

  test('a change is checked and tested before it is deployed', () => {
    expect(sample).toMatch(
      /run: npm ci[\s\S]*run: npm run check[\s\S]*run: npm test[\s\S]*needs: check[\s\S]*cdk deploy/,
    );
  });
});

describe('when readers copy the code of docs/constructs.md', () => {
  const blocks = codeBlocks('docs/constructs.md').filter(({ language }) => language === 'ts');

  test('all of it is here', () => {
    expect(blocks).toHaveLength(8);
  });

  test('an app of your own: two workflows, of which one has a key, a VPC, a secret and a caller', async () => {
    const template = await templateOf(blocks[0]?.code);

    expect(runtimesOf(template)).toEqual(['prices', 'stock']);
    template.hasResourceProperties('AWS::BedrockAgentCore::Runtime', {
      NetworkConfiguration: { NetworkMode: 'VPC' },
    });
    expect(template.findResources('AWS::KMS::Key')).not.toEqual({});
    expect(policyLines(template).join('\n')).toMatch(/secretsmanager:GetSecretValue .*shop\/login/);
    expect(policyLines(template, 'Caller').join('\n')).toContain('bedrock-agentcore:InvokeAgentRuntime');
    expect(Object.keys(template.findOutputs('*'))).toEqual(
      expect.arrayContaining(['RuntimeArn', 'StockRuntimeArn']),
    );
  });

  test('what other stacks share: buckets by an export and by name', async () => {
    const template = await templateOf(blocks[1]?.code);

    expect(runtimesOf(template)).toEqual(['monthly', 'weekly']);
    expect(template.findResources('AWS::S3::Bucket')).toEqual({});
    expect(policyLines(template, 'Monthly').join('\n')).toContain(
      '<import NovaActFoundation:ArtifactBucketName>/monthly/*',
    );
    expect(policyLines(template, 'Weekly').join('\n')).toContain(':s3:::shop-artifacts/weekly');
  });

  test('the runtime as a construct: rights on what another app made, and an alarm', async () => {
    const template = await templateOf(blocks[2]?.code);

    expect(template.findResources('AWS::BedrockAgentCore::Runtime')).toEqual({});
    expect(policyLines(template, 'Caller').join('\n')).toContain(
      'bedrock-agentcore:InvokeAgentRuntime bedrock-agentcore:StopRuntimeSession on <import NovaActWorkflow-getting-started:RuntimeArn>',
    );
    template.resourceCountIs('AWS::CloudWatch::Alarm', 1);
    template.resourceCountIs('AWS::EC2::SecurityGroupIngress', 1);
  });

  test('browser profiles: one that a workflow uses', async () => {
    const template = await templateOf(blocks[3]?.code);

    template.resourceCountIs('AWS::BedrockAgentCore::BrowserProfile', 1);
    expect(policyLines(template, 'WorkflowRuntimeRole').join('\n')).toContain('on <SignIns.ProfileArn>');
  });

  test('a person steps in: a desk where people of a user pool sign in', async () => {
    const template = await templateOf(blocks[4]?.code);

    template.hasResourceProperties('AWS::ApiGatewayV2::Authorizer', {
      JwtConfiguration: { Audience: [{ Ref: Match.stringLikeRegexp('^PeoplePage') }] },
    });
    template.hasResourceProperties('AWS::ApiGatewayV2::Route', {
      RouteKey: Match.stringLikeRegexp('^POST /workflows/orders.*/questions/.question./take$'),
    });
  });

  test('lost runs: a schedule', async () => {
    const template = await templateOf(blocks[5]?.code);

    template.hasResourceProperties('AWS::Events::Rule', { ScheduleExpression: 'rate(1 hour)' });
  });

  test('fleets: a machine, and a rule that starts it', async () => {
    const template = await templateOf(blocks[6]?.code);

    template.resourceCountIs('AWS::StepFunctions::StateMachine', 1);
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: Match.objectLike({ source: ['aws.s3'] }),
    });
  });

  test('schedules: one run on working days', async () => {
    const template = await templateOf(blocks[7]?.code);

    template.hasResourceProperties('AWS::Scheduler::Schedule', {
      ScheduleExpression: 'cron(30 6 ? * MON-FRI *)',
      ScheduleExpressionTimezone: 'Europe/Berlin',
    });
  });

  test('every warning and note that can be acknowledged is in its table, and no other', () => {
    const table = rows(section('docs/constructs.md', 'Errors and warnings')).flatMap(([name = '']) =>
      quoted(name),
    );

    expect(table.sort()).toEqual(
      Object.keys(cdk)
        .filter((name) => /_(?:WARNING|NOTE)$/.test(name))
        .sort(),
    );
  });
});

/** The names of the runtimes in a template. */
function runtimesOf(template: Template): unknown[] {
  return Object.values(template.findResources('AWS::BedrockAgentCore::Runtime')).map(
    ({ Properties }) => Properties.AgentRuntimeName,
  );
}
