import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { asyncEnvelope } from '../../lib/contract/envelope.ts';
import { itemInvocationId, itemSessionId } from '../../lib/contract/fleet-item.ts';
import type { ItemRun } from '../../lib/contract/item-run.ts';
import {
  type InvocationRecord,
  jsonLogger,
  type Main,
  PayloadError,
  type RuntimeServer,
  serve,
} from '../../lib/runtime/index.ts';
import { s3ArtifactStore } from '../../lib/runtime/s3-artifact-store.ts';
import { withEnvironment } from '../service/environment.ts';
import { FleetAws, RUNTIME_ARN } from './fleet-aws.ts';

let aws: FleetAws;
let environment: Disposable;
const servers: RuntimeServer[] = [];
let keys = 0;

beforeAll(async () => {
  aws = await new FleetAws().start();
  environment = withEnvironment(aws.environment);
});
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close({ graceMs: 0 })));
});
afterAll(() => {
  environment[Symbol.dispose]();
  aws.close();
});

/** An item, and everything about it in the store and in what the host says. */
function newItem() {
  keys += 1;
  const key = `arn:aws:states:us-east-1:123456789012:execution:orders:e@2026-11-01T00:00:00Z#${keys}`;
  const sessionId = itemSessionId(key);
  const path = `/artifacts/orders/invocations/${itemInvocationId(key).split('.')[1]}.json`;
  return {
    key,
    sessionId,
    path,
    record: () => JSON.parse(aws.objects.get(path) ?? 'null') as InvocationRecord,
  };
}

/** A host as it is in a session, which can end itself; and what it has said. */
async function host(
  main: Main,
  options: { readonly hasStore?: boolean; readonly checkPayload?: () => Promise<void> } = {},
) {
  const lines: string[] = [];
  const { hasStore = true, checkPayload } = options;
  const logger = jsonLogger({ level: 'debug', write: (line) => lines.push(line) });
  const place = { bucket: 'artifacts', prefix: 'orders', region: 'us-east-1', endpoint: aws.url };
  let ended = (_why: string): void => undefined;
  const end = new Promise<string>((resolve) => {
    ended = resolve;
  });
  const server = await serve({
    main,
    checkPayload,
    host: '127.0.0.1',
    port: 0,
    logger,
    artifacts: hasStore ? s3ArtifactStore(place) : undefined,
    endHost: ({ why, reason }) => {
      ended(why);
      void server.close({ reason: new Error(reason ?? why) });
    },
  });
  servers.push(server);
  const url = `http://127.0.0.1:${server.port}`;
  return {
    server,
    lines,
    end,
    ping: async () => ((await (await fetch(`${url}/ping`)).json()) as { status: string }).status,
    start: async (
      run: ItemRun,
      payload: unknown = {},
      sessionId = itemSessionId(run.key),
    ): Promise<Answer> => {
      const response = await fetch(`${url}/invocations`, {
        method: 'POST',
        body: new Uint8Array(asyncEnvelope(Buffer.from(JSON.stringify(payload)), run)),
        headers: { 'x-amzn-bedrock-agentcore-runtime-session-id': sessionId },
      });
      return { status: response.status, body: (await response.json()) as Answer['body'] };
    },
  };
}

interface Answer {
  readonly status: number;
  readonly body: {
    readonly novaActInvocation?: InvocationRecord;
    readonly error?: { readonly name: string; readonly message: string };
  };
}

/** A promise that the test settles. */
function gate() {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open() };
}

describe('an item of a fleet', () => {
  test('is answered at once; its task is told the result, its session is stopped, and the host ends', async () => {
    const { key, sessionId, record } = newItem();
    const { opened, open } = gate();
    const { start, ping, end, server } = await host(async (payload) => {
      await opened;
      return { payload };
    });
    const { status, body } = await start({ key, redrive: 0, task: aws.task('t1') }, { order: 7 });
    expect(status).toBe(202);
    expect(body.novaActInvocation).toMatchObject({
      id: itemInvocationId(key),
      status: 'RUNNING',
      item: { attempts: 1 },
    });
    expect(await ping()).toBe('HealthyBusy');
    open();
    expect(await end).toBe('the item is done');
    await server.close();

    const told = aws.endOf('t1');
    expect(told?.output).toMatchObject({
      result: { payload: { order: 7 } },
      invocationId: itemInvocationId(key),
      sessionId,
      attempts: 1,
    });
    expect(record()).toMatchObject({ status: 'SUCCEEDED', item: { key, attempts: 1, redrive: 0 } });
    expect(aws.stopped.at(-1)).toEqual({ runtimeArn: RUNTIME_ARN, qualifier: 'live', sessionId });
  });

  test('that fails is told by name and message, without its secrets, and its record says that it was told', async () => {
    const { key, record } = newItem();
    const { start, end, server } = await host(() => {
      throw Object.assign(new Error('hunter22 is wrong'), { name: 'ShopError', code: 'E1' });
    });
    await start({ key, redrive: 0, task: aws.task('t2') }, { password: 'hunter22' });
    await end;
    await server.close();

    expect(aws.endOf('t2')).toMatchObject({
      error: 'ShopError',
      cause: { message: '[secret] is wrong', code: 'E1', attempts: 1 },
    });
    expect(record()).toMatchObject({
      status: 'FAILED',
      payload: { password: '[secret]' },
      item: { told: true },
    });
  });

  test('has its large result told by where it is', async () => {
    const { key, path, record } = newItem();
    const { start, end } = await host(() => 'x'.repeat(300_000));
    await start({ key, redrive: 0, task: aws.task('t3') });
    await end;

    expect(aws.endOf('t3')?.output).toMatchObject({ resultAt: `s3:/${path}` });
    expect(aws.endOf('t3')?.output).not.toHaveProperty('result');
    expect(record().result).toHaveLength(300_000);
  });

  test('is told again until Step Functions takes it; the host is busy as long', async () => {
    const { key } = newItem();
    const { opened, open } = gate();
    const { start, end, ping } = await host(() => opened);
    await start({ key, redrive: 0, task: aws.task('t4') });
    const before = aws.refused.length;
    aws.failures = 2;
    open();
    await aws.until(() => aws.refused.length > before);
    expect(await ping()).toBe('HealthyBusy');
    await end;
    expect(aws.refused.slice(before).map(({ name }) => name)).toEqual(['InternalFailure', 'InternalFailure']);
    expect(aws.endOf('t4')?.output).toMatchObject({ result: null });
  });

  test('that nobody waits for ends with its host, although nobody can be told', async () => {
    const { key, record } = newItem();
    const { start, end } = await host(() => 1);
    const task = aws.task('t5');
    aws.closeTask('t5');
    await start({ key, redrive: 0, task });
    expect(await end).toBe('the item is done');
    expect(record()).toMatchObject({ status: 'SUCCEEDED' });
    expect(aws.refused.at(-1)).toMatchObject({ token: 't5', name: 'TaskTimedOut' });
  });

  test.each([
    'ItemNotStarted',
    'SessionEnded',
    'States.Timeout',
    'Lambda.Unknown',
    'InvalidItem',
    'ItemRefused',
  ])('that fails with an error %s of its own does not mean what the machine means by it', async (name) => {
    const { key, record } = newItem();
    const { start, end } = await host(() => Promise.reject(Object.assign(new Error('mine'), { name })));
    await start({ key, redrive: 0, task: aws.task(`named-${name}`) });
    await end;
    expect(aws.endOf(`named-${name}`)).toMatchObject({
      error: `Workflow.${name}`,
      cause: { message: 'mine' },
    });
    expect(record().error?.name).toBe(`Workflow.${name}`);
  });

  test('without a task tells nobody, and its host goes on', async () => {
    const { key, record } = newItem();
    let runs = 0;
    const { start, ping } = await host(() => {
      runs += 1;
      return runs;
    });
    await start({ key, redrive: 0 });
    await aws.until(() => record()?.status === 'SUCCEEDED');
    const again = await start({ key, redrive: 0 });
    expect(again).toMatchObject({
      status: 202,
      body: { novaActInvocation: { status: 'SUCCEEDED', result: 1 } },
    });
    expect(runs).toBe(1);
    expect(await ping()).toBe('Healthy');
  });
});

describe('an item that is started again', () => {
  test('while it runs goes on, once, and tells whoever has started it last; also when both come at the same moment', async () => {
    const { key, record } = newItem();
    const { opened, open } = gate();
    let runs = 0;
    const { start, end } = await host(async () => {
      runs += 1;
      await opened;
      return runs;
    });
    const answers = await Promise.all([
      start({ key, redrive: 0, task: aws.task('t6') }),
      start({ key, redrive: 0, task: aws.task('t7') }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([202, 202]);
    const last = await start({ key, redrive: 1, task: aws.task('t8') });
    expect(last.body.novaActInvocation).toMatchObject({ id: itemInvocationId(key), status: 'RUNNING' });
    open();
    await end;

    expect(aws.endOf('t8')?.output).toMatchObject({ result: 1, attempts: 1 });
    expect([aws.endOf('t6'), aws.endOf('t7')]).toEqual([undefined, undefined]);
    expect(record().item).toMatchObject({ attempts: 1, redrive: 1 });
  });

  test('while its end is being told goes to the new one', async () => {
    const { key } = newItem();
    const { start, end } = await host(() => 'done');
    aws.failures = 1;
    await start({ key, redrive: 0, task: aws.task('t9') });
    await aws.until(() => aws.failures === 0);
    aws.closeTask('t9');
    expect(await start({ key, redrive: 0, task: aws.task('t10') })).toMatchObject({
      status: 202,
      body: { novaActInvocation: { status: 'SUCCEEDED' } },
    });
    await end;
    expect(aws.endOf('t10')?.output).toMatchObject({ result: 'done' });
  });

  test('after it was told finds no place: its next session decides', async () => {
    const { key } = newItem();
    const { opened, open } = gate();
    const { start, end, server } = await host(() => 1, { checkPayload: () => opened });
    const starting = start({ key, redrive: 0, task: aws.task('t11') });
    open();
    await starting;
    await end;
    const refused = await start({ key, redrive: 0, task: aws.task('t12') }).catch(() => ({ status: 503 }));
    expect(refused.status).toBe(503);
    await server.close();
  });

  test('after it has succeeded is told so again, and not run', async () => {
    const { key } = newItem();
    const first = await host(() => ({ total: 3 }));
    await first.start({ key, redrive: 0, task: aws.task('t13') });
    await first.end;
    const second = await host(() => Promise.reject(new Error('must not run')));
    const { body } = await second.start({ key, redrive: 1, task: aws.task('t14') });
    expect(body.novaActInvocation).toMatchObject({ status: 'SUCCEEDED', result: { total: 3 } });
    await second.end;
    expect(aws.endOf('t14')?.output).toMatchObject({ result: { total: 3 }, attempts: 1 });
  });

  test('after a failure that was told runs again, and counts its attempts', async () => {
    const { key, record } = newItem();
    for (const attempts of [1, 2]) {
      const { start, end, server } = await host(() => Promise.reject(new Error(`failure ${attempts}`)));
      await start({ key, redrive: 0, task: aws.task(`t15-${attempts}`) });
      await end;
      await server.close();
      expect(aws.endOf(`t15-${attempts}`)).toMatchObject({
        cause: { attempts, message: `failure ${attempts}` },
      });
    }
    expect(record().item).toMatchObject({ attempts: 2, told: true });
  });

  test('after a failure that nobody could be told of is told, once; the time after that it runs', async () => {
    const { key, path, record } = newItem();
    const lost = await host(() => Promise.reject(new Error('first')));
    const task = aws.task('t16');
    aws.closeTask('t16');
    await lost.start({ key, redrive: 0, task });
    await lost.end;
    expect(record().item).not.toHaveProperty('told');

    const second = await host(() => 'must not run');
    await second.start({ key, redrive: 0, task: aws.task('t17') });
    await second.end;
    expect(aws.endOf('t17')).toMatchObject({ cause: { message: 'first', attempts: 1 } });
    expect(aws.objects.get(path)).toContain('"told":true');

    const third = await host(() => 'well');
    await third.start({ key, redrive: 0, task: aws.task('t18') });
    await third.end;
    expect(aws.endOf('t18')?.output).toMatchObject({ result: 'well', attempts: 2 });
  });
});

test('an item runs where S3 says of what is not there that it may not be read, as to those who may not list', async () => {
  const { key, path } = newItem();
  aws.forbidsReading = true;
  const { start } = await host(async () => 'done');
  const { status } = await start({ key, redrive: 0, task: aws.task('t30') });
  aws.forbidsReading = false;
  expect(status).toBe(202);
  expect(JSON.parse(aws.objects.get(path) ?? '')).toMatchObject({ item: { key, attempts: 1 } });
});

describe('an item is refused, and nothing is run', () => {
  const never: Main = () => Promise.reject(new Error('must not run'));

  test('without a store, in a foreign session, and with a payload that the workflow refuses', async () => {
    const { key } = newItem();
    const run = { key, redrive: 0, task: aws.task('t19') };
    const storeless = await host(never, { hasStore: false });
    expect(await storeless.start(run)).toMatchObject({
      status: 400,
      body: { error: { name: 'ItemRefused' } },
    });
    const picky = await host(never, {
      checkPayload: () => Promise.reject(new PayloadError('no', [{ path: 'order', message: 'is missing' }])),
    });
    expect(await picky.start(run, {}, 'x'.repeat(33))).toMatchObject({
      status: 400,
      body: {
        error: { name: 'ItemRefused', message: expect.stringMatching(/must come in the session item-/) },
      },
    });
    expect(await picky.start(run)).toMatchObject({ status: 400, body: { error: { name: 'PayloadError' } } });
    expect(await picky.ping()).toBe('Healthy');
    expect(aws.endOf('t19')).toBeUndefined();
  });

  test.each([
    ['no record', '{"nothing":"of ours"}'],
    ['no JSON', '{'],
    [
      'the record of an invocation that is no item',
      JSON.stringify({ id: 'x', status: 'SUCCEEDED', startedAt: 'now' }),
    ],
  ])('when what is stored is %s: nobody knows whether it has run', async (_, text) => {
    const { key, path } = newItem();
    aws.objects.set(path, text);
    const { start, ping } = await host(never);
    expect(await start({ key, redrive: 0, task: aws.task('t20') })).toMatchObject({
      status: 400,
      body: {
        error: { name: 'ItemRefused', message: expect.stringMatching(/is not the record of this item/) },
      },
    });
    expect(await ping()).toBe('Healthy');
  });

  test('when its record is there, and may not be read: it may have run before', async () => {
    const { key, path } = newItem();
    aws.objects.set(path, '{}');
    aws.forbidsReading = true;
    const { start } = await host(never);
    const { status, body } = await start({ key, redrive: 0, task: aws.task('t22') });
    aws.forbidsReading = false;
    expect(status).toBe(500);
    expect(body.error?.message).toMatch(/PreconditionFailed\. There is one already/);
    expect(aws.objects.get(path)).toBe('{}');
  });

  test('when another item of its fleet has the same name, while that runs and after it', async () => {
    const { key } = newItem();
    const { opened, open } = gate();
    const first = await host(() => opened.then(() => 'first'));
    await first.start({ key, index: 0, redrive: 0, task: aws.task('t23') });
    const refused = {
      status: 400,
      body: { error: { name: 'InvalidItem', message: expect.stringMatching(/another item of this fleet/) } },
    };
    expect(await first.start({ key, index: 1, redrive: 0, task: aws.task('t24') })).toMatchObject(refused);
    open();
    await first.end;
    expect(aws.endOf('t23')?.output).toMatchObject({ result: 'first' });
    const second = await host(never);
    expect(await second.start({ key, index: 1, redrive: 0, task: aws.task('t25') })).toMatchObject(refused);
    expect([aws.endOf('t24'), aws.endOf('t25')]).toEqual([undefined, undefined]);
  });
});

test('the token is in no record, no log, no answer and no error, even when a service and the workflow quote it', async () => {
  const token = `AQCEAAAAKgAAAAMAAAAAAAAAAT${'Zx9/+='.repeat(40)}`;
  const { key, record } = newItem();
  const { start, end, lines, server } = await host(() => {
    throw new Error(`I know ${token}`);
  });
  const { heartbeatSeconds, runtimeArn, qualifier } = aws.task('t21');
  const task = { token, heartbeatSeconds, runtimeArn, qualifier };
  const answer = await start({ key, redrive: 0, task }, { stolen: token });
  // It is none that the service knows: what it refuses quotes it.
  await end;
  await server.close();
  expect(aws.refused.at(-1)).toEqual({ action: 'SendTaskFailure', token, name: 'InvalidToken' });
  const said = [
    JSON.stringify(answer),
    lines.join(''),
    JSON.stringify(record()),
    ...aws.objects.values(),
  ].join('\n');
  expect(said).toContain('cannot be told');
  expect(said).not.toContain(token);
  expect(said).not.toContain(token.slice(0, 60));
});
