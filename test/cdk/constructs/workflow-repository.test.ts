import { describe, expect, test } from '@jest/globals';
import { RemovalPolicy, type Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { imageTagPrefix } from '../../../lib/cdk/constructs/workflow-repository.ts';
import { WorkflowRepository } from '../../../lib/cdk/index.ts';
import { testStack } from '../synthesis.ts';

const TYPE = 'AWS::ECR::Repository';

interface LifecycleRule {
  readonly selection: unknown;
}

function rulesOf(stack: Stack): LifecycleRule[] {
  const [repository] = Object.values(Template.fromStack(stack).findResources(TYPE));
  return JSON.parse(repository?.Properties.LifecyclePolicy.LifecyclePolicyText).rules;
}

describe('when a repository has no properties', () => {
  test('tags never move, images are scanned, and they stay when the stack goes', () => {
    const stack = testStack();
    new WorkflowRepository(stack, 'Repository');

    const template = Template.fromStack(stack);

    template.hasResourceProperties(TYPE, {
      ImageTagMutability: 'IMMUTABLE',
      ImageScanningConfiguration: { ScanOnPush: true },
    });
    template.hasResource(TYPE, { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
  });
});

describe('when a repository has properties', () => {
  test('destroying it deletes the images too', () => {
    const stack = testStack();
    new WorkflowRepository(stack, 'Repository', { removalPolicy: RemovalPolicy.DESTROY });

    Template.fromStack(stack).hasResource(TYPE, {
      DeletionPolicy: 'Delete',
      Properties: { EmptyOnDelete: true },
    });
  });

  test('a customer key encrypts the layers', () => {
    const stack = testStack();
    new WorkflowRepository(stack, 'Repository', { encryptionKey: new Key(stack, 'Key') });

    Template.fromStack(stack).hasResourceProperties(TYPE, {
      EncryptionConfiguration: { EncryptionType: 'KMS' },
    });
  });
});

describe('when images grow old', () => {
  test('only layers of failed pushes go: whatever has a tag may be run by some version', () => {
    const stack = testStack();
    new WorkflowRepository(stack, 'Repository');

    expect(rulesOf(stack).map(({ selection }) => selection)).toEqual([
      { tagStatus: 'untagged', countType: 'sinceImagePushed', countNumber: 1, countUnit: 'days' },
    ]);
  });
});

describe('when workflows share a repository', () => {
  test('no tag of one begins as those of another whose name begins the same', () => {
    expect(`${imageTagPrefix('form-filling')}0123`.startsWith(imageTagPrefix('form'))).toBe(false);
  });
});
