import type { ErrorSource } from '../../contract/error-source.ts';
import { within } from '../../core/async.ts';
import { formatDuration } from '../../core/format-duration.ts';
import { TRY_AGAIN } from '../aws-failure.ts';

/** Nothing came in the time that a page waits. The same may work in a moment. */
export class SilentError extends Error {
  override readonly name = 'SilentError';
  readonly source: ErrorSource = 'service';
  readonly retryable = true;

  constructor(timeMs: number) {
    super(
      `No answer came within ${formatDuration(timeMs)}: AWS throttles, is slow, or cannot be reached. ${TRY_AGAIN}`,
    );
  }
}

/** Waits for an answer no longer than it may take. @throws SilentError after that */
export async function withinTime<T>(work: Promise<T>, timeMs: number): Promise<T> {
  const answer = await within<T, typeof LATE>({ work, timeoutMs: timeMs, fallback: LATE });
  if (answer === LATE) throw new SilentError(timeMs);
  return answer;
}

const LATE = Symbol('late');
