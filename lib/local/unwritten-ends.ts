import { messageWithStorage } from './storage-problem.ts';

/**
 * Ends of runs, acts or invocations that could not be written, such as on a full disk. They are tried again until it
 * works, as long as this process lives. The end that was known first counts.
 */
export class UnwrittenEnds<T> {
  readonly #options: UnwrittenEndsOptions<T>;
  readonly #ends = new Map<string, T>();
  #timer: NodeJS.Timeout | undefined;

  constructor(options: UnwrittenEndsOptions<T>) {
    this.#options = options;
  }

  /** The end that waits, by the id of what has ended. */
  of(id: string): T | undefined {
    return this.#ends.get(id);
  }

  /** Keeps an end that could not be written, and says so. */
  add(id: string, end: T, error: unknown): void {
    if (this.#ends.has(id)) return;
    this.#ends.set(id, end);
    const why = messageWithStorage(error, this.#options.stateDir());
    this.#warn(
      `The end of ${this.#options.nameOf(end)} could not be written yet, and is tried again: ${why}`,
    );
    this.#timer ??= setInterval(() => this.flush(), RETRY_MS).unref();
  }

  /** Writes what waits and can be written, in its order. */
  flush(): void {
    for (const [id, end] of [...this.#ends]) {
      try {
        this.#options.write(end);
        this.#ends.delete(id);
      } catch {
        // Said before; later again.
      }
    }
    if (this.#ends.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /** Tries for the last time, and says what is lost. */
  close(): void {
    this.flush();
    clearInterval(this.#timer);
    for (const end of this.#ends.values())
      this.#warn(
        `The end of ${this.#options.nameOf(end)} was not written: the next start of local AWS ends it.`,
      );
  }

  #warn(text: string): void {
    process.emitWarning(text, { type: 'NovaActLocalWarning' });
  }
}

/** What is written, and where. */
export interface UnwrittenEndsOptions<T> {
  readonly stateDir: () => string;
  /** Writes an end, if what it ends still goes on. @throws what the disk throws */
  readonly write: (end: T) => void;
  /** Such as `run 1234 (FAILED)`. */
  readonly nameOf: (end: T) => string;
}

const RETRY_MS = 1_000;
