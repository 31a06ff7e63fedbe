import { describe, expect, test } from '@jest/globals';
import type { InvocationRecord } from '../../lib/contract/invocation-record.ts';
import type { ItemRun } from '../../lib/contract/item-run.ts';
import { beatPauseMs, itemProblem, tellPauseMs, whatToDoWithItem } from '../../lib/runtime/item-policy.ts';

const item = { key: 'fleet#0', attempts: 2, redrive: 1 };
const base = { id: 'x', startedAt: '2026-11-01T00:00:00.000Z', item };
const running: InvocationRecord = { ...base, status: 'RUNNING' };
const succeeded: InvocationRecord = { ...base, status: 'SUCCEEDED' };
const failed: InvocationRecord = {
  ...base,
  status: 'FAILED',
  error: { name: 'ShopError', message: 'closed' },
};
const told: InvocationRecord = { ...failed, item: { ...item, told: true } };
const lost: InvocationRecord = { ...base, status: 'FAILED', error: { name: 'SessionEnded', message: '' } };
const killed: InvocationRecord = { ...failed, exit: 'killed by SIGKILL' };

const run = (more: Partial<ItemRun> = {}): ItemRun => ({
  key: item.key,
  execution: 'e',
  redrive: 1,
  ...more,
});

describe('when an item is started', () => {
  test('for the first time, it runs', () => {
    expect(whatToDoWithItem(undefined, run({ redrive: 0, index: 4 }))).toEqual({
      what: 'run',
      item: { key: item.key, index: 4, execution: 'e', redrive: 0, attempts: 1 },
    });
  });

  test.each([
    ['was lost with its session', running, 1],
    ['ended with its session', lost, 1],
    ['ended with its process', killed, 1],
    ['has failed, and that was told: it is a retry', told, 1],
    ['failed before it was redriven', failed, 2],
  ])('and what is recorded %s, it runs again', (_, record, redrive) => {
    expect(whatToDoWithItem(record, run({ redrive }))).toMatchObject({
      what: 'run',
      item: { attempts: 3, redrive },
    });
  });

  test.each([
    ['succeeded', succeeded, 1],
    ['succeeded before it was redriven', succeeded, 2],
    ['failed, and nobody was told', failed, 1],
    ['failed, in a later redrive than is asked for', failed, 0],
  ])('and it has %s, that is told', (_, record, redrive) => {
    expect(whatToDoWithItem(record, run({ redrive }))).toEqual({ what: 'tell', record });
  });
});

describe('an item whose sessions are lost', () => {
  const lostOnce = { ...running, item: { ...item, lost: 1 } };
  const lostTwice = { ...running, item: { ...item, lost: 2, execution: 'e' } };

  test('is begun again as often as the fleet says, also when nobody heard that it had begun', () => {
    expect(whatToDoWithItem(running, run({ lostRetries: 1 }))).toMatchObject({ item: { lost: 1 } });
    expect(whatToDoWithItem(lostOnce, run({ lostRetries: 2 }))).toMatchObject({ item: { lost: 2 } });
    expect(whatToDoWithItem(running, run({ lostRetries: 0 }))).toMatchObject({
      what: 'tell',
      record: {
        status: 'FAILED',
        error: { name: 'SessionEnded', message: expect.stringMatching(/begun 2 times.* lost once/) },
      },
    });
    expect(whatToDoWithItem(lostTwice, run({ lostRetries: 2 }))).toMatchObject({
      record: { error: { message: expect.stringMatching(/lost 3 times/) } },
    });
  });

  test('is counted anew in another redrive, and in another execution', () => {
    for (const more of [{ redrive: 2 }, { execution: 'other', redrive: 0 }]) {
      const decision = whatToDoWithItem(lostTwice, run({ ...more, lostRetries: 0 }));
      expect(decision).toMatchObject({ what: 'run', item: { attempts: 3, ...more } });
      expect(decision).not.toHaveProperty('item.lost');
    }
  });

  test('keeps its count while its workflow fails and is run again', () => {
    const record = { ...told, item: { ...item, lost: 1, told: true } };
    expect(whatToDoWithItem(record, run({ lostRetries: 1 }))).toMatchObject({ item: { lost: 1 } });
  });
});

test('a failure of another execution is not told again', () => {
  const record = { ...failed, item: { ...item, execution: 'other', redrive: 3 } };
  expect(whatToDoWithItem(record, run({ redrive: 0 }))).toMatchObject({ what: 'run' });
});

describe('what is stored is never told of another item', () => {
  test('that has the same name', () => {
    const record = { ...succeeded, item: { ...item, key: 'f#id:A', index: 3 } };
    expect(whatToDoWithItem(record, run({ key: 'f#id:A', index: 4 }))).toMatchObject({
      what: 'refuse',
      error: { name: 'InvalidItem', message: expect.stringMatching(/at place 3 of its list.*at place 4/) },
    });
    expect(whatToDoWithItem(record, run({ key: 'f#id:A', index: 3 }))).toMatchObject({ what: 'tell' });
    // An older one does not say its place.
    const old = { ...succeeded, item: { ...item, key: 'f#id:A' } };
    expect(whatToDoWithItem(old, run({ key: 'f#id:A', index: 4 }))).toMatchObject({ what: 'tell' });
  });

  test.each([
    ['another key', { ...succeeded, item: { ...item, key: 'other' } }],
    ['no item', { ...succeeded, item: undefined }],
    ['no item, and a failure', { ...failed, item: undefined }],
  ])('with %s', (_, record) => {
    expect(whatToDoWithItem(record, run())).toMatchObject({
      what: 'refuse',
      error: {
        name: 'ItemRefused',
        message: expect.stringMatching(/not the record of this item.*Nothing was run/),
      },
    });
  });
});

describe('an item is refused', () => {
  test('where no record outlives the process, and in any session but its own, and is told what is right', () => {
    const own = { expected: 'item-1', hasStore: true };
    expect(itemProblem({ ...own, sessionId: 'item-1' })).toBeUndefined();
    expect(itemProblem({ ...own, sessionId: 'item-1', hasStore: false })?.message).toMatch(
      /Set NOVA_ACT_ARTIFACT_BUCKET/,
    );
    expect(itemProblem({ ...own, sessionId: 'other' })?.message).toMatch(/session other; .*session item-1/);
    expect(itemProblem({ ...own, sessionId: undefined })).toMatchObject({
      name: 'ItemRefused',
      message: expect.stringMatching(/came in no session/),
    });
  });
});

test('two heartbeats may be lost, and one comes every 30 s at least', () => {
  expect([10, 60, 300].map(beatPauseMs)).toEqual([3333, 20_000, 30_000]);
});

test('the end is told again soon at first, and later every 20 s', () => {
  expect([1, 2, 3, 10, 2000].map(tellPauseMs)).toEqual([250, 500, 1000, 20_000, 20_000]);
});
