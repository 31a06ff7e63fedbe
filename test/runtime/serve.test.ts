import http from 'node:http';
import { afterEach, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import {
  getInvocationContext,
  type InvocationContext,
  jsonLogger,
  type Main,
  PayloadError,
  type RuntimeServer,
  serve,
} from '../../lib/runtime/index.ts';
import { currentHost } from '../../lib/sdk/run/workflow-host.ts';

const servers: RuntimeServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close({ graceMs: 0 })));
});

async function host(main: Main, options: { concurrency?: number; level?: 'debug' | 'info' } = {}) {
  const lines: string[] = [];
  const { level = 'info', ...rest } = options;
  const logger = jsonLogger({ level, write: (line) => lines.push(line) });
  const server = await serve({ main, host: '127.0.0.1', port: 0, logger, ...rest });
  servers.push(server);
  const url = `http://127.0.0.1:${server.port}`;
  const invoke = (body?: BodyInit | null, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`${url}/invocations`, { method: 'POST', body: body ?? null, headers });
  const ping = async (): Promise<{ status: string; time_of_last_update: number }> =>
    (await (await fetch(`${url}/ping`)).json()) as { status: string; time_of_last_update: number };
  return { server, url, invoke, ping, lines };
}

/** A promise that the test settles. */
function gate(): { readonly opened: Promise<void>; open(): void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open() };
}

describe('when main returns', () => {
  test.each([
    ['an object', { a: [1, null] }, '{"a":[1,null]}'],
    ['a text', 'done', '"done"'],
    ['a promise', Promise.resolve(7), '7'],
    ['null', null, 'null'],
    ['nothing', undefined, 'null'],
  ])('%s, that is the answer, as JSON', async (_, result, expected) => {
    const { invoke } = await host(() => result);
    const response = await invoke('{}');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(await response.text()).toBe(expected);
  });

  test('something that is not JSON, the answer is 500 and says what to return', async () => {
    const { invoke } = await host(() => ({ big: 1n }));
    const response = await invoke('{}');
    expect(response.status).toBe(500);
    expect(await response.json()).toMatchObject({
      error: { name: 'TypeError', message: expect.stringMatching(/BigInt.*Return plain objects/) },
    });
  });
});

describe('when a payload comes', () => {
  const echo: Main = (payload) => payload;

  test.each(['application/json', 'text/plain', 'application/octet-stream', 'no media type at all', ''])(
    'content type "%s" is read as JSON',
    async (type) => {
      const { invoke } = await host(echo);
      const body = new TextEncoder().encode('{"city":"Łódź"}');
      const response = await invoke(body, type === '' ? {} : { 'content-type': type });
      expect(await response.json()).toEqual({ city: 'Łódź' });
    },
  );

  test('an empty body is an empty object', async () => {
    const { invoke } = await host(echo);
    expect(await (await invoke()).json()).toEqual({});
    expect(await (await invoke('  ')).json()).toEqual({});
  });

  test('invalid JSON and invalid UTF-8 get 400', async () => {
    const { invoke } = await host(echo);
    const responses = [await invoke('{"a":'), await invoke(new Uint8Array([0x22, 0xff, 0x22]))];
    expect(responses.map(({ status }) => status)).toEqual([400, 400]);
    expect(await responses[0]?.json()).toMatchObject({
      error: {
        name: 'PayloadError',
        message: expect.stringMatching(/^The body is not JSON: .*Send the payload as JSON/),
      },
    });
  });

  test('a member __proto__ does not reach the workflow', async () => {
    const { invoke } = await host((payload) => Object.keys(Object(payload)));
    expect(await (await invoke('{"__proto__":{"admin":true},"a":1}')).json()).toEqual(['a']);
  });

  test('5 MB pass', async () => {
    const { invoke } = await host((payload) => String(payload).length);
    expect(await (await invoke(JSON.stringify('x'.repeat(5_000_000)))).json()).toBe(5_000_000);
  });

  test('more than 100 MB get 413 before they are sent', async () => {
    const { server } = await host(echo);
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const request = http.request({
        host: '127.0.0.1',
        port: server.port,
        path: '/invocations',
        method: 'POST',
        headers: { 'content-length': 100_000_001 },
      });
      request.on('error', reject);
      request.on('response', (response) => {
        resolve(response.statusCode);
        request.destroy();
      });
      request.write('"');
    });
    expect(status).toBe(413);
  });
});

describe('when main fails', () => {
  test('an error of the workflow is 500 with name, message, code and request id, and without the stack', async () => {
    const { invoke } = await host(() => {
      throw Object.assign(new RangeError('no such page'), { code: 'act-api', retryable: true });
    });
    const response = await invoke('{}');
    expect(response.status).toBe(500);
    expect(await response.json()).toEqual({
      error: {
        name: 'RangeError',
        message: 'no such page',
        code: 'act-api',
        retryable: true,
        requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      },
    });
  });

  test('the stack is in the answer at log level debug', async () => {
    const { invoke } = await host(() => Promise.reject(new Error('x')), { level: 'debug' });
    expect(await (await invoke('{}')).json()).toMatchObject({
      error: { stack: expect.stringMatching(/serve\.test/) },
    });
  });

  test('a payload that does not fit the schema is 400 and lists the places', async () => {
    const schema = z.object({ travellers: z.array(z.object({ age: z.number() })) });
    const { invoke } = await host((payload) => schema.parse(payload));
    const response = await invoke('{"travellers":[{"age":"old"}]}');
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      error: {
        name: 'ZodError',
        message: expect.stringMatching(/^The payload is not valid: travellers\.0\.age: /),
        issues: [{ path: 'travellers.0.age', message: expect.any(String) }],
      },
    });
  });

  test('a PayloadError is 400', async () => {
    const { invoke } = await host(() => {
      throw new PayloadError('url must be https');
    });
    const response = await invoke('{}');
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      error: { name: 'PayloadError', message: 'url must be https' },
    });
  });

  test('what is thrown may be anything', async () => {
    const { invoke } = await host(() => Promise.reject('just a text'));
    expect(await (await invoke('{}')).json()).toMatchObject({
      error: { name: 'Error', message: 'just a text' },
    });
  });
});

describe('when an invocation is under way', () => {
  test('the ping says HealthyBusy, and the time moves with the status only', async () => {
    const { opened, open } = gate();
    const { invoke, ping } = await host(() => opened);
    const idle = await ping();
    expect(idle).toEqual({ status: 'Healthy', time_of_last_update: expect.any(Number) });
    expect(Number.isInteger(idle.time_of_last_update)).toBe(true);
    const answer = invoke('{}');
    await untilBusy(ping);
    open();
    await answer;
    expect((await ping()).status).toBe('Healthy');
  });

  test('a second one gets 409, and a third one passes when the first has ended', async () => {
    const { opened, open } = gate();
    const { invoke, ping } = await host(() => opened);
    const first = invoke('{}');
    await untilBusy(ping);
    const second = await invoke('{}');
    expect(second.status).toBe(409);
    expect(await second.json()).toMatchObject({ error: { name: 'InvocationInProgress', retryable: true } });
    open();
    expect((await first).status).toBe(200);
    await (await first).text();
    expect((await invoke('{}')).status).toBe(200);
  });

  test('as many as configured run side by side', async () => {
    const { opened, open } = gate();
    let running = 0;
    const { invoke } = await host(
      async () => {
        running += 1;
        if (running === 2) open();
        await opened;
      },
      { concurrency: 2 },
    );
    const responses = await Promise.all([invoke('{}'), invoke('{}')]);
    expect(responses.map(({ status }) => status)).toEqual([200, 200]);
  });

  test('closing aborts it, waits for it, and it is answered with 503', async () => {
    const { invoke, ping, server } = await host(
      (_, { signal }) =>
        new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    );
    const answer = invoke('{}');
    await untilBusy(ping);
    expect(await server.close({ reason: new Error('going home') })).toEqual({ clean: true });
    expect((await answer).status).toBe(503);
    expect(await (await answer).json()).toMatchObject({ error: { message: 'going home' } });
  });

  test('one that does not listen to the signal is answered with 503 after the grace time', async () => {
    const { invoke, ping, server } = await host(() => new Promise(() => undefined));
    const answer = invoke('{}');
    await untilBusy(ping);
    expect(await server.close({ reason: new Error('Going home.'), graceMs: 20 })).toEqual({ clean: false });
    expect((await answer).status).toBe(503);
    expect(await (await answer).json()).toMatchObject({
      error: {
        name: 'ShuttingDown',
        message: expect.stringMatching(/^Going home\. The workflow did not end/),
      },
    });
  });
});

describe('when the workflow asks for its context', () => {
  const headers = {
    'x-amzn-bedrock-agentcore-runtime-session-id': 'session-0123456789-0123456789-0123456789',
    'x-amzn-bedrock-agentcore-runtime-request-id': 'request-1',
    'x-amzn-bedrock-agentcore-runtime-custom-tenant': 'blue',
    traceparent: '00-1-2-3',
    'x-customer-id': '7',
    authorization: 'Bearer a.b.c',
    cookie: 'secret=1',
  };

  test('it sees session, request and the headers that AgentCore hands on, also after waiting', async () => {
    const { invoke } = await host(async () => {
      await new Promise((resolve) => setImmediate(resolve));
      const { signal, publishProgress: _publish, ...rest } = getInvocationContext() as InvocationContext;
      return { ...rest, aborted: signal.aborted };
    });
    const seen = await (await invoke('{}', headers)).json();
    expect(seen).toEqual({
      sessionId: 'session-0123456789-0123456789-0123456789',
      requestId: 'request-1',
      headers: expect.objectContaining({
        'x-amzn-bedrock-agentcore-runtime-custom-tenant': 'blue',
        traceparent: '00-1-2-3',
        'x-customer-id': '7',
        authorization: 'Bearer a.b.c',
      }),
      aborted: false,
    });
    expect(Object.keys(Object(seen).headers)).not.toContain('cookie');
  });

  test('outside an invocation there is none', () => {
    expect(getInvocationContext()).toBeUndefined();
  });
});

describe('when events are asked for', () => {
  const publish = (...messages: readonly string[]): void => {
    for (const message of messages)
      getInvocationContext()?.publishProgress({ type: 'log', level: 'info', message });
  };

  test('progress comes as it happens, and the result last', async () => {
    const { opened, open } = gate();
    const { invoke } = await host(async () => {
      publish('one');
      await opened;
      publish('two');
      return { ok: true };
    });
    const response = await invoke('{}', { accept: 'application/json, text/event-stream; q=0.9' });
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    let text = '';
    for await (const chunk of response.body ?? []) {
      text += Buffer.from(chunk).toString();
      if (text.includes('one')) open();
    }
    expect(text).toBe(
      [
        'event: log\ndata: {"type":"log","level":"info","message":"one"}\n\n',
        'event: log\ndata: {"type":"log","level":"info","message":"two"}\n\n',
        'event: result\ndata: {"type":"result","result":{"ok":true}}\n\n',
      ].join(''),
    );
  });

  test('a failure is the last event', async () => {
    const { invoke } = await host(() => Promise.reject(new Error('lost')));
    const text = await (await invoke('{}', { accept: 'text/event-stream' })).text();
    expect(text).toMatch(
      /^event: error\ndata: \{"type":"error","error":\{"name":"Error","message":"lost".*\}\}\n\n$/,
    );
  });

  test('what keeps the workflow from starting is an ordinary error', async () => {
    const { invoke } = await host(() => 1);
    expect((await invoke('{', { accept: 'text/event-stream' })).status).toBe(400);
  });

  test('a caller who goes away does not stop the workflow', async () => {
    const { opened, open } = gate();
    const finished = gate();
    const { invoke, ping } = await host(async () => {
      await opened;
      publish('nobody hears this');
      finished.open();
    });
    const response = await invoke('{}', { accept: 'text/event-stream' });
    await response.body?.cancel();
    open();
    await finished.opened;
    expect((await ping()).status).toMatch(/Healthy/);
  });
});

describe('when lines are logged', () => {
  test('each is JSON with level, time, ids and message, and no value of the payload', async () => {
    const { invoke, lines } = await host((payload) => {
      throw new Error(`cannot book for ${JSON.stringify(payload)}`);
    });
    await invoke('{"passport":"X1234567"}', { 'x-amzn-bedrock-agentcore-runtime-session-id': 's-1' });
    const entries = lines.map((line): Record<string, unknown> => JSON.parse(line));
    expect(entries.map(({ level, message }) => [level, message])).toEqual([
      ['info', 'invocation started'],
      ['error', 'invocation failed'],
    ]);
    expect(entries[1]).toMatchObject({
      sessionId: 's-1',
      requestId: expect.any(String),
      time: expect.stringMatching(/^\d{4}-.*Z$/),
      errorName: 'Error',
      error: expect.stringMatching(/cannot book for \{"passport":"\[payload\]"\}/),
    });
    expect(lines.join('')).not.toContain('X1234567');
  });
});

describe('when something else is asked for', () => {
  test('the answer is 404 and names what is served', async () => {
    const { url } = await host(() => 1);
    const response = await fetch(`${url}/other?x=1`);
    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({
      error: {
        name: 'NotFound',
        message: 'GET /other is not served here. Use POST /invocations, GET /ping or the WebSocket /ws.',
      },
    });
  });
});

async function untilBusy(ping: () => Promise<{ status: string }>): Promise<void> {
  while ((await ping()).status !== 'HealthyBusy');
}

describe('when main throws what cannot be described', () => {
  const stubborn = {
    get message(): string {
      throw new Error('no');
    },
  };

  test.each([
    ['an object without a prototype', Object.create(null)],
    ['an object that does not let itself be asked', stubborn],
  ])(
    '%s, callers get an ordinary error, as JSON and as an event, and the place is free again',
    async (_, thrown) => {
      const { invoke, ping } = await host(() => {
        throw thrown;
      });

      const plain = await invoke('{}');
      const streamed = await invoke('{}', { accept: 'text/event-stream' });

      expect(plain.status).toBe(500);
      expect(await plain.json()).toMatchObject({ error: { name: 'Error', requestId: expect.any(String) } });
      expect(await streamed.text()).toContain('event: error\n');
      expect((await ping()).status).toBe('Healthy');
    },
  );
});

test('progress that is not JSON harms nobody who listens', async () => {
  const { invoke } = await host((_payload, { publishProgress }) => {
    publishProgress({ type: 'log', level: 'info', message: 'x', big: 1n } as never);
    return 'done';
  });

  expect(await (await invoke('{}', { accept: 'text/event-stream' })).text()).toContain('"result":"done"');
});

test.each([
  ['a generator', function* () {}],
  ['an asynchronous generator', async function* () {}],
])('when main is %s, nothing has run, and the answer is 500 and says so', async (_, main) => {
  const { invoke } = await host(main);
  const response = await invoke('{}');
  expect(response.status).toBe(500);
  expect(await response.json()).toMatchObject({
    error: { message: expect.stringContaining('is a generator') },
  });
});

test('runs that are begun when the workflow is loaded end with the host', async () => {
  let isEnded = false;
  const server = await serve({
    main: () => 1,
    host: '127.0.0.1',
    port: 0,
    logger: jsonLogger({ level: 'error', write: () => undefined }),
    onFirstAnswer: () => {
      currentHost()?.ownRun?.(async () => {
        isEnded = true;
      });
    },
  });
  await fetch(`http://127.0.0.1:${server.port}/ping`);
  await server.close();
  expect(isEnded).toBe(true);
});
