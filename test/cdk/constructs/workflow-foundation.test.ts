import { describe, expect, test } from '@jest/globals';
import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import {
  defaultSettings,
  FoundationStack,
  NovaActWorkflow,
  WorkflowFoundation,
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

describe('when nobody asks for the repository of a foundation', () => {
  test('there is none', () => {
    const stack = testStack();
    new WorkflowFoundation(stack, 'Foundation');

    Template.fromStack(stack).resourceCountIs('AWS::ECR::Repository', 0);
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
