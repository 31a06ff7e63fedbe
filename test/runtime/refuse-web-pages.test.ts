import http from 'node:http';
import os from 'node:os';
import { afterEach, describe, expect, test } from '@jest/globals';
import { jsonLogger, type RuntimeServer, serve } from '../../lib/runtime/index.ts';
import { isFromThisMachine } from '../../lib/runtime/refuse-web-pages.ts';

const servers: RuntimeServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close({ graceMs: 0 })));
});

/** The status of a request with these headers to a host that listens everywhere, and whether the workflow ran. */
async function ask(request: {
  host: string;
  method?: string;
  path?: string;
  headers: http.OutgoingHttpHeaders;
}) {
  let ran = false;
  const main = () => {
    ran = true;
  };
  const logger = jsonLogger({ level: 'error', write: () => undefined });
  const server = await serve({ main, host: '0.0.0.0', port: 0, logger });
  servers.push(server);
  const { port } = server;
  const status = await new Promise<number | undefined>((resolve, reject) => {
    const sent = http.request({ port, method: 'POST', path: '/invocations', ...request }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sent.on('upgrade', (response, socket) => {
      socket.destroy();
      resolve(response.statusCode);
    });
    sent.on('error', reject).end();
  });
  return { status, ran };
}

const UPGRADE = {
  connection: 'Upgrade',
  upgrade: 'websocket',
  'sec-websocket-version': '13',
  'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==',
};
const loopback = '127.0.0.1';

describe('a host that listens on every address refuses pages of its own machine', () => {
  test.each<[string, Parameters<typeof ask>[0]]>([
    ['a script', { host: loopback, headers: { origin: 'https://example.com' } }],
    ['a sandboxed frame', { host: loopback, headers: { origin: 'null' } }],
    ['a form without an origin', { host: loopback, headers: { 'sec-fetch-site': 'cross-site' } }],
    ['a page of the same origin', { host: loopback, headers: { 'sec-fetch-site': 'same-origin' } }],
    [
      'an address that somebody types',
      { host: loopback, method: 'GET', path: '/ping', headers: { 'sec-fetch-site': 'none' } },
    ],
    ['a preflight', { host: loopback, method: 'OPTIONS', headers: { origin: 'https://example.com' } }],
    [
      'a WebSocket',
      { host: loopback, method: 'GET', path: '/ws', headers: { ...UPGRADE, origin: 'https://a.example' } },
    ],
    ...addresses().map((host): [string, Parameters<typeof ask>[0]] => [
      'a page that knows an address of the machine',
      { host, headers: { origin: 'https://example.com' } },
    ]),
  ])('%s', async (_, request) => {
    expect(await ask(request)).toEqual({ status: 403, ran: false });
  });

  test('and no programs', async () => {
    expect(await ask({ host: loopback, headers: {} })).toEqual({ status: 200, ran: true });
    const socket = { host: loopback, method: 'GET', path: '/ws', headers: UPGRADE };
    expect(await ask(socket)).toMatchObject({ status: 101 });
  });
});

test.each([
  ['127.0.0.1', '127.0.0.1', true],
  ['127.8.9.1', '10.0.0.2', true],
  ['::1', '::1', true],
  ['::ffff:127.0.0.1', '::ffff:127.0.0.1', true],
  ['::ffff:10.0.0.2', '::ffff:10.0.0.2', true],
  ['fd00::2', 'fd00::2', true],
  ['10.0.0.3', '10.0.0.2', false],
  ['::ffff:10.0.0.3', '::ffff:10.0.0.2', false],
  [undefined, undefined, true],
])('a connection from %s to %s comes from this machine: %s', (remoteAddress, localAddress, expected) => {
  expect(isFromThisMachine({ remoteAddress, localAddress })).toBe(expected);
});

function addresses(): readonly string[] {
  return Object.values(os.networkInterfaces())
    .flatMap((list) => list ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => address)
    .slice(0, 1);
}
