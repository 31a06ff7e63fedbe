import type { ISecurityGroup, IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import { messageOf } from '../../core/errors.ts';
import type { Problem } from '../../core/problems.ts';

/**
 * Checks where in a VPC sessions are to run.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/agentcore-vpc.html
 */
export function checkNetwork(options: {
  readonly where: string;
  readonly vpc?: IVpc | undefined;
  readonly vpcSubnets?: SubnetSelection | undefined;
  readonly securityGroups?: readonly ISecurityGroup[] | undefined;
}): Problem[] {
  const { where, vpc, vpcSubnets, securityGroups } = options;
  const groups = checkSecurityGroups(`${where}.securityGroups`, securityGroups);
  if (vpc !== undefined) return [...checkSubnets(where, vpc, vpcSubnets), ...groups];
  return [
    ...(vpcSubnets === undefined ? [] : [withoutVpc(`${where}.vpcSubnets`)]),
    ...(securityGroups === undefined ? [] : [withoutVpc(`${where}.securityGroups`)]),
    ...groups,
  ];
}

/** Checks how many there are. */
export function checkSecurityGroups(where: string, groups: readonly ISecurityGroup[] | undefined): Problem[] {
  return groups === undefined ? [] : checkCount(where, groups.length, 'leave it out for a group of its own');
}

function checkSubnets(where: string, vpc: IVpc, vpcSubnets: SubnetSelection | undefined): Problem[] {
  const place = `${where}.${vpcSubnets === undefined ? 'vpc' : 'vpcSubnets'}`;
  let selected: ReturnType<IVpc['selectSubnets']>;
  try {
    selected = vpc.selectSubnets(vpcSubnets);
  } catch (error) {
    return [
      {
        where: place,
        what: 'selects no subnets',
        got: messageOf(error),
        allowed: 'private subnets of the VPC',
        fix: 'choose others, or leave vpcSubnets out for the private ones',
      },
    ];
  }
  // What a lookup finds is known in the next round.
  if (selected.isPendingLookup) return [];
  if (!selected.hasPublic) {
    return checkCount(
      place,
      selected.subnetIds.length,
      'choose private subnets in zones that AgentCore offers',
    );
  }
  const isPrivateThere = vpc.privateSubnets.length + vpc.isolatedSubnets.length > 0;
  return [
    {
      where: place,
      what: 'puts sessions into public subnets, where they reach nothing outside the VPC: they get no public address',
      got: isPrivateThere ? 'subnets that are public' : 'a VPC that has public subnets only',
      allowed: 'private subnets, with a NAT gateway or with endpoints of what the workflow calls',
      fix: isPrivateThere
        ? 'choose others by vpcSubnets, or leave it out for the private ones'
        : 'add private subnets to the VPC, or leave vpc out for the public network of the service',
    },
  ];
}

/** @see https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_VpcConfig.html */
const MOST = 16;

function checkCount(where: string, count: number, fix: string): Problem[] {
  if (count >= 1 && count <= MOST) return [];
  return [
    {
      where,
      what: 'has a number that AgentCore does not accept',
      got: `${count}`,
      allowed: `1 to ${MOST}`,
      fix,
    },
  ];
}

function withoutVpc(where: string): Problem {
  return {
    where,
    what: 'belongs to a VPC, and there is none',
    got: 'no vpc',
    allowed: 'it beside vpc',
    fix: 'give vpc, or remove it',
  };
}
