import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Asks a page again and again until the answer is good enough or the time is over, and gives the last answer. It is done
 * from outside because a page may get no timers (`Content-Security-Policy: sandbox`) and no frames (a tab behind others).
 */
export async function poll<T>(
  ask: () => Promise<T>,
  given: {
    readonly until: (answer: T) => boolean;
    readonly timeoutMs: number;
    readonly signal: AbortSignal;
  },
): Promise<T> {
  const end = performance.now() + given.timeoutMs;
  for (;;) {
    const answer = await ask();
    if (given.until(answer) || performance.now() >= end) return answer;
    await sleep(INTERVAL_MS, undefined, { signal: given.signal });
  }
}

/** Asks until a right answer stays the same, since pages set back what they do not want a moment later. */
export function pollSteady<T>(
  ask: () => Promise<T>,
  given: { readonly isRight: (answer: T) => boolean; readonly signal: AbortSignal },
): Promise<T> {
  let last: string | undefined;
  let looks = 0;
  return poll(ask, {
    until: (answer) => {
      const text = JSON.stringify(answer);
      looks = text === last ? looks + 1 : 1;
      last = text;
      return looks >= STEADY_LOOKS && given.isRight(answer);
    },
    timeoutMs: MAX_STEADY_MS,
    signal: given.signal,
  });
}

/** About one frame. */
const INTERVAL_MS = 16;
const STEADY_LOOKS = 3;
/** What a page takes in its own time has so long to come, in milliseconds. */
const MAX_STEADY_MS = 300;
