import { abortable, deferred } from '../../core/async.ts';

/** Lets in one at a time, in the order in which they came. */
export class Turns {
  #last: Promise<void> = Promise.resolve();

  /**
   * Waits for one's turn.
   *
   * @returns ends it
   * @throws the reason of `signal` when it comes first; whoever comes later still waits for those before
   */
  async take(signal: AbortSignal): Promise<() => void> {
    const before = this.#last;
    const { promise: ended, resolve: end } = deferred<void>();
    this.#last = before.then(() => ended);
    try {
      await abortable(before, signal);
    } catch (error) {
      end();
      throw error;
    }
    return end;
  }
}
