import { afterEach, describe, expect, test } from '@jest/globals';
import { newSecret } from '../../lib/contract/secret-hash.ts';
import { deferred } from '../../lib/core/async.ts';
import {
  jsonLogger,
  type Main,
  type RuntimeServer,
  type ServeOptions,
  serve,
} from '../../lib/runtime/index.ts';
import { serveApp } from '../../lib/runtime/serve.ts';
import { createServer } from '../../lib/runtime/server.ts';
import { UNKNOWN_TAKE_OVER } from '../../lib/sdk/human/take-over/open-take-overs.ts';
import type { TakeOverDoor } from '../../lib/sdk/human/take-over/take-over-door.ts';
import { currentHost } from '../../lib/sdk/run/workflow-host.ts';
import { connectPage, type PageClient } from '../sdk/human/take-over/page-client.ts';

const servers: RuntimeServer[] = [];
const clients: PageClient[] = [];
afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  await Promise.all(servers.splice(0).map((server) => server.close({ graceMs: 0 })));
});

const SESSION = 'x-amzn-bedrock-agentcore-runtime-session-id';
const hello = { questionId: 'q', claim: newSecret() };
const page = { origin: 'http://127.0.0.1:4566' };

/** A host in which a person is asked until `end`. */
async function asking(
  headers: Record<string, string> = { [SESSION]: 'session-1' },
  options: Partial<ServeOptions> = {},
) {
  const end = deferred<void>();
  const asked = deferred<TakeOverDoor | undefined>();
  const lines: string[] = [];
  const payloads: unknown[] = [];
  const main: Main = async (payload) => {
    payloads.push(payload);
    if (payload === 'other') return 'other';
    const door = currentHost()?.takeOvers;
    const opened = door?.open('q', (_hello, connection) => {
      connection.onMessage((text) => void connection.send(JSON.stringify({ type: 'heard', text })));
    });
    asked.resolve(door);
    await end.promise;
    opened?.[Symbol.dispose]();
    return 'done';
  };
  const logger = jsonLogger({ level: 'debug', write: (line) => lines.push(line) });
  const server = await serve({ main, host: '127.0.0.1', port: 0, logger, concurrency: 2, ...options });
  servers.push(server);
  const origin = `127.0.0.1:${server.port}`;
  const result = fetch(`http://${origin}/invocations`, { method: 'POST', headers, body: '{}' }).then(
    (response) => response.json(),
  );
  const door = await asked.promise;
  const ping = async (): Promise<unknown> => (await (await fetch(`http://${origin}/ping`)).json()).status;
  const ws = `ws://${origin}/ws`;
  return { door, end: () => end.resolve(), result, ping, lines, payloads, origin, ws };
}

async function connect(...given: Parameters<typeof connectPage>): Promise<PageClient> {
  const client = await connectPage(...given);
  clients.push(client);
  return client;
}

describe('while a workflow asks somebody to take over', () => {
  test('people are led to it by the WebSocket of its session, and what they say is in no log', async () => {
    const { door, ws, ping, end, result, lines } = await asking();
    expect(door?.channel).toEqual({ kind: 'runtime', runtimeSessionId: 'session-1' });
    const { send, until } = await connect(ws, { hello });
    send('one secret');
    await until(({ text }) => text === 'one secret');
    // Nothing else tells the service that the session is needed.
    expect(await ping()).toBe('HealthyBusy');
    end();
    expect(await result).toBe('done');
    expect(lines.join('')).not.toMatch(/one secret|novaActTakeOver/);
    expect(lines.join('')).not.toContain(hello.claim);
  });

  test('pages of this machine may come there, too, and to nothing else', async () => {
    const { ws, origin } = await asking();
    const { send, until } = await connect(ws, { hello, headers: page });
    send('one');
    await until(({ text }) => text === 'one');
    for (const path of ['ping', 'invocations', 'ws'])
      expect((await fetch(`http://${origin}/${path}`, { headers: page })).status).toBe(403);
  });

  test('a page of this machine that says anything but hello is refused', async () => {
    const { ws } = await asking();
    const { send, until, closed } = await connect(ws, { headers: page });
    send('"other"');
    expect(await until(() => true)).toMatchObject({ type: 'error', error: { name: 'Forbidden' } });
    await closed;
  });

  test('programs invoke as before, and a hello that comes later is a payload', async () => {
    const { ws } = await asking();
    const { send, until, said } = await connect(ws);
    send('"other"');
    await until(({ result }) => result === 'other');
    send({ novaActTakeOver: hello });
    send('"other"');
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(said.some(({ type }) => type === 'end' || type === 'heard')).toBe(false);
  });

  test.each([
    ['for another question', { ...hello, questionId: 'other' }],
    ['with what is no claim', { ...hello, claim: 'x' }],
  ])('a hello %s is answered, and no invocation', async (_name, wrong) => {
    const { ws } = await asking();
    const { end, closed } = await connect(ws, { hello: wrong });
    expect(await end()).toBe(UNKNOWN_TAKE_OVER);
    await closed;
  });
});

describe.each<[string, Partial<ServeOptions>, Record<string, string>]>([
  ['where people can take over', { takesTakeOversOnly: true }, {}],
  ['by an address that local AWS gave for a take-over', {}, { 'x-nova-act-local-take-overs-only': '1' }],
  ['for a page of this machine', {}, page],
])('%s, the WebSocket takes nothing but hellos', (_where, options, headers) => {
  test('who says hello is led to the take-over', async () => {
    const { ws } = await asking(undefined, options);
    const { send, until } = await connect(ws, { hello, headers });
    send('one');
    await until(({ text }) => text === 'one');
  });

  test.each<[string, unknown]>([
    ['a payload', '"other"'],
    ['no JSON', '{'],
    ['an asynchronous invocation', { novaActInvocation: { mode: 'async', payload: 'other' } }],
    ['a record', { novaActInvocation: { mode: 'status', id: '0b0e7b0c-0d8f-4d53-8d2b-9f7c8e1d2a3b' } }],
    ['a large message', 'x'.repeat(31_001)],
  ])('%s ends it, with a reason, and runs and tells nothing', async (_what, message) => {
    const { ws, payloads, lines } = await asking(undefined, options);
    const before = lines.length;
    const { send, closed, said } = await connect(ws, { headers });
    send(message);
    send('"other"');
    send({ novaActTakeOver: hello });
    const { code, reason } = await closed;
    // The library ends what is too large by itself.
    if (code !== 1009 && code !== 1006)
      expect({ code, reason }).toEqual({ code: 1008, reason: expect.stringMatching(/nothing was run/) });
    expect(said.map(({ type, error }) => [type, error])).toEqual(
      code === 1008 ? [['error', { name: 'Forbidden', message: reason }]] : [],
    );
    expect(payloads).toEqual([{}]);
    expect(lines).toHaveLength(before);
  });
});

test.each([false, true])(
  'a message that is too large after a hello ends the connection (binary: %s)',
  async (binary) => {
    const { ws } = await asking();
    const { socket, send, closed, said } = await connect(ws, { hello });
    socket.send(Buffer.alloc(31_001, 'x'), { binary });
    send('after');
    expect(await closed).toEqual({ code: 1009, reason: 'A message has at most 31000 bytes.' });
    expect(said).toEqual([]);
  },
);

test('before and after it, pages are refused', async () => {
  const { ws, end, result } = await asking();
  end();
  await result;
  await expect(connect(ws, { headers: page })).rejects.toThrow(/403/);
});

test('without the id of a session there is no door', async () => {
  expect((await asking({})).door).toBeUndefined();
});

test('a host that does not say that it has a WebSocket, as that of MCP, has no door', async () => {
  const doors: unknown[] = [];
  const logger = jsonLogger({ level: 'error', write: () => undefined });
  const main: Main = () => {
    doors.push(currentHost()?.takeOvers);
  };
  const server = await serveApp((work) => createServer(work), { main, host: '127.0.0.1', port: 0, logger });
  servers.push(server);
  const headers = { [SESSION]: 'session-1' };
  await fetch(`http://127.0.0.1:${server.port}/invocations`, { method: 'POST', headers, body: '{}' });
  expect(doors).toEqual([undefined]);
});
