import type { EventSource, EventTimes, LogEvent } from './log-stream.ts';

/** Events in memory; their positions are their places in the list. */
export class EventList implements EventSource {
  readonly #events: readonly LogEvent[];

  /** @param events in any order; those of one time stay in theirs */
  constructor(events: readonly Pick<LogEvent, 'timestampMs' | 'message'>[]) {
    this.#events = [...events]
      .sort((a, b) => a.timestampMs - b.timestampMs)
      .map(({ timestampMs, message }, index) => ({ timestampMs, message, position: index, next: index + 1 }));
  }

  get end(): number {
    return this.#events.length;
  }

  get times(): EventTimes | undefined {
    const [first, last] = [this.#events[0], this.#events.at(-1)];
    return first && last && { firstMs: first.timestampMs, lastMs: last.timestampMs };
  }

  seek(timeMs: number): number {
    const found = this.#events.findIndex(({ timestampMs }) => timestampMs >= timeMs);
    return found < 0 ? this.end : found;
  }

  forward(position: number): Iterable<LogEvent> {
    return this.#events.slice(position);
  }

  backward(position: number): Iterable<LogEvent> {
    return this.#events.slice(0, position).reverse();
  }
}
