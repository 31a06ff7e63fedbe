import { ExplainedError, messageOf } from '../../core/errors.ts';
import { isAccessDenied } from '../aws-failure.ts';
import { factsOf } from '../error-facts.ts';
import type { CommandTarget } from '../target.ts';
import type { RunCredentials } from './workflow-environment.ts';

/**
 * Credentials of a role for an hour.
 *
 * @throws RoleRefusedError when the caller may not have them, which is the rule with roles of runtimes; it says what to add
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
export async function assumeRole(
  roleArn: string | undefined,
  target: CommandTarget,
  signal: AbortSignal,
): Promise<RunCredentials> {
  if (roleArn === undefined) throw new RoleRefusedError('AgentCore did not say which role the runtime has.');
  const { AssumeRoleCommand, STSClient } = await import('@aws-sdk/client-sts');
  const client = await target.client((config) => new STSClient(config));
  try {
    const { Credentials: given } = await client.send(
      new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: SESSION_NAME }),
      { abortSignal: signal },
    );
    const {
      AccessKeyId: accessKeyId,
      SecretAccessKey: secretAccessKey,
      SessionToken: sessionToken,
    } = given ?? {};
    if (accessKeyId !== undefined && secretAccessKey !== undefined) {
      return { accessKeyId, secretAccessKey, sessionToken };
    }
    throw new RoleRefusedError(`STS gave no credentials of ${roleArn}.`);
  } catch (error) {
    throw isAccessDenied(factsOf(error)) ? refusal(roleArn, target.account, error) : error;
  }
}

/** A role was not given to the caller. */
export class RoleRefusedError extends ExplainedError {
  override readonly name = 'RoleRefusedError';
}

const SESSION_NAME = 'act-run';

/** The rule is that only AgentCore may assume the role of a runtime. */
function refusal(roleArn: string, account: string, cause: unknown): RoleRefusedError {
  const [, partition = 'aws'] = roleArn.split(':');
  const Principal = { AWS: `arn:${partition}:iam::${account}:root` };
  const statement = JSON.stringify({ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' });
  return new RoleRefusedError({
    what: `The execution role ${roleArn} cannot be assumed: ${messageOf(cause).replace(/\.$/, '')}.`,
    allowed: 'Roles of runtimes let AgentCore in, and nobody else until you say so.',
    fix:
      `In a stage for development, add this statement to its trust policy: ${statement} (with the CDK: make the role yourself, ` +
      'give it to the workflow as `role`, and call `role.assumeRolePolicy.addStatements(…)`), and allow yourself sts:AssumeRole on it. ' +
      'Or leave --assume-role out.',
    cause,
  });
}
