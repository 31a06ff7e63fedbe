import type { LogEvent, LogStream } from './log-stream.ts';

/** Reads streams side by side. One is begun no earlier than its first event is due, and closed as soon as it is through. */
export class StreamMerge {
  readonly #wanted: WantedEvents;
  readonly #places: Map<string, number | undefined>;
  /** The earliest last. */
  readonly #waiting: { readonly stream: LogStream; readonly dueMs: number }[];
  readonly #begun = new Set<Begun>();

  constructor(options: {
    readonly streams: readonly LogStream[];
    readonly places: Places;
    readonly wanted: WantedEvents;
  }) {
    const { streams, places, wanted } = options;
    this.#wanted = wanted;
    this.#places = new Map(places);
    this.#waiting = streams
      .flatMap((stream) => {
        if (stream.changedAtMs < wanted.startMs) return [];
        if (places.has(stream.name) && places.get(stream.name) === undefined) return [];
        const firstMs = stream.times()?.firstMs;
        if (firstMs === undefined || firstMs > wanted.endMs) return [];
        return [{ stream, dueMs: Math.max(firstMs, wanted.startMs) }];
      })
      .sort((a, b) => b.dueMs - a.dueMs || (a.stream.name < b.stream.name ? 1 : -1));
  }

  get places(): Places {
    return this.#places;
  }

  get isDone(): boolean {
    return this.#waiting.length === 0 && this.#begun.size === 0;
  }

  read(): readonly MergedEvent[] {
    const { matches, limit, maxLength } = this.#wanted;
    const found: MergedEvent[] = [];
    let [length, lookedThrough] = [0, 0];
    try {
      for (let next = this.#earliest(); next !== undefined; next = this.#earliest()) {
        const { event, stream } = next;
        const isWanted = matches(event.message);
        const isFull = found.length >= limit || (length > 0 && length + event.message.length > maxLength);
        if ((isWanted && isFull) || lookedThrough > MAX_LOOKED_THROUGH) return found;
        if (isWanted) {
          found.push({ ...event, stream });
          length += event.message.length;
        }
        lookedThrough += event.message.length;
        this.#advance(next);
      }
      return found;
    } finally {
      for (const { rest } of this.#begun) rest.return?.();
    }
  }

  #earliest(): Begun | undefined {
    for (;;) {
      let earliest: Begun | undefined;
      for (const begun of this.#begun) {
        if (earliest === undefined || isBefore(begun, earliest)) earliest = begun;
      }
      const due = this.#waiting.at(-1);
      if (due === undefined || (earliest !== undefined && earliest.event.timestampMs < due.dueMs))
        return earliest;
      this.#waiting.pop();
      this.#begin(due.stream);
    }
  }

  #begin(stream: LogStream): void {
    const events = stream.open();
    const position = this.#places.get(stream.name) ?? events.seek(this.#wanted.startMs);
    const rest = events.forward(position)[Symbol.iterator]();
    this.#take(stream.name, rest, undefined);
  }

  #advance(begun: Begun): void {
    this.#take(begun.stream, begun.rest, begun);
  }

  /** Takes the next event of a stream, or closes the stream. */
  #take(stream: string, rest: Iterator<LogEvent>, begun: Begun | undefined): void {
    const next = rest.next();
    if (next.done || next.value.timestampMs > this.#wanted.endMs) {
      rest.return?.();
      if (begun !== undefined) this.#begun.delete(begun);
      this.#places.set(stream, undefined);
      return;
    }
    this.#places.set(stream, next.value.position);
    if (begun === undefined) this.#begun.add({ stream, rest, event: next.value });
    else begun.event = next.value;
  }
}

export interface WantedEvents {
  readonly startMs: number;
  /** The last millisecond. */
  readonly endMs: number;
  readonly matches: (message: string) => boolean;
  readonly limit: number;
  /** Characters of messages in a page. */
  readonly maxLength: number;
}

/** An event, and the name of its stream. */
export type MergedEvent = LogEvent & { readonly stream: string };

/** Where the next page begins in each stream that has been begun; `undefined` where nothing is left. */
export type Places = ReadonlyMap<string, number | undefined>;

/** Characters that are looked through for one page, matching or not: others wait meanwhile. */
const MAX_LOOKED_THROUGH = 8 * 1024 * 1024;

/** A stream that has been begun, and the event that is next. */
interface Begun {
  readonly stream: string;
  readonly rest: Iterator<LogEvent>;
  event: LogEvent;
}

function isBefore(a: Begun, b: Begun): boolean {
  if (a.event.timestampMs !== b.event.timestampMs) return a.event.timestampMs < b.event.timestampMs;
  return a.stream < b.stream;
}
