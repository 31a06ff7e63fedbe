import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { agentCoreBrowser, findBrowser } from '../../lib/browser/index.ts';
import { makeLocalCredentials } from '../../lib/contract/local-credentials.ts';
import { openSignedIn } from '../../lib/sdk/auth/open-signed-in.ts';
import type { StorageState } from '../../lib/sdk/index.ts';
import { killBrowserOf } from './support/processes.ts';

const PROFILE = 'shop-a1B2c3D4e5';

/** Stands in for the service: three operations, and a stream that leads to a real browser on this machine. */
const service = {
  /** The session that runs, and how often saving it will meet another save. */
  running: false,
  conflicts: 0,
  requests: [] as string[],
  bodies: [] as string[],
  upgrade: {} as IncomingHttpHeaders,
  stream: '',
};
const folder = mkdtempSync(path.join(tmpdir(), 'agentcore-'));
let chromiumUrl = new URL('ws://127.0.0.1/');

const server = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk) => {
    body += chunk;
  });
  request.on('end', () => {
    service.requests.push(`${request.method} ${request.url}`);
    service.bodies.push(body);
    const refusal = refuse(request.url ?? '', body === '' ? {} : JSON.parse(body));
    if (refusal !== undefined) {
      response.writeHead(400, { 'content-type': 'application/json', 'x-amzn-errortype': refusal });
      response.end(JSON.stringify({ message: `refused by ${refusal}` }));
      return;
    }
    const reply = {
      browserIdentifier: 'aws.browser.v1',
      sessionId: 'SESSION1',
      createdAt: '2025-01-01T00:00:00Z',
      lastUpdatedAt: '2025-01-01T00:00:00Z',
      streams: { automationStream: { streamEndpoint: service.stream, streamStatus: 'ENABLED' } },
    };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(reply));
  });
});
/** What AWS refuses: profiles that are not there, saving a session that runs no more, two saves at once. */
function refuse(url: string, body: Readonly<Record<string, unknown>>): string | undefined {
  if (url.endsWith('/start')) {
    const { profileConfiguration = { profileIdentifier: PROFILE } } = body;
    if (!JSON.stringify(profileConfiguration).includes(PROFILE)) return 'ResourceNotFoundException';
    service.running = true;
  }
  if (url.includes('/sessions/stop')) service.running = false;
  if (!url.endsWith('/save')) return undefined;
  if (url !== `/browser-profiles/${PROFILE}/save`) return 'ResourceNotFoundException';
  if (!service.running || body.sessionId !== 'SESSION1') return 'ValidationException';
  service.conflicts -= 1;
  return service.conflicts >= 0 ? 'ConflictException' : undefined;
}

server.on('upgrade', (request, socket) => {
  service.upgrade = request.headers;
  const browser = connect(Number(chromiumUrl.port), chromiumUrl.hostname, () => {
    const { 'sec-websocket-key': key, 'sec-websocket-version': version } = request.headers;
    browser.write(
      `GET ${chromiumUrl.pathname} HTTP/1.1\r\nHost: ${chromiumUrl.host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
        `Sec-WebSocket-Key: ${key}\r\nSec-WebSocket-Version: ${version}\r\n\r\n`,
    );
    socket.pipe(browser).pipe(socket);
  });
  for (const end of [browser, socket]) end.on('error', () => {});
});

beforeAll(async () => {
  const child = spawn(
    findBrowser().executablePath,
    [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--remote-debugging-port=0',
      `--user-data-dir=${folder}/profile`,
      'about:blank',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let text = '';
  while (!/ws:\/\/\S+/.test(text)) text += String((await once(child.stderr, 'data'))[0]);
  chromiumUrl = new URL(/ws:\/\/\S+/.exec(text)?.[0] ?? '');
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  await killBrowserOf(`${folder}/profile`);
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});
beforeEach(() => {
  service.requests.length = 0;
  service.bodies.length = 0;
  service.conflicts = 0;
  service.stream = origin()
    .replace('http', 'ws')
    .concat('/browser-streams/aws.browser.v1/sessions/SESSION1/automation');
});

const origin = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const credentials = makeLocalCredentials();
const browser = (): ReturnType<typeof agentCoreBrowser> =>
  agentCoreBrowser({
    region: 'us-west-2',
    endpoint: origin(),
    sessionTimeoutSeconds: 900,
    credentials,
  });

describe('a browser in AgentCore', () => {
  test('is started, joined with signed headers, and stopped once', async () => {
    const opened = await browser().open();
    await opened.page().setContent('<h1>far away</h1>');
    expect(await opened.page().textContent('h1')).toBe('far away');
    await opened.close();
    await opened.close();

    expect(service.requests).toEqual([
      'PUT /browsers/aws.browser.v1/sessions/start',
      'PUT /browsers/aws.browser.v1/sessions/stop?sessionId=SESSION1',
    ]);
    expect(JSON.parse(service.bodies[0] ?? '')).toMatchObject({
      sessionTimeoutSeconds: 900,
      viewPort: { width: 1600, height: 813 },
    });
    expect(service.upgrade.authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=\w+\/\d{8}\/us-west-2\/bedrock-agentcore\/aws4_request, SignedHeaders=host;/,
    );
    expect(service.upgrade.authorization).toContain(`Credential=${credentials.accessKeyId}/`);
    expect(service.upgrade['x-amz-date']).toMatch(/^\d{8}T\d{6}Z$/);
  });

  test('on this machine never gets credentials of AWS', async () => {
    const opened = await agentCoreBrowser({
      region: 'us-west-2',
      endpoint: origin(),
      credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret', sessionToken: 'token' },
    }).open();
    await opened.close();

    expect(service.upgrade.authorization).toMatch(/Credential=LOCAL\w{16}\//);
    expect(service.upgrade).not.toHaveProperty('x-amz-security-token');
  });

  test('whose stream cannot be reached is stopped again', async () => {
    service.stream = 'ws://127.0.0.1:9/nothing';
    await expect(browser().open()).rejects.toMatchObject({ name: 'ActuationError' });
    expect(service.requests.at(-1)).toContain('/sessions/stop');
  });
});

describe('a profile of AgentCore', () => {
  const signal = AbortSignal.timeout(10_000);

  test('is what the session begins with, and is saved while it runs, after another save', async () => {
    const opened = await browser().open({ profileId: PROFILE });
    service.conflicts = 1;
    await opened.saveProfile?.({ signal });
    await opened.close();
    await expect(opened.saveProfile?.({ signal })).rejects.toMatchObject({ name: 'ValidationException' });

    expect(JSON.parse(service.bodies[0] ?? '')).toMatchObject({
      profileConfiguration: { profileIdentifier: PROFILE },
    });
    const save = `PUT /browser-profiles/${PROFILE}/save`;
    expect(service.requests.slice(1, 4)).toEqual([save, save, expect.stringContaining('/sessions/stop')]);
    expect(JSON.parse(service.bodies[1] ?? '')).toEqual({
      browserIdentifier: 'aws.browser.v1',
      sessionId: 'SESSION1',
      clientToken: expect.any(String),
    });
  });

  test('that is not there is named', async () => {
    await expect(browser().open({ profileId: 'tool-a1B2c3D4e5' })).rejects.toThrow(
      /with the profile tool-a1B2c3D4e5: refused by ResourceNotFoundException/,
    );
  });

  test('is not asked for by sessions without one', async () => {
    await using opened = await browser().open();
    expect(opened.saveProfile).toBe(undefined);
    expect(JSON.parse(service.bodies[0] ?? '')).not.toHaveProperty('profileConfiguration');
  });
});

test('a browser in AgentCore takes sign-ins that are kept elsewhere, and gives them', async () => {
  const cookie = { name: 'session', value: 'abc', domain: '127.0.0.1', path: '/', expires: -1 };
  const state: StorageState = {
    cookies: [{ ...cookie, httpOnly: true, secure: false, sameSite: 'Lax' }],
    origins: [{ origin: origin(), localStorage: [{ name: 'basket', value: 'three books' }] }],
  };
  await using opened = await openSignedIn(
    browser(),
    { name: 'a test', load: async () => state },
    { signal: AbortSignal.timeout(10_000), onWarning: () => {} },
  );
  expect(await opened.context.storageState()).toEqual(state);
});
