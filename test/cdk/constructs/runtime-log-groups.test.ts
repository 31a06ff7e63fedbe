import { describe, expect, test } from '@jest/globals';
import { CfnOutput, RemovalPolicy, type Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
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

const mayDo = (props: Partial<RuntimeLogGroupsProps> = {}): string[] => permissionsIn(templateWith(props));

/** What the function may do beside writing its log. */
const permissionsIn = (template: Template): string[] => policyLines(template, 'GroupsFunctionRole').slice(1);

describe('when a runtime has log groups', () => {
  test('no template creates them: they are set up by a function', () => {
    const template = templateWith();
    const [permissions] = Object.keys(template.findResources('AWS::IAM::Policy'));

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
      DependsOn: Match.arrayWith([permissions]),
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
    expect(permissionsIn(template).join()).toContain('logs:AssociateKmsKey');
  });
});

describe('when a stack has many runtimes', () => {
  test('no role has more inline policies than IAM accepts', () => {
    const stack = testStack();
    for (let number = 1; number <= 20; number += 1) {
      new RuntimeLogGroups(stack, `Groups${number}`, {
        runtimeId: `a_runtime_with_a_name_as_long_as_names_can_be_${number}-a1b2c3d4e5`,
        retention: RetentionDays.THREE_MONTHS,
        removalPolicy: RemovalPolicy.DESTROY,
      });
    }
    const lengths = inlinePolicyLengths(Template.fromStack(stack));

    expect(lengths).toHaveLength(20);
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
    expect(Math.max(...lengths)).toBeLessThan(10_240);
  });
});

/** How long the inline policies of each role are in sum. */
function inlinePolicyLengths(template: Template): number[] {
  const lengths = new Map<string, number>();
  for (const { Properties } of Object.values(template.findResources('AWS::IAM::Policy'))) {
    const role = JSON.stringify(Properties.Roles);
    const length = JSON.stringify(Properties.PolicyDocument).length;
    lengths.set(role, (lengths.get(role) ?? 0) + length);
  }
  return [...lengths.values()];
}
