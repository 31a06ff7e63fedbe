import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Annotations, App, Stack, Validations } from 'aws-cdk-lib';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Repository } from 'aws-cdk-lib/aws-ecr';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { AwsSolutionsChecks } from 'cdk-nag';
import { RunMachine } from '../../lib/cdk/constructs/run-machine.ts';
import {
  DELIVERY_KEY_WARNING,
  FleetOnUpload,
  HumanInTheLoop,
  NovaActWorkflow,
  type NovaActWorkflowProps,
  WorkflowFleet,
  type WorkflowFleetProps,
  WorkflowFoundation,
  workflowApp,
} from '../../lib/cdk/index.ts';
import { findingsOf, unexplained } from './rule-packs/packs.ts';
import { appProps, fixture, vpcWith } from './synthesis.ts';

/** Other builds, development and pipelines are looked at in rule-packs.slow.test.ts, which bundles for each. */
describe('when rule packs look at production, as the app makes it', () => {
  const app = workflowApp({
    catalog: [{ name: 'hello', entry: 'greeting.ts', definitionName: 'hello', description: 'Says hello' }],
    projectRoot: path.dirname(fixture('greeting.ts')),
    appProps: appProps({ build: 'codebuild', env: 'production' }),
  });
  app.synth();
  const findings = findingsOf(app);
  const ofAws = findings.filter(({ pack }) => pack === 'AwsSolutions');

  test('AWS Solutions has no finding without a reason', () => {
    expect(unexplained(ofAws)).toEqual([]);
  });

  test('the reasons are few', () => {
    const ids = ofAws.map(({ rule }) =>
      rule
        .replaceAll('hello__production', 'hello')
        .replaceAll('--production', '')
        .replaceAll('-production', ''),
    );

    expect([...new Set(ids)].sort()).toEqual(
      [
        'CB4',
        'S1',
        'IAM5[Resource::*]',
        'IAM5[Resource::<WorkflowDefinition17AC9241.Arn>/workflow-run/*]',
        'IAM5[Resource::NovaActFoundation:ExportsOutputFnGetAttFoundationArtifacts966C1EE9Arn09C976FA/hello/*]',
        'IAM5[Resource::arn:aws:bedrock-agentcore:us-east-1:<AWS::AccountId>:workload-identity-directory/default/workload-identity/hello-*]',
        'IAM5[Resource::arn:aws:logs:us-east-1:<AWS::AccountId>:log-group:*]',
        'IAM5[Resource::arn:aws:logs:us-east-1:<AWS::AccountId>:log-group:/aws/bedrock-agentcore/runtimes/<WorkflowRuntimeE24473A4.AgentRuntimeId>-DEFAULT:*]',
        'IAM5[Resource::arn:aws:logs:us-east-1:<AWS::AccountId>:log-group:/aws/bedrock-agentcore/runtimes/<WorkflowRuntimeE24473A4.AgentRuntimeId>-live:*]',
        'IAM5[Resource::arn:aws:logs:us-east-1:<AWS::AccountId>:log-group:/aws/bedrock-agentcore/runtimes/hello-*:log-stream:*]',
        'IAM5[Resource::arn:aws:logs:us-east-1:<AWS::AccountId>:log-group:/aws/bedrock-agentcore/runtimes/hello-*]',
      ].sort(),
    );
  });

  test('HIPAA, NIST and PCI find what is not set, and nothing else', () => {
    const notSet = findings.filter(({ pack, reason }) => pack !== 'AwsSolutions' && reason === undefined);

    expect([...new Set(notSet.map(({ rule }) => rule))].sort()).toEqual([
      'CloudWatchAlarmAction',
      'CloudWatchLogGroupEncrypted',
      'S3BucketLoggingEnabled',
      'S3DefaultEncryptionKMS',
    ]);
  });

  test('each reason is a sentence', () => {
    const reasons = new Set(findings.flatMap(({ reason }) => reason ?? []));

    expect(reasons.size).toBeGreaterThan(10);
    for (const reason of reasons) expect(reason).toMatch(/^[A-Za-z].{40,}\.$/);
  });
});

describe('when rule packs look at a workflow with every option', () => {
  test('no finding is without a reason', () => {
    expect(unexplained(findingsOf(appOfEveryOption()))).toEqual([]);
  });

  test('a wildcard that is added is found', () => {
    const app = appOfEveryOption((workflow) =>
      workflow.runtime.role.addToPrincipalPolicy(
        new PolicyStatement({ actions: ['sqs:*'], resources: ['arn:aws:sqs:us-east-1:123456789012:*'] }),
      ),
    );

    const policy = 'Everything/Workflow/Runtime/Role/DefaultPolicy/Resource';
    expect(unexplained(findingsOf(app))).toEqual([
      `AwsSolutions-IAM5[Action::sqs:*]: ${policy}`,
      `AwsSolutions-IAM5[Resource::arn:aws:sqs:us-east-1:123456789012:*]: ${policy}`,
      `HIPAA.Security-IAMPolicyNoStatementsWithFullAccess: ${policy}`,
      `NIST.800.53.R5-IAMPolicyNoStatementsWithFullAccess: ${policy}`,
      `PCI.DSS.321-IAMPolicyNoStatementsWithFullAccess: ${policy}`,
    ]);
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

function appOfEveryOption(change?: (workflow: NovaActWorkflow) => void): App {
  const app = new App(appProps());
  const stack = new Stack(app, 'Everything', { env: { account: '123456789012', region: 'us-east-1' } });
  const props = everyOption(stack);
  const workflow = new NovaActWorkflow(stack, 'Workflow', props);
  // The bucket of a foundation that is shared may have any key.
  const sharing = new NovaActWorkflow(stack, 'Sharing', {
    entry: 'sharing.ts',
    build: props.build,
    foundation: WorkflowFoundation.fromStackName(stack, 'Shared', 'NovaActFoundation', { encrypted: true }),
    humanInTheLoop: props.humanInTheLoop,
    lostRuns: true,
    runtime: { monitoring: props.runtime?.monitoring },
  });
  addFleets(stack, { encrypted: workflow, sharing }, props.runtime?.monitoring);
  change?.(workflow);
  app.synth();
  return app;
}

function addFleets(
  stack: Stack,
  workflows: { readonly encrypted: NovaActWorkflow; readonly sharing: NovaActWorkflow },
  monitoring: WorkflowFleetProps['monitoring'],
): void {
  const lists = Bucket.fromBucketName(stack, 'Lists', 'lists');
  const fleet = new WorkflowFleet(stack, 'Fleet', {
    workflow: workflows.encrypted,
    itemBuckets: [lists],
    monitoring,
  });
  new FleetOnUpload(stack, 'Upload', { fleet, bucket: lists, suffix: '.csv' });
  new FleetOnUpload(stack, 'OwnUpload', {
    fleet,
    bucket: workflows.encrypted.foundation.artifactBucket,
    prefix: 'uploads/',
    suffix: '.jsonl',
  });
  // The policy of a key that is imported is its owner's matter.
  Annotations.of(stack).acknowledgeWarning(DELIVERY_KEY_WARNING);
  new WorkflowFleet(stack, 'SharingFleet', { workflow: workflows.sharing, monitoring });
  new RunMachine(stack, 'Once', { workflow: workflows.encrypted, monitoring });
}

function everyOption(stack: Stack): NovaActWorkflowProps {
  // Nothing can be added to the policy of a bucket that is not of this app.
  Annotations.of(stack).acknowledgeWarning('@aws-cdk/aws-s3:accessLogsPolicyNotAdded');
  const topic = Topic.fromTopicArn(stack, 'Topic', 'arn:aws:sns:us-east-1:123456789012:alarms');
  const encryptionKey = new Key(stack, 'Key', { enableKeyRotation: true });
  return {
    entry: fixture('greeting.ts'),
    build: {
      repository: Repository.fromRepositoryName(stack, 'Images', 'images'),
      digest: `sha256:${'0'.repeat(64)}`,
    },
    foundation: new WorkflowFoundation(stack, 'Data', {
      encryptionKey,
      artifacts: { accessLogBucket: Bucket.fromBucketName(stack, 'AccessLog', 'access-log') },
    }),
    humanInTheLoop: new HumanInTheLoop(stack, 'HumanInTheLoop', {
      signIn: { issuer: 'https://id.example.com', clientId: 'page' },
      notify: ['desk@example.com'],
      encryptionKey,
    }),
    lostRuns: true,
    rollout: { payload: {} },
    runtime: {
      vpc: vpcWith(stack, 'subnet-1'),
      tracing: true,
      delivery: { usage: true, payloads: true },
      monitoring: { actions: [new SnsAction(topic)] },
      secrets: { LOGIN: Secret.fromSecretNameV2(stack, 'Login', 'login') },
    },
  };
}
