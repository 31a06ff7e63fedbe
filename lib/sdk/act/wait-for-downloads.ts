import { ActuationError } from '../../browser/index.ts';
import { messageOf } from '../../core/errors.ts';
import { isInstance } from '../../core/thrown.ts';
import { checkKeys } from '../check-keys.ts';
import { checkOption } from '../check-option.ts';
import { ActActuationError, ActCanceledError } from '../errors.ts';
import { checkTimeout } from '../limits.ts';
import type { Called } from '../run/awaited-calls.ts';
import type { ActSession } from './act-session.ts';

/** Waits for what an actuator says of downloads; errors leave as those of the SDK. The run watches whether it is awaited. */
export function waitForDownloads<T>(
  session: ActSession,
  called: Called,
  given: DownloadOptions,
  ask: Ask<T>,
): Promise<T> {
  return session.workflow.calls.watch(waited(session, called.name, given, ask), called);
}

async function waited<T>(
  session: ActSession,
  name: string,
  options: DownloadOptions,
  ask: Ask<T>,
): Promise<T> {
  checkKeys(name, options, DOWNLOAD_KEYS);
  const { timeoutMs = DEFAULT_TIMEOUT_MS, signal: given } = options;
  checkTimeout(timeoutMs);
  checkOption('signal', given, 'signal');
  session.mustBeOpen(`Call ${name}() before the end of its scope.`);
  const signal = given === undefined ? session.signal : AbortSignal.any([session.signal, given]);
  try {
    return await ask({ timeoutMs, signal });
  } catch (error) {
    if (signal.aborted) {
      const cause: unknown = signal.reason;
      throw new ActCanceledError(`The wait for a download was canceled: ${messageOf(cause)}`, { cause });
    }
    if (!isInstance(error, ActuationError)) throw error;
    throw new ActActuationError(messageOf(error), { cause: error });
  }
}

type Ask<T> = (wait: { readonly timeoutMs: number; readonly signal: AbortSignal }) => Promise<T>;

const DEFAULT_TIMEOUT_MS = 30_000;

/** How long downloads are waited for. */
export interface DownloadOptions {
  /** Whole milliseconds, 2000 to 1800000. @default 30000 */
  readonly timeoutMs?: number | undefined;
  /** Cancels the wait, not the download. */
  readonly signal?: AbortSignal | undefined;
}

const DOWNLOAD_KEYS = {
  timeoutMs: true,
  signal: true,
} as const satisfies Record<keyof DownloadOptions, true>;
