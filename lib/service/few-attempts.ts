import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Makes a request that may be repeated without harm, up to three times unless another number is given, and with pauses between.
 *
 * @param isFinal - whether another attempt would not help
 * @param delayMs - half of the first pause; each is twice the one before
 * @throws what the last attempt threw, or the reason of the signal
 */
export async function fewAttempts<T>(
  attempt: () => Promise<T>,
  options: {
    readonly isFinal: (error: unknown) => boolean;
    readonly delayMs: number | ((error: unknown) => number);
    /** With the first one. @default 3 */
    readonly maxAttempts?: number | undefined;
    readonly signal?: AbortSignal | undefined;
  },
): Promise<T> {
  const { isFinal, delayMs, maxAttempts = MAX_ATTEMPTS, signal } = options;
  for (let count = 1; ; count += 1) {
    signal?.throwIfAborted();
    let pauseMs: number;
    try {
      return await attempt();
    } catch (error) {
      if (isFinal(error) || count >= maxAttempts) throw error;
      pauseMs = typeof delayMs === 'number' ? delayMs : delayMs(error);
    }
    await sleep(pauseMs * 2 ** count, undefined, { signal }).catch(() => {});
  }
}

const MAX_ATTEMPTS = 3;
