import { SERVICE_NAME } from '../../contract/protocol.ts';
import type { Refusal } from '../guard.ts';
import type { LiveSession, RuntimeSessions } from '../runtime-sessions.ts';
import { assumedRoleArn } from './assumed-role.ts';
import { evaluatePolicy, type PolicyDecision } from './evaluate-policy.ts';
import { requestKeys } from './request-keys.ts';
import type { RuntimeRole } from './role.ts';

/**
 * Who may do what. All services ask here, once they know the resource. Calls with the credentials of a runtime session may do
 * what its role allows, if its runtime has one; all other callers may do everything.
 */
export class Access {
  readonly #runtimeSessions: RuntimeSessions;

  constructor(options: { readonly runtimeSessions: RuntimeSessions }) {
    this.#runtimeSessions = options.runtimeSessions;
  }

  /** Whether the session that signed so has ended: nothing that it has sent before, and arrives later, is taken. */
  hasEnded(localIdentity: string | undefined): boolean {
    return this.#runtimeSessions.hasEnded(localIdentity);
  }

  /** Why a call is refused; `undefined` when it is allowed. */
  refusalOf(request: AccessRequest): Refusal | undefined {
    const session = this.#runtimeSessions.of(request.localIdentity);
    const role = session?.role;
    if (session === undefined) return undefined;
    if (role === undefined) return refusedSecret(session, request);
    const { action, resource } = request;
    const decision = evaluatePolicy(role.statements, {
      action,
      resource,
      lookUp: requestKeys(role, request),
    });
    if (decision.outcome === 'allowed') return undefined;
    this.#runtimeSessions.noteRefusal(session.identity, action);
    const user = assumedRoleArn(session, role);
    return { status: 403, name: ACCESS_DENIED, message: refusalMessage({ user, role, request, decision }) };
  }

  /**
   * By what ARN AWS knows the caller: that of the role which a runtime session has assumed. `undefined` for all other callers, and for
   * sessions whose runtime has no role.
   */
  callerArn(localIdentity: string | undefined): string | undefined {
    const session = this.#runtimeSessions.of(localIdentity);
    return session?.role && assumedRoleArn(session, session.role);
  }
}

/** A call, as policies see it. */
export interface AccessRequest {
  /** Whose credentials the call is signed with, as `Signature` says. */
  readonly localIdentity: string | undefined;
  /** Such as `s3:GetObject`. */
  readonly action: string;
  /** ARN of what the call is about; `*` for calls that are about no resource. */
  readonly resource: string;
  /**
   * Values of condition keys, such as `{ 's3:prefix': 'a/' }`; `undefined` for those that the request has not. Statements
   * that depend on other keys of a service are undecided. @default none
   */
  readonly context?: Readonly<Record<string, string | readonly string[] | undefined>> | undefined;
}

const ACCESS_DENIED = 'AccessDeniedException';

/** On AWS the role of a workflow may read the secrets that its entry names, and no others. */
function refusedSecret(session: LiveSession, { action, resource }: AccessRequest): Refusal | undefined {
  const { runtime = 'unknown', arns = [] } = session.secretsOf ?? {};
  if (!action.startsWith(`${SERVICE_NAME.secretsManager}:`) || arns.includes(resource)) return undefined;
  return {
    status: 403,
    name: ACCESS_DENIED,
    message: `The session ${session.id} of ${runtime} is not authorized to perform: ${action} on resource: ${resource}, because "secrets" of ${runtime} does not name it; on AWS its role would not allow it. To allow it, add the secret to "secrets" of the workflow in the catalog.`,
  };
}

/**
 * As AWS says it, and then what only local AWS can say.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
function refusalMessage(given: {
  readonly user: string;
  readonly role: RuntimeRole;
  readonly request: AccessRequest;
  readonly decision: Exclude<PolicyDecision, { readonly outcome: 'allowed' }>;
}): string {
  const { user, role, request, decision } = given;
  const { action, resource } = request;
  const { outcome, undecided, nearby } = decision;
  const why =
    outcome === 'denied'
      ? 'with an explicit deny in an identity-based policy'
      : `because no identity-based policy allows the ${action} action`;
  const help =
    outcome === 'denied'
      ? 'Its role has a statement that denies this.'
      : `To allow it, add a statement with this action and resource to a policy of the role ${role.name}.`;
  const unclear =
    undecided.length === 0
      ? ''
      : ` What cannot be decided on local AWS is taken as a no: ${undecided.join('; ')}.`;
  const near = nearby.length === 0 ? '' : ` So far ${nearby.slice(0, MOST_NEARBY).join('; ')}.`;
  return `User: ${user} is not authorized to perform: ${action} on resource: ${resource} ${why}. ${help}${near}${unclear}`;
}

/** Of a long policy the first ones are enough. */
const MOST_NEARBY = 3;
