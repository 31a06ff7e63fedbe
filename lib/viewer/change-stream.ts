import type { ServerResponse } from 'node:http';
import { EVENT_STREAM_TYPE } from '../contract/events.ts';
import type { ChangeFilter } from './paths.ts';
import type { RunSource } from './run-source.ts';

/** Several changes within this time are told as one. */
const GATHERING_TIME_MS = 100;
/** Proxies and laptops drop connections that are silent for longer. */
const HEARTBEAT_MS = 25_000;

/** The open event streams of all pages. */
export class ChangeStreams {
  readonly #source: Pick<RunSource, 'follow'>;
  readonly #open = new Set<() => void>();

  constructor(source: Pick<RunSource, 'follow'>) {
    this.#source = source;
  }

  /** Sends an event to `response` for each change that passes the filter, until the reader goes. */
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
    const close = (): void => {
      unfollow();
      clearTimeout(pending);
      clearInterval(heartbeat);
      this.#open.delete(close);
      response.end();
    };
    this.#open.add(close);
    response.once('close', close);
    response.writeHead(200, { 'content-type': EVENT_STREAM_TYPE, 'cache-control': 'no-store' });
    response.write('retry: 1000\n\n');
    const unfollow = this.#source.follow(filter, onChange);
  }

  /** Ends all streams, so that the server can end. */
  close(): void {
    for (const close of [...this.#open]) close();
  }
}
