import { describe, expect, test } from '@jest/globals';
import { App, Stack } from 'aws-cdk-lib';
import { SecurityGroup, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { checkNetwork } from '../../../lib/cdk/validation/network.ts';
import { vpcWith } from '../synthesis.ts';

const stack = new Stack(new App(), 'Test', { env: { account: '123456789012', region: 'us-east-1' } });
const publicSubnets = { publicSubnetIds: ['subnet-1'], publicSubnetRouteTableIds: ['table-1'] };
const isolatedSubnets = { isolatedSubnetIds: ['subnet-2'], isolatedSubnetRouteTableIds: ['table-2'] };
const imported = { vpcId: 'vpc-1', availabilityZones: ['us-east-1a'] };
const both = Vpc.fromVpcAttributes(stack, 'Both', { ...imported, ...publicSubnets, ...isolatedSubnets });
const publicOnly = Vpc.fromVpcAttributes(stack, 'PublicOnly', { ...imported, ...publicSubnets });
const seventeen = Array.from({ length: 17 }, (_, index) => `${index}`);
const groups = seventeen.map((id) => SecurityGroup.fromSecurityGroupId(stack, `Group${id}`, `sg-${id}`));

describe('when sessions run in a VPC', () => {
  test('private subnets are right: the default, chosen ones, and those that a lookup has yet to find', () => {
    const pending = Vpc.fromLookup(stack, 'Pending', { vpcId: 'vpc-12345' });

    for (const network of [
      { vpc: both },
      { vpc: both, vpcSubnets: { subnetType: SubnetType.PRIVATE_ISOLATED }, securityGroups: groups.slice(1) },
      { vpc: pending },
      { vpc: pending, vpcSubnets: { subnetGroupName: 'apps' } },
    ]) {
      expect(checkNetwork({ where: 'it', ...network })).toEqual([]);
    }
  });

  test.each([
    ['a VPC with public subnets only', { vpc: publicOnly }, 'it.vpc', 'add private subnets'],
    [
      'public subnets of a VPC that has others',
      { vpc: both, vpcSubnets: { subnetType: SubnetType.PUBLIC } },
      'it.vpcSubnets',
      'choose others by vpcSubnets',
    ],
    [
      'subnets of a kind that is not there',
      { vpc: both, vpcSubnets: { subnetType: SubnetType.PRIVATE_WITH_EGRESS } },
      'it.vpcSubnets',
      'choose others',
    ],
    ['17 subnets', { vpc: vpcWith(stack, ...seventeen) }, 'it.vpc', 'choose private subnets'],
    ['17 security groups', { vpc: both, securityGroups: groups }, 'it.securityGroups', 'leave it out'],
    ['subnets without a VPC', { vpcSubnets: {} }, 'it.vpcSubnets', 'give vpc'],
    ['security groups without a VPC', { securityGroups: groups.slice(1) }, 'it.securityGroups', 'give vpc'],
  ])('%s: refused, with what to do', (_, network, where, fix) => {
    expect(checkNetwork({ where: 'it', ...network })).toEqual([
      expect.objectContaining({ where, fix: expect.stringContaining(fix) }),
    ]);
  });
});
