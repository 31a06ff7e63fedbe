import { Token } from 'aws-cdk-lib';
import { RUNTIME_NAME } from '../../catalog/name-rules.ts';
import { LIVE_ENDPOINT_NAME } from '../../catalog/names.ts';
import { OutputsError } from '../../catalog/outputs-error.ts';
import { parseRuntimeArn } from '../../catalog/runtime-arn.ts';
import { type Problem, show } from '../../core/problems.ts';
import type { WorkflowRuntimeAttributes } from '../constructs/imported-runtime.ts';
import { checkName } from './name.ts';
import { checkSecurityGroups } from './network.ts';
import { checkKinds, checkKnownKeys, KIND, type PropsShapeOf } from './props-shape.ts';

/** Checks what is said of a runtime that exists. Tokens are left to the deployment. */
export function checkImport(where: string, attributes: WorkflowRuntimeAttributes): Problem[] {
  const keys = checkKnownKeys(where, attributes, SHAPE);
  const kinds = checkKinds(where, attributes, SHAPE, ['runtimeArn']);
  if (kinds.length > 0) return [...keys, ...kinds];
  const { runtimeArn, endpointName, role, roleArn, securityGroups } = attributes;
  return [
    ...keys,
    ...checkArn(`${where}.runtimeArn`, runtimeArn),
    // Names of endpoints follow the rule of names of runtimes.
    ...(endpointName === undefined || Token.isUnresolved(endpointName)
      ? []
      : checkName(`${where}.endpointName`, endpointName, { ...RUNTIME_NAME, example: LIVE_ENDPOINT_NAME })),
    ...checkRoleArn(`${where}.roleArn`, roleArn),
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

function checkRoleArn(where: string, roleArn: string | undefined): Problem[] {
  if (roleArn === undefined || Token.isUnresolved(roleArn) || ROLE_ARN.test(roleArn)) return [];
  return [
    {
      where,
      what: 'is not the ARN of a role',
      got: show(roleArn),
      allowed: 'arn:aws:iam::<account>:role/<name>, or a token',
      fix: 'copy it from IAM',
    },
  ];
}

const ROLE_ARN = /^arn:aws[a-z-]*:iam::\d{12}:role\/\S+$/;

const SHAPE = {
  runtimeArn: KIND.text,
  endpointName: KIND.text,
  role: KIND.role,
  roleArn: KIND.text,
  securityGroups: KIND.list,
  userIds: KIND.flag,
  bearerTokens: KIND.flag,
} as const satisfies PropsShapeOf<WorkflowRuntimeAttributes>;

function twoRoles(where: string, roleArn: string): Problem {
  return {
    where,
    what: 'says again what role says',
    got: show(roleArn),
    allowed: 'role or roleArn',
    fix: 'remove one of them',
  };
}
