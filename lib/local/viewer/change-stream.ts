import type { ServerResponse } from 'node:http';
import { EVENT_STREAM_TYPE } from '../../contract/events.ts';
import type { StoreChange } from '../nova-act/records.ts';
import type { NovaActStore } from '../nova-act/store.ts';
import type { ChangeFilter } from './paths.ts';

/** Several changes within this time are told as one. */
const GATHERING_TIME_MS = 100;
/** Proxies and laptops drop connections that are silent for longer. */
const HEARTBEAT_MS = 25_000;

type ObservableStore = Pick<NovaActStore, 'on' | 'off' | 'setMaxListeners'>;

/** The open event streams of all pages. */
export class ChangeStreams {
  readonly #store: ObservableStore;
  readonly #open = new Set<() => void>();

  constructor(store: ObservableStore) {
    this.#store = store;
    // Every page that is looked at listens.
    store.setMaxListeners(0);
  }

  /** Sends an event to `response` for each change that passes the filter, until the reader goes. */
  open(response: ServerResponse, filter: ChangeFilter): void {
    let pending: NodeJS.Timeout | undefined;
    const onChange = (change: StoreChange): void => {
      if (pending !== undefined || !passes(change, filter)) return;
      pending = setTimeout(() => {
        pending = undefined;
        response.write('data: changed\n\n');
      }, GATHERING_TIME_MS);
    };
    const heartbeat = setInterval(() => response.write(':\n\n'), HEARTBEAT_MS);
    const close = (): void => {
      this.#store.off('change', onChange);
      clearTimeout(pending);
      clearInterval(heartbeat);
      this.#open.delete(close);
      response.end();
    };
    this.#open.add(close);
    response.once('close', close);
    response.writeHead(200, { 'content-type': EVENT_STREAM_TYPE, 'cache-control': 'no-store' });
    response.write('retry: 1000\n\n');
    this.#store.on('change', onChange);
  }

  /** Ends all streams, so that the server can end. */
  close(): void {
    for (const close of [...this.#open]) close();
  }
}

function passes(change: StoreChange, { definitionName, runId }: ChangeFilter): boolean {
  if (definitionName !== undefined && change.definitionName !== definitionName) return false;
  // What happens to the definition happens to its runs.
  return runId === undefined || change.runId === undefined || change.runId === runId;
}
