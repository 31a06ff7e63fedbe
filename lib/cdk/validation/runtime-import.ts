import { Token } from 'aws-cdk-lib';
import type { ISecurityGroup } from 'aws-cdk-lib/aws-ec2';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import { RUNTIME_NAME } from '../../catalog/name-rules.ts';
import { LIVE_ENDPOINT_NAME } from '../../catalog/names.ts';
import { OutputsError } from '../../catalog/outputs-error.ts';
import { parseRuntimeArn } from '../../catalog/runtime-arn.ts';
import { type Problem, show } from '../../core/problems.ts';
import { checkName } from './name.ts';
import { checkSecurityGroups } from './network.ts';

/** Checks what is said of a runtime that exists. Tokens are left to the deployment. */
export function checkImport(options: {
  readonly where: string;
  readonly runtimeArn: string;
  readonly endpointName?: string | undefined;
  readonly role?: IRole | undefined;
  readonly roleArn?: string | undefined;
  readonly securityGroups?: readonly ISecurityGroup[] | undefined;
}): Problem[] {
  const { where, runtimeArn, endpointName, role, roleArn, securityGroups } = options;
  return [
    ...checkArn(`${where}.runtimeArn`, runtimeArn),
    // Names of endpoints follow the rule of names of runtimes.
    ...(endpointName === undefined || Token.isUnresolved(endpointName)
      ? []
      : checkName(`${where}.endpointName`, endpointName, { ...RUNTIME_NAME, example: LIVE_ENDPOINT_NAME })),
    ...(role === undefined || roleArn === undefined ? [] : [twoRoles(`${where}.roleArn`, roleArn)]),
    ...checkSecurityGroups(`${where}.securityGroups`, securityGroups),
  ];
}

function checkArn(where: string, runtimeArn: string): Problem[] {
  if (Token.isUnresolved(runtimeArn)) return [];
  try {
    parseRuntimeArn(runtimeArn);
    return [];
  } catch (error) {
    if (!(error instanceof OutputsError)) throw error;
    return [
      {
        where,
        what: 'is not the ARN of a runtime',
        got: show(runtimeArn),
        allowed: 'arn:aws:bedrock-agentcore:<region>:<account>:runtime/<runtime id>, or a token',
        fix: 'copy it from the output RuntimeArn; an endpoint goes into endpointName',
      },
    ];
  }
}

function twoRoles(where: string, roleArn: string): Problem {
  return {
    where,
    what: 'says again what role says',
    got: show(roleArn),
    allowed: 'role or roleArn',
    fix: 'remove one of them',
  };
}
