import type { ServedOperation } from '../served.ts';

/**
 * A failure on demand, in one line: an operation (or `any`), how it fails, and which of its calls.
 *
 * - How: `throttle` (429; `retry-after 2s` may follow), `500`, `expired-token` (403), `slow 2s`, `hang` (no answer), and
 *   `cut-before`, `cut-after`, `cut-midway`: the connection is closed before the call is handled, after that but before
 *   its answer, and in the middle of the answer.
 * - Which: `every` (the default), `call 3`, `calls 2-4`, `first 3`, or `rate 0.2` with `seed 7`.
 *
 * @example `UpdateWorkflowRun 500 first 3`
 * @example `InvokeActStep throttle call 2 retry-after 1s`
 * @example `any cut-after rate 0.1 seed 42`
 */
export type Failure =
  | `${FailingOperation | typeof ANY_OPERATION} ${FailureKind}`
  | `${FailingOperation | typeof ANY_OPERATION} ${FailureKind} ${string}`;

/** An operation that local AWS serves. */
export type FailingOperation = ServedOperation;

/** How a call fails. */
export type FailureKind = (typeof FAILURE_KINDS)[number];

/** Stands for every operation. */
export const ANY_OPERATION = 'any';

export const FAILURE_KINDS = [
  'throttle',
  '500',
  'expired-token',
  'slow',
  'hang',
  'cut-before',
  'cut-after',
  'cut-midway',
] as const;

/** A {@link Failure} that has been read. */
export interface FailureRule {
  /** An operation, or {@link ANY_OPERATION}. */
  readonly operation: string;
  readonly kind: FailureKind;
  readonly calls: CallChoice;
  /** How long a slow call waits before it is handled. */
  readonly delayMs?: number;
  /** What a throttled caller is told to wait. */
  readonly retryAfterSeconds?: number;
}

/** Which calls fail: those from one to another, counted from 1, or a share of them that depends on the seed alone. */
export type CallChoice =
  | { readonly first: number; readonly last: number }
  | { readonly rate: number; readonly seed: number };
