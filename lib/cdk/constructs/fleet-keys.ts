import { Resource, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { OBJECT_KEY_ACTIONS, READ_KEY_ACTIONS } from './perms.ts';

/**
 * What a fleet does, by S3, with the customer keys of buckets: it reads lists, and reads and writes in the artifact bucket. One statement for
 * all buckets of a kind: the inline policies of a role have at most 10,240 characters.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html#encryption-context
 */
export function fleetKeyStatements(
  scope: Construct,
  { artifactBucket, itemBuckets }: FleetBuckets,
): iam.PolicyStatement[] {
  return [
    ...keyStatements(scope, OBJECT_KEY_ACTIONS, [artifactBucket]),
    ...keyStatements(scope, READ_KEY_ACTIONS, itemBuckets),
  ];
}

interface FleetBuckets {
  readonly artifactBucket: IBucket;
  readonly itemBuckets: readonly IBucket[];
}

function keyStatements(
  scope: Construct,
  actions: readonly string[],
  buckets: readonly IBucket[],
): iam.PolicyStatement[] {
  const stack = Stack.of(scope);
  const viaS3 = { StringEquals: { 'kms:ViaService': `s3.${stack.region}.${stack.urlSuffix}` } };
  const keys = new Set(buckets.flatMap(({ encryptionKey }) => encryptionKey?.keyArn ?? []));
  // That of a bucket which is imported without its key is whatever the bucket is encrypted with.
  const unknown = buckets.filter((bucket) => !bucket.encryptionKey && !Resource.isOwnedResource(bucket));
  return [
    ...(keys.size === 0
      ? []
      : [new iam.PolicyStatement({ actions: [...actions], resources: [...keys], conditions: viaS3 })]),
    ...(unknown.length === 0
      ? []
      : [
          new iam.PolicyStatement({
            actions: [...actions],
            resources: [stack.formatArn({ service: 'kms', resource: 'key', resourceName: '*' })],
            conditions: {
              ...viaS3,
              // With a bucket key the context is the bucket, otherwise the object.
              ArnLike: {
                'kms:EncryptionContext:aws:s3:arn': unknown.flatMap((bucket) => [
                  bucket.bucketArn,
                  bucket.arnForObjects('*'),
                ]),
              },
            },
          }),
        ]),
  ];
}
