import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { ping } from '../../../lib/local/agentcore/ping.ts';

let server: http.Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** Pings a process that answers so; without an answer it never does. */
async function pingOf(answer?: { readonly status: number; readonly body: string }) {
  const listening = http.createServer((request, response) => {
    if (answer !== undefined)
      response.writeHead(request.url === '/ping' ? answer.status : 404).end(answer.body);
  });
  server = listening;
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  const { port } = listening.address() as AddressInfo;
  return ping({ port, timeoutMs: 300 });
}

test.each([
  ['busy', '{"status":"HealthyBusy","time_of_last_update":1}', true],
  ['idle', '{"status":"Healthy","time_of_last_update":1}', false],
  ['alive, whatever it says', '{"status":"Fine"}', false],
  ['alive, also without JSON', 'pong', false],
  ['alive, also without a word', '', false],
])('a process may be %s', async (_, body, busy) => {
  expect(await pingOf({ status: 200, body })).toEqual({ busy });
});

test('one that answers with an error, or not at all, does not count as an answer', async () => {
  expect(await pingOf({ status: 500, body: '{"status":"Healthy"}' })).toBeUndefined();
  server?.close();
  expect(await pingOf()).toBeUndefined();
});
