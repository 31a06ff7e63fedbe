import { describe, expect, test } from '@jest/globals';
import { StoreSource } from '../../lib/local/viewer/index.ts';
import { compareRuns, compareTimes } from '../../lib/viewer/compare-runs.ts';
import { compareTotals } from '../../lib/viewer/compare-totals.ts';
import { viewerPaths } from '../../lib/viewer/index.ts';
import { comparePage } from '../../lib/viewer/pages/compare-page.ts';
import type { RunDetail } from '../../lib/viewer/view-model.ts';
import { ACT, addAct, addStep, DEFINITION, RUN, SESSION, storeWithRun } from './sample-store.ts';
import { serveViewer } from './viewer-server.ts';

/** A run with a session of these acts, each of which answers and takes as many steps as is said. */
async function runOf(
  acts: readonly (readonly [task: string, answer: string, steps?: number])[],
): Promise<RunDetail> {
  using sample = storeWithRun();
  const { store } = sample;
  for (const [index, [task, answer, steps = 1]] of acts.entries()) {
    const actId = `33333333-3333-4333-8333-${String(index).padStart(12, '0')}`;
    const act = addAct(store, { actId, task });
    for (let step = 1; step < steps; step += 1) addStep(store, act);
    addStep(store, act, { calls: [{ callId: '1', name: 'return', input: [JSON.stringify(answer)] }] });
    store.saveAct({ ...act, status: 'SUCCEEDED', endedAt: '2026-03-01T09:00:03.400Z' });
  }
  const run = await new StoreSource(store).run({ definitionName: DEFINITION, runId: RUN });
  if (run === undefined) throw new Error('no run');
  return run;
}

const compared = (left: RunDetail, right: RunDetail) =>
  compareRuns(left, right, new Date()).map(({ acts }) =>
    acts.map(({ left: a, right: b, facts }) => ({
      numbers: [a?.number, b?.number],
      different: facts.filter(({ differs }) => differs).map(({ name, left: l, right: r }) => [name, l, r]),
    })),
  );

describe('two runs, act by act', () => {
  test('an act more in one of them does not shift the others; what differs is named with both sides', async () => {
    const left = await runOf([
      ['Open the shop', 'Done'],
      ['Return the total', '39.9'],
      ['Log out', 'Done', 3],
    ]);
    const right = await runOf([
      ['Open the shop', 'Done'],
      ['Close the banner', 'Done'],
      ['Return the total', '41'],
      ['Sign out', 'Done', 2],
    ]);
    expect(compared(left, right)).toEqual([
      [
        { numbers: [1, 1], different: [] },
        expect.objectContaining({ numbers: [undefined, 2] }),
        { numbers: [2, 3], different: [['Answer', '39.9', '41']] },
        {
          numbers: [3, 4],
          different: [
            ['Prompt', 'Log out', 'Sign out'],
            ['Steps', '3', '2'],
          ],
        },
      ],
    ]);
  });

  test('a run without the session of the other has no act of it', async () => {
    const left = await runOf([['Open the shop', 'Done']]);
    const right = { ...left, sessions: [] };
    expect(compared(left, right)).toEqual([[expect.objectContaining({ numbers: [1, undefined] })]]);
    expect(compareRuns(right, right, new Date())).toEqual([]);
  });
});

describe('an act that nobody ended', () => {
  test.each([
    ['until the end of its run', '2026-03-01T09:00:12.500Z', '11.5 s'],
    ['for a time that nobody knows, when its run has no end', undefined, 'unknown'],
  ])('went on %s', async (_, endedAt, time) => {
    using sample = storeWithRun({ status: 'FAILED', endedAt });
    addStep(sample.store, addAct(sample.store));
    const run = await new StoreSource(sample.store).run({ definitionName: DEFINITION, runId: RUN });
    if (run === undefined) throw new Error('no run');
    const facts = compareRuns(run, run, new Date())[0]?.acts[0]?.facts.map(({ name, left }) => [name, left]);
    expect(facts).toContainEqual(['Status', 'did not end']);
    expect(facts).toContainEqual(['Time', time]);
    expect(compareTotals(run, run, new Date())).toContainEqual(
      expect.objectContaining({ name: 'Time', left: endedAt === undefined ? 'unknown' : '12.5 s' }),
    );
    await using server = await serveViewer(sample.store);
    const place = { definitionName: DEFINITION, runId: RUN };
    const paths = viewerPaths('/viewer');
    for (const path of [
      paths.run(place),
      paths.report(place),
      paths.act({ ...place, sessionId: SESSION, actId: ACT }),
    ]) {
      const { text } = await server.get(path);
      expect(text).toContain('did not end');
      expect(text).toContain(`<span class="duration">${time}</span>`);
      expect(text).toContain('It was going on when the run was over.');
      expect(text).not.toMatch(/data-since="|Still working/);
    }
  });
});

describe('what two runs were called with, and what they gave', () => {
  const invoked = async (details: { readonly payload?: unknown; readonly result?: unknown }) => {
    const record = { id: 'x', status: 'SUCCEEDED', startedAt: '2026-03-01T09:00:00Z', ...details } as const;
    const invocation = { record, runs: [], logFile: undefined, logLines: [], againCommand: undefined };
    return { ...(await runOf([['Open the shop', 'Done']])), invocation };
  };
  const fact = (left: RunDetail, right: RunDetail, name: string) =>
    compareTotals(left, right, new Date()).find((each) => each.name === name);

  test('stand beside each other', async () => {
    const [ada, grace] = [
      await invoked({ payload: { name: 'Ada' }, result: 1 }),
      await invoked({ payload: { name: 'Grace' }, result: 1 }),
    ];
    expect(fact(ada, grace, 'Payload')).toMatchObject({
      left: expect.stringContaining('Ada'),
      right: expect.stringContaining('Grace'),
      differs: true,
    });
    expect(fact(ada, grace, 'Result')).toMatchObject({ left: '1', right: '1', differs: false });
  });

  test('what is not known differs from nothing', async () => {
    const [ada, laptop] = [await invoked({ payload: { name: 'Ada' } }), await runOf([])];
    expect(fact(ada, laptop, 'Payload')).toMatchObject({ right: undefined, differs: false });
    expect(fact(laptop, laptop, 'Payload')).toBeUndefined();
  });
});

test('acts of which nobody knows what they did are not called the same', async () => {
  const run = await runOf([['Open the shop', 'Done']]);
  const sessions = run.sessions.map((session) => ({
    ...session,
    acts: session.acts.map((act) => ({ ...act, trace: undefined })),
  }));
  const page = (left: RunDetail, right: RunDetail): string =>
    comparePage({ left, right, paths: viewerPaths('/viewer'), now: new Date() }).toString();
  expect(page(run, run)).toContain('>the same, ');
  const unknown = page({ ...run, sessions }, { ...run, sessions });
  expect(unknown).toContain('what they did is not known');
  expect(unknown).not.toContain('>the same, ');
});

describe('times', () => {
  test.each([
    [1_000, 1_900, undefined],
    [10_000, 14_000, undefined],
    [1_000, 2_600, '1.6 s longer'],
    [9_000, 3_000, '6.0 s shorter'],
    [undefined, 3_000, undefined],
    [Number.NaN, 3_000, undefined],
  ])('%s and %s ms: %s', (leftMs, rightMs, note) => {
    expect(compareTimes({ name: 'Time', leftMs, rightMs }).note).toBe(note);
  });
});
