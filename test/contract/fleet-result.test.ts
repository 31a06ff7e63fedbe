import { describe, expect, test } from '@jest/globals';
import { wrappedItem } from '../../lib/contract/fleet-item.ts';
import { manifestText, readManifest } from '../../lib/contract/fleet-manifest.ts';
import {
  type FleetResult,
  fleetResultEntry,
  itemOfResult,
  readFleetResult,
} from '../../lib/contract/fleet-result.ts';

const ARN = 'arn:aws:states:us-east-1:123456789012';
const INPUT = {
  ...{ fleet: 'machine:e@t', format: 'jsonl', bucket: 'artifacts', index: 4 },
  item: { itemId: 'paris', city: 'Paris' },
};
const FACTS = {
  ...{ invocationId: 'item-1.2', sessionId: 'item-1', workflowRunIds: ['r1'], attempts: 2 },
  ...{ startedAt: '2026-01-01T00:00:01.000Z', endedAt: '2026-01-01T00:00:09.000Z' },
};

/** An entry as the guide shows it. */
function entry(more: object, input: unknown = INPUT): object {
  return {
    ExecutionArn: `${ARN}:execution:fleet/jsonl:da4e9fc7-abab-3b27-9a77-a277e463b709`,
    Input: JSON.stringify(input),
    InputDetails: { Included: true },
    Name: 'da4e9fc7-abab-3b27-9a77-a277e463b709',
    RedriveCount: 0,
    StartDate: '2026-01-01T00:00:00.000Z',
    StateMachineArn: `${ARN}:stateMachine:fleet/jsonl`,
    StopDate: '2026-01-01T00:00:10.000Z',
    ...more,
  };
}

const COMMON = { key: 'machine:e@t#id:paris', index: 4, itemId: 'paris', item: INPUT.item };

describe('an entry of the results of a Map Run', () => {
  test('of an item that has succeeded says what main returned, and how it was run', () => {
    const output = { ...FACTS, result: { price: 7 } };
    const read = readFleetResult(entry({ Status: 'SUCCEEDED', Output: JSON.stringify(output) }));
    expect(read).toEqual({ ...COMMON, ...FACTS, status: 'SUCCEEDED', result: { price: 7 } });
  });

  test('is never what members of an output or a cause say', () => {
    const evil = {
      ...FACTS,
      status: 'FAILED',
      key: 'other',
      index: 99,
      item: { stolen: true },
      error: { name: 'E' },
    };
    const done = entry({ Status: 'SUCCEEDED', Output: JSON.stringify({ ...evil, result: 1 }) });
    expect(readFleetResult(done)).toEqual({ ...COMMON, ...FACTS, status: 'SUCCEEDED', result: 1 });
    const cause = JSON.stringify({ ...evil, message: 'm' });
    expect(readFleetResult(entry({ Status: 'FAILED', Error: 'E', Cause: cause }))).toMatchObject({
      ...COMMON,
      status: 'FAILED',
    });
  });

  test('keeps what is known of one that has never begun, and a result that is none', () => {
    const base = { ...COMMON, workflowRunIds: [], attempts: 0, endedAt: FACTS.endedAt } as const;
    const place = { fleet: 'f', bucket: 'b' };
    const error = {
      name: 'PayloadError',
      message: 'm',
      code: 'payload',
      issues: [{ path: 'a', message: 'b' }],
    };
    expect(readFleetResult(fleetResultEntry({ ...base, status: 'FAILED', error }, place))?.error).toEqual(
      error,
    );
    const done: FleetResult = { ...base, ...FACTS, status: 'SUCCEEDED' };
    expect(readFleetResult(fleetResultEntry(done, place))).toMatchObject({ attempts: 2, result: null });
  });

  test('says where a result is that was too large', () => {
    const output = JSON.stringify({ ...FACTS, resultAt: 's3://artifacts/invocations/2.json' });
    expect(readFleetResult(entry({ Status: 'SUCCEEDED', Output: output }))).toMatchObject({
      resultAt: 's3://artifacts/invocations/2.json',
    });
  });

  test('of one that has failed says why, as the host has told it', () => {
    const cause = JSON.stringify({ ...FACTS, message: 'the shop is closed', code: 'CLOSED' });
    expect(readFleetResult(entry({ Status: 'FAILED', Error: 'ShopError', Cause: cause }))).toEqual({
      ...{ ...COMMON, ...FACTS, status: 'FAILED' },
      error: { name: 'ShopError', message: 'the shop is closed', code: 'CLOSED' },
    });
  });

  test.each([
    [
      'a function',
      JSON.stringify({ errorType: 'ItemRefused', errorMessage: 'No such runtime.' }),
      'No such runtime.',
    ],
    ['Step Functions', 'The task was silent.', 'The task was silent.'],
    ['nobody', undefined, ''],
  ])('takes a cause of %s for what it is', (_who, Cause, message) => {
    const read = readFleetResult(entry({ Status: 'TIMED_OUT', Error: 'States.HeartbeatTimeout', Cause }));
    expect(read).toMatchObject({
      ...{ status: 'TIMED_OUT', attempts: 0, workflowRunIds: [] },
      error: { name: 'States.HeartbeatTimeout', message },
    });
  });

  test('of one that was stopped says so, of which Step Functions gives no reason', () => {
    expect(readFleetResult(entry({ Status: 'ABORTED' }))).toMatchObject({
      ...{ status: 'ABORTED', error: { name: 'ItemStopped', message: expect.stringContaining('stopped') } },
    });
  });

  test('of an item that was never started has its input and its status, and no more', () => {
    const pending = { Input: JSON.stringify(INPUT), InputDetails: { Included: true }, Status: 'PENDING' };
    expect(readFleetResult(pending)).toEqual({
      ...{ ...COMMON, status: 'PENDING', workflowRunIds: [], attempts: 0 },
    });
  });

  test('of an item of an earlier fleet keeps its key and its place there', () => {
    const item = { key: 'old#7', index: 7, payload: { city: 'Rome' } };
    const read = readFleetResult(entry({ Status: 'ABORTED' }, { ...INPUT, item: wrappedItem(item) }));
    expect(read).toMatchObject({ key: 'old#7', index: 7, item: { city: 'Rome' }, status: 'ABORTED' });
    expect(read && itemOfResult(read)).toEqual(item);
  });

  test('of what is no item keeps its place', () => {
    const read = readFleetResult(
      entry({ Status: 'FAILED', Error: 'InvalidItem', Cause: 'x' }, { ...INPUT, item: 3 }),
    );
    expect(read).toMatchObject({ key: 'machine:e@t#4', index: 4, item: { item: 3 } });
  });

  test.each([
    undefined,
    3,
    {},
    { Status: 'SUCCEEDED', Input: '' },
    { Status: 'ODD', Input: JSON.stringify(INPUT) },
  ])('is not made of %j', (value) => {
    expect(readFleetResult(value)).toBeUndefined();
  });
});

const WHOLE: FleetResult = { ...COMMON, ...FACTS, status: 'SUCCEEDED', result: null };

test.each<[FleetResult]>([
  [WHOLE],
  [{ ...WHOLE, status: 'FAILED', result: undefined, error: { name: 'ShopError', message: 'closed' } }],
  [{ ...COMMON, status: 'PENDING', workflowRunIds: [], attempts: 0 }],
])('what a loop on this machine writes is read as it was: %j', (result) => {
  const place = { fleet: 'machine:e@t', bucket: 'artifacts' };
  const line = JSON.parse(JSON.stringify(fleetResultEntry(result, place)));
  expect(readFleetResult(line)).toEqual(JSON.parse(JSON.stringify(result)));
});

test('a manifest names the files of each kind', () => {
  const files = { SUCCEEDED: [{ key: 'a/SUCCEEDED_0.jsonl', sizeBytes: 12 }], FAILED: [], PENDING: [] };
  const manifest = { bucket: 'artifacts', mapRunArn: `${ARN}:mapRun:fleet/jsonl:1`, files };
  expect(JSON.parse(manifestText(manifest))).toEqual({
    DestinationBucket: 'artifacts',
    MapRunArn: `${ARN}:mapRun:fleet/jsonl:1`,
    ResultFiles: { SUCCEEDED: [{ Key: 'a/SUCCEEDED_0.jsonl', Size: 12 }], FAILED: [], PENDING: [] },
  });
  expect(readManifest(JSON.parse(manifestText(manifest)))).toEqual(manifest);
  expect(readManifest({ ResultFiles: [] })).toBeUndefined();
});
