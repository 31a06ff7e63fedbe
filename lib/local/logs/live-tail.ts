import type { LogEvent, LogStream } from './log-stream.ts';

/** What is new in some log groups since it was last asked, beginning with the time that it is made. */
export class LiveTail {
  readonly #groups: readonly TailedGroup[];
  readonly #matches: (message: string) => boolean;
  readonly #startMs = Date.now();
  /** Where to go on in each stream, by group and name. */
  readonly #places = new Map<string, number>();

  constructor(options: {
    readonly groups: readonly TailedGroup[];
    readonly matches: (message: string) => boolean;
  }) {
    this.#groups = options.groups;
    this.#matches = options.matches;
  }

  /** In the order of their times; no more than `limit`, and then the latest. */
  news(limit: number): { readonly events: readonly TailedEvent[]; readonly isSampled: boolean } {
    const events = this.#groups
      .flatMap(({ name, streams }) => streams().flatMap((stream) => this.#newIn(name, stream)))
      .sort((a, b) => a.timestampMs - b.timestampMs);
    return { events: events.slice(-limit), isSampled: events.length > limit };
  }

  #newIn(group: string, stream: LogStream): readonly TailedEvent[] {
    if (stream.changedAtMs < this.#startMs) return [];
    const key = `${group}\n${stream.name}`;
    const source = stream.open();
    const events = [...source.forward(this.#places.get(key) ?? source.seek(this.#startMs))];
    this.#places.set(key, events.at(-1)?.next ?? this.#places.get(key) ?? source.end);
    return events
      .filter(({ message }) => this.#matches(message))
      .map((event) => ({ ...event, group, stream: stream.name }));
  }
}

export interface TailedGroup {
  readonly name: string;
  /** Those that are tailed, as they are now. */
  readonly streams: () => readonly LogStream[];
}

export interface TailedEvent extends LogEvent {
  readonly group: string;
  readonly stream: string;
}
