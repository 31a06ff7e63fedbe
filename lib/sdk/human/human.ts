import type { HumanAnswer } from './human-answer.ts';
import type { ApproveRequest, TakeOverRequest } from './human-request.ts';

/**
 * People whom the agent may ask. Without `approve` or `takeOver` the agent is not told that it can ask for that.
 * While a person is asked, the time limit of the act stands still, and what it takes is no time worked.
 *
 * What a function throws, and an answer that is neither `true` nor `false` (nor a {@link HumanAnswer}), ends the act with ActToolError.
 */
export interface Human {
  /** Asks whether the agent may do something. `false` ends the act with ApproveCanceledError. @default nobody is asked */
  readonly approve?:
    | ((request: ApproveRequest) => Promise<boolean | HumanAnswer> | boolean | HumanAnswer)
    | undefined;
  /**
   * Asks somebody to do in the browser what the agent cannot, such as signing in. `true` says that it is done. `false` says that
   * it was not, and ends the act with UiTakeoverCanceledError.
   * @default nobody is asked
   */
  readonly takeOver?:
    | ((request: TakeOverRequest) => Promise<boolean | HumanAnswer> | boolean | HumanAnswer)
    | undefined;
  /**
   * How long a person may take to answer, in whole milliseconds from 1000 to 604800000 (7 days). Then the act fails with
   * HumanRequestExpiredError.
   * @default 3600000
   */
  readonly timeoutMs?: number | undefined;
  /**
   * Sets the status of the act to PENDING_HUMAN_ACTION while a person is asked. The service's model has it, but nobody knows
   * whether the service takes it; a refusal is told by an event and does not fail the act.
   * @default false
   */
  readonly reportsPending?: boolean | undefined;
  /** What the agent is told that it can ask for, in place of our own words. */
  readonly descriptions?: HumanDescriptions | undefined;
  /**
   * Called when a session starts, before its browser: what it throws is why the session does not start.
   * @default nothing is to be prepared
   */
  readonly prepare?: (() => Promise<void> | void) | undefined;
}

/** What the agent is told of the two things that it can ask for, 1 to 10,000 characters each. */
export interface HumanDescriptions {
  /** When to ask for an approval. */
  readonly approve?: string | undefined;
  /** What to write into the message of such a question. */
  readonly approveMessage?: string | undefined;
  /** When to ask somebody to take over. */
  readonly takeOver?: string | undefined;
  /** What to write into the message of such a question. */
  readonly takeOverMessage?: string | undefined;
}
