import type { ServerResponse } from 'node:http';
import { EVENT_STREAM_TYPE } from '../contract/events.ts';
import type { ChangeFilter } from './paths.ts';
import type { RunSource } from './run-source.ts';

/** Several changes within this time are told as one. */
const GATHERING_TIME_MS = 100;
/** Proxies and laptops drop connections that are silent for longer. */
const HEARTBEAT_MS = 25_000;
/** Browsers keep six connections to a server; pages and pictures need some, too. */
const MOST_STREAMS = 4;
/** So often a page asks whose stream gave way. */
const CROWDED_INTERVAL_MS = 10_000;

/** The open event streams of all pages. */
export class ChangeStreams {
  readonly #source: Pick<RunSource, 'follow'>;
  /** What ends each, with the last event; the oldest first. */
  readonly #open = new Set<(event?: string) => void>();

  constructor(source: Pick<RunSource, 'follow'>) {
    this.#source = source;
  }

  /**
   * Sends an event to `response` for each change that passes the filter, until the reader goes. When there are many, the oldest
   * stream gives way: its page is told to ask now and then.
   */
  open(response: ServerResponse, filter: ChangeFilter): void {
    let pending: NodeJS.Timeout | undefined;
    const onChange = (): void => {
      if (pending !== undefined) return;
      pending = setTimeout(() => {
        pending = undefined;
        response.write('data: changed\n\n');
      }, GATHERING_TIME_MS);
    };
    const heartbeat = setInterval(() => response.write(':\n\n'), HEARTBEAT_MS);
    const close = (event = ''): void => {
      unfollow();
      clearTimeout(pending);
      clearInterval(heartbeat);
      this.#open.delete(close);
      response.end(event);
    };
    this.#open.add(close);
    response.once('close', () => close());
    response.writeHead(200, { 'content-type': EVENT_STREAM_TYPE, 'cache-control': 'no-store' });
    response.write('retry: 1000\n\n');
    const unfollow = this.#source.follow(filter, onChange);
    const [oldest] = this.#open;
    if (this.#open.size > MOST_STREAMS) oldest?.(`event: crowded\ndata: ${CROWDED_INTERVAL_MS}\n\n`);
  }

  /** Ends all streams, so that the server can end. */
  close(): void {
    for (const close of [...this.#open]) close();
  }
}
