import type { ProgressEvent } from '../../contract/progress.ts';

/** Events for one reader, in their order. One that reads too slowly misses the oldest, and is told how many. */
export class EventQueue implements AsyncIterableIterator<ProgressEvent> {
  readonly #onLeave: () => void;
  #waiting: ProgressEvent[] = [];
  #dropped = 0;
  #askers: ((result: IteratorResult<ProgressEvent, undefined>) => void)[] = [];
  #hasEnded = false;

  /** @param onLeave - called when the reader has had enough */
  constructor(onLeave: () => void) {
    this.#onLeave = onLeave;
  }

  push(event: ProgressEvent): void {
    if (this.#hasEnded) return;
    const asker = this.#askers.shift();
    if (asker === undefined) this.#waiting.push(event);
    else asker({ done: false, value: event });
    if (this.#waiting.length <= MAX_WAITING) return;
    this.#waiting.shift();
    this.#dropped += 1;
  }

  /** Nothing more comes. What waits can still be read. */
  end(): void {
    this.#hasEnded = true;
    for (const asker of this.#askers.splice(0)) asker(END);
  }

  async next(): Promise<IteratorResult<ProgressEvent, undefined>> {
    if (this.#dropped > 0) {
      const message = `${this.#dropped} events were dropped here: they came faster than they were read, and at most ${MAX_WAITING} wait.`;
      this.#dropped = 0;
      return { done: false, value: { type: 'log', level: 'warn', message } };
    }
    const value = this.#waiting.shift();
    if (value !== undefined) return { done: false, value };
    if (this.#hasEnded) return END;
    return await new Promise((resolve) => this.#askers.push(resolve));
  }

  async return(): Promise<IteratorResult<ProgressEvent, undefined>> {
    this.#waiting = [];
    this.#dropped = 0;
    this.end();
    this.#onLeave();
    return END;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}

/** For one reader; a long act has 200 steps. */
const MAX_WAITING = 1_000;

const END = { done: true, value: undefined } as const;
