import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { type HttpRequest, HttpResponse } from '@smithy/core/protocols';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { HttpHandlerOptions } from '@smithy/types';
import { sweepWindow } from '../../../lib/cdk/handlers/lost-run-policy.ts';
import { type SweepReport, sweepLostRuns } from '../../../lib/cdk/handlers/sweep-lost-runs.ts';
import { newInvocationId, runKey } from '../../../lib/contract/invocation-record.ts';
import type { ArtifactStore } from '../../../lib/runtime/artifact-store.ts';
import { NovaActClient } from '../../../lib/service/index.ts';
import { DEFINITION, startLostRunAccount } from './support/lost-run-account.ts';

type Account = Awaited<ReturnType<typeof startLostRunAccount>>;

let account: Account;
beforeAll(async () => {
  account = await startLostRunAccount();
});
afterAll(() => account[Symbol.asyncDispose]());

/** A client whose requests are refused by the service as the test says; the others reach local AWS. */
function clientThat(refuses: (path: string, method: string) => [status: number, type: string] | undefined) {
  const wire = new NodeHttpHandler();
  return new NovaActClient({
    endpoint: account.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 4,
    requestHandler: {
      handle: async (request: HttpRequest, options?: HttpHandlerOptions) => {
        asked.push(`${request.method} ${request.path}`);
        const refusal = refuses(request.path, request.method);
        if (refusal === undefined) return wire.handle(request, options);
        const [statusCode, type] = refusal;
        const headers = { 'x-amzn-errortype': type, 'content-type': 'application/json' };
        return { response: new HttpResponse({ statusCode, headers, body: new Blob(['{}']).stream() }) };
      },
      destroy: () => wire.destroy(),
      updateHttpClientConfig: () => {},
      httpHandlerConfigs: () => ({}),
    },
  });
}

const asked: string[] = [];
afterEach(() => void asked.splice(0));

/** A sweep of all runs, or with `scheduledAt` of those of an hour. */
async function sweep(
  options: {
    readonly client?: NovaActClient;
    readonly store?: ArtifactStore;
    readonly scheduledAt?: string;
    readonly timeMs?: number;
  } = {},
): Promise<SweepReport> {
  const { client = clientThat(() => undefined), store = account.store, timeMs = 60_000 } = options;
  try {
    return await sweepLostRuns({
      client,
      store,
      definitionName: DEFINITION,
      window: sweepWindow({
        nowMs: Date.now(),
        lostAfterSeconds: 8.25 * 3600,
        everyMinutes: 15,
        scheduledAt: options.scheduledAt,
      }),
      deadlineMs: Date.now() + timeMs,
    });
  } finally {
    client.destroy();
  }
}

describe('when a run ends while it is looked at', () => {
  test('it stays as it ended, and so does what its host writes', async () => {
    const run = await account.run({ hoursAgo: 9 });
    const store: ArtifactStore = {
      ...account.store,
      get: async (key) => {
        const text = await account.store.get(key);
        if (key === runKey(run.runId)) {
          await run.succeed();
          await run.write({ status: 'SUCCEEDED', result: 1 });
        }
        return text;
      },
    };

    const report = await sweep({ store });

    expect(report).toMatchObject({ lostRunIds: [], failures: [] });
    expect(run.status()).toBe('SUCCEEDED');
    expect(await run.record()).toMatchObject({ status: 'SUCCEEDED', result: 1 });
  });

  test('one that was deleted is gone', async () => {
    const run = await account.run({ hoursAgo: 9 });
    const client = clientThat((path, method) =>
      method === 'PUT' && path.includes(run.runId) ? [404, 'ResourceNotFoundException'] : undefined,
    );

    expect(await sweep({ client })).toMatchObject({ lostRunIds: [], failures: [] });
    await run.succeed();
  });
});

describe('when the service is busy', () => {
  test('throttled requests are made again', async () => {
    const run = await account.run({ hoursAgo: 9 });
    let busy = 1;
    const client = clientThat(() => (busy-- > 0 ? [429, 'ThrottlingException'] : undefined));

    expect((await sweep({ client })).lostRunIds).toEqual([run.runId]);
  });

  test('a run that cannot be ended does not keep the others, and is named', async () => {
    const [one, two] = [await account.run({ hoursAgo: 10 }), await account.run({ hoursAgo: 9 })];
    const client = clientThat((path, method) =>
      method === 'PUT' && path.includes(two.runId) ? [403, 'AccessDeniedException'] : undefined,
    );

    const report = await sweep({ client });

    expect(report.lostRunIds).toEqual([one.runId]);
    expect(report.failures).toEqual([expect.stringContaining(two.runId)]);
    expect((await sweep()).lostRunIds).toEqual([two.runId]);
  });
});

describe('when only the record is left to complete', () => {
  test.each(['FAILED', 'TIMED_OUT'] as const)('of a run that is %s, it is completed', async (status) => {
    const run = await account.run({ hoursAgo: 8.5, status });

    expect((await sweep()).lostRunIds).toEqual([run.runId]);
    expect(run.status()).toBe(status);
    expect(await run.record()).toMatchObject({ status: 'FAILED', error: { name: 'SessionEnded' } });
    expect((await sweep()).lostRunIds).toEqual([]);
  });

  test('a record that could not be written is written by the next sweep', async () => {
    const run = await account.run({ hoursAgo: 8.5 });
    const store = { ...account.store, put: () => Promise.reject(new Error('SlowDown')) };

    expect((await sweep({ store })).failures).toEqual([`${run.runId}: SlowDown`]);
    expect(run.status()).toBe('FAILED');
    expect((await sweep()).lostRunIds).toEqual([run.runId]);
    expect(await run.record()).toMatchObject({ status: 'FAILED' });
  });

  test('an invocation that has ended keeps its end', async () => {
    const run = await account.run({ hoursAgo: 9 });
    await run.write({ status: 'SUCCEEDED', result: 'half of it' });

    expect((await sweep()).lostRunIds).toEqual([run.runId]);
    expect(await run.record()).toMatchObject({ status: 'SUCCEEDED', result: 'half of it' });
  });

  test.each(['{}', 'no JSON', '{"invocationId":"../../other"}'])(
    'what a host wrote and nobody can read (%s) ends the run at least',
    async (text) => {
      const run = await account.run({ hoursAgo: 9 });
      await account.store.put(runKey(run.runId), text);

      expect((await sweep()).lostRunIds).toEqual([run.runId]);
      expect(run.status()).toBe('FAILED');
    },
  );
});

test('a run of a host that somebody started by hand, outside AgentCore, may take as long as it likes', async () => {
  const run = await account.run({ hoursAgo: 9 });
  const invocationId = newInvocationId(undefined, '11111111-2222-3333-4444-555555555555');
  await account.store.put(runKey(run.runId), JSON.stringify({ invocationId }));

  expect(await sweep()).toMatchObject({ lostRunIds: [], failures: [] });
  expect(run.status()).toBe('RUNNING');
  await run.succeed();
});

describe('when there is a long history', () => {
  test('a scheduled sweep stops at the first page that is old enough; one of all runs goes on', async () => {
    const old = await account.run({ hoursAgo: 48 });
    for (let count = 0; count < 100; count += 1) {
      await account.run({ hoursAgo: 20, isRecorded: false, status: 'SUCCEEDED' });
    }
    const pages = () => asked.splice(0).filter((line) => line.startsWith('POST')).length;

    const regular = await sweep({ scheduledAt: '2026-03-01T12:00:00Z' });
    expect([regular.looked, regular.isComplete, pages()]).toEqual([100, true, 1]);
    expect(old.status()).toBe('RUNNING');

    const whole = await sweep();
    expect(whole.lostRunIds).toEqual([old.runId]);
    expect(pages()).toBeGreaterThan(1);
  });

  test('it stops when its time is over, and says so', async () => {
    const run = await account.run({ hoursAgo: 9 });

    expect(await sweep({ timeMs: 0 })).toMatchObject({ isComplete: false, lostRunIds: [] });
    await run.succeed();
  });
});
