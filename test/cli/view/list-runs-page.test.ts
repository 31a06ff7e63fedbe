import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { type ListLimits, listRunsPage } from '../../../lib/cli/view/list-runs-page.ts';
import { RunPlaces } from '../../../lib/cli/view/run-places.ts';
import { type ListWorkflowRunsCommand, UpdateWorkflowRunCommand } from '../../../lib/service/index.ts';
import type { RunQuery } from '../../../lib/viewer/view-model.ts';
import { createRun } from '../../local/nova-act/local-service.ts';
import { startViewedAccount, type ViewedAccount } from './viewed-account.ts';

let account: ViewedAccount;
/** Newest first: of `even` and `odd` in turn. */
let ids: readonly string[];
const places = new RunPlaces();
const LIMITS: ListLimits = { onPage: 5, looked: 100, timeMs: 10_000, leastLooked: 1 };

beforeAll(async () => {
  account = await startViewedAccount();
  const made: string[] = [];
  for (let n = 0; n < 24; n += 1) {
    const run = await createRun(account.client, n % 2 === 0 ? 'even' : 'odd');
    if (n < 2) await account.client.send(new UpdateWorkflowRunCommand({ ...run, status: 'FAILED' }));
    made.push(run.workflowRunId);
    const record = account.aws.store.run(run.workflowRunId);
    if (record === undefined) throw new Error('There is no run.');
    const startedAt = new Date(Date.UTC(2026, 2, 1, 9, n)).toISOString();
    account.aws.store.saveRun({ ...record, startedAt });
  }
  ids = made.toReversed();
});
afterEach(() => account.denied.clear());
afterAll(() => account?.[Symbol.asyncDispose]());

const page = (query: RunQuery, limits: Partial<ListLimits> = {}) =>
  listRunsPage(query, {
    ...{ definitions: ['even', 'odd'], hasMore: false, places, access: account.scope },
    limits: { ...LIMITS, ...limits },
  });

/** All pages from the newest on. */
async function pages(query: RunQuery, limits: Partial<ListLimits> = {}) {
  const all = [await page(query, limits)];
  for (let at = all[0]?.older; at !== undefined; at = all.at(-1)?.older)
    all.push(await page({ ...query, at }, limits));
  return all;
}
const idsIn = (all: readonly Awaited<ReturnType<typeof page>>[]): readonly string[] =>
  all.flatMap(({ runs }) => runs.map(({ id }) => id));

test('pages go on where the one before ended, over all definitions, and back', async () => {
  const all = await pages({});
  expect(all.map(({ runs }) => runs.length)).toEqual([5, 5, 5, 5, 4]);
  expect(idsIn(all)).toEqual(ids);
  expect(all.map(({ newerCount }) => newerCount)).toEqual([0, 5, 10, 15, 20]);
  expect(all[0]?.newer).toBeUndefined();
  expect(idsIn([await page({ at: all[2]?.newer })])).toEqual(ids.slice(5, 10));
  expect(idsIn([await page({ at: all[1]?.newer })])).toEqual(ids.slice(0, 5));
  expect(all.every(({ unseen }) => unseen === undefined)).toBe(true);
});

test('a place that is not known any more is the newest, which is said', async () => {
  const other = await page({ at: 'gone' });
  expect([idsIn([other]), other.isElsewhere]).toEqual([ids.slice(0, 5), true]);
  expect((await page({ at: 'newest' })).isElsewhere).toBeUndefined();
});

test('runs behind another one are those that the service lists after it; one too far back is not taken for the first', async () => {
  expect(idsIn([await page({ behind: ids[2] })])).toEqual(ids.slice(3, 8));
  expect(await page({ behind: ids.at(-1) })).toMatchObject({ runs: [], unseen: undefined });
  const cut = await page({ behind: ids[20] }, { looked: 10 });
  expect([cut.runs, cut.unseen]).toEqual([[], expect.stringContaining('Looked at 10 runs')]);
});

test('what fits on one page is counted', async () => {
  expect(await page({ status: 'FAILED' })).toMatchObject({ total: 2, older: undefined, unseen: undefined });
  expect((await page({})).total).toBeUndefined();
});

describe('what is asked for', () => {
  const minute = (n: number): Date => new Date(Date.UTC(2026, 2, 1, 9, n));
  test.each<[string, RunQuery, (all: readonly string[]) => readonly string[]]>([
    ['status', { status: 'FAILED' }, (all) => all.slice(-2)],
    ['since', { since: minute(20) }, (all) => all.slice(0, 4)],
    ['until', { until: minute(3) }, (all) => all.slice(-3)],
    ['between', { since: minute(5), until: minute(8) }, (all) => all.slice(-8, -5)],
    ['text of a name', { text: ' ODD' }, (all) => all.filter((_, n) => n % 2 === 0)],
  ])('%s', async (_, query, expected) => {
    expect(idsIn(await pages(query, { onPage: 50 }))).toEqual(expected(ids));
  });

  test('the text of an id, and that prompts are not looked at', async () => {
    const found = await page({ text: ids[7] });
    expect(idsIn([found])).toEqual([ids[7]]);
    expect(found.unseen).toMatch(
      /^Looked at the ids and names of 24 runs\. AWS lists neither prompts nor errors\.$/,
    );
  });
});

test('so many runs are looked at for a page, which says so, and the next page goes on', async () => {
  const all = await pages({ status: 'FAILED' }, { looked: 10 });
  expect(all.map(({ runs }) => runs.length)).toEqual([0, 0, 2]);
  expect(all[0]?.unseen).toBe('Looked at 10 runs, back to 2026-03-01T09:14:00Z.');
  expect(all[2]?.unseen).toBeUndefined();
});

test('it takes no longer than it may, and gets on all the same', async () => {
  const all = await pages({}, { timeMs: -1, leastLooked: 3, onPage: 100 });
  expect(all.map(({ runs }) => runs.length)).toEqual([3, 3, 3, 3, 3, 3, 3, 3]);
  expect(idsIn(all)).toEqual(ids);
});

test('a list that cannot be read does not keep those of others back, and is said', async () => {
  const { client } = account.scope;
  const send = async (command: ListWorkflowRunsCommand) => {
    if (command.input.workflowDefinitionName === 'odd') throw new TypeError('This is no JSON.');
    return await client.send(command);
  };
  const access = { ...account.scope, client: Object.create(client, { send: { value: send } }) };
  const list = listRunsPage(
    {},
    { definitions: ['even', 'odd'], hasMore: false, places, access, limits: { ...LIMITS, onPage: 50 } },
  );
  expect(await list).toMatchObject({
    runs: { length: 12 },
    unseen: 'Looked at 12 runs. Those of 1 workflow definition are missing: This is no JSON.',
  });
});

test('runs of a definition that is gone are none; without permission for any there is no page', async () => {
  const gone = listRunsPage(
    {},
    {
      ...{ definitions: ['even', 'gone'], hasMore: true, places, access: account.scope },
      limits: { ...LIMITS, onPage: 50 },
    },
  );
  expect(await gone).toMatchObject({
    runs: { length: 12 },
    unseen: 'Looked at 12 runs of the newest workflow definitions.',
  });
  account.denied.add('ListWorkflowRuns');
  await expect(page({})).rejects.toThrow(/not authorized/);
});
