import http from 'node:http';
import net from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { deferred } from '../../lib/core/async.ts';
import { jsonLogger, type Main, type RuntimeServer, serve } from '../../lib/runtime/index.ts';

interface Client {
  on(event: 'open' | 'error' | 'close', listener: () => void): this;
  send(text: string): void;
  terminate(): void;
}
const { WebSocket }: { WebSocket: new (url: string) => Client } = require('ws');

const servers: RuntimeServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close({ graceMs: 0 })));
});

async function host(concurrency = 1) {
  const begun = deferred<void>();
  let begunCount = 0;
  const end = deferred<string>();
  const main: Main = (payload, { publishProgress }) => {
    if (payload === 'at once') return 'done';
    publishProgress({ type: 'log', level: 'info', message: 'begun' });
    begunCount += 1;
    if (begunCount === concurrency) begun.resolve();
    return end.promise;
  };
  const logger = jsonLogger({ level: 'error', write: () => undefined });
  const server = await serve({ main, host: '127.0.0.1', port: 0, logger, concurrency });
  servers.push(server);
  const url = `http://127.0.0.1:${server.port}`;
  return {
    server,
    begun: begun.promise,
    end: () => end.resolve('done'),
    ping: async () => ((await (await fetch(`${url}/ping`)).json()) as { status: string }).status,
    invoke: async () => (await fetch(`${url}/invocations`, { method: 'POST', body: '{}' })).status,
  };
}

function overHttp(port: number, body: string, headers: http.OutgoingHttpHeaders = {}): () => void {
  const options = { port, path: '/invocations', method: 'POST', headers, agent: false };
  const request = http.request(options, (response) => response.resume().on('error', () => undefined));
  request.on('error', () => undefined);
  request.end(body);
  return () => request.destroy();
}

function overWebSocket(port: number, ...messages: readonly string[]): () => void {
  const client = new WebSocket(`ws://127.0.0.1:${port}/ws`);
  client.on('open', () => {
    for (const message of messages) client.send(message);
  });
  client.on('error', () => undefined);
  return () => client.terminate();
}

/** Each calls, and returns how to hang up. */
const ways: Readonly<Record<string, (port: number) => () => void>> = {
  JSON: (port) => overHttp(port, '{}'),
  events: (port) => overHttp(port, '{}', { accept: 'text/event-stream' }),
  WebSocket: (port) => overWebSocket(port, '{}'),
  'an asynchronous invocation': (port) => overHttp(port, '{"novaActInvocation":{"mode":"async"}}'),
};

async function until<T>(ask: () => Promise<T>, wanted: T): Promise<void> {
  while ((await ask()) !== wanted);
}

describe.each(Object.entries(ways))('when the caller of %s hangs up while main runs', (_, call) => {
  test('the session stays busy, the next call is refused, and the end of the host waits for main', async () => {
    const { server, begun, end, ping, invoke } = await host();
    const hangUp = call(server.port);
    await begun;
    hangUp();
    // Long enough for the host to hear of it.
    for (let count = 0; count < 5; count += 1) expect(await ping()).toBe('HealthyBusy');
    expect(await invoke()).toBe(409);

    let isClosed = false;
    const closing = server.close().then((result) => {
      isClosed = true;
      return result;
    });
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(isClosed).toBe(false);
    end();
    expect(await closing).toEqual({ clean: true });
  });

  test('the session is free when main has ended', async () => {
    const { server, begun, end, ping, invoke } = await host();
    const hangUp = call(server.port);
    await begun;
    hangUp();
    end();
    await until(ping, 'Healthy');
    expect(await invoke()).toBe(200);
  });
});

test('a caller who leaves several messages of one WebSocket unanswered frees all their places', async () => {
  const { server, begun, end, ping, invoke } = await host(2);
  const hangUp = overWebSocket(server.port, '{}', '{}');
  await begun;
  hangUp();
  expect(await invoke()).toBe(409);
  end();
  await until(ping, 'Healthy');
  expect(await Promise.all([invoke(), invoke()])).toEqual([200, 200]);
});

test('a caller who leaves with a call that waits behind another one of its connection frees its place', async () => {
  const { server, end, ping } = await host(2);
  const started = await fetch(`http://127.0.0.1:${server.port}/invocations`, {
    method: 'POST',
    body: '{"novaActInvocation":{"mode":"async"}}',
  });
  const { novaActInvocation } = (await started.json()) as { novaActInvocation: { id: string } };
  const status = JSON.stringify({
    novaActInvocation: { mode: 'status', id: novaActInvocation.id, waitSeconds: 60 },
  });
  const post = (body: string): string =>
    `POST /invocations HTTP/1.1\r\nHost: a\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
  const socket = net.connect(server.port, '127.0.0.1', () => socket.write(post(status) + post('"at once"')));
  await new Promise((resolve) => setTimeout(resolve, 300));
  socket.destroy();
  await new Promise((resolve) => setTimeout(resolve, 100));
  end();
  await until(ping, 'Healthy');
});
