import type { LiveSession } from '../runtime-sessions.ts';
import { fieldOf } from './request-keys.ts';
import type { RuntimeRole } from './role.ts';

/** By what ARN AWS knows a session that has assumed a role. */
export function assumedRoleArn(session: Pick<LiveSession, 'id'>, role: RuntimeRole): string {
  const [partition, account] = [fieldOf(role.arn, 'partition'), fieldOf(role.arn, 'account')];
  return `arn:${partition}:sts::${account}:assumed-role/${role.name}/${roleSessionName(session)}`;
}

/**
 * The name of a session with its role: the id that its callers gave it, as far as a name may be like that.
 *
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
export function roleSessionName({ id }: Pick<LiveSession, 'id'>): string {
  return id.replaceAll(/[^\w+=,.@-]/g, '-').slice(0, MAX_SESSION_NAME_LENGTH);
}

const MAX_SESSION_NAME_LENGTH = 64;
