import { describe, expect, test } from '@jest/globals';
import { NovaActServiceException, ThrottlingException } from '../../lib/service/index.ts';
import {
  type FailedAttempt,
  failureKindOf,
  nextAttempt,
  patienceOf,
} from '../../lib/service/repeat-policy.ts';

const answer = (httpStatusCode: number, name = 'SomeException') =>
  new NovaActServiceException({ name, $fault: 'server', message: 'no', $metadata: { httpStatusCode } });
const throttled = (retryAfterSeconds?: number) =>
  new ThrottlingException({ message: 'no', $metadata: { httpStatusCode: 429 }, retryAfterSeconds } as never);
const system = (code: string, syscall?: string) => Object.assign(new Error(code), { code, syscall });

describe('what a failure says of the call', () => {
  test.each([
    ['429', throttled(), 'throttled'],
    ['429 without a name that is known', answer(429), 'throttled'],
    ['a connection that is refused', system('ECONNREFUSED', 'connect'), 'unreachable'],
    ['several addresses that refuse', system('ECONNREFUSED'), 'unreachable'],
    ['a name that is not found', system('ENOTFOUND', 'getaddrinfo'), 'unreachable'],
    ['a host that goes away later', system('EHOSTUNREACH', 'read'), 'lost'],
    ['500', answer(500), 'lost'],
    ['503', answer(503), 'lost'],
    [
      '200 that cannot be read',
      Object.assign(new SyntaxError('x'), { $metadata: { httpStatusCode: 200 } }),
      'lost',
    ],
    ['a connection that is cut', system('ECONNRESET'), 'lost'],
    ['no answer in time', Object.assign(new Error('x'), { name: 'TimeoutError' }), 'lost'],
    ['a token that is over', answer(403, 'ExpiredTokenException'), 'unsigned'],
    ['a signature that is refused', answer(403, 'InvalidSignatureException'), 'final'],
    ['403', answer(403, 'AccessDeniedException'), 'final'],
    ['402', answer(402, 'ServiceQuotaExceededException'), 'final'],
    ['400', answer(400, 'ValidationException'), 'final'],
    ['a redirect', answer(302), 'final'],
    ['404', answer(404), 'final'],
    ['409', answer(409), 'final'],
    ['a mistake in the program', new TypeError('x'), 'final'],
    ['a certificate that is not trusted', system('DEPTH_ZERO_SELF_SIGNED_CERT'), 'final'],
    ['something that is no error', 'x', 'final'],
  ])('%s', (_, error, kind) => {
    expect(failureKindOf(error)).toBe(kind);
  });
});

describe('when the next attempt is made', () => {
  const failed = (more: Partial<FailedAttempt> = {}): FailedAttempt => ({
    error: throttled(),
    attempts: 1,
    lostAnswers: 0,
    elapsedMs: 0,
    patience: { throttledMs: 10_000, lostMs: 10_000, unreachableMs: 10_000 },
    hasSignedAnew: false,
    random: 1,
    ...more,
  });
  const delayOf = (more?: Partial<FailedAttempt>) => nextAttempt(failed(more))?.delayMs;

  test('later each time, up to a limit', () => {
    expect([1, 2, 3, 4, 9].map((attempts) => delayOf({ attempts }))).toEqual([500, 1000, 2000, 4000, 5000]);
  });

  test('not by all at the same time', () => {
    expect([0, 0.5, 1].map((random) => delayOf({ random }))).toEqual([250, 375, 500]);
  });

  test('when the service says', () => {
    expect(delayOf({ error: throttled(7) })).toBe(7000);
  });

  test('at the end of the time at the latest, with a moment for itself', () => {
    expect(delayOf({ error: throttled(60) })).toBe(9500);
    expect(delayOf({ attempts: 5, elapsedMs: 8000 })).toBe(1500);
  });

  test('never when the time is used up', () => {
    expect(delayOf({ attempts: 2, elapsedMs: 9600 })).toBeUndefined();
  });

  test('once all the same when a single attempt has used it up', () => {
    expect(delayOf({ error: answer(500), elapsedMs: 60_000 })).toBe(0);
  });

  test('as often as allowed when the answer is lost and the call is not idempotent', () => {
    const patience = { throttledMs: Infinity, unreachableMs: 0, lostMs: Infinity, lostRepeats: 1 };
    const error = answer(500);
    expect(delayOf({ error, patience, lostAnswers: 1 })).toBe(200);
    expect(delayOf({ error, patience, lostAnswers: 2, attempts: 2 })).toBeUndefined();
    // Throttling in between was no attempt of the service's.
    expect(delayOf({ patience, attempts: 9, lostAnswers: 1, elapsedMs: 600_000 })).toBe(5000);
  });

  test('with other credentials, once, when the token is over', () => {
    const error = answer(403, 'ExpiredTokenException');
    expect(nextAttempt(failed({ error }))).toEqual({ delayMs: 0, signsAnew: true });
    expect(nextAttempt(failed({ error, hasSignedAnew: true }))).toBeUndefined();
  });

  test('several times within any budget, also when attempts hang', () => {
    const { attemptMs = 0, maxBackoffMs = 0 } = patienceOf(15_000);
    expect(attemptMs + maxBackoffMs).toBeLessThan(15_000 / 1.9);
  });
});
