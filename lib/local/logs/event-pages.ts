import { randomUUID } from 'node:crypto';
import type { LogStream } from './log-stream.ts';
import { type MergedEvent, type Places, StreamMerge, type WantedEvents } from './stream-merge.ts';

/**
 * Pages of the events of many streams, in the order of their times. Where a page has ended in each stream is kept here, as
 * long as its token may still be used.
 */
export class EventPages {
  readonly #kept = new Map<string, KeptPlace>();

  /**
   * @param options.scope what is asked for; a token of other questions is not known
   * @returns `undefined` for a token that is not known
   */
  page(options: {
    readonly streams: readonly LogStream[];
    readonly scope: string;
    readonly token: string | undefined;
    readonly wanted: WantedEvents;
  }): EventPage | undefined {
    const { streams, scope, token, wanted } = options;
    const kept = token === undefined ? undefined : this.#kept.get(token);
    if (token !== undefined && kept?.scope !== scope) return undefined;
    const merge = new StreamMerge({ streams, places: kept?.places ?? new Map(), wanted });
    const events = merge.read();
    return { events, nextToken: merge.isDone ? undefined : this.#keep({ scope, places: merge.places }) };
  }

  #keep(place: KeptPlace): string {
    const token = randomUUID();
    this.#kept.set(token, place);
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= MAX_KEPT) break;
      this.#kept.delete(oldest);
    }
    return token;
  }
}

export interface EventPage {
  readonly events: readonly MergedEvent[];
  readonly nextToken: string | undefined;
}

interface KeptPlace {
  readonly scope: string;
  readonly places: Places;
}

const MAX_KEPT = 1000;
