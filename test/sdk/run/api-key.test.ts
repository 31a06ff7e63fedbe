import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { NovaAct, type ProgressEvent, Workflow, type WorkflowOptions } from '../../../lib/sdk/index.ts';
import { connect } from '../../../lib/sdk/run/connection.ts';
import { CreateWorkflowRunCommand, NovaActClient } from '../../../lib/service/index.ts';
import { withAwsHome } from '../../service/aws-home.ts';
import { LoopbackServer } from '../../service/loopback-server.ts';
import { transportTo } from '../../service/transport-to.ts';
import { recordSpans } from '../recorded-spans.ts';
import { API_KEY, startApiKeyService } from './api-key-service.ts';

let home: AsyncDisposable;

// With credentials of AWS, none of which may go along.
beforeEach(async () => {
  home = await withAwsHome({});
});

afterEach(async () => {
  await home[Symbol.asyncDispose]();
});

/** Options of a run at the stand-in. */
function at(service: LoopbackServer, more: Partial<WorkflowOptions> = {}): WorkflowOptions {
  return { definitionName: 'shop', apiKey: API_KEY, endpoint: `${service.url}/agent`, ...more };
}

describe('a run with an API key', () => {
  test('asks for the same as on AWS, of another service, and the key is in nothing that it tells', async () => {
    await using service = await startApiKeyService();
    using spans = recordSpans();
    const events: ProgressEvent[] = [];

    const response = await Workflow.run(
      at(service, { onProgress: (event) => events.push(event) }),
      async (run) => {
        expect({ name: run.definitionName, isLocal: run.isLocal }).toEqual({
          name: 'default',
          isLocal: false,
        });
        expect(inspect(run, { depth: 12 })).not.toContain(API_KEY);
        await using nova = await NovaAct.start();
        return (await nova.act('Look')).response;
      },
    );

    expect(response).toBe('done');
    expect(
      service.requests.map(({ path }) =>
        path.replace(/[\w-]{36}/g, '*').replace('/agent/workflow-definitions/default', ''),
      ),
    ).toEqual([
      '/workflow-runs',
      '/workflow-runs/*/sessions',
      '/workflow-runs/*/sessions/*/acts',
      '/workflow-runs/*/sessions/*/acts/*/invoke-step',
      '/workflow-runs/*/sessions/*/acts/*',
      '/workflow-runs/*',
    ]);
    expect(JSON.parse(service.requests.at(-1)?.body ?? '')).toEqual({ status: 'SUCCEEDED' });
    expect(events).toContainEqual({
      type: 'log',
      level: 'info',
      message:
        'With an API key there are no workflow definitions, log groups and artifacts of AWS: the run is not one of "shop".',
    });
    expect(inspect([events, spans.all()], { depth: 12 })).not.toContain(API_KEY);
    expect(JSON.stringify(service.requests)).not.toMatch(/AWS4-HMAC/);
  });

  test('a key that is not accepted is an AuthError, in which it does not stand', async () => {
    await using service = await startApiKeyService();
    const wrong = API_KEY.replace(/^0/, '1');

    const error = await Workflow.run(at(service, { apiKey: wrong }), () => 1).catch(
      (caught: unknown) => caught,
    );

    expect(error).toMatchObject({
      name: 'AuthError',
      message: 'Nova Act refused access: The key [secret] is not one. (see your API key)',
    });
    expect(inspect(error, { depth: 12 })).not.toContain(wrong);
    expect(service.requests).toHaveLength(1);
  });

  test.each([
    [400, { message: 'No.', reason: 'AGENT_GUARDRAILS_TRIGGERED' }, 'ActGuardrailsError', 'No.'],
    [
      400,
      { message: 'No.', reason: 'INVALID_INPUT', fields: [{ name: 'task', message: 'is empty' }] },
      'ActBadRequestError',
      'No. (FieldValidationFailed); task: is empty',
    ],
    [
      404,
      { message: 'Gone.', resourceId: 'x', resourceType: 'SESSION' },
      'ActBadRequestError',
      'Gone. (SESSION x)',
    ],
    [
      429,
      { message: 'Enough.', throttleType: 'DAILY_QUOTA_LIMIT_EXCEEDED' },
      'ActDailyQuotaExceededError',
      'The quota of the day is used up: Enough.',
    ],
    [418, { message: 'A teapot.' }, 'ActClientError', 'A teapot.'],
  ])('HTTP %i with %j is %s', async (status, body, name, message) => {
    await using service = await startApiKeyService(({ path }) =>
      path.endsWith('/workflow-runs') ? { status, body, headers: { 'x-amz-rid': 'request-7' } } : undefined,
    );

    await expect(Workflow.run(at(service), () => 1)).rejects.toMatchObject({
      name: 'StartFailed',
      cause: { name, message, requestId: 'request-7' },
    });
    expect(service.requests).toHaveLength(1);
  });

  test.each([
    [
      { status: 302, headers: { location: 'https://sign-in.example/a?b' } },
      'redirects to https://sign-in.example,',
    ],
    [{ headers: { 'content-type': 'text/html; charset=utf-8' } }, 'it is text/html, and no JSON'],
  ])('%j of something in between is said at once', async (reply, problem) => {
    await using service = await startApiKeyService(() => reply);

    await expect(Workflow.run(at(service), () => 1)).rejects.toMatchObject({
      name: 'StartFailed',
      message: expect.stringContaining(problem),
      cause: { name: 'ActAPIError', retryable: false },
    });
    expect(service.requests).toHaveLength(1);
  });

  test.each([
    ['/workflow-runs', 'CreateWorkflowRun without workflowRunId'],
    ['/sessions', 'CreateSession without sessionId'],
    ['/acts', 'CreateAct without actId'],
  ])('an answer to %s without an id is no beginning', async (end, problem) => {
    await using service = await startApiKeyService(({ path }) => (path.endsWith(end) ? {} : undefined));
    const run = Workflow.run(at(service), async () => {
      await using nova = await NovaAct.start();
      return await nova.act('Look');
    });

    await expect(run).rejects.toThrow(`Nova Act answered ${problem}.`);
    expect(service.requests.map(({ path }) => path).join()).not.toContain('undefined');
  });

  test('a request that is throttled is sent again', async () => {
    let refused = 0;
    await using service = await startApiKeyService(({ path }) => {
      if (!path.endsWith('/workflow-runs') || refused === 1) return undefined;
      refused += 1;
      return { status: 429, body: { message: 'Slowly.', throttleType: 'RATE_LIMIT_EXCEEDED' } };
    });

    expect(await Workflow.run(at(service), () => 1)).toBe(1);
  });

  test('another server that it is sent on to gets nothing', async () => {
    await using other = await LoopbackServer.start();
    await using service = await startApiKeyService(() => ({ status: 307, headers: { location: other.url } }));
    const { client, release } = await connect({ apiKey: API_KEY, endpoint: `${service.url}/agent` });
    const run = { workflowDefinitionName: 'default', modelId: 'm', clientInfo: { compatibilityVersion: 1 } };

    await expect(client.send(new CreateWorkflowRunCommand(run))).rejects.toThrow(
      `The answer is not the service's (HTTP 307): it redirects to ${other.url}, which is not followed.`,
    );

    expect(other.requests).toEqual([]);
    release();
  });
});

describe('what is not clear is refused before anything is sent', () => {
  const key = { definitionName: 'shop', apiKey: API_KEY };
  test.each<[string, WorkflowOptions, string]>([
    [
      'a key that is none',
      { ...key, apiKey: 's3cr3t' },
      'apiKey is 6 characters; an API key has 36 characters.',
    ],
    [
      'a key with its line',
      { ...key, apiKey: `${API_KEY}\n` },
      'apiKey has a line break at its end; an API key',
    ],
    [
      'a key that cannot be sent',
      { ...key, apiKey: `${API_KEY.slice(1)}é` },
      'apiKey has characters in it that no key has, such as spaces;',
    ],
    [
      'a key that is not in the environment',
      { ...key, apiKey: true },
      'NOVA_ACT_API_KEY is nothing; an API key has 36 characters.',
    ],
    ['a region', { ...key, region: 'us-east-1' }, 'both apiKey and region, which is of AWS'],
    [
      'credentials',
      { ...key, credentials: { accessKeyId: 'a', secretAccessKey: 'b' } },
      'both apiKey and credentials',
    ],
    ['a log group', { ...key, logGroupName: 'runs' }, 'both apiKey and logGroupName'],
    [
      'another place',
      { ...key, endpoint: 'https://elsewhere.example' },
      'an endpoint that is not on this machine',
    ],
  ])('%s', async (_, options, message) => {
    await expect(Workflow.run(options, () => 1)).rejects.toMatchObject({
      name: 'ValidationFailed',
      message: expect.stringContaining(message),
    });
  });

  test('a client', async () => {
    const client = new NovaActClient();
    await expect(Workflow.run({ ...key, client }, () => 1)).rejects.toThrow('both apiKey and client');
    client.destroy();
  });

  test.each(['AWS_ENDPOINT_URL', 'AWS_ENDPOINT_URL_NOVA_ACT'])(
    '%s, which leads to local AWS',
    async (name) => {
      await using _ = await withAwsHome({ environment: { [name]: 'http://127.0.0.1:9' } });

      await expect(Workflow.run(key, () => 1)).rejects.toThrow(
        `A workflow was given apiKey, but ${name} leads its requests elsewhere, such as to local AWS. Leave out apiKey there, or unset ${name}.`,
      );
    },
  );
});

describe('NOVA_ACT_API_KEY in the environment', () => {
  beforeEach(() => {
    process.env.NOVA_ACT_API_KEY = API_KEY;
  });

  afterEach(() => {
    delete process.env.NOVA_ACT_API_KEY;
  });

  test('is used where the code says `apiKey: true`', async () => {
    await using service = await startApiKeyService();

    expect(await Workflow.run(at(service, { apiKey: true }), () => 1)).toBe(1);
  });

  test('is not used otherwise, and said not to be', async () => {
    await using service = await LoopbackServer.start(() => ({
      body: { workflowRunId: 'run', status: 'RUNNING' },
    }));
    const events: ProgressEvent[] = [];
    // As if it were AWS.
    const client = new NovaActClient({
      endpoint: 'https://aws.example',
      requestHandler: transportTo(service.url),
    });

    await Workflow.run(
      { definitionName: 'shop', client, onProgress: (event) => events.push(event) },
      () => 1,
    );

    expect(JSON.stringify(service.requests)).not.toContain(API_KEY);
    expect(events).toContainEqual(
      expect.objectContaining({
        message: 'NOVA_ACT_API_KEY is set and not used: the run is on AWS. Pass `apiKey: true` to use it.',
      }),
    );
    client.destroy();
  });

  test('is named where credentials of AWS are missing', async () => {
    await using _ = await withAwsHome({ environment: { AWS_SHARED_CREDENTIALS_FILE: '/nowhere' } });

    await expect(Workflow.run({ definitionName: 'shop' }, () => 1)).rejects.toMatchObject({
      name: 'AuthError',
      message: expect.stringContaining('To use NOVA_ACT_API_KEY, pass `apiKey: true`.'),
    });
  });
});
