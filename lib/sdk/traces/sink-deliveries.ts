import { settles } from '../../core/async.ts';
import { fullMessageOf } from '../../core/errors.ts';
import type { TraceFile, TraceSink } from './trace-sink.ts';

/** Files of a session on their way to a sink. What does not arrive is told, and fails nothing. */
export class SinkDeliveries {
  readonly #sink: TraceSink;
  readonly #tell: (message: string) => void;
  readonly #underWay = new Map<Promise<void>, TraceFile>();
  readonly #givenUp = new AbortController();

  constructor(sink: TraceSink, tell: (message: string) => void) {
    this.#sink = sink;
    this.#tell = tell;
  }

  /** Sends a file, and goes on. */
  send(file: TraceFile): void {
    const { signal } = this.#givenUp;
    const delivery = new Promise<void>((resolve) => resolve(this.#sink.put(file, { signal })))
      .catch((error: unknown) =>
        this.#tell(`${file.name} could not be stored in ${this.#sink.name}: ${fullMessageOf(error)}`),
      )
      .finally(() => this.#underWay.delete(delivery));
    this.#underWay.set(delivery, file);
  }

  /** Waits for what is under way; what takes longer than that is given up. */
  async end(timeoutMs: number): Promise<void> {
    const all = Promise.allSettled(this.#underWay.keys());
    if (await settles(all, timeoutMs)) return;
    this.#givenUp.abort(new Error(`it took more than ${timeoutMs} ms after the end of the session`));
    // Those that heed the signal say so now.
    await settles(all, GRACE_MS);
    for (const { name } of this.#underWay.values())
      this.#tell(`Whether ${name} is stored in ${this.#sink.name} is not known: it took too long.`);
  }
}

const GRACE_MS = 500;
