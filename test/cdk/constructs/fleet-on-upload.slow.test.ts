import { describe, expect, test } from '@jest/globals';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Bucket, EventType } from 'aws-cdk-lib/aws-s3';
import { LambdaDestination } from 'aws-cdk-lib/aws-s3-notifications';
import {
  ArtifactBucket,
  FleetOnUpload,
  type FleetOnUploadProps,
  UPLOAD_QUEUE_KEY_NOTE,
  WorkflowFleet,
  WorkflowFoundation,
} from '../../../lib/cdk/index.ts';
import { policyLines, render } from '../synthesis.ts';
import { emptyStack, encryptedFoundation, fleetIn, workflowIn } from './fleet-stacks.ts';

type Files = Omit<FleetOnUploadProps, 'fleet' | 'bucket'>;

function uploadsTo(place: 'own' | 'imported' | 'artifacts', files: Files, encrypted = false) {
  const stack = emptyStack();
  const workflow = workflowIn(stack, encrypted ? { foundation: encryptedFoundation(stack) } : {});
  const bucket = {
    own: () => new ArtifactBucket(stack, 'Lists'),
    imported: () => Bucket.fromBucketName(stack, 'Lists', 'lists'),
    artifacts: () => workflow.foundation.artifactBucket,
  }[place]();
  const itemBuckets = place === 'artifacts' ? [] : [bucket];
  const fleet = new WorkflowFleet(stack, 'Fleet', { workflow, itemBuckets, monitoring: true });
  const upload = new FleetOnUpload(stack, 'Upload', { fleet, bucket, ...files });
  return { stack, bucket, fleet, upload };
}

function ruleOf(template: Template) {
  const [rule] = Object.values(template.findResources('AWS::Events::Rule'));
  return rule;
}

describe('when files start a fleet', () => {
  const { stack } = uploadsTo('own', { prefix: 'lists/', suffix: '.jsonl' });
  const template = Template.fromStack(stack);

  test('EventBridge starts it with the file, by prefix and suffix together', () => {
    const { EventPattern, Targets } = ruleOf(template)?.Properties ?? {};

    expect(EventPattern).toMatchObject({
      source: ['aws.s3'],
      'detail-type': ['Object Created'],
      detail: { object: { key: [{ wildcard: 'lists/*.jsonl' }] } },
    });
    expect(render(EventPattern.detail.bucket.name[0])).toBe('<Lists>');
    expect(Targets).toHaveLength(1);
    expect(Targets[0].InputTransformer.InputTemplate).toMatch(
      /^{"items":{"format":"jsonl","bucket":<[^>]+>,"key":<[^>]+>}}$/,
    );
    expect(Targets[0].DeadLetterConfig).toBeDefined();
  });

  test('it may start this machine, for rules of this account, and nothing else', () => {
    template.hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: {
        Statement: [
          Match.objectLike({
            Principal: { Service: 'events.amazonaws.com' },
            Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
          }),
        ],
      },
    });
    expect(policyLines(template, 'UploadRole')).toEqual([
      'Allow states:StartExecution on <FleetItemsMachine>',
    ]);
  });

  test('it comes after what executions need', () => {
    expect(ruleOf(template)?.DependsOn).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^FleetItemsItself/),
        expect.stringMatching(/^WorkflowAnswers/),
        expect.stringMatching(/^FleetItemsMachineRoleDefaultPolicy/),
      ]),
    );
  });

  test('what could not start waits in an encrypted queue, and an alarm says so', () => {
    template.hasResourceProperties('AWS::SQS::Queue', {
      SqsManagedSseEnabled: true,
      MessageRetentionPeriod: 14 * 24 * 3600,
    });
    template.hasResourceProperties('AWS::SQS::QueuePolicy', {
      PolicyDocument: Match.objectLike({
        Statement: Match.arrayWith([
          Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
        ]),
      }),
    });
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'ApproximateNumberOfMessagesVisible',
    });
  });

  test('the bucket sends its events, by a property of its own and no function', () => {
    template.hasResourceProperties('AWS::S3::Bucket', {
      NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
    });
    template.resourceCountIs('Custom::S3BucketNotifications', 0);
  });
});

describe('when the key of a file says it otherwise', () => {
  test.each<[Files, unknown, string]>([
    [{ prefix: 'lists/', format: 'csv' }, [{ prefix: 'lists/' }], 'csv'],
    [{ suffix: '.csv' }, [{ suffix: '.csv' }], 'csv'],
    [{ suffix: '.JSON' }, [{ suffix: '.JSON' }], 'json'],
    [{ prefix: 'a*b\\', suffix: '.json', format: 'jsonl' }, [{ wildcard: 'a\\*b\\\\*.json' }], 'jsonl'],
    [{ format: 'jsonl' }, undefined, 'jsonl'],
  ])('%j', (files, key, format) => {
    const { stack } = uploadsTo('imported', files);
    const { EventPattern, Targets } = ruleOf(Template.fromStack(stack))?.Properties ?? {};

    expect(EventPattern.detail.object?.key).toEqual(key);
    expect(Targets[0].InputTransformer.InputTemplate).toContain(`"format":"${format}"`);
  });
});

describe('when the bucket is another', () => {
  test('an imported one gets a note: an app cannot see whether it sends events', () => {
    const { upload } = uploadsTo('imported', { suffix: '.csv' });

    expect(upload.node.metadata.map(({ data }) => String(data)).join()).toContain(
      'its notifications to Amazon EventBridge are on',
    );
  });

  test('one that tells others, too, goes on doing so', () => {
    const { stack, bucket, fleet } = uploadsTo('own', { suffix: '.csv' });
    bucket.addEventNotification(EventType.OBJECT_REMOVED, new LambdaDestination(fleet.function));

    const template = Template.fromStack(stack);
    template.hasResourceProperties('Custom::S3BucketNotifications', {
      NotificationConfiguration: Match.objectLike({ EventBridgeConfiguration: {} }),
    });
    expect(
      Object.values(template.findResources('AWS::S3::Bucket')).some(
        ({ Properties }) => Properties.NotificationConfiguration,
      ),
    ).toBe(false);
  });

  test('in the artifact bucket the fleet may read the folder of uploads besides', () => {
    const { stack } = uploadsTo('artifacts', { prefix: 'uploads/greeting/', suffix: '.csv' });

    expect(policyLines(Template.fromStack(stack), 'FleetItemsMachineRole')).toContain(
      'Allow s3:GetObject on <WorkflowFoundationArtifacts.Arn>/uploads/greeting/*',
    );
  });

  test('with a customer key it may use that, through Step Functions', () => {
    const { stack } = uploadsTo('own', { suffix: '.csv' }, true);

    expect(policyLines(Template.fromStack(stack), 'UploadRole')[1]).toMatch(
      /^Allow kms:Decrypt kms:GenerateDataKey on <Key.Arn> if .*kms:ViaService/,
    );
  });
});

test.each(['up+load.x/', 'ä/'])('the wildcard for uploads has its reason: %s', (prefix) => {
  const { stack, fleet } = uploadsTo('artifacts', { prefix, suffix: '.csv' });
  Template.fromStack(stack);

  const reasons = fleet.node
    .findAll()
    .flatMap(({ node }) => node.metadata)
    .flatMap(({ data }) => (typeof data === 'object' && data !== null ? Object.keys(data) : []));
  expect(reasons.filter((id) => id.includes(prefix))).toEqual([expect.stringContaining(`.Arn>/${prefix}*]`)]);
});

describe('when the foundation has a customer key', () => {
  test('of the app, the queue is encrypted with it, and EventBridge may use it for rules of this account', () => {
    const { stack } = uploadsTo('own', { suffix: '.csv' }, true);
    const template = Template.fromStack(stack);

    template.hasResourceProperties('AWS::SQS::Queue', {
      KmsMasterKeyId: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Key'), 'Arn'] },
    });
    template.hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: Match.objectLike({
        Statement: Match.arrayWith([
          Match.objectLike({
            Sid: 'UploadQueues',
            Principal: { Service: 'events.amazonaws.com' },
            Condition: {
              StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
              ArnLike: { 'aws:SourceArn': Match.anyValue() },
            },
          }),
        ]),
      }),
    });
  });

  test('that is imported, the queue has a key of SQS, and a note says so', () => {
    const stack = emptyStack();
    const foundation = WorkflowFoundation.fromStackName(stack, 'Data', 'Base', { encrypted: true });
    const fleet = fleetIn(stack, { workflow: workflowIn(stack, { foundation }) });
    const bucket = foundation.artifactBucket;
    const upload = new FleetOnUpload(stack, 'Upload', { fleet, bucket, prefix: 'uploads/', suffix: '.csv' });

    Template.fromStack(stack).hasResourceProperties('AWS::SQS::Queue', { SqsManagedSseEnabled: true });
    expect(upload.node.metadata.map(({ data }) => String(data)).join()).toContain(UPLOAD_QUEUE_KEY_NOTE);
  });
});

describe('when workflows share a bucket', () => {
  const start = (prefix: string, isLate: boolean) => {
    const stack = emptyStack();
    const foundationOf = (id: string) => WorkflowFoundation.fromStackName(stack, id, 'Base');
    const makeSecond = () =>
      workflowIn(stack, { foundation: foundationOf('B'), workflowName: 'second' }, 'Second');
    if (!isLate) makeSecond();
    const fleet = fleetIn(stack, { workflow: workflowIn(stack, { foundation: foundationOf('A') }) });
    const bucket = foundationOf('C').artifactBucket;
    new FleetOnUpload(stack, 'Upload', { fleet, bucket, prefix, suffix: '.jsonl' });
    if (isLate) makeSecond();
    return Template.fromStack(stack);
  };

  test.each([
    ['second/', false],
    ['second/fleets/', false],
    ['sec', false],
    ['second/', true],
  ])('what another one writes starts no fleet: %s, made later: %s', (prefix, isLate) => {
    expect(() => start(prefix, isLate)).toThrow(
      /Upload.prefix has the fleet started by what another workflow writes, in second\/.*write "uploads\/greeting\/"/,
    );
  });

  test('a fleet does not start itself, by whatever name the bucket is imported', () => {
    expect(() => start('greeting/', false)).toThrow('and so for ever');
    expect(() => start('uploads/second/', true)).not.toThrow();
  });
});

describe('when it is set up wrong', () => {
  test.each<[Parameters<typeof uploadsTo>[0], object, string, string]>([
    ['own', { sufix: '.csv', format: 'csv' }, 'Upload.sufix is not a known key', 'did you mean "suffix"?'],
    ['own', { prefix: 'lists/' }, 'Upload.format must be given', "write suffix: '.jsonl'"],
    ['own', { format: 'objects' }, 'Upload.format is no format of a file', "write suffix: '.jsonl'"],
    ['own', { prefix: '/lists', suffix: '.csv' }, 'Upload.prefix is no part of the key', 'such as "lists/"'],
    ['artifacts', { suffix: '.jsonl' }, 'and so for ever', 'write "uploads/greeting/"'],
    ['artifacts', { prefix: 'greet', suffix: '.jsonl' }, 'and so for ever', 'write "uploads/greeting/"'],
    ['artifacts', { prefix: 'greeting/fleets/in/', suffix: '.jsonl' }, 'and so for ever', 'write "uploads/'],
    ...['up*/', 'up load/', 'up(/'].map(
      (prefix): [Parameters<typeof uploadsTo>[0], object, string, string] => [
        'artifacts',
        { prefix, suffix: '.jsonl' },
        'would be a pattern',
        'write "uploads/greeting/"',
      ],
    ),
  ])('%s %j: %s', (place, files, what, fix) => {
    const make = () => uploadsTo(place, files);

    expect(make).toThrow(what);
    expect(make).toThrow(fix);
  });

  test('a bucket that the fleet may not read is refused', () => {
    const { stack, fleet } = uploadsTo('own', { suffix: '.csv' });
    const bucket = Bucket.fromBucketName(stack, 'Other', 'other');

    expect(() => new FleetOnUpload(stack, 'Second', { fleet, bucket, suffix: '.csv' })).toThrow(
      'Second.bucket is none that the fleet may read: Test/Other',
    );
  });
});
