import { expect, test } from '@jest/globals';
import { type ItemSettings, itemVariables } from '../../../lib/cdk/item-settings.ts';
import type { ItemStep } from '../../../lib/contract/item-step.ts';
import { startItemPlane } from './support/item-plane.ts';
import { callHandler } from './support/run-handler.ts';

const SETTINGS: ItemSettings = {
  runtimeArn: 'arn:aws:bedrock-agentcore:us-east-1:123456789012:runtime/shop-a1b2c3d4e5',
  qualifier: 'live',
  definitionName: 'shop',
  artifactBucket: 'shop-artifacts',
  buckets: ['shop-uploads', 'shop-inbox'],
  concurrency: 20,
  toleratedFailurePercentage: 0,
};
const START: ItemStep = {
  step: 'start',
  token: 'the-token',
  heartbeatSeconds: 300,
  redrive: 0,
  fleet: 'execution@now',
  format: 'jsonl',
  bucket: 'shop-artifacts',
  index: 3,
  item: { order: 'private' },
};

const call = (event: object, environment: Readonly<Record<string, string>> = {}) =>
  callHandler('item', { event, environment: { ...itemVariables(SETTINGS), ...environment } });

test('its bundle starts an item, and has neither payload nor token in its log', async () => {
  await using plane = await startItemPlane('accepted');

  const { exitCode, output, log } = await call(START, { AWS_ENDPOINT_URL_BEDROCK_AGENTCORE: plane.url });

  expect(exitCode).toBe(0);
  expect(output + log).not.toMatch(/private|the-token/);
  expect(plane.calls.map(({ request }) => request.payload)).toEqual([{ order: 'private' }]);
  expect(JSON.parse(output)).toEqual({
    message: 'item started',
    key: 'execution@now#3',
    sessionId: plane.calls[0]?.sessionId,
    invocationId: expect.stringContaining(`${plane.calls[0]?.sessionId}.`),
  });
});

test('its bundle refuses what is no fleet, and steps that it does not have', async () => {
  const execution = { id: 'execution', startedAt: 'now' };

  expect(await call({ step: 'settle', input: { items: { kee: 'a' } }, execution })).toMatchObject({
    exitCode: 1,
    log: expect.stringContaining('did you mean "key"?'),
  });
  expect(await call({ step: 'stop' })).toMatchObject({
    exitCode: 1,
    log: expect.stringContaining('the steps settle and start; it was asked for "stop"'),
  });
});
