import { describe, expect, test } from '@jest/globals';
import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket, BucketEncryption, type IBucket } from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { MAX_ITEM_BUCKETS } from '../../../lib/catalog/limits.ts';
import { FleetOnUpload, HumanInTheLoop, WorkflowSchedule } from '../../../lib/cdk/index.ts';
import { emptyStack, encryptedFoundation, fleetIn, workflowIn } from './fleet-stacks.ts';

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const MOST = 10_240;

const LONGEST_BUCKET = 63;
const LONGEST_MACHINE = 80;

/** A value of a template as the deployment makes it, as long as it may be. */
function atLongest(value: unknown, types: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(value)) return value.map((part) => atLongest(part, types));
  if (typeof value !== 'object' || value === null) return value;
  const [[name, argument] = ['', undefined]] = Object.entries(value);
  const [id, attribute] = [argument].flat().map(String);
  if (name === 'Ref' || name === 'Fn::GetAtt') return nameOf(String(id), attribute, types.get(String(id)));
  if (name === 'Fn::Join' && Array.isArray(argument)) {
    return (atLongest(argument[1], types) as string[]).join(argument[0]);
  }
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, atLongest(part, types)]));
}

function nameOf(id: string, attribute: string | undefined, type: string | undefined): string {
  const arn = (service: string, end: string) => `arn:aws:${service}:us-east-1:123456789012:${end}`;
  switch (type) {
    case undefined:
      return { 'AWS::Partition': 'aws', 'AWS::URLSuffix': 'amazonaws.com' }[id] ?? '123456789012';
    case 'AWS::S3::Bucket':
      return `arn:aws:s3:::${'b'.repeat(LONGEST_BUCKET)}`;
    case 'AWS::StepFunctions::StateMachine':
      return attribute === 'Name'
        ? 'm'.repeat(LONGEST_MACHINE)
        : arn('states', `stateMachine:${'m'.repeat(LONGEST_MACHINE)}`);
    case 'AWS::KMS::Key':
      return arn('kms', 'key/12345678-1234-1234-1234-123456789012');
    default:
      return arn('lambda', `function:${'f'.repeat(64)}`);
  }
}

/** How much the inline policies of each role have, without whitespace, which does not count. */
function sizesIn(stack: Stack): Readonly<Record<string, number>> {
  const { Resources } = Template.fromStack(stack).toJSON();
  const entries = Object.entries<{ Type: string; Properties: Record<string, unknown> }>(Resources);
  const types = new Map(entries.map(([id, { Type }]) => [id, Type]));
  const sizes: Record<string, number> = {};
  for (const [, { Type, Properties }] of entries) {
    if (Type !== 'AWS::IAM::Policy') continue;
    const size = JSON.stringify(atLongest(Properties.PolicyDocument, types)).replace(/\s/g, '').length;
    for (const { Ref } of Properties.Roles as readonly { Ref: string }[])
      sizes[Ref] = (sizes[Ref] ?? 0) + size;
  }
  return sizes;
}

const sizeOf = (stack: Stack, role: string) =>
  Object.entries(sizesIn(stack)).find(([id]) => id.startsWith(role))?.[1] ?? Number.NaN;

/** A workflow with everything that gives its role a right. */
function fullWorkflow(stack: Stack) {
  return workflowIn(stack, {
    foundation: encryptedFoundation(stack),
    humanInTheLoop: new HumanInTheLoop(stack, 'Desk'),
    runtime: {
      tracing: true,
      userIds: true,
      secrets: { LOGIN: Secret.fromSecretNameV2(stack, 'Login', 'login') },
    },
  });
}

const longName = (index: number) => `${String(index).padStart(3, '0')}${'n'.repeat(LONGEST_BUCKET - 3)}`;

describe('what all inline policies of a role have together fits', () => {
  test.each<[string, (stack: Stack, index: number) => IBucket]>([
    ['that are imported', (stack, index) => Bucket.fromBucketName(stack, `B${index}`, longName(index))],
    [
      'of the app, each with a key',
      (stack, index) =>
        new Bucket(stack, `B${index}`, {
          encryption: BucketEncryption.KMS,
          encryptionKey: new Key(stack, `K${index}`),
        }) as IBucket,
    ],
  ])('for the machine of a fleet with as many buckets as there may be, %s', (_, bucketOf) => {
    const stack = emptyStack();
    const workflow = fullWorkflow(stack);
    const itemBuckets = Array.from({ length: MAX_ITEM_BUCKETS }, (__, index) => bucketOf(stack, index));
    const fleet = fleetIn(stack, { workflow, itemBuckets });
    const { artifactBucket: bucket } = workflow.foundation;
    new FleetOnUpload(stack, 'Upload', { fleet, bucket, prefix: 'u'.repeat(100), suffix: '.csv' });
    new WorkflowSchedule(stack, 'Nightly', {
      workflow,
      fleet,
      rate: '1 day',
      items: { format: 'csv', key: 'k'.repeat(1000) },
    });

    expect(sizeOf(stack, 'FleetItemsMachineRole')).toBeLessThan(MOST);
  });

  test('for a workflow with twenty machines', () => {
    const stack = emptyStack();
    const workflow = fullWorkflow(stack);
    for (let index = 0; index < 20; index += 1)
      new WorkflowSchedule(stack, `Schedule${index}`, { workflow, rate: '1 day' });

    expect(sizeOf(stack, 'WorkflowRuntimeRole')).toBeLessThan(MOST);
  });
});

test('more buckets are refused, and what to do is said', () => {
  const stack = emptyStack();
  const itemBuckets = Array.from({ length: MAX_ITEM_BUCKETS + 1 }, (_, index) =>
    Bucket.fromBucketName(stack, `B${index}`, longName(index)),
  );

  expect(() => fleetIn(stack, { itemBuckets })).toThrow(
    `Fleet.itemBuckets are more than fit into the policies of a role: ${MAX_ITEM_BUCKETS + 1} buckets`,
  );
});
