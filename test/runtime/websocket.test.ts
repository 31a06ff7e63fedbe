import { afterEach, describe, expect, test } from '@jest/globals';
import {
  jsonLogger,
  type Main,
  type RuntimeEvent,
  type RuntimeServer,
  serve,
} from '../../lib/runtime/index.ts';

interface Client {
  on(event: 'open', listener: () => void): this;
  on(event: 'message', listener: (data: Buffer) => void): this;
  on(event: 'close', listener: (code: number) => void): this;
  on(event: 'error', listener: (error: Error) => void): this;
  send(text: string): void;
  close(): void;
}
const { WebSocket }: { WebSocket: new (url: string, options?: object) => Client } = require('ws');

const servers: RuntimeServer[] = [];
const clients: Client[] = [];
afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  await Promise.all(servers.splice(0).map((server) => server.close({ graceMs: 0 })));
});

async function host(main: Main) {
  const logger = jsonLogger({ level: 'error', write: () => undefined });
  const server = await serve({ main, host: '127.0.0.1', port: 0, logger });
  servers.push(server);
  return server;
}

/** A connection, and the messages that come from it, one by one. */
async function connect(server: RuntimeServer, headers: Record<string, string> = {}) {
  const client = new WebSocket(`ws://127.0.0.1:${server.port}/ws`, { headers });
  clients.push(client);
  const messages: unknown[] = [];
  const waiting: ((message: unknown) => void)[] = [];
  client.on('message', (data) => {
    const message: unknown = JSON.parse(data.toString('utf8'));
    const next = waiting.shift();
    if (next) next(message);
    else messages.push(message);
  });
  const closed = new Promise<number>((resolve) => client.on('close', resolve));
  await new Promise<void>((resolve, reject) => client.on('open', resolve).on('error', reject));
  return {
    closed,
    send: (body: unknown) => client.send(typeof body === 'string' ? body : JSON.stringify(body)),
    next: async (): Promise<unknown> =>
      messages.length > 0 ? messages.shift() : new Promise((resolve) => waiting.push(resolve)),
  };
}

const log = (message: string): RuntimeEvent & { type: 'log' } => ({ type: 'log', level: 'info', message });

describe('when a message comes over the WebSocket', () => {
  test('the workflow runs with it, and its events come back, the result last; then the next may come', async () => {
    const { send, next } = await connect(
      await host((payload, { publishProgress }) => {
        publishProgress(log('half way'));
        return payload;
      }),
    );
    for (const payload of [{ a: 1 }, { a: 2 }]) {
      send(payload);
      expect(await next()).toEqual(log('half way'));
      expect(await next()).toEqual({ type: 'result', result: payload });
    }
  });

  test('the session id of the connection is in the context', async () => {
    const session = { 'x-amzn-bedrock-agentcore-runtime-session-id': 'session-1' };
    const { send, next } = await connect(await host((_payload, { sessionId }) => sessionId), session);
    send({});
    expect(await next()).toEqual({ type: 'result', result: 'session-1' });
  });

  test.each([
    ['no JSON', '{', 'PayloadError'],
    ['a payload that the workflow refuses', '{}', 'ShopError'],
  ])('%s is answered with an error event', async (_, body, name) => {
    const main: Main = () => {
      throw Object.assign(new Error('closed'), { name: 'ShopError' });
    };
    const { send, next } = await connect(await host(main));
    send(body);
    expect(await next()).toMatchObject({ type: 'error', error: { name } });
  });

  test('an asynchronous invocation is answered with its id, and can be asked for', async () => {
    const { send, next } = await connect(await host(() => 7));
    send({ novaActInvocation: { mode: 'async' } });
    const started = (await next()) as { novaActInvocation: { id: string } };
    const { id } = started.novaActInvocation;
    send({ novaActInvocation: { mode: 'status', id, waitSeconds: 20 } });
    expect(await next()).toMatchObject({ novaActInvocation: { id, status: 'SUCCEEDED', result: 7 } });
  });

  test('a second one while the first runs is refused', async () => {
    const main: Main = (_payload, { signal }) =>
      new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    const { send, next } = await connect(await host(main));
    send({});
    send({});
    expect(await next()).toMatchObject({ type: 'error', error: { name: 'InvocationInProgress' } });
  });
});

describe('when the host ends while a workflow runs', () => {
  test('the caller gets the error, then the connection is closed', async () => {
    let started = (): void => undefined;
    const running = new Promise<void>((resolve) => {
      started = resolve;
    });
    const server = await host((_payload, { signal }) => {
      started();
      return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    });
    const { send, next, closed } = await connect(server);
    send({});
    await running;
    expect(await server.close({ reason: new Error('SIGTERM received') })).toEqual({ clean: true });
    expect(await next()).toMatchObject({ type: 'error', error: { message: 'SIGTERM received' } });
    expect([1001, 1006]).toContain(await closed);
  });
});

describe('when a web page connects to a host on loopback', () => {
  test('it is refused', async () => {
    const server = await host(() => 1);
    await expect(connect(server, { origin: 'https://example.com' })).rejects.toThrow(/403/);
    const url = `http://127.0.0.1:${server.port}/invocations`;
    const response = await fetch(url, { method: 'POST', headers: { origin: 'https://example.com' } });
    expect(response.status).toBe(403);
  });
});
