/**
 * How long the end of an item is told again: some minutes; and when the process is about to end, no longer than it still has, with
 * time for a second try when the first one hangs.
 */
export class TellTime implements Disposable {
  readonly #options: TellTimeOptions;
  readonly #over = new AbortController();
  readonly #timers: NodeJS.Timeout[] = [];
  #try = new AbortController();
  /** As `performance.now()` counts, when the process is about to end. */
  #deadlineMs: number | undefined;

  constructor(options: TellTimeOptions) {
    this.#options = options;
    const { ending, limitMs } = options;
    this.#after(limitMs, () => this.#over.abort());
    if (ending.aborted) this.#onEnding();
    else ending.addEventListener('abort', this.#onEnding, { once: true });
  }

  /** Aborted when it is over. */
  get over(): AbortSignal {
    return this.#over.signal;
  }

  /** Begins a try. @returns aborted when that must end */
  try(): AbortSignal {
    this.#try = new AbortController();
    this.#limitTry();
    return AbortSignal.any([this.over, this.#try.signal]);
  }

  [Symbol.dispose](): void {
    this.#options.ending.removeEventListener('abort', this.#onEnding);
    for (const timer of this.#timers) clearTimeout(timer);
  }

  readonly #onEnding = (): void => {
    const leftMs = this.#options.leftMs();
    this.#deadlineMs = performance.now() + leftMs;
    this.#after(leftMs, () => this.#over.abort());
    this.#limitTry();
  };

  #limitTry(): void {
    if (this.#deadlineMs === undefined) return;
    const current = this.#try;
    this.#after((this.#deadlineMs - performance.now()) / 2, () => current.abort());
  }

  #after(ms: number, then: () => void): void {
    this.#timers.push(setTimeout(then, Math.max(0, ms)));
  }
}

interface TellTimeOptions {
  /** Aborted when the process is about to end. */
  readonly ending: AbortSignal;
  /** Otherwise. */
  readonly limitMs: number;
  /** What is left then. */
  readonly leftMs: () => number;
}
