import { describe, expect, test } from '@jest/globals';
import {
  GetWorkflowDefinitionCommand,
  InvokeActStepCommand,
  NovaActClient,
  type NovaActClientConfig,
} from '../../lib/service/index.ts';
import { type RepeatOptions, repeatCall } from '../../lib/service/repeat-call.ts';
import { patienceOf } from '../../lib/service/repeat-policy.ts';
import { LoopbackServer, type Reply, type Responder, testCredentials } from './loopback-server.ts';

const id = '01234567-89ab-cdef-0123-456789abcdef';

/** Sends one command to a server that answers as told. */
async function call(
  respond: Responder,
  options: Partial<RepeatOptions> = {},
  credentials: NovaActClientConfig['credentials'] = testCredentials,
) {
  await using server = await LoopbackServer.start(respond);
  const client = new NovaActClient({ endpoint: server.url, credentials });
  const command = new GetWorkflowDefinitionCommand({ workflowDefinitionName: 'w' });
  const startedAt = performance.now();
  const error = await repeatCall(client, command, {
    patience: patienceOf(4_000),
    signal: new AbortController().signal,
    ...options,
  }).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  client.destroy();
  return { error, requests: server.requests, tookMs: performance.now() - startedAt };
}

const refusal = (status: number, name: string, headers = {}): Reply => ({
  status,
  headers: { 'x-amzn-errortype': name, ...headers },
  body: { message: 'no' },
});
const first =
  (count: number, reply: Reply): Responder =>
  (_, index) =>
    index < count ? reply : {};

describe('a call that is repeated', () => {
  test('is one request to the service, whatever the client would do by itself', async () => {
    const { error, requests } = await call(first(3, refusal(500, 'InternalServerException')));

    expect(error).toBeUndefined();
    expect(requests).toHaveLength(4);
    expect(new Set(requests.map(({ headers }) => headers['amz-sdk-invocation-id'])).size).toBe(1);
    expect(requests.map(({ headers }) => headers['amz-sdk-request'])).toEqual(
      [1, 2, 3, 4].map((attempt) => `attempt=${attempt}`),
    );
  });

  test('waits as long as the service says', async () => {
    const { requests, tookMs } = await call(
      first(1, refusal(429, 'ThrottlingException', { 'retry-after': '1' })),
    );

    expect(requests).toHaveLength(2);
    expect(tookMs).toBeGreaterThanOrEqual(995);
  });

  test('does not wait for an attempt that hangs', async () => {
    const { error, requests } = await call((_, index) => (index === 0 ? undefined : {}), {
      patience: { ...patienceOf(4_000), attemptMs: 200 },
    });

    expect({ error, count: requests.length }).toEqual({ error: undefined, count: 2 });
  });

  test('ends at once by its signal, also in a pause, with what went wrong before', async () => {
    const stop = new AbortController();
    const { error, requests, tookMs } = await call(
      () => refusal(429, 'ThrottlingException', { 'retry-after': '3' }),
      {
        signal: stop.signal,
        onRepeat: () => stop.abort(),
      },
    );

    expect(error).toMatchObject({ name: 'ThrottlingException' });
    expect(requests).toHaveLength(1);
    expect(tookMs).toBeLessThan(1_000);
  });

  test('is not repeated when another attempt would end as the first', async () => {
    const { error, requests } = await call(() => refusal(402, 'ServiceQuotaExceededException'));

    expect(error).toMatchObject({ name: 'ServiceQuotaExceededException' });
    expect(requests).toHaveLength(1);
  });
});

describe('credentials that are over', () => {
  const expired = refusal(403, 'ExpiredTokenException');
  const tokens = (requests: LoopbackServer['requests']) =>
    requests.map(({ headers }) => headers['x-amz-security-token']);

  test('are fetched anew, once', async () => {
    let count = 0;
    const provider = async () => {
      count += 1;
      return {
        ...testCredentials,
        sessionToken: `token-${count}`,
        expiration: new Date(Date.now() + 3_600_000),
      };
    };
    const renewed = await call(first(1, expired), {}, provider);

    expect(renewed.error).toBeUndefined();
    expect(tokens(renewed.requests)).toEqual(['token-1', 'token-2']);

    const refused = await call(() => expired, {}, provider);
    expect(refused.requests).toHaveLength(2);
    expect(refused.error).toMatchObject({ name: 'ExpiredTokenException' });
  });

  test('are tried once more when there are no others: what was refused was not run', async () => {
    const { error, requests } = await call(() => expired, {}, { ...testCredentials, sessionToken: 'token' });

    expect(error).toMatchObject({ name: 'ExpiredTokenException' });
    expect(requests).toHaveLength(2);
  });
});

test('a clock that is wrong is set right once', async () => {
  const date = new Date(Date.now() + 3_600_000).toUTCString();
  const refused = refusal(403, 'InvalidSignatureException', { date });

  expect((await call(first(1, refused))).error).toBeUndefined();
  expect((await call(() => refused)).requests).toHaveLength(2);
});

test('a step whose connection is refused was not run, and is sent again while there is time', async () => {
  const gone = await LoopbackServer.start();
  const { url } = gone;
  await gone[Symbol.asyncDispose]();
  const client = new NovaActClient({ endpoint: url, credentials: testCredentials });
  const command = new InvokeActStepCommand({
    workflowDefinitionName: 'w',
    workflowRunId: id,
    sessionId: id,
    actId: id,
    callResults: [{ content: [{ text: '{}' }] }],
  });
  let attempts = 0;

  const sent = repeatCall(client, command, {
    patience: { throttledMs: 0, unreachableMs: 900, lostMs: 0, lostRepeats: 0 },
    signal: new AbortController().signal,
    onRepeat: () => {
      attempts += 1;
    },
  });

  await expect(sent).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  expect(attempts).toBeGreaterThan(1);
  client.destroy();
});
