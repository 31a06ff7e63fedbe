import { once } from 'node:events';
import net from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { deferred } from '../../lib/core/async.ts';
import { jsonLogger, type RuntimeServer, serve } from '../../lib/runtime/index.ts';

const servers: RuntimeServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close({ graceMs: 0 })));
});

/** A host that answers with its payload, and counts how often it does. */
async function echo(wait: Promise<unknown> = Promise.resolve()) {
  const ran: unknown[] = [];
  const main = async (payload: unknown): Promise<unknown> => {
    ran.push(payload);
    await wait;
    return payload;
  };
  const logger = jsonLogger({ level: 'error', write: () => undefined });
  const server = await serve({ main, host: '127.0.0.1', port: 0, logger });
  servers.push(server);
  return { server, ran };
}

/** What comes back for these bytes until it matches, or the connection ends. */
async function exchange(port: number, bytes: string, until = /\}$/) {
  const socket = net.connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  let answer = '';
  socket.write(bytes);
  const ended = once(socket, 'close').then(() => true);
  const matched = new Promise<boolean>((resolve) => {
    socket.on('data', (data) => {
      answer += data;
      if (until.test(answer)) resolve(false);
    });
  });
  await Promise.race([ended, matched]);
  const [head = '', body = ''] = answer.split('\r\n\r\n');
  return { answer, head, body, socket, ended };
}

const request = (line: string, headers: readonly string[] = [], body = ''): string =>
  [`${line} HTTP/1.1`, 'Host: a', ...headers, '', body].join('\r\n');
const post = (body: string, ...headers: readonly string[]): string =>
  request('POST /invocations', [`Content-Length: ${body.length}`, ...headers], body);

test('requests of one connection are answered in their order', async () => {
  const { server } = await echo();
  const bytes = post('{"a":1}') + request('GET /nowhere') + post('{"a":2}');

  const { answer } = await exchange(server.port, bytes, /\{"a":2\}$/);

  expect([...answer.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status)).toEqual([
    '200',
    '404',
    '200',
  ]);
  expect(answer).toContain('Connection: keep-alive');
});

test.each([
  ['with the whole address, as for a proxy', 'GET http://host:1/ping?a=1', /"status":"Healthy"/],
  ['with a query', 'GET /ping?a=/invocations', /"status":"Healthy"/],
  ['with letters that are escaped', 'GET /%70ing', /"status":"Healthy"/],
  ['with a fragment', 'GET /ping#now', /"status":"Healthy"/],
  ['for the head only', 'HEAD /ping', /^$/],
])('a ping is answered %s', async (_, line, expected) => {
  const { server } = await echo();

  const { head, body } = await exchange(server.port, request(line, ['Connection: close']), /never/);

  expect(head).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  expect(head).toMatch(/content-length: 5\d/);
  expect(body).toMatch(expected);
});

test.each([
  ['no HTTP', 'hello\r\n\r\n', 400],
  ['a method that there is not', request('FOO /ping'), 400],
  ['a length that is none', request('POST /invocations', ['Content-Length: two'], '{}'), 400],
  [
    'two lengths',
    request('POST /invocations', ['Content-Length: 2', 'Transfer-Encoding: chunked'], '{}'),
    400,
  ],
  ['a header that is too long', request('GET /ping', [`X: ${'a'.repeat(20_000)}`]), 431],
])('%s is refused, and the connection ended', async (_, bytes, status) => {
  const { server, ran } = await echo();

  const { head, ended } = await exchange(server.port, bytes, /never/);

  expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  expect(await ended).toBe(true);
  expect(ran).toEqual([]);
});

test.each([
  ['GET http://host', 'GET / is not served'],
  ['GET /%zz', 'GET /%zz is not served'],
  ['GET /%2Fping', 'GET /%2Fping is not served'],
  ['GET //ping', 'GET //ping is not served'],
])('%s is nothing that is served', async (line, expected) => {
  const { server } = await echo();

  const { head, body } = await exchange(server.port, request(line, ['Connection: close']), /never/);

  expect(head).toMatch(/^HTTP\/1\.1 404 /);
  expect(body).toContain(expected);
});

test('who sends much to where nothing is served can send all of it, and then read why', async () => {
  const { server } = await echo();
  const socket = net.connect(server.port, '127.0.0.1');
  let answer = '';
  socket.on('data', (data) => {
    answer += data;
  });
  socket.write(request('POST /nowhere', ['Connection: close', 'Content-Length: 8']));
  await (await fetch(`http://127.0.0.1:${server.port}/ping`)).text();
  expect(answer).toBe('');
  socket.write('12345678');
  await once(socket, 'close');

  expect(answer).toMatch(/^HTTP\/1\.1 404 [\s\S]*POST \/nowhere is not served here/);
});

test('a body of unknown length that becomes too large is refused as one that says so', async () => {
  const { server, ran } = await echo();
  const chunk = Buffer.alloc(10_000_000, 32);
  const socket = net.connect(server.port, '127.0.0.1');
  const closed = once(socket, 'close');
  let answer = '';
  socket.on('data', (data) => {
    answer += data;
  });
  socket.write(request('POST /invocations', ['Transfer-Encoding: chunked']));
  for (const bytes of [...Array(10).fill(chunk), ' ']) {
    socket.write(`${bytes.length.toString(16)}\r\n`);
    socket.write(bytes);
    socket.write('\r\n');
  }
  await closed;

  expect(answer).toMatch(/^HTTP\/1\.1 413 [\s\S]*connection: close[\s\S]*larger than 100000000 bytes/i);
  expect(ran).toEqual([]);
});

describe('a request with an upgrade to something else', () => {
  const h2c = ['Connection: Upgrade', 'Upgrade: h2c'];

  test('is answered as if it had none', async () => {
    const { server, ran } = await echo();

    expect((await exchange(server.port, request('GET /ping', h2c))).head).toMatch(/^HTTP\/1\.1 200 /);
    expect((await exchange(server.port, request('GET /ws', h2c))).head).toMatch(/^HTTP\/1\.1 404 /);
    expect((await exchange(server.port, request('POST /invocations', h2c))).body).toBe('{}');
    expect(ran).toEqual([{}]);
  });

  test.each([
    ['Content-Length: 7', '{"a":1}'],
    ['Transfer-Encoding: chunked', '7\r\n{"a":1}\r\n0\r\n\r\n'],
  ])('and a body, of %s, is refused, because nobody has read it', async (header, body) => {
    const { server, ran } = await echo();

    const answer = await exchange(server.port, request('POST /invocations', [...h2c, header], body));

    expect(answer.head).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer.body).toContain('cannot be upgraded');
    expect(ran).toEqual([]);
  });
});

test('while the host ends, a connection is answered, and then ended', async () => {
  const gate = deferred<void>();
  const { server } = await echo(gate.promise);
  const bytes = post('{"a":1}');
  const socket = net.connect(server.port, '127.0.0.1');
  let answer = '';
  socket.on('data', (data) => {
    answer += data;
  });
  socket.write(bytes);
  while (!(await (await fetch(`http://127.0.0.1:${server.port}/ping`)).text()).includes('Busy'));
  const closed = server.close({ graceMs: 2000 });
  socket.write(post('{"a":2}'));
  setTimeout(() => gate.resolve(), 100);
  await once(socket, 'close');
  await closed;

  const [, first, second] = answer.split('HTTP/1.1 ');
  expect(first).toMatch(/^200 /);
  expect(second).toMatch(/^503 [\s\S]*connection: close/i);
});
