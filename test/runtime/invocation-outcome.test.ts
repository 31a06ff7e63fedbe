import { afterEach, describe, expect, test } from '@jest/globals';
import { jsonLogger, type Main, type RuntimeServer, serve } from '../../lib/runtime/index.ts';

interface Client {
  on(event: 'open' | 'error', listener: () => void): this;
  on(event: 'message', listener: (data: Buffer) => void): this;
  send(text: string): void;
  close(): void;
}
const { WebSocket }: { WebSocket: new (url: string) => Client } = require('ws');

const servers: RuntimeServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close({ graceMs: 0 })));
});

/** Invokes a workflow, and gives the text in which the outcome comes. */
type Way = (server: RuntimeServer) => Promise<string>;

async function post(server: RuntimeServer, body: unknown, accept = 'application/json'): Promise<string> {
  const url = `http://127.0.0.1:${server.port}/invocations`;
  const response = await fetch(url, { method: 'POST', body: JSON.stringify(body), headers: { accept } });
  return await response.text();
}

const ways: readonly (readonly [string, Way])[] = [
  ['JSON', (server) => post(server, {})],
  ['events', (server) => post(server, {}, 'text/event-stream')],
  [
    'a message of the WebSocket',
    (server) =>
      new Promise((resolve, reject) => {
        const client = new WebSocket(`ws://127.0.0.1:${server.port}/ws`);
        client.on('open', () => client.send('{}')).on('error', () => reject(new Error('no connection')));
        client.on('message', (data) => {
          resolve(data.toString('utf8'));
          client.close();
        });
      }),
  ],
  [
    'the record of an asynchronous invocation, asked for twice',
    async (server) => {
      const started = JSON.parse(await post(server, { novaActInvocation: { mode: 'async' } }));
      const { id } = started.novaActInvocation;
      const status = { novaActInvocation: { mode: 'status', id, waitSeconds: 20 } };
      await post(server, status);
      return await post(server, status);
    },
  ],
];

/** The host of a workflow, and what it has stored. */
async function host(main: Main) {
  const stored: string[] = [];
  const server = await serve({
    main,
    host: '127.0.0.1',
    port: 0,
    logger: jsonLogger({ level: 'error', write: () => undefined }),
    artifacts: { put: async (_key, text) => void stored.push(text), get: async () => undefined },
  });
  servers.push(server);
  return { server, stored };
}

describe.each(ways)('an outcome that is answered as %s', (_, invoke) => {
  test('has the result as it was when main returned, encoded once', async () => {
    let encoded = 0;
    const result = {
      toJSON: () => {
        encoded += 1;
        return { text: 'Łódź "\n"', encoded };
      },
    };
    const { server, stored } = await host(() => result);

    const text = await invoke(server);

    expect(text).toContain('{"text":"Łódź \\"\\n\\"","encoded":1}');
    expect(() => JSON.parse(text.replace(/^event: result\ndata: /, ''))).not.toThrow();
    for (const record of stored.slice(1)) {
      expect(JSON.parse(record)).toMatchObject({ status: 'SUCCEEDED', result: { encoded: 1 } });
    }
    expect(encoded).toBe(1);
  });

  test.each([
    ['a BigInt', { big: 1n }],
    [
      'a circle',
      (() => {
        const circle: { self?: unknown } = {};
        circle.self = circle;
        return circle;
      })(),
    ],
  ])('fails when main returns %s', async (_what, result) => {
    const { server } = await host(() => result);

    const text = await invoke(server);

    expect(text).toContain('"name":"TypeError","message":"main returned a value that is not JSON');
    expect(text).toContain('Return plain objects, arrays, strings, numbers, booleans or null.');
    expect(text).not.toContain('SUCCEEDED');
  });
});
