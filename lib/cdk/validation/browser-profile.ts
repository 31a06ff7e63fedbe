import { Token } from 'aws-cdk-lib';
import { BROWSER_PROFILE_NAME } from '../../catalog/name-rules.ts';
import { BROWSER_PROFILE_ID } from '../../contract/browser-profile.ts';
import { REGION_PATTERN } from '../../contract/limits.ts';
import { SERVICE_NAME } from '../../contract/protocol.ts';
import { type Problem, show } from '../../core/problems.ts';
import { checkName } from './name.ts';

/** Checks the name of a profile that is to be made. Tokens are left to the deployment. */
export function checkBrowserProfileName(where: string, name: string | undefined): Problem[] {
  if (name === undefined || Token.isUnresolved(name)) return [];
  return checkName(where, name, BROWSER_PROFILE_NAME);
}

/** Checks the id of a profile that exists. */
export function checkBrowserProfileId(where: string, id: string): Problem[] {
  if (Token.isUnresolved(id) || BROWSER_PROFILE_ID.test(id)) return [];
  return [
    {
      where,
      what: 'is not the id of a browser profile',
      got: show(id),
      allowed: 'a name, "-" and ten letters or digits that AgentCore chose, or a token',
      fix: 'copy it from the console of AgentCore, or from `aws bedrock-agentcore-control list-browser-profiles`',
    },
  ];
}

/** Checks the ARN of a profile that exists. */
export function checkBrowserProfileArn(where: string, arn: string): Problem[] {
  if (Token.isUnresolved(arn)) return [];
  const id = ARN.exec(arn)?.[1];
  if (id !== undefined) return checkBrowserProfileId(where, id);
  return [
    {
      where,
      what: 'is not the ARN of a browser profile',
      got: show(arn),
      allowed: `arn:aws:${SERVICE_NAME.agentCore}:<region>:<account>:browser-profile/<id>, or a token`,
      fix: 'copy it from the console of AgentCore, or import the profile by its id',
    },
  ];
}

const ARN = new RegExp(
  `^arn:aws[a-z-]*:${SERVICE_NAME.agentCore}:${REGION_PATTERN}:\\d{12}:browser-profile/([^/]+)$`,
);
