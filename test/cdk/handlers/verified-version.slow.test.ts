import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { verifiedVersion } from '../../../lib/cdk/handlers/verified-version.ts';
import { startPlane } from '../../local/agentcore/harness.ts';
import type { ReceivedAnswer } from './support/answer-bucket.ts';
import {
  RUNTIME,
  RUNTIME_ARN,
  STACK,
  startVersionAccount,
  type VersionAccount,
} from './support/version-account.ts';

const before = { ...process.env };
beforeEach(() => {
  Object.assign(process.env, {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'key',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'false',
  });
  // What the function writes into its log.
  for (const kind of ['log', 'error'] as const) jest.spyOn(console, kind).mockImplementation(() => {});
});
afterEach(() => {
  process.env = { ...before };
  jest.restoreAllMocks();
});

const RUN = {
  type: 'run',
  phase: 'started',
  definitionName: 'shop',
  workflowRunId: 'run-1',
  status: 'RUNNING',
};
const WELL = { events: [RUN, { type: 'result', result: { secret: 'what it returned' } }] };
const BADLY = {
  events: [RUN, { type: 'error', error: { name: 'ActAgentFailed', message: 'There is no shop.' } }],
};
const RESULT = { type: 'result', result: 1 };
const events = (...all: readonly unknown[]) =>
  ({
    answer: all.map((event) => `data: ${JSON.stringify(event)}\n\n`).join(''),
    type: 'text/event-stream',
  }) as const;
const LOG = `/aws/bedrock-agentcore/runtimes/${RUNTIME}-DEFAULT`;

/** Sends the function an event as CloudFormation does, and returns what that was answered. */
async function call(
  account: VersionAccount,
  options: {
    readonly type?: 'Create' | 'Update' | 'Delete';
    readonly properties?: Readonly<Record<string, string>>;
    readonly remainingMs?: number;
    readonly readyMs?: number;
  } = {},
): Promise<ReceivedAnswer> {
  const { type = 'Update', remainingMs = 900_000, readyMs = 60_000 } = options;
  process.env.AWS_ENDPOINT_URL = account.url;
  const ResourceProperties = {
    RuntimeId: RUNTIME,
    RuntimeArn: RUNTIME_ARN,
    Version: '2',
    Payload: '{"order":7}',
    TimeoutSeconds: '600',
    LogGroupName: LOG,
    ...options.properties,
  };
  await verifiedVersion({ pollMs: 1, readyMs, pausesMs: [1, 1, 1] })(
    {
      RequestType: type,
      ResponseURL: `${account.url}/answer`,
      StackId: STACK,
      RequestId: 'request',
      LogicalResourceId: 'Version',
      ...(type !== 'Create' && {
        PhysicalResourceId: RUNTIME,
        OldResourceProperties: { ...ResourceProperties, Version: '1' },
      }),
      ResourceProperties,
    },
    { getRemainingTimeInMillis: () => remainingMs },
  );
  return (
    account.answers.at(-1) ?? {
      Status: 'FAILED',
      PhysicalResourceId: '',
      StackId: '',
      RequestId: '',
      LogicalResourceId: '',
    }
  );
}

const LOOK = `DescribeStacks ${STACK}`;
const AT_2 = 'GetAgentRuntimeEndpoint 2';
const CALL = 'InvokeAgentRuntime';

describe('when a runtime has a new version', () => {
  test.each(['Create', 'Update'] as const)(
    'it is called once, and %s gives its number when the workflow has succeeded',
    async (type) => {
      await using account = await startVersionAccount({ fates: [WELL] });

      expect(await call(account, { type })).toMatchObject({
        Status: 'SUCCESS',
        PhysicalResourceId: RUNTIME,
        Data: { Version: '2' },
      });
      expect(account.calls).toEqual([LOOK, AT_2, CALL, AT_2]);
      expect(account.payloads).toEqual(['{"order":7}']);
      expect(JSON.stringify(account.answers)).not.toContain('what it returned');
    },
  );

  test('the endpoint DEFAULT may get it a little later', async () => {
    await using account = await startVersionAccount({ live: ['1', '2*', '2'], fates: [WELL] });

    expect(await call(account)).toMatchObject({ Status: 'SUCCESS' });
    expect(account.calls.slice(1, 5)).toEqual([
      'GetAgentRuntimeEndpoint 1',
      'GetAgentRuntimeEndpoint 2*',
      AT_2,
      CALL,
    ]);
  });

  test('another payload is tried, too, and so is whatever else of the call has changed', async () => {
    await using account = await startVersionAccount({ live: ['1'], fates: [WELL] });

    expect(await call(account, { properties: { Version: '1' } })).toMatchObject({ Data: { Version: '1' } });
    expect(account.payloads).toHaveLength(1);
  });

  test('an event that comes twice calls it twice, and each is answered', async () => {
    await using account = await startVersionAccount({ fates: [WELL, BADLY] });

    expect(await call(account)).toMatchObject({ Status: 'SUCCESS' });
    expect(await call(account)).toMatchObject({ Status: 'FAILED' });
    expect(account.payloads).toHaveLength(2);
  });
});

describe('when the runtime speaks MCP', () => {
  const MCP = { properties: { ServerProtocol: 'MCP' } };
  const rpc = (id: number, result: unknown) =>
    ({ answer: JSON.stringify({ jsonrpc: '2.0', id, result }), type: 'application/json' }) as const;
  const TOOLS = rpc(1, { tools: ['shop', 'shop_start', 'shop_status'].map((name) => ({ name })) });
  const record = (more: object) =>
    rpc(2, { structuredContent: { novaActInvocation: { id: 's.1', startedAt: 'now', ...more } } });

  test('its tool is called with the payload, and one that goes on is asked for', async () => {
    const fates = [TOOLS, record({ status: 'RUNNING' }), record({ status: 'SUCCEEDED', result: 1 })];
    await using account = await startVersionAccount({ fates });

    expect(await call(account, MCP)).toMatchObject({ Status: 'SUCCESS', Data: { Version: '2' } });
    const asked = account.payloads.slice(1).map((payload) => JSON.parse(payload).params);
    expect(asked).toEqual([
      { name: 'shop', arguments: { order: 7 } },
      { name: 'shop_status', arguments: { id: 's.1', waitSeconds: 20 } },
    ]);
  });

  test.each([
    [
      'fails',
      rpc(2, { isError: true, structuredContent: { error: { name: 'ShopError', message: 'shut' } } }),
      'ShopError: shut',
    ],
    ['has no response', rpc(3, {}), 'no response to the call'],
  ])('a tool that %s is no success', async (_, fate, said) => {
    await using account = await startVersionAccount({ fates: [TOOLS, fate] });

    expect(await call(account, MCP)).toMatchObject({
      Status: 'FAILED',
      Reason: expect.stringContaining(said),
    });
  });

  test('tools of others are not called', async () => {
    await using account = await startVersionAccount({ fates: [rpc(1, { tools: [{ name: 'search' }] })] });

    expect(await call(account, MCP)).toMatchObject({
      Status: 'FAILED',
      Reason: expect.stringContaining('search'),
    });
    expect(account.payloads).toHaveLength(1);
  });
});

describe('when the workflow does not show that it works', () => {
  test('the reason says why, and where to look', async () => {
    await using account = await startVersionAccount({ fates: [BADLY] });

    const { Status, Reason } = await call(account);

    expect(Status).toBe('FAILED');
    expect(Reason).toMatch(
      new RegExp(
        `^Version 2 of ${RUNTIME} was called before callers get it, and was not seen to work\\. ` +
          'The workflow failed: ActAgentFailed: There is no shop\\. \\(workflow run: run-1; session: [0-9a-f-]{36}; ' +
          `request: request-7; log group: ${LOG}\\)$`,
      ),
    );
    expect(account.calls).toEqual([LOOK, AT_2, CALL]);
  });

  test('what it said may be long, and may have a password in an address: where to look is there all the same', async () => {
    const message = `http://ann:hunter2@shop.example/ ${'x'.repeat(5000)}`;
    await using account = await startVersionAccount({
      fates: [{ events: [{ type: 'error', error: { name: 'E', message } }] }],
    });

    const { Reason = '' } = await call(account);

    expect(Reason).toContain(`log group: ${LOG})`);
    expect(Reason).not.toContain('hunter2');
  });

  test.each([
    [
      'what the container answers is no event',
      { error: 'RuntimeClientError', status: 424, message: 'Received error (500) from runtime' },
      'RuntimeClientError: Received error (500) from runtime',
      false,
    ],
    [
      'the answer is JSON, as of a host of others or of a workflow that was only started',
      { answer: '{"id":"s.1"}', type: 'application/json' },
      'whether its workflow succeeded is not known',
      true,
    ],
    [
      'the events are those of others',
      { answer: 'data: [1]\n\n', type: 'text/event-stream' },
      'whether its workflow succeeded is not known',
      true,
    ],
    ['an error comes after the result', events(RESULT, { type: 'error', error: {} }), 'is not known', true],
    ['a second result comes', events(RESULT, RESULT), 'Events came after the one that has the outcome', true],
    ['the run goes on after the result', events(RESULT, RUN), 'Events came after', true],
    ['an event of others comes before the result', events('hello', RESULT), 'is not known', true],
    ['an event of others comes between', events(RUN, 'hello', RESULT), 'together with others', true],
    ['the result is none', events(RUN, { type: 'result' }, RESULT), 'has none', true],
    ['the events break off', { events: [RUN] }, 'The events broke off before the result', true],
    ['there are none', { events: [] }, 'The events broke off before the result', true],
    ['the connection is lost', 'lost', 'Its session was stopped.', true],
    ['the service fails', { error: 'InternalServerException', status: 500 }, 'InternalServerException', true],
    ['the payload is refused', { error: 'ValidationException', status: 400 }, 'ValidationException', false],
  ] as const)('%s: the call is not made again', async (_, fate, reason, stops) => {
    await using account = await startVersionAccount({ fates: [fate, WELL] });

    expect(await call(account)).toMatchObject({ Status: 'FAILED', Reason: expect.stringContaining(reason) });
    expect(account.calls.slice(2)).toEqual(stops ? [CALL, 'StopRuntimeSession'] : [CALL]);
  });

  test('what takes longer than it may is stopped', async () => {
    await using account = await startVersionAccount({ fates: ['silence'] });

    expect(await call(account, { properties: { TimeoutSeconds: '0.2' } })).toMatchObject({
      Status: 'FAILED',
      Reason: expect.stringMatching(/The workflow was not done after 0 s\. Its session was stopped\./),
    });
  });

  test('and so is what would take longer than its function has', async () => {
    await using account = await startVersionAccount({ fates: ['silence'] });

    const { Reason } = await call(account, { remainingMs: 40_300 });

    expect(Reason).toContain('Its session was stopped.');
  });
});

describe('when it was certainly not started', () => {
  test.each([
    ['ThrottlingException', 429],
    ['ServiceQuotaExceededException', 402],
    ['RetryableConflictException', 409],
    ['ResourceNotFoundException', 404],
    ['AccessDeniedException', 403],
  ])('%s passes: it is called again', async (error, status) => {
    await using account = await startVersionAccount({ fates: [{ error, status }, WELL] });

    expect(await call(account)).toMatchObject({ Status: 'SUCCESS' });
    expect(account.payloads).toHaveLength(2);
  });

  test('but not for ever', async () => {
    const denied = { error: 'AccessDeniedException', status: 403, message: 'not authorized' };
    await using account = await startVersionAccount({ fates: [denied, denied, denied, denied, WELL] });

    expect(await call(account)).toMatchObject({
      Status: 'FAILED',
      Reason: expect.stringContaining('AccessDeniedException: not authorized'),
    });
    expect(account.calls).not.toContain('StopRuntimeSession');
  });

  test('permissions that have not arrived everywhere are waited for', async () => {
    await using account = await startVersionAccount({ denials: 3, fates: [WELL] });

    expect(await call(account)).toMatchObject({ Status: 'SUCCESS' });
  });
});

describe('when another version than this one may have answered', () => {
  test('one that is newer before the call is not called', async () => {
    await using account = await startVersionAccount({ live: ['3'] });

    expect(await call(account)).toMatchObject({
      Status: 'FAILED',
      Reason: `Version 2 of ${RUNTIME} was not called: the endpoint DEFAULT has version 3 and is READY. Somebody else has changed the runtime: deploy again.`,
    });
    expect(account.payloads).toEqual([]);
  });

  test('one that never comes is not called', async () => {
    await using account = await startVersionAccount({ live: ['1'] });

    expect(await call(account, { readyMs: 20 })).toMatchObject({
      Status: 'FAILED',
      Reason: expect.stringContaining('has version 1 and is READY'),
    });
  });

  test('one that becomes newer meanwhile is no success', async () => {
    await using account = await startVersionAccount({ live: ['2', '3'], fates: [WELL] });

    expect(await call(account)).toMatchObject({
      Status: 'FAILED',
      Reason: expect.stringContaining(
        'DEFAULT went to version 3 meanwhile, so that it is not known which one answered. (workflow run: run-1;',
      ),
    });
  });
});

describe('when nothing new is deployed', () => {
  test.each([
    'UPDATE_ROLLBACK_IN_PROGRESS',
    'ROLLBACK_IN_PROGRESS',
    'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS',
  ])('%s calls nobody, and gives the version that is asked for', async (status) => {
    await using account = await startVersionAccount({ status, live: ['3'], fates: [BADLY] });

    expect(await call(account, { properties: { Version: '1' } })).toMatchObject({
      Status: 'SUCCESS',
      Data: { Version: '1' },
    });
    expect(account.calls).toEqual([LOOK]);
  });

  test('a stack that cannot be asked is a failure, and no success that nobody has seen', async () => {
    await using account = await startVersionAccount({ denials: 100, fates: [WELL] });

    expect(await call(account)).toMatchObject({ Status: 'FAILED', Reason: 'not authorized' });
    expect(account.payloads).toEqual([]);
  });

  test('a resource that leaves the stack leaves nothing behind', async () => {
    await using account = await startVersionAccount({});

    expect(await call(account, { type: 'Delete', properties: { TimeoutSeconds: 'x' } })).toMatchObject({
      Status: 'SUCCESS',
    });
    expect(account.calls).toEqual([]);
  });
});

describe('when the runtime is a host of this project', () => {
  test('its results are success, and its errors are told', async () => {
    const plane = await startPlane();
    await using account = await startVersionAccount({});
    process.env.AWS_ENDPOINT_URL_BEDROCK_AGENTCORE = plane.endpoint;
    const ask = (payload: unknown) =>
      call(account, {
        properties: { RuntimeId: plane.id, RuntimeArn: plane.arn, Payload: JSON.stringify(payload) },
      });

    const answers = [await ask({ do: 'stream' }), await ask({ do: 'fail' })];
    await plane.app.close();

    expect(answers.map(({ Status }) => Status)).toEqual(['SUCCESS', 'FAILED']);
    expect(answers[1]?.Reason).toContain(
      'The workflow failed: ShopError: the shop is closed (workflow run: none known;',
    );
  });
});
