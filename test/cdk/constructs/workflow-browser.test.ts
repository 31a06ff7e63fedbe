import { describe, expect, test } from '@jest/globals';
import { Token } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { type IVpc, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import { WorkflowBrowser } from '../../../lib/cdk/index.ts';
import { testStack, vpcWith } from '../synthesis.ts';

const BROWSER = 'AWS::BedrockAgentCore::BrowserCustom';

function propertiesIn(
  options: {
    readonly vpc?: (scope: Construct) => IVpc;
    readonly groupId?: string;
    readonly id?: string;
  } = {},
) {
  const stack = testStack();
  const { vpc, groupId, id = 'Browser' } = options;
  new WorkflowBrowser(stack, id, {
    vpc: vpc?.(stack),
    securityGroups:
      groupId === undefined ? undefined : [SecurityGroup.fromSecurityGroupId(stack, 'G', groupId)],
  });
  const [browser] = Object.values(Template.fromStack(stack).findResources(BROWSER));
  return browser?.Properties;
}

const nameIn = (...subnets: string[]): string =>
  propertiesIn({ vpc: (scope) => vpcWith(scope, ...subnets) }).Name;

describe('when the network of a browser changes, which replaces it', () => {
  test('its name changes, too: CloudFormation makes the new one before the old one goes', () => {
    const names = [
      propertiesIn().Name,
      nameIn('subnet-1'),
      nameIn('subnet-1', 'subnet-2'),
      nameIn('subnet-3'),
      propertiesIn({ vpc: (scope) => vpcWith(scope, 'subnet-3'), groupId: 'sg-1' }).Name,
      propertiesIn({ vpc: (scope) => vpcWith(scope, 'subnet-3'), groupId: 'sg-2' }).Name,
    ];

    expect(new Set(names).size).toBe(6);
  });

  test('the same network has the same name', () => {
    expect(nameIn('subnet-1', 'subnet-2')).toBe(nameIn('subnet-1', 'subnet-2'));
  });

  test('without a VPC the name is that of the CDK', () => {
    expect(propertiesIn().Name).toMatch(/^TestBrowser[0-9A-F]{8}$/);
  });
});

describe('when a browser is in a VPC', () => {
  test('its name is one that AgentCore accepts, however long the path of the construct is', () => {
    const vpc = (scope: Construct): IVpc => vpcWith(scope, 'subnet-1');
    const name = propertiesIn({ vpc, id: 'a-path-that-is-longer-than-the-name-of-a-browser-can-be' }).Name;

    expect(name).toMatch(/^[a-zA-Z][a-zA-Z0-9_]{0,47}$/);
    expect(name).toMatch(/_[0-9a-f]{8}$/);
  });

  test('the subnets can be those of a stack, which have no ids yet', () => {
    const nameWith = (logicalId: string): string => nameIn(Token.asString({ Ref: logicalId }));

    expect(nameWith('SubnetOne')).toMatch(/^TestBrowser[0-9A-F]{8}_[0-9a-f]{8}$/);
    expect(nameWith('SubnetOne')).toBe(nameWith('SubnetOne'));
    expect(nameWith('SubnetOne')).not.toBe(nameWith('SubnetTwo'));
  });

  test('subnets and security groups need one', () => {
    expect(() => propertiesIn({ groupId: 'sg-1' })).toThrow('Browser.securityGroups belongs to a VPC');
  });
});
