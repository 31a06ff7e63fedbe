import type { RuntimeRole } from './access/role.ts';
import type { RuntimeRecord } from './agentcore/runtime-record.ts';

/**
 * The runtime sessions of this local AWS, by the credentials that each signs its calls with. AgentCore says which there
 * are; whoever answers a call asks whose it is.
 */
export class RuntimeSessions {
  readonly #alive = new Map<string, LiveSession>();
  readonly #ended = new Set<string>();
  readonly #refused = new Map<string, Set<string>>();

  begin(session: LiveSession): void {
    this.#alive.set(session.identity, session);
  }

  /** Its process is gone. What it has sent before, and nobody has read yet, must not undo what is now known. */
  end(identity: string): void {
    this.#alive.delete(identity);
    this.#refused.delete(identity);
    this.#ended.add(identity);
  }

  /** Notes that a session was refused an action, because its role does not allow it. */
  noteRefusal(identity: string, action: string): void {
    this.#refused.set(identity, (this.#refused.get(identity) ?? new Set()).add(action));
  }

  /** What a session was refused so far. */
  refusedActions(identity: string): readonly string[] {
    return [...(this.#refused.get(identity) ?? [])];
  }

  /** The session that signs so; `undefined` for all other callers. */
  of(identity: string | undefined): LiveSession | undefined {
    return identity === undefined ? undefined : this.#alive.get(identity);
  }

  /** Whether the session that signed so has ended. */
  hasEnded(identity: string | undefined): boolean {
    return identity !== undefined && this.#ended.has(identity);
  }
}

/** A runtime session whose process or container is there. */
export interface LiveSession {
  /** Of its credentials: {@link localIdentityOf} of the access key id. */
  readonly identity: string;
  /** The id that callers gave it. */
  readonly id: string;
  /** What it may do. @default - everything, but for secrets */
  readonly role?: RuntimeRole | undefined;
  /** What it is a session of. @default - not known */
  readonly runtime?: SessionRuntime | undefined;
  /** The name of its runtime, and the ARNs of the secrets that this names: without a role it may read these. @default - none */
  readonly secretsOf?: { readonly runtime: string; readonly arns: readonly string[] } | undefined;
  /** The invocation that it began last, of those that go on. */
  readonly invocationId: () => string | undefined;
}

/** The runtime of a session, for those who lead to it. */
export type SessionRuntime = Pick<RuntimeRecord, 'arn' | 'endpointName' | 'environment' | 'authorizer'>;
