import type { ErrorDescription } from '../contract/error.ts';
import type { ProgressEvent } from '../contract/progress.ts';
import type { InvocationOutcome } from './invocation-outcome.ts';
import type { RecordAnswer } from './invocation-records.ts';

/** One invocation that has been let in. */
export interface Admission {
  /** Runs `main`, and resolves when there is an answer. Never rejects. */
  run(payload: unknown, listener: (event: ProgressEvent) => void): Promise<InvocationOutcome>;
  /** The same for a caller who may leave before the end, and come for the record. */
  start(payload: unknown, listener: (event: ProgressEvent) => void): StartedInvocation;
  /** Begins to run `main`, and resolves with the record when its beginning is stored. Never rejects. */
  begin(payload: unknown): Promise<RecordAnswer>;
  /** Says that the answer has been sent, or that nobody can get it any more. */
  answered(): void;
}

/** An item of a fleet that has been let in, or runs here already. */
export type ItemAdmission = Pick<Admission, 'begin' | 'answered'>;

/** An invocation whose caller waits, for now. */
export interface StartedInvocation {
  readonly id: string;
  /** Resolves when there is an answer. Never rejects. */
  readonly outcome: Promise<InvocationOutcome>;
  /** Says that the caller does not wait any more, and will come for the result: it is kept whole. @returns the record as it is now */
  leave(): RecordAnswer;
}

/** Why an invocation did not begin. */
export interface RefusedInvocation<S extends 400 | 409 | 503 = 409 | 503> {
  readonly status: S;
  readonly error: ErrorDescription;
}

/** The name of the error when the host is ending. */
export const SHUTTING_DOWN = 'ShuttingDown';

/** Says why there is no place: the session is busy (409), or the host is ending (503). */
export function refusal<S extends 409 | 503>(
  status: S,
  requestId: string,
  busy: { readonly concurrency: number; readonly ids: readonly string[] } = { concurrency: 1, ids: [] },
): RefusedInvocation<S> {
  const { concurrency, ids } = busy;
  const limit = concurrency === 1 ? 'one invocation' : `${concurrency} invocations`;
  const [name, message] =
    status === 503
      ? [SHUTTING_DOWN, 'The runtime host is ending. Invoke with a new session.']
      : [
          'InvocationInProgress',
          `This session already runs ${limit}${ids.length === 0 ? '' : ` (id ${ids.join(', ')})`}. Wait for the end, or invoke with another session id.`,
        ];
  const underWay = status === 409 && ids.length > 0 ? { invocationIds: ids } : {};
  return { status, error: { name, message, retryable: true, requestId, ...underWay } };
}
