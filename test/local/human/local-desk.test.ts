import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import WebSocket from 'ws';
import type { TakeOverChannel } from '../../../lib/contract/question.ts';
import { newSecret } from '../../../lib/contract/secret-hash.ts';
import { question, send, signedBy, startDesk } from './desk-server.ts';

let desk: Awaited<ReturnType<typeof startDesk>>;
let session: Awaited<ReturnType<typeof desk.beginSession>>;
beforeAll(async () => {
  desk = await startDesk();
  session = await desk.beginSession();
});
afterAll(async () => desk[Symbol.asyncDispose]());

/** Asks somebody to take over, and takes over. */
async function take(
  channel: TakeOverChannel,
  options: { readonly accessKeyId?: string; readonly host?: string } = {},
) {
  const { path, asked, token } = question({ kind: 'takeOver', channel });
  await send(desk.local, path, { method: 'PUT', headers: signedBy(options.accessKeyId), body: asked });
  const headers = options.host === undefined ? {} : { host: options.host };
  return send(desk.local, `${path}/take`, { headers, body: { token, claim: newSecret() } });
}

const ofSession = () => ({ kind: 'runtime', runtimeSessionId: session.sessionId }) as const;

/** What a page with this origin gets that opens a WebSocket; browsers set these headers, and no page changes them. */
async function open(url: string, headers: Readonly<Record<string, string>>): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, { headers });
    socket.on('open', () => socket.send('hello'));
    socket.on('message', (data) => {
      socket.close();
      resolve(String(data));
    });
    socket.on('unexpected-response', (_request, response) => {
      response.resume();
      resolve(String(response.statusCode));
    });
    socket.on('error', reject);
  });
}

const urlIn = ({ json }: { readonly json: unknown }): string => {
  if (typeof json === 'object' && json !== null && 'url' in json) return String(json.url);
  throw new Error(JSON.stringify(json));
};

describe('who takes over a session of local AWS', () => {
  test('gets a presigned address of its WebSocket, under the name of the page', async () => {
    const { port } = new URL(desk.local.url);
    for (const host of [`127.0.0.1:${port}`, `localhost:${port}`]) {
      const url = new URL(urlIn(await take(ofSession(), { accessKeyId: session.accessKeyId, host })));

      expect(url.origin).toBe(`ws://${host}`);
      expect(url.pathname).toBe(`/runtimes/${encodeURIComponent(session.arn)}/ws`);
      expect(Object.fromEntries(url.searchParams)).toMatchObject({
        qualifier: 'DEFAULT',
        'X-Amz-Expires': '300',
        'x-nova-act-local-take-overs-only': '1',
        'X-Amzn-Bedrock-AgentCore-Runtime-Session-Id': session.sessionId,
      });
    }
  });

  test.each([
    ['Chromium', {}],
    ['Firefox', { 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'websocket' }],
  ])(
    'is connected by the page of the desk in %s, of which the session sees nothing',
    async (_browser, more) => {
      const url = urlIn(await take(ofSession(), { accessKeyId: session.accessKeyId }));

      expect(await open(url, { origin: desk.local.url, ...more })).toBe('hello');

      const handshake = desk.sessions.handshakes.at(-1);
      expect(handshake).toMatchObject({ 'x-amzn-bedrock-agentcore-runtime-session-id': session.sessionId });
      expect(handshake).not.toHaveProperty('origin');
    },
  );

  test('has an address that is good for a take-over only, also in the hands of a program', async () => {
    await open(urlIn(await take(ofSession(), { accessKeyId: session.accessKeyId })), {});

    expect(desk.sessions.handshakes.at(-1)).toHaveProperty('x-nova-act-local-take-overs-only', '1');
  });

  test('cannot make it good for more in a page, whatever it leaves out of the address', async () => {
    const url = new URL(urlIn(await take(ofSession(), { accessKeyId: session.accessKeyId })));
    url.searchParams.delete('x-nova-act-local-take-overs-only');
    await open(url.href, { origin: desk.local.url });

    expect(desk.sessions.handshakes.at(-1)).toHaveProperty('x-nova-act-local-take-overs-only', '1');
  });

  test.each([
    ['of another port', { origin: 'http://127.0.0.1:1' }],
    ['of another site', { origin: 'https://elsewhere.example', 'sec-fetch-site': 'cross-site' }],
    ['of another port, of which the browser says so', { 'sec-fetch-site': 'same-site' }],
    ['without an origin', { origin: 'null' }],
  ])('is not by a page %s, though it has the address', async (_where, headers) => {
    const url = urlIn(await take(ofSession(), { accessKeyId: session.accessKeyId }));
    const before = desk.sessions.handshakes.length;

    expect(await open(url, headers)).toBe('403');
    expect(desk.sessions.handshakes).toHaveLength(before);
  });

  test('is not by the page of the desk without a signature', async () => {
    const url = new URL(urlIn(await take(ofSession(), { accessKeyId: session.accessKeyId })));
    url.search = `?X-Amzn-Bedrock-AgentCore-Runtime-Session-Id=${session.sessionId}`;

    expect(await open(url.href, { origin: desk.local.url })).toBe('403');
  });
});

describe('nobody can take over', () => {
  test.each([
    ['a session that another program names', 'local', () => session.sessionId],
    ['another session than the one that asks', undefined, () => 'another-session-of-the-same-workflow-1'],
  ])('%s', async (_what, accessKeyId, sessionId) => {
    const refused = await take(
      { kind: 'runtime', runtimeSessionId: sessionId() },
      { accessKeyId: accessKeyId ?? session.accessKeyId },
    );

    expect(refused).toMatchObject({ status: 409, json: { error: { code: 'Unreachable' } } });
  });
});

test('a process on this machine is reached at the address that it says', async () => {
  const url = 'ws://127.0.0.1:9/take-over';
  expect((await take({ kind: 'loopback', url })).json).toMatchObject({ url });
});

describe('when the process of a session is gone', () => {
  test('its question is withdrawn, and says why', async () => {
    const own = await startDesk();
    try {
      const { accessKeyId } = await own.beginSession();
      const { path, asked, token } = question(await own.begin(accessKeyId));
      await send(own.local, path, { method: 'PUT', headers: signedBy(accessKeyId), body: asked });

      own.sessions.killAll();

      const shown = await eventually(
        async () => (await send(own.local, `${path}/read`, { body: { token } })).json,
        (json) => !JSON.stringify(json).includes('"open"'),
      );
      expect(shown).toMatchObject({
        status: 'withdrawn',
        withdrawnBecause: expect.stringContaining('was ended by SIGKILL'),
      });
    } finally {
      await own[Symbol.asyncDispose]();
    }
  });

  test('with local AWS itself, its question is withdrawn when the next one starts', async () => {
    const { path, asked, token } = question(await desk.begin(session.accessKeyId));
    await send(desk.local, path, { method: 'PUT', headers: signedBy(session.accessKeyId), body: asked });
    // What a killed server leaves.
    const stateDir = `${desk.stateDir}-left`;
    cpSync(desk.stateDir, stateDir, { recursive: true });
    rmSync(join(stateDir, 'local-aws.pid'));

    const next = await startDesk({ stateDir });
    try {
      const shown = await eventually(
        async () => (await send(next.local, `${path}/read`, { body: { token } })).json,
        (json) => !JSON.stringify(json).includes('"open"'),
      );
      expect(shown).toMatchObject({
        status: 'withdrawn',
        withdrawnBecause: expect.stringContaining('Local AWS was ended'),
      });
    } finally {
      await next[Symbol.asyncDispose]();
    }
  });
});

async function eventually<T>(look: () => Promise<T>, isThere: (value: T) => boolean): Promise<T> {
  for (;;) {
    const value = await look();
    if (isThere(value)) return value;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
