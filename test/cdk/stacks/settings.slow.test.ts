import path from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { type App, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import type { DeploymentSettings, WorkflowCatalogEntry } from '../../../lib/catalog/index.ts';
import { FoundationStack, WorkflowStack, workflowApp } from '../../../lib/cdk/index.ts';
import { appProps, fixture, policyLines } from '../synthesis.ts';

const KEY = 'arn:aws:kms:us-east-1:222222222222:key/12345678-90ab-cdef-1234-567890abcdef';
const SECRET_KEY = 'arn:aws:kms:us-east-1:222222222222:key/abcdef12-90ab-cdef-1234-567890abcdef';
const TOPIC = 'arn:aws:sns:us-east-1:222222222222:alarms';
const BOUNDARY = 'platform-boundary';

const entry: WorkflowCatalogEntry = {
  name: 'say-hello',
  entry: 'greeting.ts',
  definitionName: 'say-hello-workflow',
  description: 'Says hello',
  environment: { GREETING: 'hello', MODE: 'fast' },
};

/** A company's settings. The way to build needs no Docker, and matters nowhere here. */
const settings: DeploymentSettings = {
  environments: {
    development: { account: '111111111111', build: 'zip' },
    production: {
      account: '222222222222',
      regions: ['us-east-1'],
      qualifier: 'bank',
      permissionsBoundary: BOUNDARY,
      tags: { 'cost-center': '4711' },
      stage: 'prod',
      build: 'zip',
      customerKey: KEY,
      accessLogBucket: 'bank-access-logs',
      logRetentionDays: 3653,
      secretKeys: [KEY, SECRET_KEY],
      environment: { MODE: 'slow', SHOP: 'https://shop.example.com' },
      secrets: { LOGIN_ARN: 'shop/login' },
      monitoring: { alarmActions: [TOPIC, 'arn:aws:sns:eu-west-1:222222222222:alarms'], latencySeconds: 300 },
      tracing: true,
      delivery: { usage: true },
      vpc: {
        vpcId: 'vpc-01234567',
        subnetIds: ['subnet-01234567', 'subnet-89abcdef'],
        securityGroupIds: ['sg-01234567'],
      },
      requestHeaders: ['X-Customer-Id'],
      sessionStorage: { mountPath: '/mnt/data' },
      userIds: true,
      browserProfile: true,
      humanInTheLoop: {
        signIn: { issuer: 'https://id.example.com', clientId: 'page' },
        notify: ['desk@example.com'],
      },
      trace: 'on',
      roleCanBeAssumedBy: ['arn:aws:iam::222222222222:role/Developer'],
      workflows: {
        'say-hello': { environment: { GREETING: 'good day' }, lifecycle: { maxLifetimeSeconds: 1800 } },
      },
    },
  },
  personal: {
    build: 'zip',
    customerKey: true,
    lostRuns: true,
    keepData: false,
    monitoring: true,
    delivery: { usage: true },
    tracing: true,
  },
};

const quiet = { '@aws-cdk/core:annotationsInValidationReport': false };

function appOf(context: Record<string, unknown>, changed: Partial<DeploymentSettings> = {}): App {
  return workflowApp({
    catalog: [entry],
    settings: { ...settings, ...changed },
    projectRoot: path.dirname(fixture('greeting.ts')),
    processEnvironment: { CDK_DEFAULT_ACCOUNT: '333333333333', CDK_DEFAULT_REGION: 'us-east-1' },
    appProps: appProps({ ...quiet, ...context }),
  });
}

function stacksOf(app: App): { readonly foundation: FoundationStack; readonly workflow: WorkflowStack } {
  const foundation = app.node.children.find((child) => child instanceof FoundationStack);
  const workflow = app.node.children.find((child) => child instanceof WorkflowStack);
  if (foundation === undefined || workflow === undefined) throw new Error('A stack is missing.');
  return { foundation, workflow };
}

describe('an environment of a company', () => {
  let stacks: ReturnType<typeof stacksOf>;
  let foundation: Template;
  let workflow: Template;
  beforeAll(() => {
    stacks = stacksOf(appOf({ env: 'production' }));
    foundation = Template.fromStack(stacks.foundation);
    workflow = Template.fromStack(stacks.workflow);
  });

  test('is in its account and region, whoever deploys it, by its bootstrap stack', () => {
    for (const stack of [stacks.foundation, stacks.workflow]) {
      expect([stack.account, stack.region]).toEqual(['222222222222', 'us-east-1']);
      expect(stack.synthesizer.bootstrapQualifier).toBe('bank');
      expect(stack.tags.tagValues()).toEqual({ 'cost-center': '4711' });
    }
  });

  test('has the boundary on every role, and its tags on what takes tags', () => {
    for (const template of [foundation, workflow]) {
      const roles = Object.values(template.findResources('AWS::IAM::Role'));
      const bounded = roles.filter(({ Properties }) =>
        JSON.stringify(Properties.PermissionsBoundary).includes(BOUNDARY),
      );
      expect(bounded).toHaveLength(roles.length);
    }
    foundation.hasResourceProperties('AWS::S3::Bucket', {
      Tags: Match.arrayWith([{ Key: 'cost-center', Value: '4711' }]),
    });
    workflow.hasResourceProperties('AWS::BedrockAgentCore::Runtime', {
      Tags: Match.objectLike({ 'cost-center': '4711', 'nova-act-workflow-definition-v1': Match.anyValue() }),
    });
  });

  test('has one policy for the traces of all its workflows, and keeps every log as long', () => {
    foundation.resourceCountIs('AWS::XRay::ResourcePolicy', 1);
    workflow.resourceCountIs('AWS::XRay::ResourcePolicy', 0);
    for (const template of [foundation, workflow])
      template.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 3653 });
  });

  test('encrypts with its key, and writes an access log', () => {
    foundation.resourceCountIs('AWS::KMS::Key', 0);
    foundation.hasResourceProperties('AWS::S3::Bucket', {
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [
          { ServerSideEncryptionByDefault: { KMSMasterKeyID: KEY }, BucketKeyEnabled: true },
        ],
      },
      LoggingConfiguration: { DestinationBucketName: 'bank-access-logs' },
    });
    foundation.hasOutput('KeyArn', { Value: KEY });
  });

  test('says otherwise for one workflow than the catalog, and the catalog than the environment', () => {
    workflow.hasResourceProperties('AWS::BedrockAgentCore::Runtime', {
      EnvironmentVariables: { GREETING: 'good day', MODE: 'fast', SHOP: 'https://shop.example.com' },
      LifecycleConfiguration: { MaxLifetime: 1800 },
    });
  });

  test('says when Playwright traces are kept', () => {
    workflow.hasResourceProperties('AWS::BedrockAgentCore::Runtime', {
      EnvironmentVariables: { NOVA_ACT_TRACE: 'on' },
    });
  });

  test('lets workflows with secrets decrypt with the keys of those, by Secrets Manager of their region only', () => {
    const decrypts = policyLines(workflow, 'WorkflowRuntimeRole').filter((line) =>
      line.includes('kms:ViaService":"secretsmanager'),
    );
    const by = (region: string): string =>
      `{"StringEquals":{"kms:ViaService":"secretsmanager.${region}.amazonaws.com"}}`;

    expect(decrypts).toEqual([`Allow kms:Decrypt on ${KEY} ${SECRET_KEY} if ${by('us-east-1')}`]);
  });

  test('has alarms that tell the topic of their region', () => {
    for (const { Properties } of Object.values(workflow.findResources('AWS::CloudWatch::Alarm'))) {
      expect(Properties.AlarmActions).toEqual([TOPIC]);
    }
    workflow.hasResourceProperties('AWS::CloudWatch::Alarm', { MetricName: 'Latency', Threshold: 300_000 });
  });

  test('runs sessions in the VPC that is there, and makes no security group', () => {
    workflow.hasResourceProperties('AWS::BedrockAgentCore::Runtime', {
      NetworkConfiguration: {
        NetworkMode: 'VPC',
        NetworkModeConfig: {
          Subnets: ['subnet-01234567', 'subnet-89abcdef'],
          SecurityGroups: ['sg-01234567'],
        },
      },
    });
    workflow.resourceCountIs('AWS::EC2::SecurityGroup', 0);
    Annotations.fromStack(stacks.workflow).hasNoWarning('*', Match.anyValue());
  });

  test('hands on headers and keeps a folder', () => {
    workflow.hasResourceProperties('AWS::BedrockAgentCore::Runtime', {
      RequestHeaderConfiguration: { RequestHeaderAllowlist: ['X-Customer-Id'] },
      FilesystemConfigurations: [{ SessionStorage: { MountPath: '/mnt/data' } }],
    });
  });

  test('keeps sign-ins in a profile of its own, where the browser is that of AgentCore', () => {
    workflow.resourceCountIs('AWS::BedrockAgentCore::BrowserProfile', 1);
    expect(policyLines(workflow, 'WorkflowRuntimeRole')).toContainEqual(
      expect.stringMatching(/SaveBrowserSessionProfile .*on <BrowserProfile\.ProfileArn>/),
    );
    expect(() => appOf({ env: 'production', build: 'docker' })).toThrow(
      /production.browserProfile needs a browser of AgentCore, and this workflow has one in its image: build: "docker"/,
    );
  });

  test('asks people at a desk of its own stack, with its key, whom it tells by e-mail', () => {
    const key = { 'Fn::ImportValue': 'NovaActFoundation-prod:KeyArn' };
    workflow.hasResourceProperties('AWS::DynamoDB::Table', { SSESpecification: { KMSMasterKeyId: key } });
    workflow.hasResourceProperties('AWS::SNS::Topic', { KmsMasterKeyId: key });
    workflow.hasResourceProperties('AWS::SNS::Subscription', { Endpoint: 'desk@example.com' });
    workflow.hasResourceProperties('AWS::ApiGatewayV2::Route', {
      RouteKey: 'POST /workflows/say-hello-workflow--prod/questions/{question}/take',
      AuthorizationType: 'JWT',
    });
    workflow.hasOutput('HumanInTheLoopUrl', { Export: Match.absent() });
    workflow.hasOutput('HumanTopicArn', { Export: Match.absent() });
  });

  test('delivers logs and traces', () => {
    workflow.hasResourceProperties('AWS::Logs::DeliverySource', { LogType: 'USAGE_LOGS' });
    workflow.hasResourceProperties('AWS::Logs::DeliverySource', { LogType: 'TRACES' });
  });

  test('exports what every foundation exports', () => {
    const exportsOf = (template: Template): readonly string[] =>
      Object.keys(template.toJSON().Outputs).map((id) => id.replace(/[0-9A-F]{8}$/, ''));

    expect(exportsOf(foundation)).toEqual(
      exportsOf(Template.fromStack(stacksOf(appOf({ env: 'development' })).foundation)),
    );
  });
});

describe('personal stages', () => {
  let apps: readonly App[];
  beforeAll(() => {
    apps = ['ann', 'ben'].map((env) => appOf({ env }));
  });

  test('share an account: no name of one is a name of the other', () => {
    const [ann = [], ben = []] = apps.map((app) => namesIn(app));

    expect(ann.length).toBeGreaterThan(20);
    expect(ann.map((name) => name.split(' ')[0])).toEqual(ben.map((name) => name.split(' ')[0]));
    expect(ann.filter((name) => ben.includes(name))).toEqual([]);
  });

  test('say what they are, where everybody sees it', () => {
    const [app] = apps;
    if (app === undefined) throw new Error('There is an app.');

    Annotations.fromStack(stacksOf(app).foundation).hasInfo(
      '*',
      Match.stringLikeRegexp(
        '"ann" is a personal stage.*NovaActFoundation-ann, NovaActWorkflow-ann-say-hello.*destroy --all -c env=ann',
      ),
    );
  });

  test.each([
    ['prodution', 'did you mean "-c env=production"?'],
    ['prod', 'did you mean "-c env=production"?'],
    ['Ann', 'choose another name'],
    ['ann-2', 'choose another name'],
    ['annabelle-maria', 'choose another name'],
    ['encrypted', 'choose another name'],
    ['say', 'choose another name'],
    ['staging', 'choose another name'],
  ])('are not called %s', (env, fix) => {
    expect(() => appOf({ env })).toThrow(fix);
  });

  test('have no stage of another environment', () => {
    const environments = { ...settings.environments, trial: { stage: 'T1' } };

    expect(() => appOf({ env: 't1' }, { environments })).toThrow('context value env is the stage of trial');
  });

  test('are there only when the settings have them', () => {
    expect(() => appOf({ env: 'ann' }, { personal: undefined })).toThrow(
      'or add "personal: {}" to the settings',
    );
  });
});

describe('what an environment names must be where it is', () => {
  const foreign = 'arn:aws:iam::999999999999:policy/boundary';
  const away = {
    permissionsBoundary: foreign,
    monitoring: { alarmActions: ['arn:aws:sns:eu-west-1:222222222222:alarms'] },
  };
  const at = 'settings.environments.live';
  const problems = [`${at}.permissionsBoundary`, `${at}.monitoring.alarmActions`];
  const connection =
    'arn:aws:codeconnections:us-east-1:123456789012:connection/01234567-89ab-cdef-0123-456789abcdef';

  test.each<[string, Record<string, unknown>, Partial<DeploymentSettings>, readonly string[]]>([
    ['that of the credentials', {}, {}, problems],
    ['for the role of GitHub, too', { github: 'a/b', env: 'live' }, {}, problems],
    ['that of the command line', { regions: 'us-west-2' }, {}, problems],
    [
      'that of the pipeline',
      { connection, repository: 'a/b' },
      { pipeline: { account: '333333333333', region: 'us-west-2' } },
      problems,
    ],
    [
      'that of the pipeline itself',
      { connection, repository: 'a/b' },
      { pipeline: { permissionsBoundary: foreign } },
      ['settings.pipeline.permissionsBoundary', ...problems],
    ],
  ])('%s', (_, context, changed, wheres) => {
    const environments = { live: { build: 'zip', ...away } } as const;

    expect(() => appOf(context, { environments, ...changed })).toThrow(
      expect.objectContaining({ problems: wheres.map((where) => expect.objectContaining({ where })) }),
    );
  });
});

describe('when catalog, settings and command line have problems', () => {
  const at = 'settings.environments.live';

  test.each<[DeploymentSettings['environments'][string], readonly string[]]>([
    [{ hotswap: true, rollout: { payload: {} } }, [`${at}.rollout`]],
    [{ hotswap: true, workflows: { other: { liveVersion: '7' } } }, [`${at}.workflows.other.liveVersion`]],
    [{ requestHeaders: ['Authorization'] }, [`${at}.requestHeaders`]],
    [{ environment: { NOVA_ACT_BROWSER: 'x' } }, [`${at}.environment.NOVA_ACT_BROWSER`]],
    [{ secrets: { AWS_REGION: 'x' } }, [`${at}.secrets.AWS_REGION`]],
  ])('%j is said once, for however many workflows', (live, wheres) => {
    const act = (): App =>
      workflowApp({
        catalog: [entry, { ...entry, name: 'other', definitionName: 'other' }],
        settings: { environments: { live: { ...live, build: 'zip' } } },
        projectRoot: path.dirname(fixture('greeting.ts')),
        appProps: appProps(),
      });

    expect(act).toThrow(
      expect.objectContaining({ problems: wheres.map((where) => expect.objectContaining({ where })) }),
    );
  });

  test('all of them are said at once', () => {
    const act = (): App =>
      workflowApp({
        catalog: [
          { ...entry, name: 'Say Hello' },
          { ...entry, entry: 'nowhere.ts' },
        ],
        settings: {
          ...settings,
          environments: {
            ...settings.environments,
            production: { ...settings.environments.production, account: '12', workflows: { 'say-helo': {} } },
          },
        },
        projectRoot: path.dirname(fixture('greeting.ts')),
        appProps: appProps({ env: 'production', build: 'zap', regions: 'eu-west-1', biuld: 'zip' }),
      });

    expect(act).toThrow(
      expect.objectContaining({
        problems: [
          expect.objectContaining({ where: 'catalog[0].name' }),
          expect.objectContaining({ where: 'say-hello.definitionName' }),
          expect.objectContaining({ where: 'settings.environments.production.account', got: '"12"' }),
          expect.objectContaining({
            where: 'settings.environments.production.workflows.say-helo',
            fix: 'did you mean "say-hello"?',
          }),
          expect.objectContaining({ where: 'context.biuld' }),
          expect.objectContaining({ where: 'context value build' }),
          expect.objectContaining({ where: 'settings.environments.production.secretKeys[0]' }),
          expect.objectContaining({ where: 'settings.environments.production.secretKeys[1]' }),
          expect.objectContaining({ where: 'settings.environments.production.customerKey' }),
          expect.objectContaining({ where: 'say-hello.entry' }),
        ],
      }),
    );
  });
});

test('what is no settings at all is said as such', () => {
  expect(() => appOf({}, JSON.parse('{"environments":null}'))).toThrow(
    'settings.environments must be an object',
  );
});

describe('what the command line says', () => {
  test.each([
    [{ env: '' }, 'context value env is empty'],
    [
      { regions: 'us-esat-1' },
      'context value regions is not a region that is known: "us-esat-1" (allowed: the name of a region; fix: did you mean "us-east-1"?)',
    ],
  ])('%j is refused', (context, problem) => {
    expect(() => appOf(context)).toThrow(problem);
  });

  test('a region that is newer than the CDK is none that is misspelled, as one in the settings is', () => {
    const environments = { live: { regions: ['us-east-3', 'us-wset-2'], build: 'zip' } } as const;

    expect(() => appOf({}, { environments })).toThrow(
      expect.objectContaining({
        problems: [
          expect.objectContaining({
            where: 'settings.environments.live.regions[1]',
            fix: 'did you mean "us-west-2"?',
          }),
        ],
      }),
    );
  });

  test('comes before the settings', () => {
    const app = appOf({ regions: 'us-east-1,us-west-2', build: 'codebuild' });
    const regions = app.node.findAll().filter((child) => child instanceof FoundationStack);

    expect(regions.map(({ region, account }) => [region, account])).toEqual([
      ['us-east-1', '111111111111'],
      ['us-west-2', '111111111111'],
    ]);
    Template.fromStack(stacksOf(app).workflow).resourceCountIs('AWS::CodeBuild::Project', 1);
  });

  test('chooses the first environment when it chooses none', () => {
    expect(stacksOf(appOf({})).foundation.stackName).toBe('NovaActFoundation');
  });
});

/** Names that an account has once, of resources, stacks and exports, that are known before they are deployed. */
function namesIn(app: App): string[] {
  return app.node.children
    .filter((child) => Stack.isStack(child))
    .flatMap((stack) => {
      const { Resources = {}, Outputs = {} } = Template.fromStack(stack).toJSON();
      const resources = Object.entries<{ Type: string; Properties?: Record<string, unknown> }>(Resources);
      const exported = Object.values<{ Export?: { Name: unknown } }>(Outputs);
      return [
        `Stack ${stack.stackName}`,
        ...resources.flatMap(([, { Type, Properties = {} }]) =>
          Object.entries(Properties)
            .filter(([property, value]) => isPhysicalName(Type, property) && isKnown(value))
            .map(([property, value]) => `${Type}.${property} ${JSON.stringify(value)}`),
        ),
        ...exported.flatMap(({ Export }) =>
          Export === undefined ? [] : `Export ${JSON.stringify(Export.Name)}`,
        ),
      ];
    });
}

/** Members that are called so and name something else, or something within another resource. */
const NO_NAMES = [
  'AWS::IAM::Policy.PolicyName',
  'AWS::BedrockAgentCore::RuntimeEndpoint.Name',
  'AWS::CloudWatch::Alarm.MetricName',
];

function isPhysicalName(type: string, property: string): boolean {
  return /^(?:\w*Name|AlarmName)$/.test(property) && !NO_NAMES.includes(`${type}.${property}`);
}

/** A reference to another resource of the stack is another value in each stack. */
function isKnown(value: unknown): boolean {
  return (
    typeof value === 'string' ||
    !/"(?:Ref":"(?!AWS::)|Fn::GetAtt|Fn::ImportValue)/.test(JSON.stringify(value))
  );
}
