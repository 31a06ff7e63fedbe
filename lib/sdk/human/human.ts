import type { ActIds } from '../act/reported-act.ts';

/**
 * People whom the agent may ask. Without `approve` or `takeOver` the agent is not told that it can ask for that.
 * While a person is asked, the time limit of the act stands still, and what it takes is no time worked.
 */
export interface Human {
  /** Asks whether the agent may do something. `false` ends the act with ApproveCanceledError. @default nobody is asked */
  readonly approve?: ((request: HumanRequest) => Promise<boolean> | boolean) | undefined;
  /**
   * Asks somebody to do in the browser what the agent cannot, such as signing in. `false` says that it was not done, and ends the
   * act with UiTakeoverCanceledError.
   * @default nobody is asked
   */
  readonly takeOver?: ((request: HumanRequest) => Promise<boolean> | boolean) | undefined;
  /** How long a person may take to answer, in milliseconds. Then the act fails with HumanRequestExpiredError. @default 3600000 */
  readonly timeoutMs?: number | undefined;
}

/** What a person is asked. */
export interface HumanRequest extends ActIds {
  readonly kind: 'approve' | 'takeOver';
  /** What the agent says. */
  readonly message: string;
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
}
