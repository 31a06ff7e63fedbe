import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { App, Stack, Validations } from 'aws-cdk-lib';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { AwsSolutionsChecks } from 'cdk-nag';
import {
  BUILD_MODES,
  type BuildMode,
  NovaActWorkflow,
  PipelineStack,
  WorkflowFoundation,
  workflowApp,
} from '../../lib/cdk/index.ts';
import { appProps, fixture } from './synthesis.ts';

interface Report {
  readonly pluginReports: readonly {
    readonly pluginName: string;
    readonly conclusion: string;
    readonly violations: readonly { readonly ruleName: string }[];
  }[];
}

function appWith(context: { readonly build: BuildMode; readonly env: string }): App {
  const app = workflowApp({
    catalog: [{ name: 'hello', entry: 'greeting.ts', definitionName: 'hello', description: 'Says hello' }],
    projectRoot: path.dirname(fixture('greeting.ts')),
    appProps: appProps(context),
  });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return app;
}

/** The findings that the bucket, the execution role and the log groups have reasons for. */
const WORKFLOW = [
  'AwsSolutions-S1',
  'AwsSolutions-IAM5[Resource::*]',
  'AwsSolutions-IAM5[Resource::<WorkflowDefinition17AC9241.Arn>/workflow-run/*]',
  'AwsSolutions-IAM5[Resource::NovaActFoundation:ExportsOutputFnGetAttFoundationArtifacts966C1EE9Arn09C976FA/hello/*]',
  'AwsSolutions-IAM5[Resource::arn:aws:bedrock-agentcore:us-east-1:<AWS::AccountId>:workload-identity-directory/default/workload-identity/hello-*]',
  'AwsSolutions-IAM5[Resource::arn:aws:logs:us-east-1:<AWS::AccountId>:log-group:*]',
  'AwsSolutions-IAM5[Resource::arn:aws:logs:us-east-1:<AWS::AccountId>:log-group:/aws/bedrock-agentcore/runtimes/<WorkflowRuntimeE24473A4.AgentRuntimeId>-DEFAULT:*]',
  'AwsSolutions-IAM5[Resource::arn:aws:logs:us-east-1:<AWS::AccountId>:log-group:/aws/bedrock-agentcore/runtimes/<WorkflowRuntimeE24473A4.AgentRuntimeId>-live:*]',
  'AwsSolutions-IAM5[Resource::arn:aws:logs:us-east-1:<AWS::AccountId>:log-group:/aws/bedrock-agentcore/runtimes/hello-*:log-stream:*]',
  'AwsSolutions-IAM5[Resource::arn:aws:logs:us-east-1:<AWS::AccountId>:log-group:/aws/bedrock-agentcore/runtimes/hello-*]',
];

/** What the app says to the rules, by the id of the finding. */
function reasonsOf(app: App): Map<string, string> {
  const reasons = app.node
    .findAll()
    .flatMap(({ node }) => node.metadata)
    .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
    .flatMap(({ data }) => Object.entries<string>(data))
    .map(([id, reason]) => [id.replace('Annotation::', ''), reason] as const)
    .filter(([id]) => id.startsWith('AwsSolutions-'));
  return new Map(reasons);
}

describe.each([
  { build: 'docker', env: 'development' },
  { build: 'docker', env: 'production' },
  { build: 'codebuild', env: 'production' },
  { build: 'zip', env: 'production' },
] as const)('when AWS Solutions rules look at $env, built by $build', ({ build, env }) => {
  const app = appWith({ build, env });
  const { directory } = app.synth();
  const reasons = reasonsOf(app);

  test('there is no finding without a reason', () => {
    const report: Report = JSON.parse(readFileSync(path.join(directory, 'validation-report.json'), 'utf8'));

    expect(
      report.pluginReports.flatMap(({ violations }) => violations.map(({ ruleName }) => ruleName)),
    ).toEqual([]);
    for (const reason of reasons.values()) expect(reason.length).toBeGreaterThan(20);
  });

  test('the reasons are few', () => {
    const ids = [...reasons.keys()].map((id) =>
      id
        .replaceAll('hello__production', 'hello')
        .replaceAll('--production', '')
        .replaceAll('-production', ''),
    );

    expect(ids.sort()).toEqual([...(build === 'codebuild' ? ['AwsSolutions-CB4'] : []), ...WORKFLOW].sort());
  });
});

/** The findings of the rules in all stacks of an app, without those that have a reason. */
function findingsOf(app: App): string[] {
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  const { directory } = app.synth();
  const report: Report = JSON.parse(readFileSync(path.join(directory, 'validation-report.json'), 'utf8'));
  return report.pluginReports.flatMap(({ violations }) => violations.map(({ ruleName }) => ruleName));
}

describe.each(BUILD_MODES)(
  'when AWS Solutions rules look at a workflow with every option, built by %s',
  (build) => {
    test('there is no finding without a reason', () => {
      const app = new App(appProps());
      const stack = new Stack(app, 'Everything', { env: { account: '123456789012', region: 'us-east-1' } });
      const encryptionKey = new Key(stack, 'Key', { enableKeyRotation: true });
      new NovaActWorkflow(stack, 'Workflow', {
        entry: fixture('greeting.ts'),
        build,
        foundation: new WorkflowFoundation(stack, 'Data', { encryptionKey }),
        lostRuns: true,
        runtime: {
          vpc: Vpc.fromVpcAttributes(stack, 'Vpc', {
            vpcId: 'vpc-1',
            availabilityZones: ['us-east-1a'],
            privateSubnetIds: ['subnet-1'],
            privateSubnetRouteTableIds: ['table-1'],
          }),
          tracing: true,
          delivery: { usage: true, payloads: true },
          secrets: { LOGIN: Secret.fromSecretNameV2(stack, 'Login', 'login') },
        },
      });

      expect(findingsOf(app)).toEqual([]);
    });
  },
);

describe('when AWS Solutions rules look at a pipeline', () => {
  const catalog = [
    { name: 'hello', entry: 'greeting.ts', definitionName: 'hello', description: 'Says hello' },
  ];
  const projectRoot = path.dirname(fixture('greeting.ts'));
  const connectionArn =
    'arn:aws:codeconnections:us-east-1:123456789012:connection/01234567-89ab-cdef-0123-456789abcdef';

  test('there is no finding without a reason, in its own stack and in those that it deploys', () => {
    const app = workflowApp({
      catalog,
      projectRoot,
      appProps: appProps({ build: 'codebuild', connection: connectionArn, repository: 'owner/workflows' }),
    });

    expect(findingsOf(app)).toEqual([]);
  });

  test('nor in what another account and another region need', () => {
    const app = new App(appProps({ '@aws-cdk/core:annotationsInValidationReport': false }));
    new PipelineStack(app, 'Pipeline', {
      catalog,
      projectRoot,
      source: { connectionArn, repository: 'owner/workflows', branch: 'main' },
      build: 'zip',
      settings: {
        environments: { live: { account: '222222222222', regions: ['us-east-1', 'eu-west-1'] } },
        pipeline: { account: '123456789012', region: 'us-east-1' },
      },
    });

    expect(findingsOf(app)).toEqual([]);
  });
});

describe('when a resource has no reason for what it is', () => {
  test('the synthesis fails', () => {
    const app = new App(appProps());
    new Bucket(new Stack(app, 'Careless'), 'Bucket');
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));

    expect(() => app.synth()).toThrow('AwsSolutions-S1');
  });
});
