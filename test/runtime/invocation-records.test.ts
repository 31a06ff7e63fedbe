import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, test } from '@jest/globals';
import {
  type ArtifactStore,
  type InvocationRecord,
  jsonLogger,
  type Main,
  type RuntimeServer,
  serve,
} from '../../lib/runtime/index.ts';
import { latestOnly } from '../../lib/runtime/latest-only.ts';

const servers: RuntimeServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close({ graceMs: 0 })));
});

function memoryStore(objects = new Map<string, string>()): ArtifactStore {
  return {
    put: async (key, text) => {
      objects.set(key, text);
    },
    get: async (key) => objects.get(key),
  };
}

async function host(main: Main, artifacts?: ArtifactStore, concurrency = 1) {
  const lines: string[] = [];
  const logger = jsonLogger({ level: 'info', write: (line) => lines.push(line) });
  const server = await serve({ main, host: '127.0.0.1', port: 0, logger, artifacts, concurrency });
  servers.push(server);
  const url = `http://127.0.0.1:${server.port}`;
  const invoke = async (body: unknown, session?: string, more: Record<string, string> = {}) => {
    const headers: Record<string, string> = { ...more };
    if (session !== undefined) headers['x-amzn-bedrock-agentcore-runtime-session-id'] = session;
    const response = await fetch(`${url}/invocations`, {
      method: 'POST',
      body: JSON.stringify(body),
      headers,
    });
    return { status: response.status, body: (await response.json()) as Answer };
  };
  return {
    server,
    lines,
    invoke,
    start: async (payload: unknown, session?: string): Promise<InvocationRecord> => {
      const { body } = await invoke({ novaActInvocation: { mode: 'async' }, payload }, session);
      return body.novaActInvocation;
    },
    status: (id: string, session?: string, waitSeconds = 20) =>
      invoke({ novaActInvocation: { mode: 'status', id, waitSeconds } }, session),
    ping: async () => ((await (await fetch(`${url}/ping`)).json()) as { status: string }).status,
  };
}

interface Answer {
  readonly novaActInvocation: InvocationRecord;
  readonly error: { readonly name: string; readonly message: string };
}

test('the record says what people are asked and have answered, without secrets, and passes over nonsense', async () => {
  const objects = new Map<string, string>();
  const { invoke } = await host((_payload, { publishProgress }) => {
    const ids = { requestId: 'q', workflowRunId: 'r', sessionId: 's', actId: 'a' };
    const human = { type: 'human', kind: 'approve', ...ids, waitMs: 0 } as const;
    publishProgress({ ...human, phase: 'asked', expiresAt: '2026-01-31T12:00:00.000Z' });
    publishProgress({ ...human, phase: 'expired', requestId: JSON.parse('7') });
    const by = { name: 'Ada' };
    publishProgress({ ...human, phase: 'answered', answer: 'yes', by, comment: 'the code is hunter22' });
    return 1;
  }, memoryStore(objects));

  await invoke({ password: 'hunter22' });

  const [record = ''] = objects.values();
  expect(JSON.parse(record)).toMatchObject({
    status: 'SUCCEEDED',
    questions: [
      {
        ...{ requestId: 'q', kind: 'approve', phase: 'answered', answer: 'yes', by: { name: 'Ada' } },
        ...{ expiresAt: '2026-01-31T12:00:00.000Z', comment: 'the code is [secret]' },
      },
    ],
  });
  expect(JSON.parse(record).questions).toHaveLength(1);
});

/** A main that the test lets go on. */
function gatedMain(result: unknown = 'done') {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const main: Main = async (_payload, { signal }) => {
    await Promise.race([
      opened,
      new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    ]);
    if (result instanceof Error) throw result;
    return result;
  };
  return { main, open: () => open() };
}

describe('when an asynchronous invocation is asked for', () => {
  test('it is answered at once with an id, keeps the host busy, and its result is there at the end', async () => {
    const { main, open } = gatedMain({ heading: 'Hi' });
    const { start, status, ping } = await host(main);
    const session = randomUUID();
    const { id, ...started } = await start({}, session);
    expect(started).toEqual({ status: 'RUNNING', startedAt: expect.any(String) });
    expect(id.startsWith(`${session}.`)).toBe(true);
    expect(await ping()).toBe('HealthyBusy');
    expect((await status(id, session, 0)).body.novaActInvocation.status).toBe('RUNNING');
    const waiting = status(id, session);
    open();
    expect(await waiting).toMatchObject({
      status: 200,
      body: { novaActInvocation: { id, status: 'SUCCEEDED', result: { heading: 'Hi' } } },
    });
    expect(await ping()).toBe('Healthy');
  });

  test('the workflow sees the payload and nothing of the envelope', async () => {
    const { start, status } = await host((payload) => payload);
    const { id } = await start({ url: 'x' });
    expect((await status(id)).body.novaActInvocation.result).toEqual({ url: 'x' });
  });

  test('the id of its run is told as soon as there is one', async () => {
    const { start, status } = await host((_payload, { publishProgress }) => {
      const run = { type: 'run', definitionName: 'd', workflowRunId: 'run-1' } as const;
      publishProgress({ ...run, phase: 'started', status: 'RUNNING' });
      return 1;
    });
    const { id } = await start({});
    expect((await status(id)).body.novaActInvocation.workflowRunIds).toEqual(['run-1']);
  });

  test('a failure is described as in a synchronous answer', async () => {
    const { main, open } = gatedMain(Object.assign(new Error('the shop is closed'), { name: 'ShopError' }));
    const { start, status } = await host(main);
    const { id } = await start({});
    open();
    expect((await status(id)).body.novaActInvocation).toMatchObject({
      status: 'FAILED',
      error: { name: 'ShopError', message: 'the shop is closed' },
    });
  });

  test('another invocation meanwhile is refused, but questions are answered', async () => {
    const { main } = gatedMain();
    const { start, invoke, status } = await host(main);
    const { id } = await start({});
    expect((await invoke({})).status).toBe(409);
    expect((await status(id, undefined, 0)).status).toBe(200);
  });
});

describe('when somebody asks for an invocation', () => {
  test('of another session, or for none at all, the answer is 404', async () => {
    const { start, status } = await host(() => 1);
    const { id } = await start({}, 'one');
    expect(await status(id, 'two')).toMatchObject({
      status: 404,
      body: { error: { name: 'InvocationNotFound' } },
    });
    expect((await status(`one.${randomUUID()}`, 'one')).status).toBe(404);
    expect((await status('../../etc/passwd', 'one')).status).toBe(404);
  });

  test('that ended in an earlier process, the stored record is the answer', async () => {
    const store = memoryStore();
    const before = await host(() => 42, store);
    const { id } = await before.start({}, 'session');
    await before.status(id, 'session');
    await before.server.close();
    const after = await host(() => 0, store);
    expect((await after.status(id, 'session')).body.novaActInvocation).toMatchObject({
      status: 'SUCCEEDED',
      result: 42,
    });
  });

  test('whose process was killed, it is failed', async () => {
    const objects = new Map<string, string>();
    const { main } = gatedMain();
    const before = await host(main, memoryStore(objects));
    const { id } = await before.start({}, 'session');
    const after = await host(main, memoryStore(new Map(objects)));
    expect((await after.status(id, 'session')).body.novaActInvocation).toMatchObject({
      status: 'FAILED',
      error: { name: 'SessionEnded' },
    });
  });
});

describe('when the host is told to end', () => {
  test('what runs is aborted, and its record is stored before the host is gone', async () => {
    const objects = new Map<string, string>();
    const { main } = gatedMain();
    const { start, server } = await host(main, memoryStore(objects));
    await start({});
    expect(await server.close({ reason: new Error('SIGTERM received') })).toEqual({ clean: true });
    const [record = '{}'] = objects.values();
    expect(JSON.parse(record)).toMatchObject({ status: 'FAILED', error: { message: 'SIGTERM received' } });
  });
});

describe('when the store cannot be written', () => {
  test('nothing is run, and the place is free again', async () => {
    let ran = false;
    const broken: ArtifactStore = {
      put: () => Promise.reject(new Error('no bucket')),
      get: () => Promise.reject(new Error('no bucket')),
    };
    const { invoke, ping } = await host(() => {
      ran = true;
    }, broken);
    expect(await invoke({ novaActInvocation: { mode: 'async' } })).toMatchObject({
      status: 500,
      body: { error: { message: 'no bucket' } },
    });
    expect(ran).toBe(false);
    expect(await ping()).toBe('Healthy');
  });
});

describe('when an invocation is recorded', () => {
  const run = { type: 'run', phase: 'started', definitionName: 'd', status: 'RUNNING' } as const;
  const session = 'session-0123456789-0123456789-0123456789';
  const requestId = randomUUID();
  const headers = {
    'x-amzn-bedrock-agentcore-runtime-session-id': session,
    'x-amzn-bedrock-agentcore-runtime-request-id': requestId,
  };

  test.each(['sync', 'async'])(
    '%s: the record has its ids, its runs, its payload without secrets, and the end',
    async (mode) => {
      const objects = new Map<string, string>();
      const { invoke, ping } = await host((_payload, { publishProgress }) => {
        publishProgress({ ...run, workflowRunId: 'run-1' });
        return { ok: true };
      }, memoryStore(objects));
      await invoke(
        { novaActInvocation: { mode }, payload: { url: 'x', password: 'open sesame' } },
        session,
        headers,
      );
      while ((await ping()) !== 'Healthy');

      const id = `${session}.${requestId}`;
      expect(JSON.parse(objects.get(`invocations/${requestId}.json`) ?? '')).toEqual({
        id,
        status: 'SUCCEEDED',
        startedAt: expect.any(String),
        endedAt: expect.any(String),
        sessionId: session,
        requestId,
        workflowRunIds: ['run-1'],
        payload: { url: 'x', password: '[secret]' },
        result: { ok: true },
      });
      expect(JSON.parse(objects.get('runs/run-1.json') ?? '')).toEqual({
        invocationId: id,
        definitionName: 'd',
        startedAt: expect.any(String),
      });
    },
  );

  test('a secret of the payload is not in the error either', async () => {
    const objects = new Map<string, string>();
    const { invoke, ping } = await host((payload) => {
      throw new Error(`cannot log in with ${JSON.stringify(payload)}`);
    }, memoryStore(objects));
    await invoke({ password: 'open sesame' });
    while ((await ping()) !== 'Healthy');
    expect([...objects.values()].join()).toContain('cannot log in with');
    expect([...objects.values()].join()).not.toContain('sesame');
  });

  test('the beginning is stored while main runs, and one that runs is not called ended', async () => {
    const objects = new Map<string, string>();
    const { main, open } = gatedMain();
    const { invoke, status } = await host(main, memoryStore(objects));
    const answer = invoke({}, session, headers);
    while (objects.size === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    expect(JSON.parse([...objects.values()][0] ?? '')).toMatchObject({ status: 'RUNNING', payload: {} });
    const { body } = await status(`${session}.${requestId}`, session, 0);
    expect(body.novaActInvocation).toEqual({
      id: `${session}.${requestId}`,
      status: 'RUNNING',
      startedAt: expect.any(String),
    });
    open();
    expect((await answer).status).toBe(200);
  });

  test('a request id that is used twice does not replace the record of what runs', async () => {
    const objects = new Map<string, string>();
    const { main } = gatedMain();
    const { invoke } = await host(main, memoryStore(objects), 2);
    const ids = await Promise.all(
      [1, 2].map(async () => {
        const { body } = await invoke({ novaActInvocation: { mode: 'async' } }, session, headers);
        return body.novaActInvocation.id;
      }),
    );
    expect(new Set(ids).size).toBe(2);
  });
});

describe('when the store does not do what it should', () => {
  test.each([
    ['hangs', () => new Promise<void>(() => undefined)],
    ['fails', () => Promise.reject(new Error('no bucket'))],
  ])('and %s, synchronous calls are answered as ever, one after another', async (_, put) => {
    const { invoke, lines } = await host((payload) => payload, { put, get: async () => undefined });
    for (const payload of [1, 2]) expect(await invoke(payload)).toEqual({ status: 200, body: payload });
    if (_ === 'fails') expect(lines.join('')).toContain('the record of an invocation cannot be stored');
  });

  test('and is slow, an older state never replaces a newer one', async () => {
    const written: string[] = [];
    const write = latestOnly(async (state) => {
      await new Promise((resolve) => setTimeout(resolve, state === 'begun' ? 20 : 1));
      written.push(state);
    });
    const begun = write('begun');
    await new Promise((resolve) => setTimeout(resolve, 5));
    await Promise.all([begun, write('overtaken'), write('ended')]);
    expect(written).toEqual(['begun', 'ended']);
  });
});
