import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { RunRecord } from '../../../lib/local/nova-act/records.ts';
import { NovaActStore } from '../../../lib/local/nova-act/store.ts';
import { readRuns } from '../../../lib/local/viewer/read-runs.ts';
import type { RunQuery, RunsPage } from '../../../lib/viewer/view-model.ts';
import {
  addAct,
  DEFINITION,
  RUN,
  type SampleStore,
  SESSION,
  storeWithRun,
} from '../../viewer/sample-store.ts';

let sample: SampleStore;
beforeEach(() => {
  sample = storeWithRun({ modelId: 'run-1' });
});
afterEach(() => sample[Symbol.dispose]());

/** Adds runs, the first of which is the second of all. */
function addRuns(count: number, detailsOf: (number: number) => Partial<RunRecord> = () => ({})): void {
  const { store } = sample;
  const like = store.run(RUN);
  if (like === undefined) throw new Error('no run');
  for (let number = 2; number <= count + 1; number += 1) {
    const creation = { sequence: store.nextSequence(), inputHash: 'hash' };
    const runId = randomUUID();
    store.saveRun({ ...like, runId, modelId: `run-${number}`, creation, ...detailsOf(number) });
  }
}

const read = (query: RunQuery, patienceMs?: number, store = sample.store): Promise<RunsPage> =>
  readRuns({
    store,
    query,
    patienceMs,
    hostErrorOf: ({ runId }) => (runId === RUN ? { type: 'HostError', message: 'Out of memory' } : undefined),
    itemOf: ({ run }) => ({
      id: run.runId,
      definitionName: run.definitionName,
      status: run.status,
      modelId: run.modelId,
      playedBy: undefined,
      startedAt: new Date(run.startedAt),
      endedAt: undefined,
      sessionCount: undefined,
      actCount: undefined,
    }),
  });
const numbersOf = ({ runs }: RunsPage): number[] => runs.map(({ modelId }) => Number(modelId?.slice(4)));

describe('runs that are asked for by status, time and workflow', () => {
  test('are those, with their number, on pages that stay when runs are added', async () => {
    const failing = (number: number): Partial<RunRecord> => (number % 2 === 0 ? { status: 'FAILED' } : {});
    addRuns(249, failing);
    const first = await read({ status: 'FAILED' });
    expect([numbersOf(first)[0], first.runs.length, first.total, first.newer]).toEqual([
      250,
      100,
      125,
      undefined,
    ]);
    const second = await read({ status: 'FAILED', at: first.older });
    expect(second).toMatchObject({ total: 125, newerCount: 100, older: undefined });
    expect(numbersOf(second)).toEqual(Array.from({ length: 25 }, (_, index) => 50 - 2 * index));

    addRuns(4, failing);
    expect(numbersOf(await read({ status: 'FAILED', at: first.older }))).toEqual(numbersOf(second));
    expect(numbersOf(await read({ status: 'FAILED', at: second.newer }))).toEqual(numbersOf(first));
  });

  test('follow a run to its end, and forget one that is removed', async () => {
    const run = sample.store.run(RUN);
    if (run === undefined) throw new Error('no run');
    sample.store.saveRun({ ...run, status: 'RUNNING' });
    expect((await read({ status: 'RUNNING' })).total).toBe(1);
    sample.store.saveRun({ ...run, status: 'TIMED_OUT' });
    expect([(await read({ status: 'RUNNING' })).total, (await read({ status: 'TIMED_OUT' })).total]).toEqual([
      0, 1,
    ]);
    sample.store.removeRun(run);
    await sample.store.close();
    expect((await read({})).total).toBe(0);
  });

  test('have begun at or after the one time, and before the other', async () => {
    addRuns(5, (number) => ({
      startedAt: `2026-03-0${number}T09:00:00.000Z`,
      definitionName: number === 4 ? 'other' : DEFINITION,
    }));
    const since = new Date('2026-03-03T09:00:00Z');
    const until = new Date('2026-03-06T09:00:00Z');
    expect(numbersOf(await read({ since, until }))).toEqual([5, 4, 3]);
    expect(numbersOf(await read({ since, until, definitionName: DEFINITION }))).toEqual([5, 3]);
    expect(numbersOf(await read({ definitionName: 'other' }))).toEqual([4]);
    expect(numbersOf(await read({ definitionName: 'none' }))).toEqual([]);
  });
});

test('runs behind another one are those created before it, whatever the clock says', async () => {
  addRuns(3, (number) => ({ startedAt: `2026-02-0${5 - number}T09:00:00.000Z` }));
  const all = await read({});
  expect(numbersOf(all)).toEqual([4, 3, 2, 1]);
  expect(numbersOf(await read({ behind: all.runs[1]?.id }))).toEqual([2, 1]);
  expect(numbersOf(await read({ behind: RUN }))).toEqual([]);
  expect(numbersOf(await read({ behind: 'gone' }))).toEqual([]);
});

test.each([
  ['zzz', {}, true],
  ['before-0', {}, true],
  ['before-0', { text: DEFINITION }, true],
  ['before-999999', {}, undefined],
  ['zzz', { text: DEFINITION }, true],
])(
  'the place %s with %j shows the newest, and says whether it is another one',
  async (at, query, isElsewhere) => {
    addRuns(2);
    const page = await read({ at, ...query });
    expect([numbersOf(page), page.isElsewhere]).toEqual([[3, 2, 1], isElsewhere]);
  },
);

describe('runs that are asked for by a text', () => {
  test.each([
    ['an id', RUN.slice(0, 8), [1]],
    ['the id of a session', SESSION, [1]],
    ['a workflow', 'STARTED-workflow', [3, 2, 1]],
    ['a prompt, whatever the case', 'GRÜNE "schuhe"', [1]],
    ['a prompt of several lines', 'zwei\nzeilen', [1]],
    ['the same as lists show it, in one line', 'schuhe" auf  zwei zeilen', [1]],
    ['accents that were stored in another way', 'm\u00fctze', [1]],
    ['accents that are encoded in another way', 'GRU\u0308NE "schuhe"', [1]],
    ['an error of an act', 'no answer in', [1]],
    ['an error of a run', 'restarted', [2]],
    ['an error that the host has told', 'out of MEMORY', [1]],
    ['what is in no run', 'nowhere', []],
    ['what records have for machines', 'compatibilityVersion', []],
  ])('%s', async (_, text, numbers) => {
    addAct(sample.store, {
      task: 'Suche grüne "Schuhe"\nauf\nzwei\nZeilen, eine Mu\u0308tze',
      status: 'FAILED',
      error: { type: 'ActTimeoutError', message: 'No answer in 30 s' },
    });
    const run = sample.store.run(RUN);
    if (run !== undefined) sample.store.saveRun({ ...run, status: 'FAILED' });
    addRuns(2, (number) => (number === 2 ? { error: { message: 'Local AWS was restarted' } } : {}));
    const found = [numbers, numbers.length, undefined];
    const inJournal = await read({ text });
    expect([numbersOf(inJournal), inJournal.total, inJournal.unseen]).toEqual(found);
    // So much goes into the archive, of which a store that is opened anew has read nothing but the index.
    const definition = sample.store.definition(DEFINITION);
    if (definition === undefined) throw new Error('no definition');
    sample.store.saveDefinition({ ...definition, description: 'x'.repeat(1_100_000) });
    const opened = NovaActStore.open({ stateDir: sample.directory });
    const inArchive = await read({ text }, undefined, opened);
    await opened.close();
    expect([numbersOf(inArchive), inArchive.total, inArchive.unseen]).toEqual(found);
  });

  test('when time is up before all were looked at, this is said, and the next page goes on from there', async () => {
    addRuns(4_000);
    const run = sample.store.run(RUN);
    if (run !== undefined) sample.store.saveRun({ ...run, error: { message: 'needle' } });
    let page = await read({ text: 'needle' }, 1);
    expect(page).toMatchObject({ runs: [], total: undefined, newer: undefined });
    expect(page.unseen).toMatch(/^Looked through the newest [\d,]+ of 4,001 runs\.$/);
    const [first] = [page];
    let pages = 1;
    for (; page.older !== undefined; pages += 1) page = await read({ text: 'needle', at: page.older }, 1);
    expect(numbersOf(page)).toEqual([1]);
    expect(page.unseen).toMatch(
      /^Looked through the runs [\d,]+ to 4,001 of 4,001, counted from the newest\.$/,
    );
    expect(pages).toBeGreaterThan(1);
    // And back, by as many steps as it takes.
    for (; page.newer !== undefined; page = await read({ text: 'needle', at: page.newer }, 1));
    expect(page.unseen?.slice(0, 26)).toBe(first.unseen?.slice(0, 26));
  });

  test('a page has 100 of them; the way leads to the oldest and back', async () => {
    addRuns(249, (number) => (number % 2 === 0 ? { error: { message: 'needle' } } : {}));
    const first = await read({ text: 'needle' });
    expect([first.runs.length, first.total, first.newer]).toEqual([100, undefined, undefined]);
    expect(first.unseen).toBe('Looked through the newest 199 of 250 runs.');
    const second = await read({ text: 'needle', at: first.older });
    expect([numbersOf(second), second.older]).toEqual([
      Array.from({ length: 25 }, (_, index) => 50 - 2 * index),
      undefined,
    ]);
    expect(numbersOf(await read({ text: 'needle', at: second.newer }))).toEqual(numbersOf(first));
  });
});
