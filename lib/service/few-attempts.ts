import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Makes a request that may be repeated without harm, up to three times, and with pauses between.
 *
 * @param isFinal - whether another attempt would not help
 * @throws what the last attempt threw, or the reason of the signal
 */
export async function fewAttempts<T>(
  attempt: () => Promise<T>,
  options: {
    readonly isFinal: (error: unknown) => boolean;
    readonly delayMs: number;
    readonly signal?: AbortSignal | undefined;
  },
): Promise<T> {
  const { isFinal, delayMs, signal } = options;
  for (let count = 1; ; count += 1) {
    signal?.throwIfAborted();
    try {
      return await attempt();
    } catch (error) {
      if (isFinal(error) || count === MAX_ATTEMPTS) throw error;
    }
    await sleep(delayMs * 2 ** count, undefined, { signal }).catch(() => {});
  }
}

/** With the first one. */
const MAX_ATTEMPTS = 3;
