import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import { asyncEnvelope } from '../../lib/contract/envelope.ts';
import { EVENT_STREAM_TYPE } from '../../lib/contract/events.ts';
import { HEADER } from '../../lib/contract/headers.ts';

/** How a caller asks for an invocation. */
export type WayIn = 'json' | 'events' | 'websocket' | 'async';

/** What a caller got: status 0 stands for a connection that broke. */
export interface Answer {
  readonly status: number;
  readonly text: string;
}

/** An invocation that is under way. */
export interface Call {
  readonly answer: Promise<Answer>;
  /** Cuts the connection. */
  hangUp(): void;
}

/** Calls an address that takes invocations: a host, or local AWS. */
export function post(
  url: string,
  body: string,
  options: { readonly events?: boolean; readonly headers?: Readonly<Record<string, string>> } = {},
): Call {
  const controller = new AbortController();
  const answer = fetch(url, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      accept: options.events === true ? EVENT_STREAM_TYPE : 'application/json',
      [HEADER.requestId]: randomUUID(),
      ...options.headers,
    },
    signal: controller.signal,
  })
    .then(async (response): Promise<Answer> => ({ status: response.status, text: await response.text() }))
    .catch((error: unknown): Answer => ({ status: 0, text: String(error) }));
  return { answer, hangUp: () => controller.abort() };
}

/** Calls a host in one of the four ways. The answer of a WebSocket is its last message. */
export function callHost(url: string, way: WayIn, payload: unknown, session: string): Call {
  const body = JSON.stringify(payload);
  const headers = { [HEADER.sessionId]: session };
  if (way === 'websocket') return callSocket(url, body);
  if (way === 'async') {
    return post(`${url}/invocations`, Buffer.from(asyncEnvelope(Buffer.from(body))).toString(), { headers });
  }
  return post(`${url}/invocations`, body, { headers, events: way === 'events' });
}

function callSocket(url: string, body: string): Call {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/ws`);
  const answer = new Promise<Answer>((resolve) => {
    let last = '';
    socket.on('open', () => socket.send(body));
    socket.on('message', (data) => {
      last = data.toString();
      if (!/^\{"type":"(?:result|error)"/.test(last)) return;
      resolve({ status: last.startsWith('{"type":"result"') ? 200 : 500, text: last });
      socket.terminate();
    });
    socket.on('close', () => resolve({ status: 0, text: last }));
    socket.on('error', () => resolve({ status: 0, text: last }));
  });
  return { answer, hangUp: () => socket.terminate() };
}

/** What we need of the client in `ws`, which comes with the host's server and has no types here. */
interface Socket {
  on(event: 'open' | 'close' | 'error', listener: () => void): void;
  on(event: 'message', listener: (data: Buffer) => void): void;
  send(text: string): void;
  terminate(): void;
}

const { WebSocket }: { readonly WebSocket: new (url: string) => Socket } = createRequire(import.meta.url)(
  'ws',
);
