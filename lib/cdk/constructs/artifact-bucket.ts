import { CfnResource, Duration, RemovalPolicy, Resource, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { explain, explainRules, type WildcardReason } from '../nag/explain.ts';
import { allowLogGroups } from './log-key.ts';
import { ARTIFACT_OBJECT_ACTIONS, OBJECT_KEY_ACTIONS } from './perms.ts';

/** Properties of an {@link ArtifactBucket}. */
export interface ArtifactBucketProps {
  /**
   * How long traces and results are kept.
   * @default - 90 days
   */
  readonly retention?: Duration | undefined;
  /**
   * A customer key for all objects.
   * @default - keys that S3 manages
   */
  readonly encryptionKey?: kms.IKey | undefined;
  /**
   * Where the bucket's access log goes.
   * @default - no access log; use CloudTrail data events when reads must be accounted for
   */
  readonly accessLogBucket?: s3.IBucket | undefined;
  /**
   * DESTROY also deletes the objects.
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy | undefined;
}

/**
 * The bucket that receives what workflow runs leave behind: traces of acts, screenshots, results.
 * Private, TLS 1.2 or newer, encrypted, and objects expire.
 */
export class ArtifactBucket extends s3.Bucket {
  constructor(scope: Construct, id: string, props: ArtifactBucketProps = {}) {
    const removalPolicy = props.removalPolicy ?? RemovalPolicy.RETAIN;
    super(scope, id, {
      encryption: props.encryptionKey ? s3.BucketEncryption.KMS : s3.BucketEncryption.S3_MANAGED,
      ...(props.encryptionKey && { encryptionKey: props.encryptionKey, bucketKeyEnabled: true }),
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      versioned: true,
      ...(props.accessLogBucket && { serverAccessLogsBucket: props.accessLogBucket }),
      removalPolicy,
      autoDeleteObjects: removalPolicy === RemovalPolicy.DESTROY,
      lifecycleRules: [
        {
          id: 'expire-artifacts',
          expiration: props.retention ?? Duration.days(90),
          noncurrentVersionExpiration: Duration.days(7),
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
      ],
    });
    if (removalPolicy === RemovalPolicy.DESTROY) limitLogOfEmptying(this, props.encryptionKey);
    explainRules(this, {
      rule: 'S3BucketReplicationEnabled',
      reason:
        'What is in it expires, and a deployment in another region has a bucket of its own. Who must keep it in two places ' +
        'gives a foundation with a bucket that replicates.',
    });
    if (!props.accessLogBucket) {
      explain(this, {
        id: 'AwsSolutions-S1',
        reason:
          'Only workflow roles reach the bucket, each below its own prefix. Who must account for reads turns on CloudTrail ' +
          'data events, or gives accessLogBucket.',
      });
    }
  }

  /** Never. (Typed so that the bucket is an `IBucket` under `exactOptionalPropertyTypes`, which `Bucket` is not.) */
  override get isWebsite(): boolean {
    return false;
  }
}

/**
 * Lambda would make the log group of the CDK's function that empties buckets, and keep it for ever. The CDK makes the function
 * itself, once in a stack, and neither gives it away nor has a property for its log: so it is looked for by its id, and left
 * as it is should that ever change.
 */
function limitLogOfEmptying(bucket: s3.Bucket, encryptionKey: kms.IKey | undefined): void {
  const provider = Stack.of(bucket).node.tryFindChild('Custom::S3AutoDeleteObjectsCustomResourceProvider');
  const lambda = provider?.node.tryFindChild('Handler');
  if (!(provider instanceof Construct && lambda instanceof CfnResource)) return;
  // It is the only one of its stack, whoever asks for it.
  const there = provider.node.tryFindChild('Logs')?.node.defaultChild;
  if (encryptionKey) allowLogGroups(bucket, encryptionKey);
  if (logs.CfnLogGroup.isCfnLogGroup(there)) {
    if (encryptionKey) there.kmsKeyId ??= encryptionKey.keyArn;
    return;
  }
  const group = new logs.LogGroup(provider, 'Logs', {
    retention: logs.RetentionDays.ONE_MONTH,
    removalPolicy: RemovalPolicy.DESTROY,
    ...(encryptionKey && { encryptionKey }),
  });
  lambda.addPropertyOverride('LoggingConfig.LogGroup', group.logGroupName);
}

/**
 * Lets a workflow write and read its own artifacts: PutObject and GetObject below one prefix, and the bucket's key.
 * (`Bucket.grantPut` would add legal holds, retention and tagging.)
 */
export function grantArtifacts(options: {
  readonly bucket: s3.IBucket;
  readonly prefix: string;
  readonly grantee: iam.IGrantable;
}): iam.Grant {
  const { bucket, prefix, grantee } = options;
  const grant = iam.Grant.addToPrincipal({
    grantee,
    actions: [...ARTIFACT_OBJECT_ACTIONS],
    resourceArns: [bucket.arnForObjects(`${prefix}/*`)],
  });
  const key = grantObjectKey({ bucket, grantee });
  return key === undefined ? grant : grant.combine(key);
}

/**
 * Lets a principal encrypt and decrypt the objects of a bucket that has a customer key, or may have one: that of a bucket
 * which is imported without its key is whatever the bucket is encrypted with, for as long as it is.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html#encryption-context
 */
export function grantObjectKey(options: {
  readonly bucket: s3.IBucket;
  readonly grantee: iam.IGrantable;
}): iam.Grant | undefined {
  const { bucket, grantee } = options;
  if (bucket.encryptionKey) return bucket.encryptionKey.grant(grantee, ...OBJECT_KEY_ACTIONS);
  if (Resource.isOwnedResource(bucket)) return undefined;
  const stack = Stack.of(bucket);
  const { region } = bucket.env;
  return iam.Grant.addToPrincipal({
    grantee,
    actions: [...OBJECT_KEY_ACTIONS],
    resourceArns: [stack.formatArn({ service: 'kms', region, resource: 'key', resourceName: '*' })],
    conditions: {
      StringEquals: { 'kms:ViaService': `s3.${region}.${stack.urlSuffix}` },
      // With a bucket key the context is the bucket, otherwise the object.
      ArnLike: { 'kms:EncryptionContext:aws:s3:arn': [bucket.bucketArn, bucket.arnForObjects('*')] },
    },
  });
}

/** Why what {@link grantArtifacts} allows has a wildcard, whatever the bucket is called. */
export function artifactsWildcard(prefix: string): WildcardReason {
  return {
    // Of the characters that a prefix may have, these mean something in a pattern.
    finding: new RegExp(`/${prefix.replace(/[.*()$]/g, '\\$&')}/\\*$`),
    reason: 'The artifacts of this workflow, below its own prefix of the bucket.',
  };
}

/** Why what {@link grantObjectKey} allows has a wildcard. */
export const OBJECT_KEY_WILDCARD: WildcardReason = {
  finding: /:kms:[^*]*:key\/\*$/,
  reason: 'Only for the objects of one bucket, by a condition: its key is not known where it is imported.',
};
