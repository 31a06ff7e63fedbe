import { LOCAL_ACCOUNT_ID } from '../../contract/local-account.ts';
import { assumedRoleArn, roleSessionName } from '../access/assumed-role.ts';
import type { LiveSession } from '../runtime-sessions.ts';

/**
 * Who a caller is: a runtime session with a role is that role, as on AWS; all others are a user of the account that stands
 * for whoever works on this machine.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
 */
export function callerIdentity(caller: {
  readonly accessKeyId: string;
  readonly session: LiveSession | undefined;
}): CallerIdentity {
  const { accessKeyId, session } = caller;
  const role = session?.role;
  if (session === undefined || role === undefined) {
    return {
      account: LOCAL_ACCOUNT_ID,
      arn: `arn:aws:iam::${LOCAL_ACCOUNT_ID}:user/local`,
      userId: accessKeyId,
    };
  }
  return {
    account: LOCAL_ACCOUNT_ID,
    arn: assumedRoleArn(session, role),
    userId: `AROA${session.identity}:${roleSessionName(session)}`,
  };
}

/** What `GetCallerIdentity` says. */
export interface CallerIdentity {
  readonly account: string;
  readonly arn: string;
  readonly userId: string;
}
