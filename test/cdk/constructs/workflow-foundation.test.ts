import { describe, expect, test } from '@jest/globals';
import { App, Annotations as AppAnnotations, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { Repository } from 'aws-cdk-lib/aws-ecr';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { FOUNDATION_OUTPUT_KEYS } from '../../../lib/catalog/index.ts';
import {
  type BuildMode,
  defaultSettings,
  type FoundationOfStackOptions,
  FoundationStack,
  LOG_KEY_WARNING,
  NovaActWorkflow,
  WorkflowFoundation,
  type WorkflowFoundationAttributes,
  WorkflowRepository,
} from '../../../lib/cdk/index.ts';
import { appProps, fixture, policyLines, render, testStack } from '../synthesis.ts';

describe('when a foundation has no properties', () => {
  test('logs of runs are kept for three months, and everything outlives the stack', () => {
    const stack = testStack();
    const { repository } = new WorkflowFoundation(stack, 'Foundation');
    const template = Template.fromStack(stack);

    expect(repository).toBeInstanceOf(WorkflowRepository);
    template.hasResourceProperties('AWS::Logs::LogGroup', { RetentionInDays: 90 });
    for (const type of ['AWS::Logs::LogGroup', 'AWS::S3::Bucket', 'AWS::ECR::Repository']) {
      template.hasResource(type, { DeletionPolicy: 'Retain' });
    }
  });
});

describe('when a foundation is told where images are', () => {
  test('false makes no repository, and what exists is used as it is', () => {
    const stack = testStack();
    const images = Repository.fromRepositoryName(stack, 'Images', 'shop-images');
    const without = new WorkflowFoundation(stack, 'Without', { images: false });
    const existing = new WorkflowFoundation(stack, 'Existing', { images });

    expect(without.repository).toBeUndefined();
    expect(existing.repository).toBe(images);
    Template.fromStack(stack).resourceCountIs('AWS::ECR::Repository', 0);
  });

  test('a removal policy reaches all that was made', () => {
    const stack = testStack();
    new WorkflowFoundation(stack, 'Foundation').applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
    const template = Template.fromStack(stack);

    for (const type of ['AWS::Logs::LogGroup', 'AWS::S3::Bucket', 'AWS::ECR::Repository']) {
      template.hasResource(type, { DeletionPolicy: 'RetainExceptOnCreate' });
    }
  });
});

describe('when a foundation has a customer key', () => {
  const stack = testStack();
  const key = new Key(stack, 'Key');
  const { repository } = new WorkflowFoundation(stack, 'Foundation', { encryptionKey: key });
  const template = Template.fromStack(stack);

  test('it encrypts bucket, images and logs', () => {
    const arn = stack.resolve(key.keyArn);

    expect(repository).toBeInstanceOf(WorkflowRepository);
    template.hasResourceProperties('AWS::Logs::LogGroup', { KmsKeyId: arn });
    template.hasResourceProperties('AWS::ECR::Repository', { EncryptionConfiguration: { KmsKey: arn } });
    template.hasResourceProperties('AWS::S3::Bucket', {
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [
          Match.objectLike({
            ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: arn },
          }),
        ],
      },
    });
  });

  test('CloudWatch Logs may use it for log groups of this account and region', () => {
    const [resource] = Object.values(template.findResources('AWS::KMS::Key'));
    const statement = resource?.Properties.KeyPolicy.Statement.find(
      ({ Sid }: { Sid?: string }) => Sid === 'LogGroups',
    );

    expect(render(statement.Principal.Service)).toBe('logs.us-east-1.<AWS::URLSuffix>');
    expect(render(statement.Condition.ArnLike['kms:EncryptionContext:aws:logs:arn'])).toBe(
      'arn:aws:logs:us-east-1:<AWS::AccountId>:log-group:*',
    );
  });
});

describe('when a workflow uses a foundation with a customer key', () => {
  const app = new App(appProps());
  const env = { region: 'us-east-1' };
  const environment = { ...defaultSettings.environments.development, customerKey: true };
  const { foundation } = new FoundationStack(app, 'Foundation', { environment, env });
  const stack = new Stack(app, 'Workflow', { env });
  new NovaActWorkflow(stack, 'Workflow', { entry: fixture('greeting.ts'), foundation, build: 'zip' });
  const template = Template.fromStack(stack);

  test('its log groups are encrypted with it', () => {
    template.allResourcesProperties('AWS::Logs::LogGroup', {
      KmsKeyId: { 'Fn::ImportValue': Match.anyValue() },
    });
  });

  test('its role may use it for artifacts, in two actions', () => {
    expect(policyLines(template).filter((line) => line.includes('kms:'))).toEqual([
      expect.stringMatching(/^Allow kms:Decrypt kms:GenerateDataKey on <import NovaActFoundation:KeyArn>$/),
    ]);
  });

  test('the key is rotated and goes with its stack', () => {
    Template.fromStack(Stack.of(foundation.artifactBucket)).hasResource('AWS::KMS::Key', {
      DeletionPolicy: environment.keepData ? 'Retain' : 'Delete',
      Properties: { EnableKeyRotation: true },
    });
  });
});

describe('when a key is imported', () => {
  const ARN = `arn:aws:kms:us-east-1:${'1'.repeat(12)}:key/a`;
  const warningsOf = (make: (stack: Stack, key: IKey) => void): number => {
    const stack = testStack();
    make(stack, Key.fromKeyArn(stack, 'Key', ARN));
    return Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp(LOG_KEY_WARNING)).length;
  };

  test('a warning says what its policy must allow, until it is acknowledged', () => {
    const stack = testStack();
    new WorkflowFoundation(stack, 'Foundation', { encryptionKey: Key.fromKeyArn(stack, 'Key', ARN) });

    Annotations.fromStack(stack).hasWarning(
      '/Test/Foundation',
      Match.stringLikeRegexp(
        'logs\\.us-east-1\\.amazonaws\\.com .*kms:GenerateDataKey.* arn:aws:logs:us-east-1:<account>:log-group:\\*\\.',
      ),
    );
    expect(
      warningsOf((other, encryptionKey) => {
        new WorkflowFoundation(other, 'Foundation', { encryptionKey });
        AppAnnotations.of(other).acknowledgeWarning(LOG_KEY_WARNING);
      }),
    ).toBe(0);
  });

  test('so it does for a foundation that is imported with its key', () => {
    expect(
      warningsOf((stack, encryptionKey) => {
        WorkflowFoundation.fromFoundationAttributes(stack, 'Foundation', {
          artifactBucket: Bucket.fromBucketName(stack, 'Artifacts', 'shop-artifacts'),
          runLogGroup: LogGroup.fromLogGroupName(stack, 'Runs', 'shop-runs'),
          encryptionKey,
        });
      }),
    ).toBe(1);
  });

  test('a key of the same app needs none', () => {
    const stack = testStack();
    new WorkflowFoundation(stack, 'Foundation', { encryptionKey: new Key(stack, 'Key') });

    expect(Annotations.fromStack(stack).findWarning('*', Match.anyValue())).toEqual([]);
  });
});

describe('when another app imports the foundation of a stack', () => {
  function importing(options: FoundationOfStackOptions, build: BuildMode): Template {
    const stack = testStack();
    const foundation = WorkflowFoundation.fromStackName(stack, 'Shared', 'NovaActFoundation', options);
    new NovaActWorkflow(stack, 'Workflow', { entry: fixture('greeting.ts'), foundation, build });
    return Template.fromStack(stack);
  }
  const plain = importing({}, 'zip');
  const encrypted = importing({ encrypted: true }, 'codebuild');
  const role = (template: Template): string[] => policyLines(template, 'WorkflowRuntimeRole');

  test('nothing is made that it has', () => {
    for (const type of ['AWS::S3::Bucket', 'AWS::ECR::Repository', 'AWS::KMS::Key']) {
      plain.resourceCountIs(type, 0);
      encrypted.resourceCountIs(type, 0);
    }
  });

  test('workflows get its bucket and log group by exports, and the key of the bucket, whatever that is', () => {
    expect(role(plain)).toEqual(
      expect.arrayContaining([
        'Allow s3:GetObject s3:PutObject on arn:aws:s3:::<import NovaActFoundation:ArtifactBucketName>/greeting/*',
        'Allow kms:Decrypt kms:GenerateDataKey on arn:aws:kms:us-east-1:<AWS::AccountId>:key/* if ' +
          JSON.stringify({
            StringEquals: {
              'kms:ViaService': { 'Fn::Join': ['', ['s3.us-east-1.', { Ref: 'AWS::URLSuffix' }]] },
            },
            ArnLike: {
              'kms:EncryptionContext:aws:s3:arn': ['', '/*'].map((end) => ({
                'Fn::Join': [
                  '',
                  [
                    'arn:aws:s3:::',
                    { 'Fn::ImportValue': 'NovaActFoundation:ArtifactBucketName' },
                    ...(end ? [end] : []),
                  ],
                ],
              })),
            },
          }),
        expect.stringContaining('log-group:<import NovaActFoundation:RunLogGroupName>:*'),
      ]),
    );
  });

  test('who wants its key for logs and images, too, says so', () => {
    encrypted.allResourcesProperties('AWS::Logs::LogGroup', {
      KmsKeyId: { 'Fn::ImportValue': 'NovaActFoundation:KeyArn' },
    });
    expect(role(encrypted).filter((line) => line.includes('kms:'))).toEqual([
      'Allow kms:Decrypt kms:GenerateDataKey on <import NovaActFoundation:KeyArn>',
    ]);
    expect(policyLines(encrypted, 'WorkflowImageBuildRole').join()).toContain(
      'repository/<import NovaActFoundation:RepositoryName>-encrypted',
    );
  });

  test('what is missing or cannot be is said', () => {
    const attributes: WorkflowFoundationAttributes = JSON.parse('{}');

    expect(() => WorkflowFoundation.fromFoundationAttributes(testStack(), 'It', attributes)).toThrow(
      'It.runLogGroup',
    );
    expect(() => WorkflowFoundation.fromStackName(testStack(), 'It', '')).toThrow('It.stackName');
  });

  test('all that is imported is exported', () => {
    const text = JSON.stringify([plain.toJSON(), encrypted.toJSON()]);
    const imported = [...text.matchAll(/"Fn::ImportValue":"NovaActFoundation:(\w+)"/g)].map(([, key]) => key);

    expect(new Set(imported).size).toBeGreaterThan(3);
    expect(FOUNDATION_OUTPUT_KEYS).toEqual(expect.arrayContaining(imported));
  });

  test('an environment, and a clear no without a place for images', () => {
    const stack = testStack();
    const foundation = WorkflowFoundation.fromFoundationAttributes(stack, 'Shared', {
      artifactBucket: Bucket.fromBucketName(stack, 'Artifacts', 'shop-artifacts'),
      runLogGroup: LogGroup.fromLogGroupName(stack, 'Runs', 'shop-runs'),
    });

    expect(foundation.env.region).toBe('us-east-1');
    expect(
      () =>
        new NovaActWorkflow(stack, 'Workflow', {
          entry: fixture('greeting.ts'),
          foundation,
          build: 'codebuild',
        }),
    ).toThrow(
      expect.objectContaining({
        problems: [expect.objectContaining({ where: 'Workflow.foundation.repository' })],
      }),
    );
  });
});
