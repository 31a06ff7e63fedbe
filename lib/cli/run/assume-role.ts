import { ROLE_SESSION_SECONDS } from '../../contract/role-session.ts';
import { ExplainedError, messageOf } from '../../core/errors.ts';
import { isAccessDenied } from '../aws-failure.ts';
import { factsOf } from '../error-facts.ts';
import type { CommandTarget } from '../target.ts';
import type { RunCredentials } from './workflow-environment.ts';

/**
 * Credentials of a role that last as long as a run may take, and an hour at least.
 *
 * @throws RoleRefusedError when the caller may not have them, which is the rule with roles of runtimes, or not for so long; it
 * says what to do
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
export async function assumeRole(
  roleArn: string | undefined,
  target: CommandTarget,
  run: { readonly timeoutMs: number; readonly signal: AbortSignal },
): Promise<RunCredentials> {
  if (roleArn === undefined) throw new RoleRefusedError('AgentCore did not say which role the runtime has.');
  const { AssumeRoleCommand, STSClient } = await import('@aws-sdk/client-sts');
  const seconds = Math.ceil(run.timeoutMs / 1000);
  const client = await target.client((config) => new STSClient(config));
  try {
    const { Credentials: given } = await client.send(
      new AssumeRoleCommand({
        ...{ RoleArn: roleArn, RoleSessionName: SESSION_NAME },
        ...(seconds > ROLE_SESSION_SECONDS && { DurationSeconds: seconds }),
      }),
      { abortSignal: run.signal },
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
    throw refusalOfRole(error, { roleArn, account: target.account, seconds }) ?? error;
  }
}

/** A role was not given to the caller. */
export class RoleRefusedError extends ExplainedError {
  override readonly name = 'RoleRefusedError';
}

const SESSION_NAME = 'act-run';

/**
 * What to do about an error of STS that says that a role is not to be had; `undefined` for another one.
 *
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html of DurationSeconds and role chaining
 */
export function refusalOfRole(
  cause: unknown,
  wanted: { readonly roleArn: string; readonly account: string; readonly seconds: number },
): RoleRefusedError | undefined {
  const { roleArn, account, seconds } = wanted;
  const said = messageOf(cause).replace(/\.$/, '');
  if (/DurationSeconds exceeds/i.test(said)) {
    return new RoleRefusedError({
      what: `The run may take ${seconds} s (--timeout-s), and credentials of ${roleArn} would end before: ${said}.`,
      allowed: `--timeout-s ${ROLE_SESSION_SECONDS} where the caller is a role, too (people who signed in with IAM Identity Center are), else what the role says: those of stacks 28800.`,
      fix: `Give --timeout-s ${ROLE_SESSION_SECONDS} or less, call with the keys of a user, or leave --assume-role out.`,
      cause,
    });
  }
  if (!isAccessDenied(factsOf(cause))) return undefined;
  const [, partition = 'aws'] = roleArn.split(':');
  return new RoleRefusedError({
    what: `The execution role ${roleArn} cannot be assumed: ${said}.`,
    allowed: 'Roles of runtimes let AgentCore in, and nobody else until you say so.',
    fix:
      `For development, name who may in "roleCanBeAssumedBy" of the settings of an environment, of the entry in the catalog or of the construct, such as ['arn:${partition}:iam::${account}:role/Developer'], ` +
      'and deploy. (A role that you made yourself has a trust policy of yours; callers of another account, and those whom an account lets in, need sts:AssumeRole on the role besides.) ' +
      'Or leave --assume-role out.',
    cause,
  });
}
