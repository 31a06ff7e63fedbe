import { describe, expect, test } from '@jest/globals';
import { CfnOutput, RemovalPolicy, type Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import {
  RuntimeLogGroups,
  type RuntimeLogGroupsProps,
} from '../../../lib/cdk/constructs/runtime-log-groups.ts';
import { policyLines, testStack } from '../synthesis.ts';

const GROUPS = 'Custom::NovaActRuntimeLogGroups';
const ARN = 'arn:aws:logs:us-east-1:<AWS::AccountId>:log-group:/aws/bedrock-agentcore/runtimes/shop-1';

function make(
  props: Partial<RuntimeLogGroupsProps> = {},
  stack = testStack(),
): { stack: Stack; groups: RuntimeLogGroups } {
  const groups = new RuntimeLogGroups(stack, 'Groups', {
    runtimeId: 'shop-1',
    retention: RetentionDays.THREE_MONTHS,
    removalPolicy: RemovalPolicy.RETAIN,
    ...props,
  });
  return { stack, groups };
}

const templateWith = (props: Partial<RuntimeLogGroupsProps> = {}): Template =>
  Template.fromStack(make(props).stack);

const mayDo = (props: Partial<RuntimeLogGroupsProps> = {}): string[] =>
  policyLines(templateWith(props), 'GroupsDeployPolicy');

describe('when a runtime has log groups', () => {
  test('no template creates them: they are set up by a function', () => {
    const template = templateWith();
    const [permission] = Object.keys(template.findResources('AWS::IAM::Policy')).filter((id) =>
      id.startsWith('GroupsDeployPolicy'),
    );

    template.hasResource(GROUPS, {
      Properties: {
        RuntimeId: 'shop-1',
        LogGroupNames: {
          live: '/aws/bedrock-agentcore/runtimes/shop-1-live',
          DEFAULT: '/aws/bedrock-agentcore/runtimes/shop-1-DEFAULT',
        },
        RetentionInDays: 90,
        DeleteAtEnd: false,
        ServiceTimeout: '600',
      },
      DependsOn: [permission],
      DeletionPolicy: 'Delete',
    });
    // That of the function itself.
    template.resourceCountIs('AWS::Logs::LogGroup', 1);
  });

  test('what uses one waits for it', () => {
    const { stack, groups } = make();
    new CfnOutput(stack, 'Name', { value: groups.live.logGroupName });
    const [id] = Object.keys(Template.fromStack(stack).findResources(GROUPS));

    Template.fromStack(stack).hasOutput('Name', { Value: { 'Fn::GetAtt': [id, 'live'] } });
  });

  test('the function may set up these two, and nothing else', () => {
    expect(mayDo()).toEqual([
      'Allow logs:CreateLogGroup logs:DisassociateKmsKey logs:PutLogGroupDeletionProtection ' +
        `logs:PutRetentionPolicy on ${ARN}-DEFAULT ${ARN}-DEFAULT:* ${ARN}-live ${ARN}-live:*`,
    ]);
  });

  test('it may delete them only if they go with the stack', () => {
    const [line] = mayDo({ removalPolicy: RemovalPolicy.DESTROY });

    expect(line).toContain('logs:DeleteLogGroup');
    templateWith({ removalPolicy: RemovalPolicy.DESTROY }).hasResourceProperties(GROUPS, {
      DeleteAtEnd: true,
    });
  });

  test('logs that are kept for ever have no retention', () => {
    const [line] = mayDo({ retention: RetentionDays.INFINITE });
    const [{ Properties } = { Properties: {} }] = Object.values(
      templateWith({ retention: RetentionDays.INFINITE }).findResources(GROUPS),
    );

    expect(line).toContain('logs:DeleteRetentionPolicy');
    expect(Properties).not.toHaveProperty('RetentionInDays');
  });

  test('a customer key is for the groups and for the log of the function', () => {
    const stack = testStack();
    const encryptionKey = Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:us-east-1:123456789012:key/1');
    make({ encryptionKey }, stack);
    const template = Template.fromStack(stack);

    template.hasResourceProperties(GROUPS, { KmsKeyArn: encryptionKey.keyArn });
    template.hasResourceProperties('AWS::Logs::LogGroup', { KmsKeyId: encryptionKey.keyArn });
    // The service uses the key with its own permissions.
    expect(policyLines(template).join()).not.toContain('kms:');
    expect(policyLines(template, 'GroupsDeployPolicy').join()).toContain('logs:AssociateKmsKey');
  });
});
