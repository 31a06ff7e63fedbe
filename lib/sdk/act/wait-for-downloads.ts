import { ActuationError } from '../../browser/index.ts';
import { messageOf } from '../../core/errors.ts';
import { isInstance } from '../../core/thrown.ts';
import { ActActuationError, ActCanceledError } from '../errors.ts';
import { checkTimeout } from '../limits.ts';
import type { ActSession } from './act-session.ts';

/** Waits for what an actuator says of downloads; errors leave as those of the SDK. */
export async function waitForDownloads<T>(
  session: ActSession,
  options: DownloadOptions,
  ask: (wait: { readonly timeoutMs: number; readonly signal: AbortSignal }) => Promise<T>,
): Promise<T> {
  const { timeoutMs = DEFAULT_TIMEOUT_MS, signal: given } = options;
  checkTimeout(timeoutMs);
  const signal = given === undefined ? session.signal : AbortSignal.any([session.signal, given]);
  try {
    return await ask({ timeoutMs, signal });
  } catch (error) {
    if (signal.aborted) {
      const reason = messageOf(signal.reason);
      throw new ActCanceledError(`The wait for a download was canceled: ${reason}`, { cause: error });
    }
    if (!isInstance(error, ActuationError)) throw error;
    throw new ActActuationError(messageOf(error), { cause: error });
  }
}

const DEFAULT_TIMEOUT_MS = 30_000;

/** How long downloads are waited for. */
export interface DownloadOptions {
  /** Whole milliseconds, 2000 to 1800000. @default 30000 */
  readonly timeoutMs?: number | undefined;
  /** Cancels the wait, not the download. */
  readonly signal?: AbortSignal | undefined;
}
