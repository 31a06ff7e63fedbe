import { setTimeout as sleep } from 'node:timers/promises';
import { abortable } from '../core/async.ts';
import { END_GRACE_MS } from '../sdk/run/workflow-host.ts';

/** What a host that is ending leaves to an invocation whose workflow has ended, for its record and for those who wait. */
export class EndingTime {
  readonly #signal: AbortSignal;
  #endingSinceMs: number | undefined;

  /** @param signal aborted when the host ends */
  constructor(signal: AbortSignal) {
    this.#signal = signal;
    signal.addEventListener(
      'abort',
      () => {
        this.#endingSinceMs = performance.now();
      },
      { once: true },
    );
  }

  /** Of a host that is ending. @param mainEndedMs when the workflow has ended, as `performance.now()` counts */
  leftMs(mainEndedMs: number): number {
    const nowMs = performance.now();
    const sinceMs = this.#endingSinceMs ?? nowMs;
    const untilMs = Math.max(sinceMs + END_GRACE_MS, mainEndedMs) + ANSWER_MS - MARGIN_MS;
    return Math.max(0, untilMs - nowMs);
  }

  /**
   * Waits for work as long as it takes; when the host is ending, for half of what is left, so that the other half is for the rest.
   *
   * @returns whether it was waited for to its end
   */
  async waitFor(work: Promise<unknown>, mainEndedMs: number): Promise<boolean> {
    const done = work.then(
      () => true,
      () => true,
    );
    try {
      return await abortable(done, this.#signal);
    } catch {
      const patience = new AbortController();
      const over = sleep(this.leftMs(mainEndedMs) / 2, false, { signal: patience.signal }).catch(() => false);
      const isDone = await Promise.race([done, over]);
      patience.abort();
      return isDone;
    }
  }
}

/** So long a host that is ending waits for records and answers, when what ran has ended or is not waited for any more. */
export const ANSWER_MS = 2_500;
/** For what comes after it. */
const MARGIN_MS = 300;
