import http from 'node:http';
import net from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { parseBody } from '../../lib/runtime/body.ts';
import { jsonLogger } from '../../lib/runtime/index.ts';
import { InvocationRecords } from '../../lib/runtime/invocation-records.ts';
import { Invocations } from '../../lib/runtime/invocations.ts';
import { createServer } from '../../lib/runtime/server.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

describe('a member named __proto__ is taken out', () => {
  test.each([
    ['of the payload', '{"__proto__":{"admin":true},"a":1}', { a: 1 }],
    ['written with escapes', '{"\\u005f_proto_\\u005F":{"admin":true},"a":1}', { a: 1 }],
    ['deep within', '{"a":[{"b":{"__proto__":1,"c":2}}]}', { a: [{ b: { c: 2 } }] }],
  ])('%s', async (_, text, payload) => {
    const body = await parseBody(Buffer.from(text));
    expect(body).toEqual(payload);
    expect(JSON.stringify(body)).toBe(JSON.stringify(payload));
  });

  test('and a text of this name stays', async () => {
    expect(await parseBody(Buffer.from('["__proto__"]'))).toEqual(['__proto__']);
  });
});

describe('a body whose structure takes long to read is refused at once', () => {
  test.each([
    ['many numbers', `[${'0,'.repeat(20_000_000)}0]`, /more than 500000 values/],
    ['many members', `{${'"a":1,'.repeat(5_000_000)}"b":1}`, /more than 500000 values/],
    ['many levels', `${'{"a":'.repeat(5_000_000)}1`, /more than 1000 levels/],
  ])('%s', async (_, text, message) => {
    await expect(parseBody(Buffer.from(text))).rejects.toThrow(message);
  });

  test('and signs within texts are none', async () => {
    const text = `${'[{,:'.repeat(400_000)}"\\`;
    expect(await parseBody(Buffer.from(JSON.stringify([text])))).toEqual([text]);
  });
});

describe('a request that arrives slowly is ended, and one that is answered slowly is not', () => {
  async function serving() {
    const logger = jsonLogger({ level: 'error', write: () => undefined });
    const main = () => new Promise((resolve) => setTimeout(() => resolve('late'), 1200));
    const records = new InvocationRecords({ store: undefined, logger, secrets: [] });
    const work = { invocations: new Invocations({ main, concurrency: 1, logger, records }), records };
    const { server } = createServer(work, { requestTimeoutMs: 300 });
    closing.push(() => new Promise((resolve) => server.close(resolve)));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return (server.address() as net.AddressInfo).port;
  }

  test.each([
    ['its headers', 'POST /invocations HTTP/1.1\r\nHost: a\r\n', 'X-A: 1\r\n'],
    ['its body', 'POST /invocations HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n', ' '],
  ])('%s', async (_, start, drop) => {
    const socket = net.connect(await serving(), '127.0.0.1');
    let answer = '';
    socket.on('data', (data) => {
      answer += data;
    });
    socket.on('error', () => {});
    socket.write(start);
    const dropping = setInterval(() => socket.write(drop), 50);
    await new Promise((resolve) => socket.once('close', resolve));
    clearInterval(dropping);
    expect(answer).toMatch(/^HTTP\/1.1 408 /);
  });

  test('its answer', async () => {
    const port = await serving();
    const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
      http.request({ port, path: '/invocations', method: 'POST' }, resolve).on('error', reject).end('{}');
    });
    expect(response.statusCode).toBe(200);
    response.resume();
  });
});
