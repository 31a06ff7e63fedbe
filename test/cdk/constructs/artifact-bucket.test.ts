import { describe, expect, test } from '@jest/globals';
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { ArtifactBucket, type ArtifactBucketProps, grantArtifacts } from '../../../lib/cdk/index.ts';
import { policyLines, testStack } from '../synthesis.ts';

const TYPE = 'AWS::S3::Bucket';

function templateWith(props: ArtifactBucketProps = {}): Template {
  const stack = testStack();
  new ArtifactBucket(stack, 'Bucket', props);
  return Template.fromStack(stack);
}

describe('when a bucket has no properties', () => {
  const template = templateWith();

  test('nobody outside the account can see it', () => {
    template.hasResourceProperties(TYPE, {
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
    });
  });

  test('it takes TLS 1.2 or newer only', () => {
    const deny = (Condition: unknown) =>
      Match.objectLike({ Effect: 'Deny', Action: 's3:*', Principal: { AWS: '*' }, Condition });
    template.hasResourceProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: {
        Statement: [
          deny({ Bool: { 'aws:SecureTransport': 'false' } }),
          deny({ NumericLessThan: { 's3:TlsVersion': 1.2 } }),
        ],
      },
    });
  });

  test('it is encrypted, versioned, and objects expire', () => {
    template.hasResourceProperties(TYPE, {
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
      VersioningConfiguration: { Status: 'Enabled' },
      LifecycleConfiguration: {
        Rules: [
          {
            Id: 'expire-artifacts',
            Status: 'Enabled',
            ExpirationInDays: 90,
            NoncurrentVersionExpiration: { NoncurrentDays: 7 },
            AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
          },
        ],
      },
    });
  });

  test('it stays when the stack goes', () => {
    template.hasResource(TYPE, { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
    template.resourceCountIs('Custom::S3AutoDeleteObjects', 0);
  });
});

describe('when a bucket has properties', () => {
  test('objects are kept as long as asked', () => {
    templateWith({ retention: Duration.days(3) }).hasResourceProperties(TYPE, {
      LifecycleConfiguration: { Rules: [Match.objectLike({ ExpirationInDays: 3 })] },
    });
  });

  test('the function that deletes them does not keep its log for ever', () => {
    const template = templateWith({ removalPolicy: RemovalPolicy.DESTROY });
    const [group] = Object.keys(template.findResources('AWS::Logs::LogGroup', { DeletionPolicy: 'Delete' }));

    template.hasResourceProperties('AWS::Lambda::Function', { LoggingConfig: { LogGroup: { Ref: group } } });
    template.hasResourceProperties('AWS::Logs::LogGroup', { RetentionInDays: 30 });
  });

  test('two of them in a stack share it', () => {
    const stack = testStack();
    for (const id of ['One', 'Two']) {
      new ArtifactBucket(stack, id, { removalPolicy: RemovalPolicy.DESTROY });
    }

    Template.fromStack(stack).resourceCountIs('AWS::Logs::LogGroup', 1);
  });

  test('its customer key encrypts that log, and CloudWatch Logs may use it', () => {
    const stack = testStack();
    const encryptionKey = new Key(stack, 'Key');
    new ArtifactBucket(stack, 'Bucket', { encryptionKey, removalPolicy: RemovalPolicy.DESTROY });
    const template = Template.fromStack(stack);

    template.allResourcesProperties('AWS::Logs::LogGroup', { KmsKeyId: stack.resolve(encryptionKey.keyArn) });
    template.hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: { Statement: Match.arrayWith([Match.objectLike({ Sid: 'LogGroups' })]) },
    });
  });

  test('destroying it deletes the objects too', () => {
    const template = templateWith({ removalPolicy: RemovalPolicy.DESTROY });

    template.hasResource(TYPE, { DeletionPolicy: 'Delete' });
    template.resourceCountIs('Custom::S3AutoDeleteObjects', 1);
  });

  test('a customer key encrypts the objects, asked once for many', () => {
    const stack = testStack();
    new ArtifactBucket(stack, 'Bucket', { encryptionKey: new Key(stack, 'Key') });

    Template.fromStack(stack).hasResourceProperties(TYPE, {
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [
          {
            BucketKeyEnabled: true,
            ServerSideEncryptionByDefault: Match.objectLike({ SSEAlgorithm: 'aws:kms' }),
          },
        ],
      },
    });
  });
});

describe('when artifacts of a workflow are granted', () => {
  function granted(options: { readonly customerKey: boolean }): string[] {
    const stack = testStack();
    const bucket = new ArtifactBucket(stack, 'Bucket', {
      ...(options.customerKey && { encryptionKey: new Key(stack, 'Key') }),
    });
    const grantee = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    grantArtifacts({ bucket, prefix: 'book-flight', grantee });
    return policyLines(Template.fromStack(stack));
  }

  test('it is two actions below the prefix', () => {
    expect(granted({ customerKey: false })).toEqual([
      'Allow s3:GetObject s3:PutObject on <Bucket.Arn>/book-flight/*',
    ]);
  });

  test('a customer key is granted with them', () => {
    expect(granted({ customerKey: true })).toEqual([
      'Allow s3:GetObject s3:PutObject on <Bucket.Arn>/book-flight/*',
      'Allow kms:Decrypt kms:GenerateDataKey on <Key.Arn>',
    ]);
  });
});
