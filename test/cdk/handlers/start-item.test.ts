import { BedrockAgentCoreClient } from '@aws-sdk/client-bedrock-agentcore';
import { describe, expect, test } from '@jest/globals';
import { startItem } from '../../../lib/cdk/handlers/start-item.ts';
import { itemInvocationId, itemSessionId, wrappedItem } from '../../../lib/contract/fleet-item.ts';
import type { StartStep } from '../../../lib/contract/item-step.ts';
import { type ItemFate, type ItemPlane, startItemPlane } from './support/item-plane.ts';

const RUNTIME_ARN = 'arn:aws:bedrock-agentcore:us-east-1:123456789012:runtime/shop-a1b2c3d4e5';
const FLEET = 'arn:aws:states:us-east-1:123456789012:execution:shop:first@2026-03-01T00:00:00.000Z';
const TOKEN = 'the-token-of-the-task';
const STEP: StartStep = {
  step: 'start',
  token: TOKEN,
  heartbeatSeconds: 300,
  redrive: 0,
  fleet: FLEET,
  format: 'jsonl',
  bucket: 'artifacts',
  index: 7,
  item: { order: 'private' },
};

function start(
  plane: ItemPlane,
  step: Partial<StartStep> = {},
  options: { readonly timeMs?: number; readonly pausesMs?: readonly number[] } = {},
) {
  const { timeMs = 20_000, pausesMs = [1, 1, 1] } = options;
  return startItem(
    { ...STEP, ...step },
    {
      client: new BedrockAgentCoreClient({
        endpoint: plane.url,
        region: 'us-east-1',
        credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
        maxAttempts: 1,
      }),
      settings: {
        runtimeArn: RUNTIME_ARN,
        qualifier: 'live',
        definitionName: 'shop',
        artifactBucket: 'artifacts',
        buckets: [],
        concurrency: 20,
        toleratedFailurePercentage: 10,
      },
      deadlineMs: Date.now() + timeMs,
      pausesMs,
    },
  );
}

/** Name and message of what was thrown. */
async function failure(
  fate: ItemFate,
  step: Partial<StartStep> = {},
  options: Parameters<typeof start>[2] = {},
) {
  await using plane = await startItemPlane(fate);
  const error: unknown = await start(plane, step, options).catch((thrown: unknown) => thrown);
  if (!(error instanceof Error)) throw new Error('It was started.');
  expect(`${error.message}${error.stack}${JSON.stringify(error)}`).not.toMatch(/private|the-token/);
  return { name: error.name, message: error.message, calls: plane.calls.length };
}

const byHost = (said: string) => ({ error: 'RuntimeClientError', status: 424, message: said }) as const;

describe('an item is started', () => {
  test('in the session of its key, with its payload and the token of its task', async () => {
    await using plane = await startItemPlane('accepted');
    const key = `${FLEET}#7`;
    const sessionId = itemSessionId(key);

    expect(await start(plane, { redrive: 2 })).toEqual({
      key,
      sessionId,
      invocationId: itemInvocationId(key),
    });
    expect(plane.calls).toEqual([
      {
        path: `/runtimes/${RUNTIME_ARN}/invocations?qualifier=live`,
        sessionId,
        request: {
          mode: 'async',
          payload: { order: 'private' },
          item: {
            key,
            redrive: 2,
            task: { token: TOKEN, heartbeatSeconds: 300, runtimeArn: RUNTIME_ARN, qualifier: 'live' },
          },
        },
      },
    ]);
  });

  test('in one session always, whichever execution starts it again', async () => {
    await using plane = await startItemPlane('accepted');
    await start(plane, { item: { itemId: 'a-7' } });
    const wrapped = wrappedItem({
      key: `${FLEET}#id:a-7`,
      index: 7,
      itemId: 'a-7',
      payload: { itemId: 'a-7' },
    });
    await start(plane, { item: wrapped, fleet: 'another', index: 0, token: 'another-token' });

    const [first, again] = plane.calls;
    expect(again?.sessionId).toBe(first?.sessionId);
    expect(again?.request.payload).toEqual(first?.request.payload);
  });

  test('as an object of a bucket, with the place where it is', async () => {
    await using plane = await startItemPlane('accepted');
    await start(plane, { format: 'objects', item: { Key: 'in/a.pdf', Size: 3, Etag: 'e' } });

    expect(plane.calls[0]?.request.payload).toEqual({
      bucket: 'artifacts',
      key: 'in/a.pdf',
      size: 3,
      etag: 'e',
    });
  });

  test.each<ItemFate>([
    { error: 'ThrottlingException', status: 429 },
    { error: 'ServiceQuotaExceededException', status: 402 },
    { error: 'RetryableConflictException', status: 409, message: 'The session is stopping.' },
    { error: 'InternalServerException', status: 500 },
    // The permissions may be as new as the stack.
    { error: 'AccessDeniedException', status: 403 },
    byHost('Received error (503) from runtime. Please check your CloudWatch logs for more information.'),
    byHost('Received error (409) from runtime: HostBusy: There is no place.'),
    'lost',
    'cut',
  ])('after %o, which passes', async (fate) => {
    await using plane = await startItemPlane(fate, fate, 'accepted');
    await start(plane);

    expect(plane.calls).toHaveLength(3);
  });
});

describe('an item that was not seen to start is started again by the machine', () => {
  test.each<readonly [ItemFate, string]>([
    [
      { error: 'ThrottlingException', status: 429, message: 'Rate exceeded' },
      'ThrottlingException: Rate exceeded',
    ],
    [{ error: 'ServiceQuotaExceededException', status: 402, message: 'maxVms' }, 'maxVms'],
    [{ error: 'RetryableConflictException', status: 409 }, 'RetryableConflictException'],
    [
      byHost('Received error (503) from runtime: ShuttingDown: The host is ending.'),
      'ShuttingDown: The host is ending.',
    ],
    ['lost', '.'],
  ])('%o', async (fate, said) => {
    expect(await failure(fate)).toEqual({
      name: 'ItemNotStarted',
      message: expect.stringMatching(new RegExp(`^Item 7: It was not seen to start: .*${said}`)),
      calls: 4,
    });
  });

  test('also when nothing comes until the time is over: its session may be starting', async () => {
    expect(await failure('silence', {}, { timeMs: 300 })).toEqual({
      name: 'ItemNotStarted',
      message: expect.stringContaining('did not answer in time'),
      calls: 1,
    });
  });

  test('no attempt begins that would not end in time', async () => {
    const throttled = { error: 'ThrottlingException', status: 429 } as const;

    expect(await failure(throttled, {}, { timeMs: 2_000, pausesMs: [3_000] })).toMatchObject({ calls: 1 });
  });
});

describe('a runtime that fails by itself is tried a few times only, by the function and by the machine', () => {
  test.each([
    'Runtime initialization time exceeded. Please make sure that initialization completes in 30s.',
    'Received error (500) from runtime. Please check your CloudWatch logs for more information.',
    'Received error (502) from runtime.',
    'Something that nobody has foreseen.',
  ])('%s', async (said) => {
    expect(await failure(byHost(said))).toEqual({
      name: 'RuntimeUnavailable',
      message: `Item 7: The runtime failed before the item was seen to start: RuntimeClientError: ${said}`,
      calls: 3,
    });
  });

  test('and may have recovered until then', async () => {
    const failing = byHost('Received error (500) from runtime.');
    await using plane = await startItemPlane(failing, failing, 'accepted');
    await start(plane);

    expect(plane.calls).toHaveLength(3);
  });
});

describe('an item is refused for good', () => {
  test.each<readonly [ItemFate, string]>([
    [
      { error: 'AccessDeniedException', status: 403, message: 'no permission' },
      'AccessDeniedException: no permission',
    ],
    [
      { error: 'ResourceNotFoundException', status: 404, message: 'no endpoint' },
      'ResourceNotFoundException: no endpoint',
    ],
    [{ error: 'ValidationException', status: 400, message: 'qualifier' }, 'ValidationException: qualifier'],
    [byHost('Received error (404) from runtime.'), 'RuntimeClientError: Received error'],
    [{ answer: '{"hello":"world"}' }, 'not as a host of this project'],
    [{ answer: 'hello' }, 'deploy the workflow again'],
    [byHost('Received error (400) from runtime: ItemRefused: Items need a bucket.'), 'Items need a bucket.'],
    [
      {
        answer: JSON.stringify({ novaActInvocation: { id: 'other.1', status: 'RUNNING', startedAt: 'now' } }),
      },
      'knows items',
    ],
  ])('after %o', async (fate, said) => {
    expect(await failure(fate)).toMatchObject({
      name: 'ItemRefused',
      message: expect.stringMatching(new RegExp(`^Item 7: It was not started: .*${said}`)),
    });
  });

  test('by a host that is older than fleets', async () => {
    const message = 'is unknown here; allowed are mode, id, waitSeconds';
    const error = { name: 'PayloadError', message, issues: [{ path: 'novaActInvocation.item', message }] };
    const fate = byHost(`Received error (400) from runtime: ${JSON.stringify({ error })}`);

    expect(await failure(fate)).toMatchObject({
      name: 'ItemRefused',
      message: expect.stringContaining('knows no items of fleets; deploy the workflow again'),
      calls: 1,
    });
  });

  test('by a workflow that does not take its payload, with what is wrong if that is known', async () => {
    const error = {
      name: 'ZodError',
      message: 'The payload is not valid',
      issues: [{ path: 'order', message: 'is no number' }],
    };

    expect(
      await failure(byHost(`Received error (400) from runtime: ${JSON.stringify({ error })}. See the logs.`)),
    ).toEqual({
      name: 'PayloadError',
      message: 'Item 7: The workflow does not take this payload: order: is no number',
      calls: 1,
    });
    expect(
      await failure(byHost('Received error (400) from runtime: PayloadError: order is missing')),
    ).toMatchObject({
      name: 'PayloadError',
      message: expect.stringContaining('PayloadError: order is missing'),
    });
  });

  test.each<readonly [unknown, string]>([
    ['text', 'it is not an object'],
    [{ itemId: 7 }, 'its itemId is not a text'],
    [{ order: 'private'.repeat(30_000) }, 'it has 210012 bytes as JSON, and at most 196608 are allowed'],
  ])('because it is none, and nobody is asked', async (item, said) => {
    expect(await failure('accepted', { item })).toEqual({
      name: 'InvalidItem',
      message: expect.stringMatching(new RegExp(`^Item 7: The item was not run: ${said}`)),
      calls: 0,
    });
  });

  test('what a service repeats of the token is not said', async () => {
    const fate = { error: 'ValidationException', status: 400, message: `Value ${TOKEN} is bad` } as const;

    expect(await failure(fate)).toMatchObject({ message: expect.stringContaining('Value … is bad') });
  });
});
