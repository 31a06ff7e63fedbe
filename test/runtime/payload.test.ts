import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { z } from 'zod';
import { jsonLogger, type Main, type RuntimeServer, serve } from '../../lib/runtime/index.ts';
import { workflow } from '../../lib/sdk/index.ts';

// Nova Act cannot be reached: a run that was created would fail with another error.
const options = {
  definitionName: 'shop',
  endpoint: 'http://127.0.0.1:1',
  payload: z.object({ url: z.url() }),
};
const main = workflow(options, ({ url }) => url) as Main;

const lines: string[] = [];
let server: RuntimeServer;
beforeAll(async () => {
  const logger = jsonLogger({ level: 'info', write: (line) => lines.push(line) });
  server = await serve({ main, host: '127.0.0.1', port: 0, logger });
});
afterAll(() => server.close({ graceMs: 0 }));

const post = (body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`http://127.0.0.1:${server.port}/invocations`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers,
  });
const wrong = { url: 'secret-word' };
const PROBLEM = {
  name: 'PayloadError',
  message: 'The payload is not valid: url: Invalid URL',
  issues: [{ path: 'url', message: 'Invalid URL' }],
};

test.each([
  ['in a plain invocation', wrong],
  ['in one that nobody waits for', { novaActInvocation: { mode: 'async' }, payload: wrong }],
])('a wrong payload %s is status 400, with its issues', async (_, body) => {
  const response = await post(body);

  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ error: PROBLEM });
  // The place is free again.
  expect((await post(wrong)).status).toBe(400);
});

test('where events are asked for it is the last of them', async () => {
  const events = await (await post(wrong, { accept: 'text/event-stream' })).text();

  expect(JSON.parse(/^data: (.*)$/m.exec(events)?.[1] ?? '')).toMatchObject({
    type: 'error',
    error: PROBLEM,
  });
});

test('over the WebSocket it is an error event', async () => {
  const socket = new (require('ws').WebSocket)(`ws://127.0.0.1:${server.port}/ws`);
  const answer = new Promise<string>((resolve) =>
    socket.on('message', (data: Buffer) => resolve(String(data))),
  );
  socket.on('open', () => socket.send(JSON.stringify(wrong)));

  expect(JSON.parse(await answer)).toMatchObject({ type: 'error', error: PROBLEM });
  socket.close();
});

test('the log says where, and not what', () => {
  expect(lines.join('')).toContain('"paths":["url"]');
  expect(lines.join('')).not.toContain('secret-word');
});
