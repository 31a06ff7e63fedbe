import type { ServerResponse } from 'node:http';
import {
  type EncodedEvent,
  EVENT_STREAM_TYPE,
  type RuntimeEvent,
  serverSentEvent,
} from '../contract/events.ts';
import { STALL_TIMEOUT_MS, whenAnswered } from './when-answered.ts';

/** An answer of server-sent events. */
export interface EventStream {
  send(event: RuntimeEvent): void;
  /** Sends a last event whose JSON is ready, and resolves when it has left or the caller has gone. */
  end(event: EncodedEvent): Promise<void>;
}

/** Proxies drop connections that are silent for a minute. */
const KEEP_ALIVE_MS = 15_000;

/** Begins to answer with events. A caller who goes away is not an error: the work goes on. */
export function openEventStream(response: ServerResponse): EventStream {
  response.writeHead(200, {
    'content-type': `${EVENT_STREAM_TYPE}; charset=utf-8`,
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
  response.flushHeaders();
  const keepAlive = setInterval(() => response.write(': keep-alive\n\n'), KEEP_ALIVE_MS);
  const gone = new Promise<void>((resolve) => {
    whenAnswered(response, () => {
      clearInterval(keepAlive);
      resolve();
    });
  });
  return {
    send(event) {
      if (response.writable)
        response.write(serverSentEvent({ type: event.type, json: JSON.stringify(event) }));
    },
    async end(event) {
      clearInterval(keepAlive);
      response.setTimeout(STALL_TIMEOUT_MS);
      if (response.writable) response.end(serverSentEvent(event));
      await gone;
    },
  };
}

/** Whether the caller asked for events. */
export function acceptsEvents(accept: string | undefined): boolean {
  return (accept ?? '')
    .split(',')
    .some((part) => part.split(';')[0]?.trim().toLowerCase() === EVENT_STREAM_TYPE);
}
