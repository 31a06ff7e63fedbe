import { beforeAll, describe, expect, test } from '@jest/globals';
import { Duration, Lazy, type Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Repository } from 'aws-cdk-lib/aws-ecr';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket, type IBucket } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { WorkflowFleet } from '../../../lib/cdk/constructs/workflow-fleet.ts';
import {
  NovaActWorkflow,
  type NovaActWorkflowProps,
  WorkflowFoundation,
  WorkflowSchedule,
  type WorkflowScheduleProps,
} from '../../../lib/cdk/index.ts';
import { policyLines, render, testStack } from '../synthesis.ts';

const SCHEDULE = 'AWS::Scheduler::Schedule';

/** Nothing is bundled of the workflow, which takes its time. */
function workflowIn(stack: Stack, props: Partial<NovaActWorkflowProps> = {}): NovaActWorkflow {
  const repository = Repository.fromRepositoryName(stack, 'Images', 'images');
  const build = { repository, digest: `sha256:${'0'.repeat(64)}` };
  return new NovaActWorkflow(stack, 'Workflow', { entry: 'not-read/greeting.ts', build, ...props });
}

type Timing = Omit<WorkflowScheduleProps, 'workflow' | 'fleet'>;

function oneRun(props: Timing, workflowProps: Partial<NovaActWorkflowProps> = {}): Template {
  const stack = testStack();
  new WorkflowSchedule(stack, 'Nightly', { workflow: workflowIn(stack, workflowProps), ...props });
  return Template.fromStack(stack);
}

const scheduleOf = (template: Template) => Object.values(template.findResources(SCHEDULE))[0]?.Properties;

describe('a schedule of one run', () => {
  let template: Template;
  beforeAll(() => {
    template = oneRun({
      cron: '0 3 * * ? *',
      timeZone: 'Europe/Berlin',
      window: Duration.minutes(15),
      payload: { url: 'https://shop.example.com', at: '<aws.scheduler.scheduled-time>' },
    });
  });

  test('starts a machine of its own with the payload', () => {
    expect(scheduleOf(template)).toMatchObject({
      ScheduleExpression: 'cron(0 3 * * ? *)',
      ScheduleExpressionTimezone: 'Europe/Berlin',
      FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 15 },
      State: 'ENABLED',
      Target: {
        Arn: { Ref: expect.stringMatching(/^NightlyRunMachine/) },
        Input: '{"url":"https://shop.example.com","at":"<aws.scheduler.scheduled-time>"}',
        RoleArn: { 'Fn::GetAtt': [expect.stringMatching(/^NightlyRole/), 'Arn'] },
        RetryPolicy: { MaximumEventAgeInSeconds: 3600, MaximumRetryAttempts: 3 },
        DeadLetterConfig: { Arn: { 'Fn::GetAtt': [expect.stringMatching(/^NightlyFailedStarts/), 'Arn'] } },
      },
    });
  });

  test('may start that machine and keep what failed, and nothing else, for schedules of this account only', () => {
    expect(policyLines(template, 'NightlyRoleDefaultPolicy')).toEqual([
      'Allow states:StartExecution on <NightlyRunMachine>',
      'Allow sqs:SendMessage on <NightlyFailedStarts.Arn>',
    ]);
    const [role] = Object.entries(template.findResources('AWS::IAM::Role'))
      .filter(([id]) => id.startsWith('NightlyRole'))
      .map(([, { Properties }]) => Properties);
    expect(role.AssumeRolePolicyDocument.Statement).toEqual([
      {
        Action: 'sts:AssumeRole',
        Effect: 'Allow',
        Principal: { Service: 'scheduler.amazonaws.com' },
        Condition: {
          StringEquals: {
            'aws:SourceAccount': { Ref: 'AWS::AccountId' },
            'aws:SourceArn': expect.anything(),
          },
        },
      },
    ]);
    const { 'aws:SourceArn': group } = role.AssumeRolePolicyDocument.Statement[0].Condition.StringEquals;
    expect(render(group)).toBe('arn:aws:scheduler:us-east-1:<AWS::AccountId>:schedule-group/default');
  });

  test('keeps failed starts for 14 days, encrypted, for whoever comes by TLS', () => {
    template.hasResourceProperties('AWS::SQS::Queue', {
      MessageRetentionPeriod: 1_209_600,
      SqsManagedSseEnabled: true,
    });
    template.hasResourceProperties('AWS::SQS::QueuePolicy', {
      PolicyDocument: Match.objectLike({
        Statement: [
          Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
        ],
      }),
    });
    template.hasResource('AWS::SQS::Queue', { DeletionPolicy: 'Delete' });
  });

  test('is made when what it starts is ready, rights of the host included', () => {
    const [{ DependsOn: needed }] = Object.values(template.findResources(SCHEDULE)) as [
      { DependsOn: readonly string[] },
    ];
    expect(needed).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^NightlyRoleDefaultPolicy/),
        expect.stringMatching(/^NightlyRunMachine/),
        expect.stringMatching(/^WorkflowAnswers/),
      ]),
    );
  });

  test('has no alarms, unless somebody asks for them', () => {
    template.resourceCountIs('AWS::CloudWatch::Alarm', 0);
    const stack = testStack();
    const actions = [new SnsAction(new Topic(stack, 'Topic'))];
    const { alarms } = new WorkflowSchedule(stack, 'Nightly', {
      workflow: workflowIn(stack),
      rate: '1 day',
      monitoring: { actions },
    });
    const watched = Template.fromStack(stack);

    watched.resourceCountIs('AWS::CloudWatch::Alarm', alarms.length);
    watched.allResourcesProperties('AWS::CloudWatch::Alarm', { AlarmActions: [Match.anyValue()] });
    watched.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'ApproximateNumberOfMessagesVisible',
      TreatMissingData: 'notBreaching',
    });
    watched.hasResourceProperties(
      'AWS::CloudWatch::Alarm',
      Match.objectLike({ AlarmDescription: Match.stringLikeRegexp('greeting') }),
    );
  });
});

test('says fields of cron with single spaces between', () => {
  expect(scheduleOf(oneRun({ cron: ' 0  3\t*\n* ? * ' })).ScheduleExpression).toBe('cron(0 3 * * ? *)');
});

test('says the other times, and needs no payload', () => {
  expect(scheduleOf(oneRun({ rate: '90 minutes', enabled: false }))).toMatchObject({
    ScheduleExpression: 'rate(90 minutes)',
    FlexibleTimeWindow: { Mode: 'OFF' },
    State: 'DISABLED',
    Target: { Input: '{}' },
  });
  expect(scheduleOf(oneRun({ at: '2099-12-24T18:00:00' }))).toMatchObject({
    ScheduleExpression: 'at(2099-12-24T18:00:00)',
  });
});

test('with a customer key, the schedule, the queue and the machine are encrypted with it', () => {
  const stack = testStack();
  const encryptionKey = new Key(stack, 'Key');
  const foundation = new WorkflowFoundation(stack, 'Foundation', { encryptionKey });
  new WorkflowSchedule(stack, 'Nightly', { workflow: workflowIn(stack, { foundation }), rate: '1 day' });
  const template = Template.fromStack(stack);
  const keyArn = { 'Fn::GetAtt': [expect.stringMatching(/^Key/), 'Arn'] };

  expect(scheduleOf(template).KmsKeyArn).toEqual(keyArn);
  expect(Object.values(template.findResources('AWS::SQS::Queue'))[0]?.Properties.KmsMasterKeyId).toEqual(
    keyArn,
  );
  expect(policyLines(template, 'NightlyRoleDefaultPolicy')).toEqual([
    'Allow states:StartExecution on <NightlyRunMachine>',
    'Allow kms:Decrypt kms:GenerateDataKey on <Key.Arn> if {"StringEquals":{"kms:ViaService":{"Fn::Join":["",["states.us-east-1.",{"Ref":"AWS::URLSuffix"}]]}}}',
    'Allow sqs:SendMessage on <NightlyFailedStarts.Arn>',
    'Allow kms:Decrypt on <Key.Arn>',
    'Allow kms:Decrypt kms:GenerateDataKey on <Key.Arn> if {"StringEquals":{"kms:ViaService":{"Fn::Join":["",["sqs.us-east-1.",{"Ref":"AWS::URLSuffix"}]]}}}',
  ]);
});

describe('a schedule of a fleet', () => {
  test('starts its machine with where the items are, and makes no other', () => {
    const stack = testStack();
    const workflow = workflowIn(stack);
    const lists = new Bucket(stack, 'Lists');
    const fleet = new WorkflowFleet(stack, 'Fleet', { workflow, itemBuckets: [lists as IBucket] });
    const { runMachine, alarms } = new WorkflowSchedule(stack, 'Nightly', {
      workflow,
      fleet,
      cron: '0 3 ? * MON-FRI *',
      items: { format: 'csv', bucket: lists.bucketName, key: 'shops.csv' },
      monitoring: true,
    });
    const template = Template.fromStack(stack);

    expect(runMachine).toBeUndefined();
    expect(alarms).toHaveLength(1);
    template.resourceCountIs('AWS::StepFunctions::StateMachine', 1);
    const { Target } = scheduleOf(template);
    expect(Target.Arn).toEqual({ Ref: expect.stringMatching(/^FleetItemsMachine/) });
    expect(render(Target.Input)).toBe('{"items":{"format":"csv","bucket":"<Lists>","key":"shops.csv"}}');
    expect(policyLines(template, 'NightlyRoleDefaultPolicy')[0]).toBe(
      'Allow states:StartExecution on <FleetItemsMachine>',
    );
  });
});

test('a fleet may read the one file in the artifact bucket that its schedule names', () => {
  const stack = testStack();
  const workflow = workflowIn(stack);
  const fleet = new WorkflowFleet(stack, 'Fleet', { workflow });
  const before = policyLines(Template.fromStack(stack), 'FleetItemsMachineRoleDefaultPolicy');
  const again = testStack();
  const same = workflowIn(again);
  new WorkflowSchedule(again, 'Nightly', {
    workflow: same,
    fleet: new WorkflowFleet(again, 'Fleet', { workflow: same }),
    rate: '1 day',
    items: { key: 'lists/shops.jsonl' },
  });
  const after = policyLines(Template.fromStack(again), 'FleetItemsMachineRoleDefaultPolicy');

  expect(fleet.workflow.artifactPrefix).toBe(same.artifactPrefix);
  expect(after.filter((line) => !before.includes(line))).toEqual([
    expect.stringMatching(/^Allow s3:GetObject on <WorkflowFoundation\w*.Arn>\/lists\/shops.jsonl$/),
  ]);
});

describe('what cannot be started is refused', () => {
  const tried = (props: object, workflowProps: Partial<NovaActWorkflowProps> = {}) => {
    const stack = testStack();
    const workflow = workflowIn(stack, workflowProps);
    return () => new WorkflowSchedule(stack, 'Nightly', Object.assign({ workflow }, props));
  };

  test.each<[object, RegExp]>([
    [{}, /Nightly does not say when: none of them/],
    [{ rate: '1 day', cron: '0 3 * * ? *' }, /Nightly says more than once when/],
    [{ cron: '0 3 * * ? 2020' }, /Nightly.cron means no day that is still to come: "0 3 \* \* \? 2020"/],
    [
      { cron: '0 3 30 2 ? *' },
      /Nightly.cron means no day that is still to come.*fix: write "\*" for the year/,
    ],
    [
      { at: '2099-03-29T02:30:00', timeZone: 'Europe/Berlin' },
      /Nightly.at is a time that clocks leave out when summer time begins/,
    ],
    [{ cron: '0 3 * * ? *', timeZone: 'europe/berlin' }, /fix: write "Europe\/Berlin"/],
    [{ cron: '0 3 * * * *' }, /Nightly.cron must have "\?" for one of/],
    [{ rate: '1 days' }, /Nightly.rate does not say how often.*fix: write "1 day"/],
    [{ rate: '1 day', timeZone: 'UTC' }, /Nightly has a time zone, which means nothing to a rate/],
    [{ rate: '1 day', windw: 1 }, /Nightly.windw is not a known key.*did you mean "window"/],
    [{ rate: '1 day', windowMinutes: 1 }, /Nightly.windowMinutes is not a known key/],
    [
      { rate: '1 day', window: Duration.seconds(90) },
      /Nightly.window is not a window in whole minutes: 1.5 minutes/,
    ],
    [{ rate: '1 day', window: 15 }, /Nightly.window is not what is expected here: 15/],
    [{ rate: Lazy.string({ produce: () => '1 day' }) }, /Nightly.rate must be known at synthesis/],
    [
      { rate: '1 day', monitoring: { action: [] } },
      /Nightly.monitoring.action is not a known key.*"actions"/,
    ],
    [
      { rate: '1 day', items: { key: 'a.csv', bukket: 'b' } },
      /Nightly.items.bukket is not a known key.*"bucket"/,
    ],
    [
      { rate: '1 day', items: { bucket: 'lists', key: 'shops.csv' } },
      /Nightly.items has no fleet to run them/,
    ],
    [{ rate: '1 day', workflow: {} }, /Nightly.workflow is not what is expected here/],
    [
      { at: '2020-01-01T00:00:00', timeZone: 'Asia/Tokyo' },
      /Nightly.at is over: .* in Asia\/Tokyo it is .*fix: remove the schedule/,
    ],
  ])('%j', (props, message) => {
    expect(tried(props)).toThrow(message);
  });

  test('of a workflow whose callers are others', () => {
    const discoveryUrl = 'https://id.example.com/.well-known/openid-configuration';
    expect(
      tried({ rate: '1 day' }, { runtime: { authorizer: { discoveryUrl, allowedClients: ['app'] } } }),
    ).toThrow('lets callers in by tokens');
  });

  test('of a fleet: nothing to run, another workflow, a bucket or a folder that it does not read', () => {
    const stack = testStack();
    const workflow = workflowIn(stack);
    const fleet = new WorkflowFleet(stack, 'Fleet', { workflow });
    const schedule = (props: object) => () =>
      new WorkflowSchedule(stack, 'Nightly', Object.assign({ workflow, fleet, rate: '1 day' }, props));

    expect(schedule({})).toThrow('Nightly.fleet has nothing to run');
    expect(schedule({ payload: {} })).toThrow('leave fleet out to start one run');
    expect(schedule({ items: { key: 'lists/shops' } })).toThrow(
      'Nightly.items do not say how they are written down: "lists/shops"',
    );
    const token = Lazy.string({ produce: () => 'lists/shops.csv' });
    expect(schedule({ items: { key: token } })).toThrow('Nightly.items do not say how they are written down');
    expect(schedule({ items: { key: `${token}.txt` } })).toThrow('do not say how they are written down');
    expect(schedule({ items: { bucket: 'lists', key: 'a.csv' } })).toThrow(
      'Nightly.items.bucket is a bucket that the fleet may not read: "lists" (allowed: none but the artifact bucket',
    );
    expect(schedule({ items: { format: 'objects', key: 'orders/' } })).toThrow(
      `Nightly.items.key is nothing that the fleet may read in the artifact bucket: "orders/" (allowed: the key of one file, keys that begin with "${workflow.artifactPrefix}/fleets/"`,
    );
    expect(schedule({ items: { key: 'lists/<aws.scheduler.scheduled-time>.csv' } })).toThrow(
      'Nightly.items.key',
    );
    const bucket = workflow.foundation.artifactBucket.bucketName;
    expect(schedule({ items: { bucket, format: 'objects', key: 'orders/' } })).toThrow(
      'Nightly.items.key is nothing that the fleet may read in the artifact bucket',
    );
    expect(schedule({ items: { bucket, key: 'lists/*' } })).toThrow('Nightly.items.key is nothing');
    expect(schedule({ items: { key: `${workflow.artifactPrefix}/fleets/lists/shops.csv` } })).not.toThrow();
    const other = new NovaActWorkflow(stack, 'Other', {
      entry: 'not-read/other.ts',
      build: {
        repository: Repository.fromRepositoryName(stack, 'Others', 'o'),
        digest: `sha256:${'1'.repeat(64)}`,
      },
    });
    expect(schedule({ workflow: other, items: { bucket: 'x', key: 'a' } })).toThrow(
      'Nightly.fleet is of another workflow',
    );
  });
});
