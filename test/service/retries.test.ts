import { describe, expect, test } from '@jest/globals';
import type { NodeHttpHandler } from '@smithy/node-http-handler';
import {
  GetWorkflowDefinitionCommand,
  InvokeActStepCommand,
  NovaActClient,
  type NovaActClientConfig,
} from '../../lib/service/index.ts';
import { withEnvironment } from './environment.ts';
import { LoopbackServer, type Responder, testCredentials } from './loopback-server.ts';

const id = '01234567-89ab-cdef-0123-456789abcdef';
const read = () => new GetWorkflowDefinitionCommand({ workflowDefinitionName: 'w' });
const step = () =>
  new InvokeActStepCommand({
    workflowDefinitionName: 'w',
    workflowRunId: id,
    sessionId: id,
    actId: id,
    callResults: [{ content: [{ text: '{}' }] }],
  });

async function attempts(
  respond: Responder,
  command: ReturnType<typeof read> | ReturnType<typeof step> = read(),
  config: NovaActClientConfig = {},
): Promise<{ requests: number; error: unknown }> {
  await using server = await LoopbackServer.start(respond);
  const client = new NovaActClient({ endpoint: server.url, credentials: testCredentials, ...config });
  try {
    await (command instanceof InvokeActStepCommand ? client.send(command) : client.send(command));
    return { requests: server.requests.length, error: undefined };
  } catch (error) {
    return { requests: server.requests.length, error };
  } finally {
    client.destroy();
  }
}

const fails = (status: number, name: string) => () => ({
  status,
  headers: { 'x-amzn-errortype': name },
  body: { message: 'no' },
});

describe('when a request fails', () => {
  test.each([
    [500, 'InternalServerException', 2],
    [429, 'ThrottlingException', 2],
    [400, 'ValidationException', 1],
    [402, 'ServiceQuotaExceededException', 1],
    [403, 'AccessDeniedException', 1],
    [404, 'ResourceNotFoundException', 1],
    [409, 'ConflictException', 1],
  ])('with %i %s it is sent %i time(s)', async (status, name, times) => {
    const { requests, error } = await attempts(fails(status, name));
    expect(requests).toBe(times);
    expect(error).toMatchObject({ name, $metadata: { attempts: times } });
  });

  test('once with 500, the second attempt counts', async () => {
    const { requests, error } = await attempts((_request, index) => ({ status: index === 0 ? 500 : 200 }));
    expect({ requests, error }).toEqual({ requests: 2, error: undefined });
  });

  test('maxAttempts: 1 sends it once', async () => {
    const { requests } = await attempts(fails(500, 'InternalServerException'), read(), { maxAttempts: 1 });
    expect(requests).toBe(1);
  });
});

describe('InvokeActStep, which may run a step again', () => {
  test('is sent twice at most', async () => {
    const { requests } = await attempts(fails(500, 'InternalServerException'), step());
    expect(requests).toBe(2);
  });

  test('is not sent more often because AWS_MAX_ATTEMPTS says so', async () => {
    using _ = withEnvironment({ AWS_MAX_ATTEMPTS: '5' });
    const { requests } = await attempts(fails(500, 'InternalServerException'), step());
    expect(requests).toBe(2);
  });

  test('is sent once when AWS_MAX_ATTEMPTS says so', async () => {
    using _ = withEnvironment({ AWS_MAX_ATTEMPTS: '1' });
    const { requests } = await attempts(fails(500, 'InternalServerException'), step());
    expect(requests).toBe(1);
  });
});

describe('when the service does not answer', () => {
  test('a request ends after its timeout', async () => {
    const { requests, error } = await attempts(() => undefined, read(), {
      maxAttempts: 1,
      requestHandler: { requestTimeout: 500 },
    });
    expect(requests).toBe(1);
    expect(error).toMatchObject({ name: 'TimeoutError' });
  });

  test('the timeout is 60 seconds by default, and an error, not a warning', async () => {
    await using server = await LoopbackServer.start();
    const client = new NovaActClient({ endpoint: server.url, credentials: testCredentials });
    await client.send(read());
    const handler = client.config.requestHandler as unknown as NodeHttpHandler;
    client.destroy();
    expect(handler.httpHandlerConfigs()).toMatchObject({
      requestTimeout: 60_000,
      throwOnRequestTimeout: true,
    });
  });

  test('abortSignal ends it at once', async () => {
    const controller = new AbortController();
    await using server = await LoopbackServer.start(() => {
      controller.abort();
      return undefined;
    });
    const client = new NovaActClient({ endpoint: server.url, credentials: testCredentials });
    await expect(client.send(step(), { abortSignal: controller.signal })).rejects.toMatchObject({
      name: 'AbortError',
    });
    client.destroy();
    expect(server.requests).toHaveLength(1);
  });
});
