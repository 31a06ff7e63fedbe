import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { agentCall } from '../../lib/agents/index.ts';
import { callsOf } from '../../lib/local/nova-act/agent-calls.ts';
import { renderRunReport } from '../../lib/local/viewer/index.ts';
import { ACT, addAct, addStep, DEFINITION, PIXEL, RUN, storeWithRun } from './sample-store.ts';

const run = { definitionName: DEFINITION, runId: RUN };

describe('when a run is saved as a file', () => {
  test('acts, steps and screenshots are in it, and nothing is loaded', async () => {
    using sample = storeWithRun();
    const act = addAct(sample.store);
    addStep(sample.store, act, { calls: [{ callId: '1', name: 'return', input: ['Welcome'] }] });

    const report = (await renderRunReport(sample.store, run)) ?? '';

    expect(report).toContain('Return the main heading of the page');
    expect(report).toContain('<pre>Welcome</pre>');
    expect(report).toContain(`<image href="data:image/jpeg;base64,${PIXEL.toString('base64')}"`);
    expect(report).not.toContain('<script');
    expect([...report.matchAll(/\b(?:src|href)="(?!data:|#|https?:)/g)]).toEqual([]);
    expect(report).toContain('<a class="url" href="http://127.0.0.1/demo/"');
  });

  test('each picture is in it once, small in the filmstrip and large below, where its link leads', async () => {
    using sample = storeWithRun();
    for (const actId of [ACT, ACT.replace('3', '4')]) {
      const act = addAct(sample.store, { actId });
      for (const callId of ['1', '2'])
        addStep(sample.store, act, { calls: [{ callId, name: 'wait', input: [1] }] });
    }

    const report = (await renderRunReport(sample.store, run)) ?? '';

    const ids = [...report.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    const links = [...report.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
    expect(report.split(PIXEL.toString('base64')).length - 1).toBe(1);
    expect(links.filter((id) => id === 'picture-1')).toHaveLength(8);
    expect(links.filter((id) => id === 'details-2-step-2')).toHaveLength(1);
    expect(links.filter((id) => !ids.includes(id))).toEqual([]);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('a picture that cannot be read is missed in its place, and at the head', async () => {
    using sample = storeWithRun();
    addStep(sample.store, addAct(sample.store), { image: Buffer.from('<svg onload="alert(1)">') });

    const report = (await renderRunReport(sample.store, run)) ?? '';

    expect(report).toContain('The screenshot of this step cannot be read.');
    expect(report).toContain('<p>1 screenshot cannot be read');
    expect(report).not.toContain('data:image');
  });

  test('an answer is shown as the workflow gets it, without the escapes of the wire', async () => {
    using sample = storeWithRun();
    addStep(sample.store, addAct(sample.store), { calls: callsOf([agentCall.return('C:\\temp')]) });

    expect(await renderRunReport(sample.store, run)).toContain('<pre>C:\\temp</pre>');
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
