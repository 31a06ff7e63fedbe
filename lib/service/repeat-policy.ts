import { getRetryAfterHint, isClockSkewCorrectedError, isThrottlingError } from '@smithy/core/retry';
import { isExpiredTokenError, isIdentityError } from '../contract/identity-errors.ts';
import { hasCode, isExplained, nameOf } from '../core/errors.ts';
import { isInstance, memberOf, stringMember } from '../core/thrown.ts';

/**
 * Whether a call that has failed is made again, and when; `undefined` when the failure is final or the time is used up.
 * What `Retry-After` says is waited for as far as the time goes: the last attempt is made when it is about to end.
 */
export function nextAttempt(failed: FailedAttempt): NextAttempt | undefined {
  const { error, attempts, elapsedMs, patience } = failed;
  const kind = failureKindOf(error);
  if (kind === 'final') return undefined;
  if (kind === 'unsigned') {
    return failed.hasSignedAnew ? undefined : { delayMs: 0, signsAnew: true };
  }
  if (kind === 'lost' && failed.lostAnswers > (patience.lostRepeats ?? Infinity)) return undefined;
  const leftMs = patience[BUDGET_OF[kind]] - elapsedMs;
  // A single attempt may have used up all the time; it was bad luck, and gets a second one.
  if (attempts > 1 && leftMs <= LAST_ATTEMPT_MS) return undefined;
  const backoffMs = Math.min(BASE_MS[kind] * 2 ** (attempts - 1), patience.maxBackoffMs ?? MAX_BACKOFF_MS);
  const wantedMs = Math.max(backoffMs * (0.5 + failed.random / 2), retryAfterMsOf(error));
  return { delayMs: Math.max(0, Math.min(wantedMs, leftMs - LAST_ATTEMPT_MS)), signsAnew: false };
}

/** How long a call is repeated, counted from its beginning, by what went wrong. */
export interface Patience {
  /** The service was throttling: nothing was run. */
  readonly throttledMs: number;
  /** There was no connection: nothing was run. */
  readonly unreachableMs: number;
  /** 5xx, no answer, or half of one: whether anything was run is not known. */
  readonly lostMs: number;
  /** For calls that are not idempotent: how often they are repeated at most after a lost answer. @default no limit */
  readonly lostRepeats?: number | undefined;
  /** The longest pause, unless the service asks for more. @default 5000 */
  readonly maxBackoffMs?: number | undefined;
  /** How long one attempt may take. @default as the client says */
  readonly attemptMs?: number | undefined;
}

/** The same patience whatever goes wrong, with room for several attempts, also such that hang. */
export function patienceOf(budgetMs: number): Patience {
  return {
    throttledMs: budgetMs,
    unreachableMs: budgetMs,
    lostMs: budgetMs,
    maxBackoffMs: budgetMs / 6,
    attemptMs: Math.ceil(budgetMs / 3),
  };
}

/** What is known when an attempt has failed. */
export interface FailedAttempt {
  readonly error: unknown;
  /** Attempts so far, this one included. */
  readonly attempts: number;
  /** Those of them whose answer was lost. */
  readonly lostAnswers: number;
  readonly elapsedMs: number;
  readonly patience: Patience;
  readonly hasSignedAnew: boolean;
  /** From 0 to 1, so that callers that were refused together do not come back together. */
  readonly random: number;
}

/** What to do before the next attempt. */
export interface NextAttempt {
  readonly delayMs: number;
  /** It is signed with other credentials, or by a clock that was set right; that helps at once or not at all. */
  readonly signsAnew: boolean;
}

/** What a failure says of the call: whether it was run, and whether another attempt may end otherwise. */
export type CallFailureKind = 'throttled' | 'unreachable' | 'lost' | 'unsigned' | 'final';

/** Sorts what a client has thrown. */
export function failureKindOf(error: unknown): CallFailureKind {
  if (isExplained(error)) return 'final';
  const status = statusOf(error);
  if (isInstance(error, Error)) {
    if (isExpiredTokenError(error) || isClockSkewCorrectedError(withMetadata(error))) return 'unsigned';
    if (isIdentityError(error)) return 'final';
    if (isThrottlingError(withMetadata(error))) return 'throttled';
  }
  if (isUnreachable(error)) return 'unreachable';
  // An answer of success that could not be read was cut.
  // Redirects are not followed, and lead to the same place again.
  if (status !== undefined) return status >= 300 && status < 500 && status !== 408 ? 'final' : 'lost';
  return nameOf(error) === 'TimeoutError' || BROKEN_CONNECTION.test(stringMember(error, 'code') ?? '')
    ? 'lost'
    : 'final';
}

/** Whether the other side closed a connection that was open. The SDK for JavaScript names that a TimeoutError, too. */
export function isConnectionClosed(error: unknown): boolean {
  return hasCode(error, 'ECONNRESET') || hasCode(error, 'EPIPE');
}

const BUDGET_OF = { throttled: 'throttledMs', unreachable: 'unreachableMs', lost: 'lostMs' } as const;
const BASE_MS = { throttled: 500, unreachable: 100, lost: 200 } as const;
const MAX_BACKOFF_MS = 5_000;
/** What is left for the last attempt. */
const LAST_ATTEMPT_MS = 500;

/** @see https://nodejs.org/api/errors.html#common-system-errors */
const NOT_CONNECTED = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'];
const BROKEN_CONNECTION =
  /^(ECONN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|HPE_|ERR_STREAM_|ERR_HTTP2_|ERR_SOCKET_)/;

/** Whether it failed before there was a connection. The error of several addresses has no `syscall` of its own. */
function isUnreachable(error: unknown): boolean {
  if (!NOT_CONNECTED.some((code) => hasCode(error, code))) return false;
  const syscall = memberOf(error, 'syscall');
  return syscall === undefined || syscall === 'connect' || syscall === 'getaddrinfo';
}

function statusOf(error: unknown): number | undefined {
  const status =
    memberOf(memberOf(error, '$metadata'), 'httpStatusCode') ??
    memberOf(memberOf(error, '$response'), 'statusCode');
  return typeof status === 'number' ? status : undefined;
}

function retryAfterMsOf(error: unknown): number {
  const seconds = memberOf(error, 'retryAfterSeconds');
  if (typeof seconds === 'number' && seconds > 0) return seconds * 1000;
  const hint = getRetryAfterHint(memberOf(error, '$response'));
  return hint === undefined ? 0 : Math.max(0, hint.getTime() - Date.now());
}

/** The shape in which the SDK asks; errors of other origin have no `$metadata`. */
function withMetadata(error: Error): Parameters<typeof isThrottlingError>[0] {
  return error as Parameters<typeof isThrottlingError>[0];
}
