import { expect, test } from '@jest/globals';
import { viewerPaths } from '../../lib/viewer/index.ts';
import { readableLine } from '../../lib/viewer/readable-line.ts';
import { ACT, addAct, addStep, DEFINITION, RUN, SESSION, storeWithRun } from './sample-store.ts';
import { serveViewer } from './viewer-server.ts';

const paths = viewerPaths('/viewer');
const run = { definitionName: DEFINITION, runId: RUN };

function deep(levels: number): string {
  return '['.repeat(levels) + ']'.repeat(levels);
}

test.each([
  ['argument of an action', 'agentClick', [JSON.parse(deep(3000))]],
  ['argument of a tool', 'lookup', { sku: JSON.parse(deep(3000)) }],
  ['answer', 'return', [deep(3000)]],
  ['answer that is no text', 'return', [JSON.parse(deep(3000))]],
  ['reason to give up', 'throw', [JSON.parse(deep(3000))]],
])(
  'the %s that is nested very deep is cut, which shows, and its run can be looked at',
  async (_, name, input) => {
    using sample = storeWithRun();
    const act = addAct(sample.store);
    addStep(sample.store, act, { calls: [{ callId: '1', name, input }] });
    sample.store.saveAct({ ...act, status: 'SUCCEEDED', endedAt: '2026-03-01T09:00:09.000Z' });
    await using server = await serveViewer(sample.store);
    for (const path of [
      paths.run(run),
      paths.act({ ...run, sessionId: SESSION, actId: ACT }),
      paths.report(run),
    ]) {
      const { status, text } = await server.get(path);
      expect([path, status]).toEqual([path, 200]);
      expect(text.length).toBeLessThan(200_000);
      if (!path.endsWith(RUN)) expect(text).toContain('[cut: too deep]');
    }
  },
);

test('so is what a line of the log has', () => {
  const line = `{"message":"Called","level":"info","sent":${deep(20_000)}}`;
  expect(readableLine(line)).toMatch(/^info Called sent=\[{50}"\[cut: too deep\]"/);
});
