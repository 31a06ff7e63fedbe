import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { BROWSER_TRACE } from '../../lib/contract/browser-trace.ts';
import { sessionKeys } from '../../lib/contract/session-keys.ts';
import { viewerPaths } from '../../lib/viewer/index.ts';
import { ACT, addAct, DEFINITION, RUN, type SampleStore, SESSION, storeWithRun } from './sample-store.ts';
import { serveViewer } from './viewer-server.ts';

const paths = viewerPaths('/viewer');
const place = { definitionName: DEFINITION, runId: RUN, sessionId: SESSION };
const ACT_TRACE = `act_${ACT}${BROWSER_TRACE.suffix}`;

function keepTraces({ directory }: SampleStore): void {
  const keys = sessionKeys({ workflowRunId: RUN, sessionId: SESSION });
  const folder = path.join(directory, 'artifacts', DEFINITION, keys);
  mkdirSync(folder, { recursive: true });
  for (const name of [ACT_TRACE, BROWSER_TRACE.sessionEnd]) writeFileSync(path.join(folder, name), 'zip');
}

/** The box with the error of a run, and the whole page. */
async function pageOf(sample: SampleStore): Promise<{ readonly box: string; readonly page: string }> {
  keepTraces(sample);
  await using server = await serveViewer(sample.store);
  const page = (await server.get(paths.run(place))).text;
  return { box: /<div class="outcome bad" id="outcome">.*?<\/div>/s.exec(page)?.[0] ?? '', page };
}

const AFTER = `<a href="${paths.trace({ ...place, name: BROWSER_TRACE.sessionEnd })}">Playwright trace of what came after the last act</a>`;

test('an error outside of acts leads to the trace of what came after the last, as its session does', async () => {
  using sample = storeWithRun({ status: 'FAILED', error: { type: 'TypeError', message: 'No price.' } });
  addAct(sample.store, { status: 'SUCCEEDED', endedAt: '2026-03-01T09:00:02.000Z' });
  const { box, page } = await pageOf(sample);

  expect(box).toContain(AFTER);
  expect(page.split(AFTER)).toHaveLength(3);
  expect(page).toContain(
    'outside of acts: the author’s own code; before the first, the start of the browser',
  );
});

test('an error of an act leads to the trace of that act', async () => {
  using sample = storeWithRun({ status: 'FAILED' });
  addAct(sample.store, { status: 'FAILED', error: { type: 'ActError', message: 'No button.' } });
  const { box } = await pageOf(sample);

  expect(box).toContain(
    `<a href="${paths.trace({ ...place, name: ACT_TRACE })}">Playwright trace of this act</a>`,
  );
  expect(box).not.toContain(AFTER);
});
