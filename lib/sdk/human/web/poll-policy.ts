/**
 * How long to wait before the desk is asked once more how a question stands: soon at first, while somebody has the browser, and
 * once it has expired there.
 */
export function pollDelayMs(now: PollMoment): number {
  const { askedForMs, untilExpiryMs, failures, isHeld, random } = now;
  if (untilExpiryMs <= 0) return LAST_LOOKS_MS;
  const often = isHeld || askedForMs < OFTEN_FOR_MS ? OFTEN_MS : SELDOM_MS;
  // Whoever does not answer is not asked more often than needs be.
  const base = failures === 0 ? often : Math.min(isHeld ? SELDOM_MS : SLOWEST_MS, OFTEN_MS * 2 ** failures);
  const delayMs = base * (1 - JITTER + 2 * JITTER * random);
  return Math.round(Math.min(delayMs, untilExpiryMs + AFTER_EXPIRY_MS));
}

/** How long the desk may take to say it: what is slow must not take the time in which an answer of the last moment is heard. */
export function lookTimeoutMs(untilExpiryMs: number): number {
  return Math.min(MAX_LOOK_MS, Math.max(LAST_LOOK_MS, untilExpiryMs + LAST_LOOK_MS));
}

/** What the delay depends on. */
export interface PollMoment {
  readonly askedForMs: number;
  /** Until the desk takes no answer any more; less than 0 afterwards. */
  readonly untilExpiryMs: number;
  /** How often it has not answered since it last did. */
  readonly failures: number;
  /** Whether somebody has the browser: whose that is no longer must not have it for long. */
  readonly isHeld: boolean;
  /** From 0 to 1. */
  readonly random: number;
}

/**
 * When the desk takes no answer any more: a little before the act ends, so that what a person was told there is what the act does.
 *
 * @returns milliseconds since 1970
 */
export function deskExpiry({
  askedAt,
  expiresAt,
}: {
  readonly askedAt: Date;
  readonly expiresAt: Date;
}): number {
  const timeoutMs = expiresAt.getTime() - askedAt.getTime();
  return Math.floor(expiresAt.getTime() - Math.min(MAX_MARGIN_MS, timeoutMs * MARGIN_SHARE));
}

/**
 * When a desk that is not heard is asked for the last time, in another way: late, and in time for its answer to count.
 *
 * @returns milliseconds since 1970
 */
export function lastCallAt(request: Parameters<typeof deskExpiry>[0]): number {
  const endsAt = request.expiresAt.getTime();
  return endsAt - Math.min(LAST_CALL_MS, (endsAt - deskExpiry(request)) / 2);
}

const OFTEN_MS = 1_000;
const OFTEN_FOR_MS = 60_000;
const SELDOM_MS = 5_000;
const SLOWEST_MS = 15_000;
const JITTER = 0.2;
/** The clock of the desk may be a little late. */
const AFTER_EXPIRY_MS = 20;
const LAST_LOOKS_MS = 250;
const MAX_LOOK_MS = 10_000;
const LAST_LOOK_MS = 3_000;
const MAX_MARGIN_MS = 10_000;
const MARGIN_SHARE = 0.1;
const LAST_CALL_MS = 2_750;
