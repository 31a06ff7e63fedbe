import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { questionLink } from '../../../lib/contract/question.ts';
import type { AskedHere } from '../../../lib/local/human/local-desk.ts';
import { ask } from '../../viewer/viewer-server.ts';
import { question, send, signedBy, startDesk } from './desk-server.ts';

let desk: Awaited<ReturnType<typeof startDesk>>;
const heard: AskedHere[] = [];
beforeAll(async () => {
  desk = await startDesk({ onQuestion: (asked) => heard.push(asked) });
});
afterAll(async () => desk[Symbol.asyncDispose]());

const put = (path: string, body: unknown, headers = signedBy()) =>
  send(desk.local, path, { method: 'PUT', headers, body });

describe('a workflow', () => {
  test('asks, a person answers, and it gets the answer', async () => {
    const { path, asked, token } = question();

    expect(await put(path, asked)).toMatchObject({ status: 200, json: { status: 'open' } });
    const shown = await send(desk.local, `${path}/read`, { body: { token } });
    expect(shown).toMatchObject({ status: 200, json: { asked: { message: 'May I pay 20 EUR?' } } });
    await send(desk.local, `${path}/answer`, { body: { token, answer: 'yes', name: 'Ada' } });

    const state = await send(desk.local, path, { method: 'GET', headers: signedBy() });
    expect(state.json).toMatchObject({ status: 'answered', answer: { value: 'yes', by: { name: 'Ada' } } });
  });

  test('is heard of, with the page of its run and without a way to answer', async () => {
    const { path, asked, token } = question();
    await put(path, asked);

    const told = heard.at(-1);
    expect(told).toMatchObject({ definitionName: 'booking-workflow', kind: 'approve' });
    expect(told?.viewerUrl).toBe(
      `${desk.local.viewerUrl}definitions/booking-workflow/runs/${asked.workflowRunId}`,
    );
    expect(JSON.stringify(told)).not.toContain(token);
  });

  test.each([
    ['without a signature', {}, 'The request is not signed with SigV4'],
    ['with one for another service', signedBy('local', 'nova-act'), 'The request is signed for "nova-act"'],
    [
      'in the name of a page',
      { ...signedBy(), origin: 'http://127.0.0.1' },
      'takes no AWS requests from web pages',
    ],
    [
      'under a name that is not of this machine',
      { ...signedBy(), host: 'evil.example' },
      'Host "evil.example" is refused',
    ],
  ])('%s is refused, and nothing is asked', async (_how, headers, message) => {
    const { path, asked } = question();

    const refused = await put(path, asked, headers as Record<string, string>);

    expect({ status: refused.status, text: refused.text }).toEqual({
      status: 403,
      text: expect.stringContaining(message.replaceAll('"', '\\"')),
    });
    expect((await send(desk.local, path, { method: 'GET', headers: signedBy() })).status).toBe(404);
  });

  test.each([
    ['GET', ''],
    ['POST', '/withdraw'],
  ])('must sign %s%s, too, and a token is no signature', async (method, action) => {
    const { path, asked, token } = question();
    await put(path, asked);

    const body = method === 'GET' ? undefined : { token, reason: 'mine' };
    expect((await send(desk.local, path + action, { method, body })).status).toBe(403);
    expect((await send(desk.local, path, { method: 'GET', headers: signedBy() })).json).toMatchObject({
      status: 'open',
    });
  });
});

describe('a person', () => {
  test.each([
    ['a page of another site', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors' }],
    ['a page of another port', { 'sec-fetch-site': 'same-site', origin: 'http://127.0.0.1:1' }],
    [
      'a form of another site',
      { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' },
    ],
    ['an old browser, from another origin', { origin: 'https://elsewhere.example' }],
    ['a page without an origin', { origin: 'null' }],
    ['a name that another leads here', { host: 'evil.example' }],
  ])('that %s speaks for is refused, whatever token it has', async (_who, headers) => {
    const { path, asked, token } = question();
    await put(path, asked);

    const refused = await send(desk.local, `${path}/answer`, { headers, body: { token, answer: 'yes' } });

    expect(refused.status).toBe(403);
    expect((await send(desk.local, path, { method: 'GET', headers: signedBy() })).json).toMatchObject({
      status: 'open',
    });
  });

  test('on the page of the desk is taken, under each name of this machine', async () => {
    const { path, asked, token } = question();
    await put(path, asked);
    const port = new URL(desk.local.url).port;
    for (const host of [`127.0.0.1:${port}`, `localhost:${port}`]) {
      const headers = { host, origin: `http://${host}`, 'sec-fetch-site': 'same-origin' };
      expect((await send(desk.local, `${path}/read`, { headers, body: { token } })).status).toBe(200);
    }
  });

  test('with a wrong token gets the same answer as for a question that there is not', async () => {
    const { path, asked } = question();
    await put(path, asked);
    const body = { token: 'x'.repeat(43), answer: 'yes' };

    const wrong = await send(desk.local, `${path}/answer`, { body });
    const unknown = await send(desk.local, `${question().path}/answer`, { body });

    expect({ status: wrong.status, text: wrong.text }).toEqual({ status: 404, text: unknown.text });
  });
});

describe('a method that there is not', () => {
  const refused = (allow: string) => ({
    status: 405,
    headers: { allow },
    json: { error: { code: 'Invalid', message: `Here is ${allow} only.` } },
  });

  test.each(
    ['DELETE', 'PATCH', 'OPTIONS', 'POST'].flatMap((method) => [
      [method, 'signed', signedBy()] as const,
      [method, 'not signed', {}] as const,
    ]),
  )('%s of a question, %s, is told what there is, and changes nothing', async (method, _how, headers) => {
    const { path, asked } = question();
    await put(path, asked);
    expect(await send(desk.local, path, { method, headers })).toMatchObject(refused('PUT, GET'));
    const { json } = await send(desk.local, path, { method: 'GET', headers: signedBy() });
    expect(json).toMatchObject({ status: 'open' });
  });

  test.each(['DELETE', 'PATCH', 'OPTIONS', 'PUT', 'GET'])('%s of an answer', async (method) => {
    const { path, asked } = question();
    await put(path, asked);
    for (const headers of [{}, signedBy()])
      expect(await send(desk.local, `${path}/answer`, { method, headers })).toMatchObject(refused('POST'));
  });

  test.each(['DELETE', 'PATCH', 'OPTIONS', 'POST', 'PUT'])('%s of the page', async (method) => {
    for (const headers of [{}, signedBy()])
      expect(await send(desk.local, '/', { method, headers })).toMatchObject(refused('GET, HEAD'));
  });

  test('is refused to other sites as everything is, before they send it', async () => {
    const headers = { origin: 'https://elsewhere.example', 'sec-fetch-site': 'cross-site' };
    const { status, headers: answered } = await send(desk.local, `${question().path}/answer`, {
      ...{ method: 'OPTIONS', headers },
    });
    expect({ status, names: Object.keys(answered).filter((name) => name.startsWith('access-')) }).toEqual({
      ...{ status: 403, names: [] },
    });
  });

  test('where nothing is, is what is not there', async () => {
    for (const headers of [{}, signedBy()])
      expect(await send(desk.local, `${question().path}/x`, { method: 'DELETE', headers })).toMatchObject({
        ...{ status: 404, json: { error: { code: 'UnknownLink' } } },
      });
  });
});

test.each([undefined, '', 'json', 'a/b/c', 'text/plain', 'application/json, text/plain', ';'])(
  'JSON is taken with the content type %p',
  async (type) => {
    const { path, asked, token } = question();
    const named = type === undefined ? {} : { 'content-type': type };
    const url = `${desk.local.url}/human${path}`;
    const asking = { method: 'PUT', headers: { ...signedBy(), ...named }, body: JSON.stringify(asked) };
    expect(await ask(url, asking)).toMatchObject({ status: 200 });
    const answering = { method: 'POST', headers: named, body: JSON.stringify({ token, answer: 'yes' }) };
    expect(await ask(`${url}/answer`, answering)).toMatchObject({ status: 200 });
  },
);

describe('what is too large', () => {
  test.each([
    ['a question', 'PUT', '', 480_000],
    ['an answer', 'POST', '/answer', 16_000],
  ])('%s is refused with its limit', async (_what, method, action, limit) => {
    const { path, asked } = question();
    const body = { ...asked, comment: 'x'.repeat(limit) };

    const refused = await send(desk.local, path + action, {
      method,
      headers: method === 'PUT' ? signedBy() : {},
      body,
    });

    expect(refused).toMatchObject({ status: 413, json: { error: { code: 'TooLarge' } } });
    expect(refused.text).toContain(`${limit} bytes`);
  });
});

describe('the page', () => {
  const get = (headers = {}) => send(desk.local, '/', { method: 'GET', headers });

  test('is there, for links of others, too, which do not make it act', async () => {
    const followed = {
      'sec-fetch-site': 'cross-site',
      'sec-fetch-mode': 'navigate',
      'sec-fetch-dest': 'document',
    };
    for (const page of [await get(), await get(followed)]) {
      expect(page.status).toBe(200);
      expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
      const policy = String(page.headers['content-security-policy']);
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).toContain("connect-src 'self' ws://127.0.0.1:* ws://localhost:*");
    }
  });

  test('is not in a frame of another site, nor under another name', async () => {
    const framed = {
      'sec-fetch-site': 'cross-site',
      'sec-fetch-mode': 'navigate',
      'sec-fetch-dest': 'iframe',
    };
    expect((await get(framed)).status).toBe(403);
    expect((await get({ host: 'evil.example' })).status).toBe(403);
  });

  test('has addresses of its own below a slash', async () => {
    const moved = await send(desk.local, '', { method: 'GET' });
    expect({ status: moved.status, location: moved.headers.location }).toEqual({
      status: 302,
      location: '/human/',
    });
  });
});

test('a question is answered at the same link after a restart', async () => {
  const { stateDir } = desk;
  const { key, path, asked, token } = question();
  await put(path, asked);
  await desk.local.close();
  const again = await startDesk({ stateDir });
  try {
    expect(questionLink(again.humanUrl, key, token)).toContain('/human/#booking-workflow/');
    expect((await send(again.local, `${path}/answer`, { body: { token, answer: 'no' } })).status).toBe(200);
  } finally {
    await again[Symbol.asyncDispose]();
  }
});
