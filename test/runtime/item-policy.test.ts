import { describe, expect, test } from '@jest/globals';
import type { InvocationRecord } from '../../lib/contract/invocation-record.ts';
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

describe('when an item is started', () => {
  test('for the first time, it runs', () => {
    expect(whatToDoWithItem(undefined, 0)).toEqual({ what: 'run', attempts: 1 });
  });

  test.each([
    ['was lost with its session', running, 1],
    ['ended with its session', lost, 1],
    ['ended with its process', killed, 1],
    ['has failed, and that was told: it is a retry', told, 1],
    ['failed before it was redriven', failed, 2],
  ])('and what is recorded %s, it runs again', (_, record, redrive) => {
    expect(whatToDoWithItem(record, redrive)).toEqual({ what: 'run', attempts: 3 });
  });

  test.each([
    ['succeeded', succeeded, 1],
    ['succeeded before it was redriven', succeeded, 2],
    ['failed, and nobody was told', failed, 1],
    ['failed, in a later redrive than is asked for', failed, 0],
  ])('and it has %s, that is told', (_, record, redrive) => {
    expect(whatToDoWithItem(record, redrive)).toEqual({ what: 'tell', record });
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
