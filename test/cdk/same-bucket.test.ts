import { describe, expect, test } from '@jest/globals';
import { App, Stack } from 'aws-cdk-lib';
import { Bucket, type IBucket } from 'aws-cdk-lib/aws-s3';
import { ArtifactBucket, WorkflowFoundation } from '../../lib/cdk/index.ts';
import { isNameOf, isSameBucket } from '../../lib/cdk/same-bucket.ts';
import { appProps } from './synthesis.ts';

const app = new App(appProps());
const stack = new Stack(app, 'One');
const other = new Stack(app, 'Other');

const own: IBucket = new ArtifactBucket(stack, 'Own');
const named = new Bucket(stack, 'Named', { bucketName: 'acme' }) as IBucket;
const ofStack = (id: string, name = 'Base') =>
  WorkflowFoundation.fromStackName(stack, id, name).artifactBucket;

describe('one bucket', () => {
  test.each<[string, IBucket, IBucket]>([
    ['imported by the ARN of its construct', own, Bucket.fromBucketArn(stack, 'A', own.bucketArn)],
    ['imported by the name of its construct', own, Bucket.fromBucketName(stack, 'B', own.bucketName)],
    ['imported in another stack', own, Bucket.fromBucketArn(other, 'C', own.bucketArn)],
    ['of a foundation that is imported twice', ofStack('D'), ofStack('E')],
    ['imported by its name, which the app gives', named, Bucket.fromBucketName(stack, 'F', 'acme')],
    [
      'imported by name and by ARN',
      Bucket.fromBucketName(stack, 'G', 'lists'),
      Bucket.fromBucketArn(stack, 'H', 'arn:aws:s3:::lists'),
    ],
  ])('%s', (_, one, another) => {
    expect(isSameBucket(one, another)).toBe(true);
    expect(isSameBucket(another, one)).toBe(true);
    expect(isNameOf(another.bucketName, another)).toBe(true);
  });
});

describe('two buckets', () => {
  test.each<[string, IBucket, IBucket]>([
    ['of two stacks, with the same id in each', own, new ArtifactBucket(other, 'Own')],
    ['of two foundations', ofStack('I'), ofStack('J', 'Base2')],
    ['of two names', Bucket.fromBucketName(stack, 'K', 'lists'), Bucket.fromBucketName(stack, 'L', 'list')],
  ])('%s', (_, one, another) => {
    expect(isSameBucket(one, another)).toBe(false);
    expect(isNameOf(one.bucketName, another)).toBe(false);
  });
});
