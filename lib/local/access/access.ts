import type { Refusal } from '../guard.ts';
import type { RuntimeSessions } from '../runtime-sessions.ts';

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
  refusalOf(_request: AccessRequest): Refusal | undefined {
    return undefined;
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
  /** Values of condition keys, such as `{ 's3:prefix': 'a/' }`. @default - none */
  readonly context?: Readonly<Record<string, string>> | undefined;
}
