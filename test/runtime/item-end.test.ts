import { describe, expect, test } from '@jest/globals';
import type { InvocationRecord } from '../../lib/contract/invocation-record.ts';
import { itemFailureIn, itemSuccessIn } from '../../lib/contract/item-outcome.ts';
import { refusedEndOf, taskEndOf } from '../../lib/runtime/item-end.ts';

const random = '01234567-89ab-cdef-0123-456789abcdef';
const record: InvocationRecord = {
  id: `s.${random}`,
  sessionId: 's',
  status: 'SUCCEEDED',
  startedAt: '2026-11-01T00:00:00.000Z',
  endedAt: '2026-11-01T00:01:00.000Z',
  workflowRunIds: ['run'],
  item: { key: 'fleet#0', attempts: 2, redrive: 0 },
};
const stored = { isStored: true, uriOf: (key: string) => `s3://artifacts/${key}` };

function output(end: ReturnType<typeof taskEndOf>) {
  return itemSuccessIn('output' in end ? JSON.parse(end.output) : undefined);
}

describe('a task is told of a success', () => {
  test('the result, and how it came about', () => {
    expect(output(taskEndOf({ record, resultJson: '{"total":7}' }, stored))).toEqual({
      invocationId: record.id,
      sessionId: 's',
      workflowRunIds: ['run'],
      attempts: 2,
      startedAt: record.startedAt,
      endedAt: record.endedAt,
      result: { total: 7 },
    });
  });

  test('the result that a record holds, also none', () => {
    expect(output(taskEndOf({ record: { ...record, result: 3 } }, stored))).toMatchObject({ result: 3 });
    expect(output(taskEndOf({ record }, stored))).toMatchObject({ result: null });
  });

  test('where a result is that is too large, counted in bytes', () => {
    const resultJson = JSON.stringify('ä'.repeat(135_000));
    const told = output(taskEndOf({ record, resultJson }, stored));
    expect(told).toMatchObject({ resultAt: `s3://artifacts/invocations/${random}.json`, attempts: 2 });
    expect(told).not.toHaveProperty('result');
  });

  test('that such a result is lost when it could not be stored', () => {
    const resultJson = JSON.stringify('x'.repeat(270_000));
    expect(taskEndOf({ record, resultJson }, { ...stored, isStored: false })).toMatchObject({
      error: 'ResultNotStored',
      cause: expect.stringMatching(/could not be stored/),
    });
  });
});

test('a task is told of a success with few of its runs, when there are too many', () => {
  const workflowRunIds = Array.from({ length: 9_000 }, () => random);
  const told = output(taskEndOf({ record: { ...record, workflowRunIds, result: 1 } }, stored));
  expect(told).toMatchObject({ result: 1 });
  expect(told?.workflowRunIds).toHaveLength(50);
  const refused = refusedEndOf({ ...record, workflowRunIds }, 'no');
  expect('cause' in refused && itemFailureIn(refused.cause)?.message).toMatch(/has succeeded.*: no/);
});

test('a task is told that the session has ended, when a large result was not stored in time: the next attempt knows', () => {
  const resultJson = JSON.stringify('x'.repeat(270_000));
  const end = taskEndOf({ record, resultJson }, { ...stored, isStored: false, isEnding: true });
  expect(end).toMatchObject({ error: 'SessionEnded' });
});

test('names are not cut in the middle of a sign', () => {
  const error = { name: `${'a'.repeat(255)}😀`, message: 'm' };
  expect(taskEndOf({ record: { ...record, status: 'FAILED', error } }, stored)).toMatchObject({
    error: 'a'.repeat(255),
  });
});

describe('a task is told of a failure', () => {
  const failed = { ...record, status: 'FAILED' } as const;

  test('its name, message, code and issues', () => {
    const error = { name: 'ShopError', message: 'closed', code: 'E1', issues: [{ path: 'a', message: 'b' }] };
    const end = taskEndOf({ record: { ...failed, error } }, stored);
    expect(end).toMatchObject({ error: 'ShopError' });
    expect(itemFailureIn('cause' in end ? end.cause : undefined)).toMatchObject({
      message: 'closed',
      code: 'E1',
      issues: error.issues,
      attempts: 2,
    });
  });

  test.each([
    ['a long message', { message: '"ä'.repeat(20_000) }],
    [
      'many issues',
      { message: 'm', issues: Array.from({ length: 100 }, () => ({ path: 'p', message: '€'.repeat(500) })) },
    ],
    ['a long code', { message: 'm', code: 'c'.repeat(40_000) }],
  ])('no more than Step Functions takes of %s', (_, more) => {
    const error = { name: 'N'.repeat(300), ...more };
    const workflowRunIds = Array.from({ length: 2_000 }, () => random);
    const end = taskEndOf({ record: { ...failed, error, workflowRunIds } }, stored);
    const { cause, error: name } = 'cause' in end ? end : { cause: '', error: '' };
    expect(name).toHaveLength(256);
    expect(Buffer.byteLength(cause)).toBeLessThanOrEqual(32_768);
    expect(itemFailureIn(cause)?.message.slice(0, 1)).toBe(error.message.slice(0, 1));
  });

  test('something, even if the record does not say why', () => {
    expect(taskEndOf({ record: failed }, stored)).toMatchObject({ error: 'Error' });
  });
});
