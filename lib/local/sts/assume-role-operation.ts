import { localIdentityOf, makeLocalCredentials } from '../../contract/local-credentials.ts';
import { ROLE_SESSION_SECONDS } from '../../contract/role-session.ts';
import { fieldOf } from '../access/request-keys.ts';
import type { RuntimeRole } from '../access/role.ts';
import { roleArnOf } from '../agentcore/role-arn-of.ts';
import type { StoredRuntime } from '../agentcore/runtime-record.ts';
import type { Refusal } from '../guard.ts';
import type { RuntimeSessions } from '../runtime-sessions.ts';

/**
 * `AssumeRole`, for the roles of deployed runtimes: calls with the credentials may do what the role allows. Who is let in, the
 * trust policy says, as on AWS. They hold until local AWS ends.
 *
 * @param caller the ARN of who asks
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
export function assumeLocalRole(
  input: URLSearchParams,
  given: {
    readonly caller: string;
    readonly runtimes: readonly StoredRuntime[];
    readonly runtimeSessions: RuntimeSessions;
  },
): AssumedRole | Refusal {
  const { caller, runtimes, runtimeSessions } = given;
  const arn = input.get('RoleArn') ?? '';
  const id = input.get('RoleSessionName') ?? '';
  const seconds = Number(input.get('DurationSeconds') ?? ROLE_SESSION_SECONDS);
  const wrong = !ROLE_ARN.test(arn)
    ? `${arn} is invalid`
    : !SESSION_NAME.test(id)
      ? `1 validation error detected: Value '${id}' at 'roleSessionName' failed to satisfy constraint: Member must have 2 to 64 characters of [\\w+=,.@-]`
      : seconds >= 900 && seconds <= 43_200
        ? chainedTooLong(caller, seconds)
        : `1 validation error detected: Value '${seconds}' at 'durationSeconds' failed to satisfy constraint: Member must be from 900 to 43200`;
  if (wrong !== undefined) return { status: 400, name: 'ValidationError', message: wrong };
  const role = runtimes
    .flatMap(({ versions }) => versions.flatMap((each) => each.role ?? []))
    .findLast((each) => each.arn === arn);
  if (role === undefined || !isLetIn(caller, role)) {
    const said = `User: ${caller} is not authorized to perform: sts:AssumeRole on resource: ${arn}.`;
    return { status: 403, name: 'AccessDenied', message: `${said} ${whyNot(arn, role, runtimes)}` };
  }
  const credentials = makeLocalCredentials();
  const identity = localIdentityOf(credentials.accessKeyId) ?? '';
  runtimeSessions.begin({ identity, id, role, invocationId: () => undefined });
  return { ...credentials, identity, id, role, expiresAt: new Date(Date.now() + seconds * 1000) };
}

/** Credentials of a role. */
export interface AssumedRole {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly identity: string;
  /** Of the session. */
  readonly id: string;
  readonly role: RuntimeRole;
  readonly expiresAt: Date;
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html#iam-term-role-chaining */
function chainedTooLong(caller: string, seconds: number): string | undefined {
  return isOfRole(caller) && seconds > ROLE_SESSION_SECONDS
    ? 'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining'
    : undefined;
}

const ROLE_ARN = /^arn:aws[\w-]*:iam::\d{12}:role\/.+$/;
const SESSION_NAME = /^[\w+=,.@-]{2,64}$/;

/** Whoever calls local AWS stands for the users and the roles of the account; a session of a role is that role only. */
function isLetIn(caller: string, role: RuntimeRole): boolean {
  const account = fieldOf(role.arn, 'account');
  const who = isOfRole(caller) ? 'root' : '(?:root|(?:role|user)/.+)';
  const one = new RegExp(`^(?:\\*|${account}|arn:aws[\\w-]*:iam::${account}:${who})$`);
  return (role.assumedBy ?? []).some((principal) => principal === caller || one.test(principal));
}

function isOfRole(caller: string): boolean {
  return caller.includes(':assumed-role/');
}

function whyNot(arn: string, role: RuntimeRole | undefined, runtimes: readonly StoredRuntime[]): string {
  if (role !== undefined) {
    const letIn = (role.assumedBy ?? []).map((principal) => `${principal}, `).join('');
    return letIn === ''
      ? 'Its trust policy does not let the caller in.'
      : `Its trust policy lets in ${letIn}none of whom is of the account ${fieldOf(role.arn, 'account')}: nobody here is of another.`;
  }
  const isOfCatalog = runtimes.some((runtime) =>
    runtime.versions.some((version) => roleArnOf({ ...runtime, ...version }) === arn),
  );
  return isOfCatalog
    ? 'Its runtime was deployed from the catalog, where no policies are known: deploy the template (local AWS with --from).'
    : 'No runtime of local AWS has this role.';
}
