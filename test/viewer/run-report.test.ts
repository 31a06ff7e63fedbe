import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { agentCall } from '../../lib/agents/index.ts';
import { callsOf } from '../../lib/local/nova-act/agent-calls.ts';
import { renderRunReport } from '../../lib/local/viewer/index.ts';
import { addAct, addStep, DEFINITION, PIXEL, RUN, storeWithRun } from './sample-store.ts';

const run = { definitionName: DEFINITION, runId: RUN };

describe('when a run is saved as a file', () => {
  test('acts, steps and screenshots are in it, and nothing is loaded', async () => {
    using sample = storeWithRun();
    const act = addAct(sample.store);
    addStep(sample.store, act, { calls: [{ callId: '1', name: 'return', input: ['Welcome'] }] });

    const report = (await renderRunReport(sample.store, run)) ?? '';

    expect(report).toContain('Return the main heading of the page');
    expect(report).toContain('<pre tabindex="0">Welcome</pre>');
    expect(report).toContain(`src="data:image/jpeg;base64,${PIXEL.toString('base64')}"`);
    expect(report).not.toContain('<script');
    expect([...report.matchAll(/src="(?!data:)/g)]).toEqual([]);
    expect(report).toContain('<a class="url" href="http://127.0.0.1/demo/"');
  });

  test('an answer is shown as the workflow gets it, without the escapes of the wire', async () => {
    using sample = storeWithRun();
    addStep(sample.store, addAct(sample.store), { calls: callsOf([agentCall.return('C:\\temp')]) });

    expect(await renderRunReport(sample.store, run)).toContain('<pre tabindex="0">C:\\temp</pre>');
  });

  test('its policy permits its own style and no script', async () => {
    using sample = storeWithRun();

    const report = (await renderRunReport(sample.store, run)) ?? '';

    const style = /<style>([\s\S]*)<\/style>/.exec(report)?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    expect(report).toContain(`default-src 'none'; img-src data:; style-src 'sha256-${hash}'`);
  });

  test('an unknown run has no report', async () => {
    using sample = storeWithRun();

    expect(await renderRunReport(sample.store, { ...run, runId: 'unknown' })).toBeUndefined();
    expect(await renderRunReport(sample.store, { ...run, definitionName: 'unknown' })).toBeUndefined();
  });
});
