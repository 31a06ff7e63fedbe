import { expect, test } from '@jest/globals';
import { itemFactsOf, itemFailureIn, itemSuccessIn } from '../../lib/contract/item-outcome.ts';

const facts = {
  invocationId: 's.1',
  workflowRunIds: ['run'],
  attempts: 2,
  startedAt: '2026-11-01T00:00:00.000Z',
};

test('the facts of an item are those in its record; one without attempts has had one', () => {
  const record = { id: 's.1', status: 'RUNNING', startedAt: facts.startedAt } as const;
  expect(itemFactsOf(record)).toEqual({ ...facts, workflowRunIds: [], attempts: 1 });
  const item = { key: 'k', attempts: 2, redrive: 0 };
  expect(itemFactsOf({ ...record, workflowRunIds: ['run'], item })).toEqual(facts);
});

test('a cause and an output are known by what a host of ours writes there; others say nothing of an item', () => {
  expect(itemFailureIn(JSON.stringify({ ...facts, message: 'closed' }))).toMatchObject({ message: 'closed' });
  expect(itemSuccessIn({ ...facts, result: null })).toMatchObject({ result: null });
  expect(itemSuccessIn({ ...facts, resultAt: 's3://b/k' })).toMatchObject({ resultAt: 's3://b/k' });
  for (const cause of [undefined, '', 'no JSON', '"text"', '{}', JSON.stringify(facts)])
    expect(itemFailureIn(cause)).toBeUndefined();
  for (const output of [undefined, 'text', {}, facts, { result: 1 }, { ...facts, resultAt: 7 }])
    expect(itemSuccessIn(output)).toBeUndefined();
});
