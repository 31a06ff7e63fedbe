import { settles } from '../core/async.ts';

/** The workflow runs that are open in this host, and how to end them when their workflow does not. */
export class OpenRuns {
  readonly #ends = new Set<EndRun>();
  #isEnding = false;

  /** Notes a run. @returns says that it has ended */
  own(end: EndRun): () => void {
    const entry: EndRun = () => end();
    this.#ends.add(entry);
    // One that begins when all are being ended ends with them.
    if (this.#isEnding) void entry().catch(() => undefined);
    return () => this.#ends.delete(entry);
  }

  /** Ends all of them as FAILED, and waits for that no longer than `limitMs`. */
  async endAll(limitMs: number): Promise<void> {
    this.#isEnding = true;
    await settles(Promise.allSettled([...this.#ends].map((end) => end())), limitMs);
  }
}

type EndRun = () => Promise<unknown>;
