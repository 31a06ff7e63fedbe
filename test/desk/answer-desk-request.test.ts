import { randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { questionPath } from '../../lib/contract/question.ts';
import { newSecret } from '../../lib/contract/secret-hash.ts';
import { answerDeskRequest, type Desk, type DeskRequest, LIMITS } from '../../lib/desk/index.ts';
import { askedDesk, newAsking, signedIn } from './support/asking.ts';

interface Sent extends Partial<Omit<DeskRequest, 'body'>> {
  readonly body?: unknown;
}

async function send(desk: Desk, { body, ...request }: Sent) {
  const bytes =
    body instanceof Uint8Array ? body : Buffer.from(body === undefined ? '' : JSON.stringify(body));
  const logged: string[] = [];
  const {
    status,
    headers,
    body: text,
  } = await answerDeskRequest(
    desk,
    { method: 'POST', path: '/', from: 'person', ...request, body: bytes },
    { log: (line) => logged.push(line) },
  );
  return { status, headers, body: JSON.parse(text), logged };
}

test('a workflow asks, a person looks and answers, the workflow hears: by HTTP', async () => {
  const { desk } = await askedDesk();
  const { key, token, asked } = newAsking();
  const path = questionPath(key);
  const put = { method: 'PUT', path, from: 'workflow', body: asked } as const;
  const get = { method: 'GET', path, from: 'workflow' } as const;

  expect(await send(desk, put)).toMatchObject({ status: 200, body: { status: 'open' } });
  expect(await send(desk, put)).toMatchObject({ status: 200, body: { status: 'open' } });
  expect(await send(desk, { path: questionPath(key, 'read'), body: { token } })).toMatchObject({
    status: 200,
    body: { asked: { message: asked.message } },
  });
  expect(
    await send(desk, {
      path: questionPath(key, 'answer'),
      body: { token, answer: 'yes' },
      signedIn: signedIn('ada'),
    }),
  ).toMatchObject({ status: 200, body: { status: 'answered' } });
  expect(await send(desk, get)).toMatchObject({
    status: 200,
    body: { status: 'answered', answer: { value: 'yes', by: { subject: 'ada' } } },
  });
  const reason = { reason: 'Its act has ended.' };
  expect(
    await send(desk, { path: questionPath(key, 'withdraw'), from: 'workflow', body: reason }),
  ).toMatchObject({ status: 200, body: { status: 'answered' } });
});

test('nothing of it is kept by anybody on the way, or taken for something else', async () => {
  const { desk, key, token } = await askedDesk();
  for (const request of [{ path: questionPath(key, 'read'), body: { token } }, { path: '/nowhere' }])
    expect((await send(desk, request)).headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    });
});

describe('what is not there', () => {
  const id = randomUUID();
  const base = `/workflows/order-shoes/questions/${id}`;

  test.each(
    [
      [
        '',
        '/',
        '/workflows',
        '/workflows/order-shoes/questions',
        `${base}/`,
        `${base}/delete`,
        `${base}/read/`,
      ],
      [`/x${base}`, `/${base}`, `${base}/read/../answer`, `${base}%2Fread`, `${base}/READ`, `${base}\n`],
    ].flat(),
  )('%j', async (path) => {
    const { desk } = await askedDesk();
    for (const from of ['workflow', 'person'] as const)
      for (const method of ['GET', 'PUT', 'POST', 'DELETE'])
        expect(await send(desk, { path, from, method })).toMatchObject({
          status: 404,
          body: { error: { code: 'UnknownLink' } },
        });
  });

  test('what is for others is not there', async () => {
    const { desk, key, token, asked, store } = await askedDesk();
    const before = await store.read(key);
    for (const sent of [
      { method: 'GET', path: questionPath(key), from: 'person' },
      { method: 'PUT', path: questionPath(key), from: 'person', body: asked },
      { path: questionPath(key, 'withdraw'), from: 'person', body: { reason: 'So that it ends.', token } },
      { path: questionPath(key, 'read'), from: 'workflow', body: { token } },
      { path: questionPath(key, 'answer'), from: 'workflow', body: { token, answer: 'yes' } },
      { path: questionPath(key, 'take'), from: 'workflow', body: { token, claim: newSecret() } },
    ] as const)
      expect(await send(desk, sent)).toMatchObject({ status: 404 });
    expect(await store.read(key)).toEqual(before);
  });

  test.each([
    ['DELETE', undefined, 'workflow', 'PUT, GET'],
    ['POST', undefined, 'workflow', 'PUT, GET'],
    ['GET', 'withdraw', 'workflow', 'POST'],
    // Scanners of mail open links, and what they find in pages.
    ['GET', 'answer', 'person', 'POST'],
    ['HEAD', 'answer', 'person', 'POST'],
    ['OPTIONS', 'answer', 'person', 'POST'],
    ['PUT', 'take', 'person', 'POST'],
    ['post', 'read', 'person', 'POST'],
  ] as const)('no %s of "%s" by a %s', async (method, action, from, allow) => {
    const { desk, key, store } = await askedDesk();
    expect(await send(desk, { method, path: questionPath(key, action), from })).toMatchObject({
      status: 405,
      headers: { allow },
      body: { error: { code: 'Invalid' } },
    });
    expect(await store.read(key)).toMatchObject({ version: 1 });
  });
});

describe('a body', () => {
  test.each([
    ['nothing', Buffer.alloc(0)],
    ['no JSON', Buffer.from('token=1')],
    ['a list', Buffer.from('[]')],
    ['a text', Buffer.from('"token"')],
    ['null', Buffer.from('null')],
    ['no UTF-8', Buffer.from([0x7b, 0xff, 0x7d])],
    ['deep', Buffer.from('['.repeat(15_000))],
  ])('that is no JSON object is refused: %s', async (_what, body) => {
    const { desk, key } = await askedDesk();
    expect(await send(desk, { path: questionPath(key, 'read'), body })).toMatchObject({
      status: 400,
      body: { error: { code: 'Invalid', message: 'The body is not a JSON object in UTF-8.' } },
    });
  });

  test('that is too large is not looked at', async () => {
    const { desk, key, asked } = await askedDesk();
    const [large, huge] = [
      Buffer.alloc(LIMITS.maxBodyBytes + 1, '{'),
      Buffer.alloc(LIMITS.maxAskBytes + 1, '{'),
    ];
    const cases = [
      ...(['read', 'answer', 'take'] as const).map((action) => ({
        path: questionPath(key, action),
        body: large,
      })),
      { path: questionPath(key, 'withdraw'), from: 'workflow', body: large },
      { method: 'PUT', path: questionPath(key), from: 'workflow', body: huge },
    ] as const;
    for (const sent of cases)
      expect(await send(desk, sent)).toMatchObject({
        status: 413,
        body: { error: { code: 'TooLarge', message: expect.stringMatching(/at most \d+ are allowed/) } },
      });
    expect(asked.message.length).toBeLessThan(LIMITS.maxBodyBytes);
  });

  test('has all that is wrong with it in one answer, and a near name for a wrong one', async () => {
    const { desk, key, token } = await askedDesk();
    const body = { token, anwser: 'yes', name: 'x'.repeat(LIMITS.maxNameLength + 1), comment: 7, claim: 'c' };
    const { body: answer } = await send(desk, { path: questionPath(key, 'answer'), body });

    expect(answer.error.code).toBe('Invalid');
    expect(answer.error.message).toMatch(/^The body \(answer\) has 5 problems:/);
    expect(answer.error.message).toContain('did you mean "answer"?');
    for (const member of ['answer.answer', 'answer.name', 'answer.comment', 'answer.claim'])
      expect(answer.error.message).toContain(member);
  });

  test.each([
    ['answer', { answer: 'YES' }],
    ['answer', { answer: true }],
    ['answer', { answer: 'yes', nonce: 'short' }],
    ['answer', { answer: 'yes', subject: 'root' }],
    ['answer', { answer: 'yes', at: 0 }],
    ['read', { toString: 'x' }],
    ['read', JSON.parse('{"__proto__": {"token": "x"}}')],
    ['take', {}],
    ['take', { claim: '' }],
    ['take', { claim: null }],
  ] as const)('of %s is taken as it is meant, or not at all: %j', async (action, given) => {
    const { desk, key, token, store } = await askedDesk({ kind: 'takeOver' });
    const sent = { path: questionPath(key, action), body: { token, ...given } };
    const { status, body: answer } = await send(desk, sent);
    expect({ status, code: answer.error.code }).toEqual({ status: 400, code: 'Invalid' });
    expect(await store.read(key)).toMatchObject({ version: 1 });
  });

  const id = randomUUID();
  test.each([
    ['kind', 'approval'],
    ['message', ''],
    ['message', ' \u00a0\n\t'],
    ['message', '\u200b\u2060\u00ad\u3164\u2800\u{e0041}'],
    ['message', 'x'.repeat(10_001)],
    ['pageUrl', undefined],
    ['pageUrl', 'x'.repeat(2_001)],
    ['workflowRunId', 'a/b'],
    ['sessionId', ''],
    ['actId', 'x'.repeat(257)],
    ['expiresAt', '2030-01-01'],
    ['expiresAt', 1.5],
    ['expiresAt', 1e300],
    ['tokenHash', newSecret()],
    ['picture', {}],
    ['picture', { mediaType: 'image/svg+xml', base64: 'PHN2Zz4=' }],
    ['picture', { mediaType: 'image/png', base64: 'no base64' }],
    ['picture', { mediaType: 'image/png', base64: 'AAAA', alt: '' }],
    ['picture', { mediaType: 'image/png', base64: Buffer.alloc(330_001).toString('base64') }],
    ['channel', { kind: 'runtime' }],
    ['channel', { kind: 'runtime', runtimeSessionId: 'short' }],
    ['channel', { kind: 'runtime', runtimeSessionId: id, url: 'ws://127.0.0.1:1/' }],
    ['channel', { kind: 'loopback', url: 'ws://evil.example/' }],
    ['channel', { kind: 'loopback', url: 'http://127.0.0.1:1/' }],
    ['channel', { kind: 'loopback', url: 'javascript:alert(1)' }],
    ...[
      'ws://127.0.0.1/',
      'ws://127.0.0.1:0/',
      'ws://127.0.0.1:65536/',
      'ws://127.0.0.1:1',
      'ws://127.0.0.2:1/',
      'ws://[::1]:1/',
      'ws://a.localhost:1/',
      'ws://LOCALHOST:1/',
      'wss://127.0.0.1:1/',
      'ws://127.0.0.1:1@evil.example/',
      'ws://user@127.0.0.1:1/',
      'ws://127.0.0.1:1/#fragment',
      'ws://127.0.0.1:1/?a=b',
      'ws://127.0.0.1:1/a/../b',
      'ws://127.0.0.1:1/%2e',
      'ws://127.0.0.1:1/\\evil.example',
      ' ws://127.0.0.1:1/',
      'ws://127.0.0.1:1/\n',
      'ws://127.0.0.1:1/ ',
    ].map((url) => ['channel', { kind: 'loopback', url }] as const),
    ['channel', { kind: 'loopback', url: 'ws://127.0.0.1:1/', runtimeSessionId: id }],
    ['answer', 'yes'],
  ] as readonly (readonly [string, unknown])[])(
    'of a question says nothing else: %s',
    async (member, value) => {
      const { desk } = await askedDesk();
      const { key, asked } = newAsking();
      const { status, body } = await send(desk, {
        method: 'PUT',
        path: questionPath(key),
        from: 'workflow',
        body: { ...asked, [member]: value },
      });
      expect({ status, code: body.error.code }).toEqual({ status: 400, code: 'Invalid' });
      expect(body.error.message).toContain(`question.${member}`);
      expect(body.error.message.length).toBeLessThan(1_000);
    },
  );

  test.each(['ws://127.0.0.1:9/', 'ws://localhost:65535/', 'ws://127.0.0.1:80/a/b-c_d.e~f'])(
    'may have the address of a socket of this machine: %s',
    async (url) => {
      const { desk, key, token, store } = await askedDesk({
        ...{ kind: 'takeOver', channel: { kind: 'loopback', url } },
      });
      expect((await desk.read(key, { token })).status).toBe('open');
      expect(await store.read(key)).toMatchObject({ channel: { url } });
    },
  );

  test('with the largest picture and the longest texts is taken', async () => {
    const { desk } = await askedDesk();
    const { key, token, asked } = newAsking({
      message: '💰'.repeat(5_000),
      pageUrl: `https://shop.example/${'x'.repeat(1_979)}`,
      picture: { mediaType: 'image/png', base64: Buffer.alloc(330_000, 7).toString('base64') },
    });
    expect(
      await send(desk, { method: 'PUT', path: questionPath(key), from: 'workflow', body: asked }),
    ).toMatchObject({ status: 200 });
    const { picture, message } = asked;
    expect((await desk.read(key, { token })).asked).toMatchObject({ picture, message });
  });

  test('is never quoted in a refusal: it may have what is secret', async () => {
    const { desk, key, token } = await askedDesk();
    const bodies = [
      { token, answer: 'maybe-secret' },
      { token, answer: 'yes', comment: 'secret'.repeat(1_000) },
      { token, answer: 'yes', claim: 'secret', nonce: 'secret' },
      { tokens: token, answer: 'yes' },
    ];
    for (const body of bodies) {
      const { status, body: answer } = await send(desk, { path: questionPath(key, 'answer'), body });
      expect(status).toBe(400);
      expect(JSON.stringify(answer)).not.toMatch(/secret/);
      expect(JSON.stringify(answer)).not.toContain(token);
    }
  });
});

describe('when the desk cannot do its work', () => {
  test('it says that it is not known what was done; why, only its log has, without tokens', async () => {
    const { desk, key, token, store } = await askedDesk();
    store.replace = async () => {
      throw Object.assign(new Error('Rate exceeded for arn:aws:dynamodb'), { name: 'ThrottlingException' });
    };
    const sent = { path: questionPath(key, 'answer'), body: { token, answer: 'yes' } };
    const { status, headers, body, logged } = await send(desk, sent);

    expect(status).toBe(503);
    expect(headers).toMatchObject({ 'retry-after': '1' });
    expect(body.error).toEqual({ code: 'Unavailable', message: expect.stringContaining('not known') });
    expect(JSON.stringify(body)).not.toMatch(/arn|Rate|Throttling/);
    expect(logged).toEqual([
      `POST ${questionPath(key, 'answer')}: ThrottlingException: Rate exceeded for arn:aws:dynamodb`,
    ]);
    expect(logged.join()).not.toContain(token);
  });

  test('the same when no address of a session can be made', async () => {
    const connect = async (): Promise<string> => {
      throw new Error('Could not load credentials');
    };
    const { desk, key, token } = await askedDesk({ kind: 'takeOver' }, { connect });
    const body = { token, claim: newSecret() };
    expect(await send(desk, { path: questionPath(key, 'take'), body })).toMatchObject({
      status: 503,
      body: { error: { code: 'Unavailable' } },
    });
  });
});
