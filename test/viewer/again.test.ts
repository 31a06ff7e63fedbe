import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { ExplainedError } from '../../lib/core/errors.ts';
import { viewerPaths } from '../../lib/viewer/index.ts';
import { DEFINITION, type SampleStore, storeWithRun } from './sample-store.ts';
import { type Answer, serveViewer, type ViewerServer } from './viewer-server.ts';

const SESSION_ID = '66666666-6666-4666-8666-666666666666';
const REQUEST = '77777777-7777-4777-8777-777777777777';
const STARTED = '88888888-8888-4888-8888-888888888888';
const paths = viewerPaths('/viewer');
const OWN = {
  'sec-fetch-site': 'same-origin',
  'sec-fetch-mode': 'navigate',
  'content-type': 'application/x-www-form-urlencoded',
};

let sample: SampleStore;
let viewer: ViewerServer;
let own: Readonly<Record<string, string>>;
let token: string;
const started: unknown[] = [];
let refusal: Error | undefined;
let held: Promise<void> | undefined;
beforeAll(async () => {
  sample = storeWithRun();
  const starter = {
    again: async (_invocation: unknown, payload: unknown): Promise<string> => {
      await held;
      if (refusal !== undefined) throw refusal;
      started.push(payload);
      return STARTED;
    },
  };
  viewer = await serveViewer(sample.store, { starter });
  own = { ...OWN, host: new URL(viewer.url).host, origin: viewer.url };
});
afterAll(async () => {
  await viewer[Symbol.asyncDispose]();
  sample[Symbol.dispose]();
});
beforeEach(async () => {
  started.length = 0;
  refusal = undefined;
  held = undefined;
  record({ city: 'Lima <&>' });
  token = tokenOf(await look());
});

function record(payload: unknown): void {
  const record = {
    id: `${SESSION_ID}.${REQUEST}`,
    status: 'SUCCEEDED',
    startedAt: '2026-03-01T09:00:00.000Z',
  };
  sample.store.invocations.write({
    definitionName: DEFINITION,
    record: { ...record, status: 'SUCCEEDED', sessionId: SESSION_ID, requestId: REQUEST, payload },
  });
}

const tokenOf = ({ text }: Answer): string => /name="token" value="([^"]+)"/.exec(text)?.[1] ?? '';
const look = (): Promise<Answer> => viewer.get(paths.again(REQUEST));

function send(
  fields: Readonly<Record<string, string>> = {},
  headers: Readonly<Record<string, string | undefined>> = {},
): Promise<Answer> {
  const all = Object.entries({ ...own, ...headers }).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return viewer.send(paths.again(REQUEST), {
    method: 'POST',
    headers: Object.fromEntries(all),
    body: new URLSearchParams({ token, payload: '{"city":"Quito"}', ...fields }).toString(),
  });
}

describe('when an invocation is to be started again', () => {
  test('its payload is in the form, laid out and escaped, and the page stays as it is', async () => {
    const { text, headers } = await look();
    expect(text).toContain('{\n  &#34;city&#34;: &#34;Lima &#60;&#38;&#62;&#34;\n}</textarea>');
    expect(text).not.toContain('data-events');
    expect(headers['content-security-policy']).toContain("form-action 'self'");
    expect(headers['referrer-policy']).toBe('same-origin');
  });

  test('the form starts it with what it says, and leads to its page', async () => {
    const answer = await send();
    expect(answer.status).toBe(303);
    expect(answer.headers.location).toBe(paths.invocation(STARTED));
    expect(started).toEqual([{ city: 'Quito' }]);
  });

  test.each([
    ['not JSON', '{"city":', 'The payload is not JSON'],
    ['nothing', '', 'The payload is not JSON'],
    ['the mark of a secret', '{"password":"[secret]"}', 'password is secret'],
    ['what no host takes', `${'['.repeat(20_000)}${']'.repeat(20_000)}`, 'nested more than 1000 levels deep'],
    ['what was cut', '{"list":["a","[cut: 5 more items]"]}', 'list[1] was cut'],
  ])('%s is refused with the text as it was', async (_what, payload, why) => {
    const answer = await send({ payload });
    expect(answer.status).toBe(400);
    expect(answer.text).toContain(why);
    expect(answer.text).toContain(`${payload.replaceAll('"', '&#34;')}</textarea>`);
    expect(started).toEqual([]);
  });

  test('what is too large for a form starts nothing, and the page names the limit and another way', async () => {
    const answer = await send({}, { 'content-length': '100000001' });
    expect(answer.status).toBe(413);
    expect(answer.text).toMatch(/at most 100 MB.*--payload-file/);
    expect(answer.text).toContain(`href="${paths.again(REQUEST)}"`);
    expect(started).toEqual([]);
  });

  test('and its record is damaged meanwhile, the page says so', async () => {
    const file = path.join(sample.directory, 'artifacts', DEFINITION, 'invocations', `${REQUEST}.json`);
    writeFileSync(file, '{');
    const { status, text } = await send();
    expect(status).toBe(502);
    expect(text).toContain(`${file} is not readable`);
    expect(started).toEqual([]);
  });

  test('what is not on record is named before it is sent', async () => {
    record({ user: 'ann', password: '[secret]' });
    expect((await look()).text).toContain('password is secret');
    record(undefined);
    expect((await look()).text).toContain('The payload is not on record');
    record(JSON.parse(`${'['.repeat(2_000)}${']'.repeat(2_000)}`));
    expect((await look()).text).toMatch(/a part of it is nested too deep.*\[cut: too deep\]/s);
    expect((await viewer.get(paths.invocation(REQUEST))).text).toContain('[cut: too deep]');
  });

  test('and it cannot be, the page says why and keeps the text', async () => {
    refusal = new ExplainedError('No runtime of it is deployed any more.');
    const answer = await send();
    expect(answer.status).toBe(409);
    expect(answer.text).toContain('No runtime of it is deployed any more.');
    expect(answer.text).toContain('Quito');
  });
});

describe('a form that is sent more than once', () => {
  test('starts one invocation, and each answer leads there, also before the first has come', async () => {
    held = new Promise((resolve) => setTimeout(resolve, 50));
    const answers = [send(), send()];
    for (const { status, headers } of [...(await Promise.all(answers)), await send()])
      expect({ status, location: headers.location }).toEqual({
        status: 303,
        location: paths.invocation(STARTED),
      });
    expect(started).toHaveLength(1);
  });

  test('is refused with its text when it was changed since, and can be sent from there', async () => {
    await send();
    const answer = await send({ payload: '{"city":"Oslo"}' });
    expect(answer.status).toBe(409);
    expect(answer.text).toMatch(/has started an invocation before.*Oslo/s);
    token = tokenOf(answer);
    expect((await send({ payload: '{"city":"Oslo"}' })).status).toBe(303);
    expect(started).toEqual([{ city: 'Quito' }, { city: 'Oslo' }]);
  });

  test('may start what could not be started before', async () => {
    refusal = new ExplainedError('Try again in a moment.');
    expect((await send()).status).toBe(409);
    refusal = undefined;
    expect((await send()).status).toBe(303);
  });
});

describe('a form that no page of ours has sent starts nothing:', () => {
  test.each([
    ['of another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }],
    ['of another port of this machine', { 'sec-fetch-site': 'same-site', origin: 'http://localhost:3000' }],
    ['of nobody, as typed addresses are', { 'sec-fetch-site': 'none' }],
    ['of a program that says nothing', { 'sec-fetch-site': undefined }],
    ['without an origin', { origin: undefined }],
    ['of a page without an origin', { origin: 'null' }],
    ['of another origin', { origin: 'https://localhost:8737' }],
    ['under a foreign name', { host: 'rebound.example:8737', origin: 'http://rebound.example:8737' }],
    ['as plain text', { 'content-type': 'text/plain' }],
    ['as JSON', { 'content-type': 'application/json' }],
  ])('one %s', async (_whose, headers: Readonly<Record<string, string | undefined>>) => {
    expect((await send({}, headers)).status).toBe(403);
    expect(started).toEqual([]);
  });

  test.each([
    ['another token', 'x'.repeat(43)],
    ['an empty token', ''],
  ])('one with %s', async (_what, wrong) => {
    expect((await send({ token: wrong })).status).toBe(403);
    expect(started).toEqual([]);
  });

  test('one that is sent as an address', async () => {
    const body = new URLSearchParams({ token, payload: '{}' }).toString();
    const url = `${paths.again(REQUEST)}?${body}`;
    expect((await viewer.send(url, { method: 'GET', headers: own, body: '' })).status).toBe(200);
    expect((await viewer.send(url, { method: 'PUT', headers: own, body })).status).toBe(405);
    expect(started).toEqual([]);
  });

  test('one for an invocation that is not there', async () => {
    const body = new URLSearchParams({ token, payload: '{}' }).toString();
    const sent = { method: 'POST', headers: own, body };
    expect((await viewer.send(paths.again(STARTED), sent)).status).toBe(404);
    expect(started).toEqual([]);
  });
});

test('a source that only shows runs has no form, and nothing takes one', async () => {
  await using readOnly = await serveViewer(sample.store);
  const page = await readOnly.get(paths.again(REQUEST));
  expect(page.text).toContain('It cannot be started from this page');
  expect(page.text).not.toContain('<form');
  const headers = { ...own, host: new URL(readOnly.url).host, origin: readOnly.url };
  const body = new URLSearchParams({ token, payload: '{}' }).toString();
  expect((await readOnly.send(paths.again(REQUEST), { method: 'POST', headers, body })).status).toBe(403);
});
