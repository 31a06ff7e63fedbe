import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { localBrowser, type OpenBrowser } from '../../lib/browser/index.ts';
import { renderRunReport } from '../../lib/local/viewer/index.ts';
import { viewerPaths } from '../../lib/viewer/index.ts';
import { ACT, addAct, addStep, DEFINITION, RUN, SESSION, storeWithRun } from './sample-store.ts';
import { serveViewer } from './viewer-server.ts';

const paths = viewerPaths('/viewer');
const run = { definitionName: DEFINITION, runId: RUN };
const act = { ...run, sessionId: SESSION, actId: ACT };
const ATTACK = `"'><img src=x onerror="document.title='hacked'"><script>document.title='hacked'</script></style></script><svg onload=alert(1)>`;
let browser: OpenBrowser;

beforeAll(async () => {
  browser = await localBrowser().open();
});
afterAll(async () => {
  await browser?.close();
});

/** A tab that remembers what the browser complained about. */
async function openTab(): Promise<{ readonly page: Page; readonly complaints: string[] } & AsyncDisposable> {
  const page = await browser.context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('dialog', (dialog) => {
    complaints.push('dialog');
    void dialog.dismiss();
  });
  return { page, complaints, [Symbol.asyncDispose]: () => page.close() };
}

describe('when texts from outside are hostile', () => {
  test('they are shown as they are, on every page and in the report', async () => {
    using sample = storeWithRun({ description: ATTACK, modelId: ATTACK, logGroupName: ATTACK });
    const { store } = sample;
    const started = addAct(store, { task: ATTACK, error: { type: ATTACK, message: ATTACK } });
    const calls = [
      { callId: ATTACK, name: ATTACK, input: [ATTACK, `<box>${ATTACK}</box>`] },
      { callId: '2', name: 'think', input: [ATTACK] },
      { callId: '3', name: 'tool', input: { [ATTACK]: ATTACK } },
      { callId: '4', name: 'agentClick', input: ['<box>1,2,3,"/><script>4</box>'] },
    ];
    addStep(store, started, { url: `javascript:${ATTACK}`, calls });
    addStep(store, started, {
      results: [{ callId: '3', name: 'tool', text: ATTACK }],
      calls: [{ callId: '5', name: 'return', input: [ATTACK] }],
    });
    await using server = await serveViewer(store);
    await using tab = await openTab();

    for (const address of [
      paths.definitions(),
      paths.definition(DEFINITION),
      paths.run(run),
      paths.act(act),
    ]) {
      await tab.page.goto(`${server.url}${address}`);
      expect(await tab.page.locator('main').textContent()).toContain(ATTACK);
      expect(await tab.page.locator('main script, main img[onerror], main svg[onload]').count()).toBe(0);
      expect(await tab.page.title()).not.toBe('hacked');
    }
    const report = path.join(sample.directory, 'report.html');
    writeFileSync(report, (await renderRunReport(store, run)) ?? '');
    await tab.page.goto(pathToFileURL(report).href);
    expect(await tab.page.locator('main').textContent()).toContain(ATTACK);
    expect(await tab.page.locator('script, img[onerror]').count()).toBe(0);
    expect(tab.complaints).toEqual([]);
  });
});

describe('when a run goes on while its pages are looked at', () => {
  test('new steps and the end appear without a reload', async () => {
    using sample = storeWithRun({ status: 'RUNNING', endedAt: undefined });
    const { store } = sample;
    const started = addAct(store);
    await using server = await serveViewer(store);
    await using tab = await openTab();
    const { page } = tab;
    await page.goto(`${server.url}${paths.act(act)}`);
    await page.evaluate(() => document.body.classList.add('not-reloaded'));
    await page.getByText('No steps yet.').waitFor();

    addStep(store, started, {
      calls: [{ callId: '1', name: 'agentClick', input: ['<box>9,9,99,99</box>'] }],
    });
    await page.locator('#step-1 rect').waitFor();
    store.saveAct({ ...started, status: 'SUCCEEDED', endedAt: new Date().toISOString() });
    await page.locator('h1 .badge.good').waitFor();

    expect(await page.locator('body.not-reloaded').count()).toBe(1);
    expect(tab.complaints).toEqual([]);
  });
});
