import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { RunsByGroup } from '../../../lib/local/logs/runs-by-group.ts';
import { NovaActStore } from '../../../lib/local/nova-act/index.ts';
import { aDefinition, aRun } from '../nova-act/state/sample-records.ts';

const stateDir = mkdtempSync(path.join(tmpdir(), 'runs-by-group-'));
const store = NovaActStore.open({ stateDir });
afterAll(async () => {
  await store.close();
  rmSync(stateDir, { recursive: true, force: true });
});

test('runs are read a few at a time, so that others get their turn, and changes meanwhile count', async () => {
  store.saveDefinition(aDefinition('shop', store.nextSequence()));
  const runs = Array.from({ length: 330 }, () => aRun('shop', store.nextSequence()));
  for (const run of runs) store.saveRun(run);
  const [first = aRun('shop', 0)] = runs;
  const made = aRun('shop', store.nextSequence(), { logGroupName: '/mine' });
  const index = new RunsByGroup(store);
  const { signal } = new AbortController();

  let turns = 0;
  let isOver = false;
  const count = (): void => {
    turns += 1;
    if (turns === 2) {
      store.saveRun({ ...first, status: 'FAILED', endedAt: '2026-01-01T00:00:07.000Z' });
      store.saveRun(made);
    }
    if (!isOver) setImmediate(count);
  };
  setImmediate(count);
  await index.ready(signal);
  isOver = true;

  expect(turns).toBeGreaterThanOrEqual(6);
  expect(index.groups('us-east-1')).toEqual(['/nova-act/workflow-runs/shop', '/mine']);
  expect(index.groups('eu-west-1')).toEqual([]);
  const found = index.runs('us-east-1', '/nova-act/workflow-runs/shop');
  expect([...found.keys()]).toEqual(runs.map(({ runId }) => runId));
  expect(found.get(first.runId)).toMatchObject({ endedMs: Date.parse('2026-01-01T00:00:07.000Z') });
});
