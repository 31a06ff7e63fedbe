import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { localBrowser, type OpenBrowser } from '../../../lib/browser/index.ts';
import { newSecret } from '../../../lib/contract/secret-hash.ts';
import { question, send, signedBy, startDesk } from './desk-server.ts';

let desk: Awaited<ReturnType<typeof startDesk>>;
let session: Awaited<ReturnType<typeof desk.beginSession>>;
let browser: OpenBrowser;
let page: Page;
/** A page of another port. */
let elsewhere: Server;
const complaints: string[] = [];
beforeAll(async () => {
  desk = await startDesk();
  session = await desk.beginSession();
  elsewhere = createServer((_request, response) =>
    response.setHeader('content-type', 'text/html').end('<p>hi'),
  );
  await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
  browser = await localBrowser().open();
  page = browser.page();
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
});
afterAll(async () => {
  await browser.close();
  elsewhere.closeAllConnections();
  elsewhere.close();
  await desk[Symbol.asyncDispose]();
});

/** Takes over, and returns the address of the WebSocket. */
async function addressFor(host: string): Promise<string> {
  const channel = { kind: 'runtime', runtimeSessionId: session.sessionId } as const;
  const { path, asked, token } = question({ kind: 'takeOver', channel });
  await send(desk.local, path, { method: 'PUT', headers: signedBy(session.accessKeyId), body: asked });
  const { json } = await send(desk.local, `${path}/take`, {
    headers: { host },
    body: { token, claim: newSecret() },
  });
  if (typeof json === 'object' && json !== null && 'url' in json) return String(json.url);
  throw new Error(JSON.stringify(json));
}

/** What comes back over a WebSocket that the shown page opens; `closed` when it cannot. */
const echo = (url: string): Promise<string> =>
  page.evaluate(
    (address) =>
      new Promise<string>((resolve) => {
        const socket = new WebSocket(address);
        socket.onopen = () => socket.send('hello');
        socket.onmessage = ({ data }) => resolve(String(data));
        socket.onerror = () => resolve('closed');
      }),
    url,
  );

describe('a WebSocket to a session, opened by a browser', () => {
  test.each(['127.0.0.1', 'localhost'])('is there for the page of the desk at %s', async (name) => {
    const host = `${name}:${new URL(desk.local.url).port}`;
    await page.goto(`http://${host}/human/`);
    expect(await echo(await addressFor(host))).toBe('hello');
  });

  test('is not there for a page of another port, though it has the address', async () => {
    const { host } = new URL(desk.local.url);
    const address = await addressFor(host);
    const before = desk.sessions.handshakes.length;
    await page.goto(`http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/`);

    expect(await echo(address)).toBe('closed');
    expect(desk.sessions.handshakes).toHaveLength(before);
  });
});

test('a page of another port can neither ask for a question with its token, nor show the desk in a frame', async () => {
  const { path, asked, token } = question();
  await send(desk.local, path, { method: 'PUT', headers: signedBy(), body: asked });
  await page.goto(`http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/`);
  const outcome = await page.evaluate(
    async ({ url, body }) => {
      const frame = document.createElement('iframe');
      frame.src = `${new URL(url).origin}/human/`;
      const loaded = new Promise((resolve) => {
        frame.onload = resolve;
      });
      document.body.append(frame);
      await loaded;
      const sent = await fetch(url, { method: 'POST', mode: 'no-cors', body }).then(
        ({ type }) => type,
        () => 'refused',
      );
      return { sent, isReadable: frame.contentDocument !== null };
    },
    { url: `${desk.humanUrl}${path}/answer`, body: JSON.stringify({ token, answer: 'yes' }) },
  );
  const [, frame] = page.frames();

  expect(outcome.isReadable).toBe(false);
  expect(await frame?.locator('#settings').count()).toBe(0);
  const state = await send(desk.local, path, { method: 'GET', headers: signedBy() });
  expect(state.json).toMatchObject({ status: 'open' });
});

test('the viewer leads a person to the question, who answers it there', async () => {
  const begun = await desk.begin(session.accessKeyId);
  const { path, asked } = question(begun);
  await send(desk.local, path, { method: 'PUT', headers: signedBy(session.accessKeyId), body: asked });
  complaints.length = 0;

  await page.goto(desk.local.viewerUrl);
  await page
    .getByRole('status')
    .getByRole('link', { name: `run ${begun.workflowRunId.slice(0, 8)}` })
    .click();
  await page.getByRole('button', { name: 'Answer' }).click();
  await page.waitForURL(/\/human\//);
  await page.getByText('May I pay 20 EUR?').waitFor();

  expect(complaints).toEqual([]);
});
