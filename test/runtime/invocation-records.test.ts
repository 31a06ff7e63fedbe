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

async function host(main: Main, artifacts?: ArtifactStore) {
  const lines: string[] = [];
  const logger = jsonLogger({ level: 'info', write: (line) => lines.push(line) });
  const server = await serve({ main, host: '127.0.0.1', port: 0, logger, artifacts });
  servers.push(server);
  const url = `http://127.0.0.1:${server.port}`;
  const invoke = async (body: unknown, session?: string) => {
    const headers = session === undefined ? {} : { 'x-amzn-bedrock-agentcore-runtime-session-id': session };
    const response = await fetch(`${url}/invocations`, {
      method: 'POST',
      body: JSON.stringify(body),
      headers,
    });
    return { status: response.status, body: (await response.json()) as Answer };
  };
  return {
    server,
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
