import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { knownSecrets } from '../../../../lib/contract/known-secrets.ts';
import { MAX_PICTURE_BYTES } from '../../../../lib/contract/question.ts';
import { secretHash } from '../../../../lib/contract/secret-hash.ts';
import { stoppedRun } from '../../../../lib/contract/stopped-run.ts';
import { ask, failureOf, notifier, PIXEL, question } from './support/asking.ts';
import { answerBy, type DeskServer, readBy, startDesk } from './support/desk-server.ts';

let desk: DeskServer;
beforeAll(async () => {
  desk = await startDesk();
});
afterAll(async () => {
  await desk[Symbol.asyncDispose]();
});

const requestsOf = ({ requestId }: { readonly requestId: string }) =>
  desk.requests.filter(({ path }) => path.includes(requestId));
const putBy = (request: { readonly requestId: string }) =>
  requestsOf(request)
    .filter(({ method }) => method === 'PUT')
    .map(({ body }) => JSON.parse(body));
const linkTo = (request: { readonly requestId: string }, token: string) =>
  `${desk.url}/#shop/${request.requestId}/${token}`;

test('a person answers by the link, and the act hears who, when and what', async () => {
  const pager = notifier(({ link }) => answerBy(link, { answer: 'yes', name: 'Ana', comment: 'fine' }));
  const request = question({ timeoutMs: 600_000 });

  const { answer, told } = ask({ url: `${desk.url}/`, notify: pager }, request);

  expect(await answer).toEqual({ answer: true, by: { name: 'Ana' }, comment: 'fine', at: expect.any(Date) });
  expect(told).toEqual([]);
  const [notice] = pager.notices;
  const token = notice?.link.split('/').at(-1) ?? '';
  expect(notice).toEqual({
    kind: 'approve',
    subject: expect.stringMatching(
      /^Workflow shop asks for your approval, until \d+ \w+,? \d\d:\d\d(?::\d\d)? UTC$/,
    ),
    link: linkTo(request, token),
    message: 'May I pay 12 €?',
    definitionName: 'shop',
    workflowRunId: request.workflowRunId,
    expiresAt: new Date(request.expiresAt.getTime() - 10_000),
  });
  const { kind, message, url: pageUrl, workflowRunId, sessionId, actId } = request;
  expect(putBy(request)).toEqual([
    {
      ...{ kind, message, pageUrl, workflowRunId, sessionId, actId },
      expiresAt: request.expiresAt.getTime() - 10_000,
      tokenHash: secretHash(token),
      picture: { mediaType: 'image/jpeg', base64: PIXEL.split(',')[1] },
    },
  ]);
  // What a workflow sends has the hash only, and is signed for the API.
  for (const { authorization, body, path, method } of requestsOf(request)) {
    if (!/answer|read/.test(path)) expect(`${method} ${path} ${body}`).not.toContain(token);
    if (method !== 'POST')
      expect(authorization).toMatch(/^AWS4-HMAC-SHA256 .*\/us-east-1\/execute-api\/aws4_request/);
  }
});

test('lost answers and a desk that fails do not matter, and nothing is asked twice', async () => {
  const pager = notifier(({ link }) => answerBy(link, { answer: 'no' }));
  const request = question();
  desk.failures.push({ of: 'PUT' }, { of: 'PUT', status: 503 }, { of: 'GET', status: 500 });

  const { answer } = ask({ url: desk.url, notify: pager }, request);

  expect(await answer).toMatchObject({ answer: false });
  const asked = putBy(request);
  expect(asked).toHaveLength(3);
  expect(new Set(asked.map((body) => JSON.stringify(body))).size).toBe(1);
  expect(pager.notices).toHaveLength(1);
});

test.each([
  [
    { status: 400, body: '{"error":{"code":"Invalid","message":"The message is empty."}}' },
    /^the desk said: The message is empty$/,
  ],
  [
    { status: 403, body: '{"message":"Forbidden"}' },
    /^the desk said: Forbidden \(HTTP 403\)\. The credentials .* execute-api:Invoke/,
  ],
  [{ status: 302, headers: { location: 'http://127.0.0.1:9/' } }, /is no desk: it redirects$/],
  [{ status: 200, body: '<h1>Hello</h1>' }, /is no desk: its answer cannot be read$/],
  [{ status: 200, body: ' '.repeat(200_000) }, /is no desk: its answer has more than 100 KB$/],
])('a desk that refuses ends it: %j', async (failure, message) => {
  const pager = notifier(() => {});
  desk.failures.push({ of: 'PUT', ...failure });

  const error = await failureOf(ask({ url: desk.url, notify: pager }, question()).answer);

  expect(error.message).toMatch(message);
  expect(pager.notices).toEqual([]);
});

test('a question that nobody waits for any more is taken back, with the reason; the run waits for that', async () => {
  const stop = new AbortController();
  const pager = notifier(() => setTimeout(() => stop.abort(new Error('the process got SIGTERM')), 20));
  desk.failures.push({ of: 'POST', status: 503 });

  const { answer, told, left } = ask({ url: desk.url, notify: pager }, question({ signal: stop.signal }));

  expect((await failureOf(answer)).message).toBe('the process got SIGTERM');
  await Promise.all(left);
  const link = pager.notices[0]?.link ?? '';
  expect(await readBy(link)).toMatchObject({
    status: 'withdrawn',
    withdrawnBecause: 'the process got SIGTERM',
  });
  expect((await answerBy(link, { answer: 'yes' })).status).toBe(410);
  expect([left.length, told]).toEqual([1, []]);
});

test('a person reads of a run that was stopped, and of no signal', async () => {
  const stop = new AbortController();
  const why = new Error(stoppedRun('interrupted by SIGINT'));
  const pager = notifier(() => setTimeout(() => stop.abort(why), 20));

  const { answer, left } = ask({ url: desk.url, notify: pager }, question({ signal: stop.signal }));

  expect((await failureOf(answer)).message).toBe('The run was stopped: interrupted by SIGINT.');
  await Promise.all(left);
  expect(await readBy(pager.notices[0]?.link ?? '')).toMatchObject({
    status: 'withdrawn',
    withdrawnBecause: 'The run was stopped.',
  });
});

test('an answer that comes when nobody waits any more changes nothing, and that is told', async () => {
  const stop = new AbortController();
  const pager = notifier(async ({ link }) => {
    await answerBy(link, { answer: 'yes' });
    stop.abort(new Error('enough'));
  });

  const { answer, told } = ask({ url: desk.url, notify: pager }, question({ signal: stop.signal }));

  expect((await failureOf(answer)).message).toBe('enough');
  expect(told).toEqual([expect.stringMatching(/answered "yes" when nobody waited for it any more/)]);
});

test('what the desk takes in the last moment is heard: it ends a little before the act', async () => {
  const request = question({ timeoutMs: 1_000 });
  const pager = notifier(({ link, expiresAt }) =>
    setTimeout(() => void answerBy(link, { answer: 'yes' }), expiresAt.getTime() - Date.now() - 60),
  );

  const answer = await ask({ url: desk.url, notify: pager }, request).answer;

  expect(answer.answer).toBe(true);
  expect(pager.notices[0]?.expiresAt.getTime()).toBe(request.expiresAt.getTime() - 100);
  expect(Date.now()).toBeLessThan(request.expiresAt.getTime());
});

test('a desk that lets a question expire does not end it before the act does', async () => {
  const stop = new AbortController();
  const request = question({ timeoutMs: 1_000, signal: stop.signal });
  const { answer } = ask({ url: desk.url, notify: [] }, request);
  setTimeout(() => stop.abort(new Error('1000 ms have passed')), 1_000);

  expect((await failureOf(answer)).message).toBe('1000 ms have passed');
  expect(requestsOf(request).some(({ method }) => method === 'GET')).toBe(true);
});

test.each([
  ['fails', { status: 500 }],
  ['drops connections', {}],
  ['says nothing', { hangs: true }],
])(
  'a desk that %s when it is asked, but has an answer: it counts within the time of the act',
  async (_, failure) => {
    const request = question({ timeoutMs: 4_000 });
    const pager = notifier(({ link }) => answerBy(link, { answer: 'yes', name: 'Ana' }));
    desk.failures.push({ of: 'GET', in: request.requestId, always: true, ...failure });

    const { answer, told } = ask({ url: desk.url, notify: pager }, request);

    expect(await answer).toMatchObject({ answer: true, by: { name: 'Ana' } });
    expect(Date.now()).toBeLessThan(request.expiresAt.getTime());
    expect(told).toEqual([
      expect.stringMatching(
        /^warn: the desk at .* was not heard since 20.*\. Somebody has answered all the same/,
      ),
    ]);
  },
);

test('what answers in place of the desk for a moment ends nothing', async () => {
  const request = question();
  const pager = notifier(({ link }) => setTimeout(() => void answerBy(link, { answer: 'yes' }), 1_500));
  const others = [
    { status: 200, body: '<h1>Hello</h1>' },
    { status: 200, body: JSON.stringify({ status: 'open', expiresAt: 1, more: 'x'.repeat(200_000) }) },
    { status: 403, body: '{"message":"Forbidden"}' },
  ];
  desk.failures.push(...others.map((other) => ({ of: 'GET', in: request.requestId, ...other })));

  expect(await ask({ url: desk.url, notify: pager }, request).answer).toMatchObject({ answer: true });
}, 40_000);

test('when the time is over, it is known that nobody has answered, or that nobody knows', async () => {
  const ended = async (given: { readonly fails: boolean }) => {
    const stop = new AbortController();
    const request = question({ timeoutMs: 1_000, signal: stop.signal });
    const pager = notifier(({ link }) => (given.fails ? answerBy(link, { answer: 'yes' }) : undefined));
    if (given.fails) {
      desk.failures.push({ of: 'GET', in: request.requestId, always: true, status: 500 });
      desk.failures.push({ of: 'POST', in: `${request.requestId}/withdraw`, always: true, status: 500 });
    }
    const { answer, news } = ask({ url: desk.url, notify: pager }, request);
    setTimeout(() => stop.abort(new Error('1000 ms have passed')), 1_000);
    expect((await failureOf(answer)).message).toBe('1000 ms have passed');
    return news;
  };

  const [unknown, nobody] = await Promise.all([ended({ fails: true }), ended({ fails: false })]);

  expect(unknown).toEqual([
    {
      unheard: {
        since: expect.any(Date),
        words: expect.stringMatching(/was not heard since 20.*Z: HTTP 500/),
      },
    },
  ]);
  expect(nobody).toEqual([undefined]);
});

test('of several notifiers the first that fails ends the question, in one line', async () => {
  const slow = { ...notifier(() => new Promise(() => {})), name: 'slow' };
  const bad = { name: 'bad\n\u001b[2Jwarn: all is well', notify: () => Promise.reject(new Error('a\nb')) };

  const error = await failureOf(ask({ url: desk.url, notify: [slow, bad] }, question()).answer);

  expect(error.message).toMatch(
    /^bad\\u000a\\u001b\[2Jwarn: all is well could not tell people: a\\u000ab\. The question was withdrawn/,
  );
});

test('a notifier that fails ends the question, and is named with its reason, but never with the link', async () => {
  const pager = notifier(({ link }) => Promise.reject(new Error(`no such pager for ${link}`)));
  const request = question();

  const error = await failureOf(ask({ url: desk.url, notify: pager }, request).answer);

  const { link = '' } = pager.notices[0] ?? {};
  expect(error.message).toMatch(
    /^pager could not tell people: no such pager for \[link\]\. The question was withdrawn/,
  );
  expect(`${error.stack} ${JSON.stringify(error)}`).not.toContain(link.split('/').at(-1));
  expect(await readBy(link)).toMatchObject({ status: 'withdrawn' });
});

test('with "wait" that is told, and an answer counts all the same; so does one that was there already', async () => {
  const later = notifier(({ link }) => {
    setTimeout(() => void answerBy(link, { answer: 'yes' }), 50);
    throw new Error('busy');
  });
  const already = notifier(async ({ link }) => {
    await answerBy(link, { answer: 'yes' });
    throw new Error('busy');
  });

  const waiting = ask({ url: desk.url, notify: later, onNotifyFailure: 'wait' }, question());
  const answered = ask({ url: desk.url, notify: [already, notifier(() => {})] }, question());

  expect([(await waiting.answer).answer, (await answered.answer).answer]).toEqual([true, true]);
  expect(waiting.told).toEqual([
    expect.stringMatching(/^warn: pager could not tell people: busy\. The question waits .* until 20/),
  ]);
  expect(answered.told).toEqual([
    expect.stringMatching(/^warn: pager .*busy\. Somebody has answered all the same/),
  ]);
  await Promise.all(answered.left);
  expect(await readBy(already.notices[0]?.link ?? '')).toMatchObject({ fetchedAt: expect.any(Number) });
});

test('a picture that is too large is taken once more, smaller; without one that fits people are asked all the same', async () => {
  const large = `data:image/png;base64,${Buffer.alloc(MAX_PICTURE_BYTES + 1).toString('base64')}`;
  const small = Buffer.from('smaller');
  const page = {
    screenshot: async ({ quality }: { quality: number }) => (quality > 50 ? Buffer.alloc(400_000) : small),
  };
  const pictures = async (given: object) => {
    const request = question({ screenshot: async () => large, ...given });
    const pager = notifier(({ link }) => answerBy(link, { answer: 'yes' }));
    const { answer, told } = ask({ url: desk.url, notify: pager }, request);
    await answer;
    return [putBy(request)[0].picture, ...told];
  };
  const broken = async () => Promise.reject(new Error('no page'));

  const [fits, tooLarge, none] = await Promise.all([
    pictures({ page }),
    pictures({}),
    pictures({ screenshot: broken }),
  ]);

  expect(fits).toEqual([{ mediaType: 'image/jpeg', base64: small.toString('base64') }]);
  expect(tooLarge).toEqual([
    undefined,
    expect.stringMatching(/^warn: .* without a picture .*330 KB are allowed/),
  ]);
  expect(none).toEqual([
    undefined,
    expect.stringMatching(/^warn: .* without a picture of the page: no page/),
  ]);
});

test('a token is a secret as long as it opens something', async () => {
  const shown: string[] = [];
  const pager = notifier(({ link }) => {
    shown.push(knownSecrets.hideIn(link));
    return answerBy(link, { answer: 'yes' });
  });

  await ask({ url: desk.url, notify: pager }, question()).answer;

  const { link = '' } = pager.notices[0] ?? {};
  expect(shown).toEqual([link.replace(/[^/]+$/, '[secret]')]);
  expect(knownSecrets.hideIn(link)).toBe(link);
});
