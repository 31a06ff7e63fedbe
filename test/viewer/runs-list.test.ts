import { randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { viewerPaths } from '../../lib/viewer/index.ts';
import { mainText } from './main-text.ts';
import { addAct, DEFINITION, emptyStore, RUN, type SampleStore, storeWithRun } from './sample-store.ts';
import { serveViewer } from './viewer-server.ts';

const paths = viewerPaths('/viewer');
const OTHER_RUN = '55555555-5555-4555-8555-555555555555';

/** A run that succeeded an hour ago, and one of another workflow that has just failed. */
function twoRuns(): SampleStore {
  const sample = storeWithRun({ startedAt: new Date(Date.now() - 2 * 3_600_000).toISOString() });
  const { store } = sample;
  addAct(store);
  const [definition, run] = [store.definition(DEFINITION), store.run(RUN)];
  if (definition === undefined || run === undefined) throw new Error('no run');
  const creation = () => ({ sequence: store.nextSequence(), inputHash: 'hash' });
  store.saveDefinition({ ...definition, name: 'orders', creation: creation() });
  store.saveRun({
    ...run,
    runId: OTHER_RUN,
    definitionName: 'orders',
    status: 'FAILED',
    startedAt: new Date().toISOString(),
    error: { type: 'LostError', message: 'Local AWS was restarted.' },
    creation: creation(),
  });
  return sample;
}

describe('the list of all runs', () => {
  test('has those of all workflows, newest first, and says why one failed', async () => {
    using sample = twoRuns();
    await using server = await serveViewer(sample.store);
    const { text } = await server.get(paths.runs());
    expect(mainText(text)).toMatch(
      /Compare run 55555555 55555555 LostError: Local AWS was restarted\. orders failed .* Compare run 11111111 11111111 Return the main heading of the page getting-started-workflow succeeded/,
    );
    expect(mainText(text)).toContain('Compare the two chosen runs Choose two runs to compare');
    expect(text).toContain(`href="${paths.run({ definitionName: 'orders', runId: OTHER_RUN })}"`);
    expect((await server.get(`/viewer/runs/${OTHER_RUN}`)).headers.location).toBe(
      paths.run({ definitionName: 'orders', runId: OTHER_RUN }),
    );
  });

  test.each([
    [{ status: 'FAILED' }, [OTHER_RUN]],
    [{ workflow: DEFINITION }, [RUN]],
    [{ within: 'hour' }, [OTHER_RUN]],
    [{ within: 'day' }, [OTHER_RUN, RUN]],
    [{ text: 'main HEADING' }, [RUN]],
    [{ text: 'restarted', status: 'FAILED' }, [OTHER_RUN]],
    [{ text: 'restarted', status: 'SUCCEEDED' }, []],
  ])('has with %j what is like that, and the form says it again', async (asked, runs) => {
    using sample = twoRuns();
    await using server = await serveViewer(sample.store);
    const { text, status } = await server.get(paths.runs(asked));
    expect(status).toBe(200);
    expect([...text.matchAll(/name="run" value="([^"]+)"/g)].map(([, id]) => id)).toEqual(runs);
    for (const value of Object.values(asked))
      expect(text).toMatch(new RegExp(`value="${value}"( selected|[ >])`));
    if (runs.length === 0) expect(mainText(text)).toContain('No run is like that.');
  });

  test('says that there are none yet, and that a workflow has none', async () => {
    using sample = emptyStore();
    await using server = await serveViewer(sample.store);
    expect(mainText((await server.get(paths.runs())).text)).toContain('No runs yet.');
  });

  test('cannot be asked for what it does not know: it says what is allowed, and shows nothing', async () => {
    using sample = twoRuns();
    await using server = await serveViewer(sample.store);
    for (const [path, said] of [
      [
        paths.runs({ status: 'FAIL' }),
        'status is not known: "FAIL". Allowed: RUNNING, SUCCEEDED, FAILED, TIMED_OUT, DELETING. Did you mean "FAILED"?',
      ],
      [paths.runs({ workflow: 'order' }), 'Did you mean "orders"?'],
      [`${paths.runs()}?before=x`, 'address.before is not a known key'],
      [`${paths.definition(DEFINITION)}?workflow=orders`, 'address.workflow is not a known key'],
    ] as const) {
      const { status, text } = await server.get(path);
      expect([status, text.includes('name="run"')]).toEqual([400, false]);
      expect(mainText(text)).toContain(said);
    }
  });

  test('has an address that can be kept: a form sends also what is empty', async () => {
    using sample = twoRuns();
    await using server = await serveViewer(sample.store);
    const sent = `${paths.runs()}?text=&status=FAILED&workflow=&within=&since=&until=`;
    expect((await server.get(sent)).headers.location).toBe('/viewer/runs?status=FAILED');
    expect((await server.get(`${paths.definition('orders')}?text=&status=`)).headers.location).toBe(
      paths.definition('orders'),
    );
  });

  test('the first page says how the last runs of each workflow ended', async () => {
    using sample = twoRuns();
    await using server = await serveViewer(sample.store);
    expect((await server.get(paths.definitions())).text).toContain(
      'aria-label="The last 1 run, newest on the right: 1 failed"',
    );
  });
});

describe('two runs beside each other', () => {
  test('are those that were chosen, with what differs', async () => {
    using sample = twoRuns();
    await using server = await serveViewer(sample.store);
    const { status, text } = await server.get(paths.compare(RUN, OTHER_RUN));
    expect(status).toBe(200);
    expect(mainText(text)).toMatch(
      /^Runs 11111111 and 55555555 Swap sides 1 act differs\. .* ≠ Workflow differs getting-started-workflow orders .* ≠ Status differs succeeded failed .*offline Time 0 ms ≠ Sessions .* ≠ Acts differs 1 0 .* Return the main heading of the page 0 steps, 11.5 s only in 11111111/,
    );
    // What is in one only has nothing beside it.
    expect(text).not.toContain('<details open>');
  });

  test.each([
    [[], 400, 'None was chosen.'],
    [[RUN], 400, 'One was chosen.'],
    [[RUN, RUN], 400, 'One was chosen.'],
    [[RUN, OTHER_RUN, randomUUID()], 400, '3 were chosen.'],
    [[RUN, 'gone'], 404, 'There is no run "gone"'],
    [['gone', 'lost'], 404, 'There is no run "gone", and no run "lost"'],
  ])('must be two that are there: %j', async (ids, status, said) => {
    using sample = twoRuns();
    await using server = await serveViewer(sample.store);
    const answer = await server.get(paths.compare(...ids));
    expect(answer.status).toBe(status);
    expect(mainText(answer.text)).toContain(said);
  });

  test('may be a run and the one before it, also when both began in the same millisecond', async () => {
    using sample = twoRuns();
    const run = sample.store.run(RUN);
    if (run === undefined) throw new Error('no run');
    const later = { ...run, runId: randomUUID(), startedAt: run.startedAt };
    sample.store.saveRun({
      ...later,
      creation: { sequence: sample.store.nextSequence(), inputHash: 'hash' },
    });
    await using server = await serveViewer(sample.store);
    const place = { definitionName: DEFINITION, runId: later.runId };
    expect((await server.get(paths.compareWithBefore(place))).headers.location).toBe(
      paths.compare(RUN, later.runId),
    );
    const offer = 'Compare with the run before';
    expect((await server.get(paths.run(place))).text).toContain(offer);
    expect((await server.get(paths.run({ ...place, runId: RUN }))).text).not.toContain(offer);
    const first = await server.get(paths.compareWithBefore({ ...place, runId: RUN }));
    expect([first.status, mainText(first.text)]).toEqual([
      404,
      expect.stringContaining('It is the first of'),
    ]);
  });
});
