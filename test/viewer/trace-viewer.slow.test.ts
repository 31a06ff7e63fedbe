import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, BrowserContext, FrameLocator, Page } from 'playwright-core';
import { localBrowser, type OpenBrowser } from '../../lib/browser/index.ts';
import { startLocalAws } from '../../lib/local/index.ts';
import { viewerPaths } from '../../lib/viewer/index.ts';
import { TraceViewer } from '../../lib/viewer/trace-viewer/trace-viewer.ts';
import { forgeAttribute, recordTrace, serveSite, storeTrace } from './recorded-trace.ts';
import { addAct, storeWithRun } from './sample-store.ts';
import { ask as askServer, serveViewer } from './viewer-server.ts';

const paths = viewerPaths('/viewer');
let opened: OpenBrowser;
let browser: Browser;

beforeAll(async () => {
  opened = await localBrowser().open();
  const of = opened.context.browser();
  if (of === null) throw new Error('The browser is not at hand.');
  browser = of;
});
afterAll(async () => {
  await opened?.close();
});

/** A tab with a profile of its own that remembers what the browser complained about. */
async function openTab(): Promise<Tab> {
  const context = await browser.newContext({ viewport: { width: 1400, height: 900 } });
  const page = await context.newPage();
  page.setDefaultTimeout(8_000);
  const complaints: string[] = [];
  context.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  context.on('weberror', (error) => complaints.push(String(error.error())));
  return { context, page, complaints, [Symbol.asyncDispose]: () => context.close() };
}

interface Tab extends AsyncDisposable {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly complaints: string[];
}

function snapshotIn(page: Page): FrameLocator {
  return page.frameLocator('iframe[name="snapshot"].snapshot-visible');
}

const SHOP = {
  '/': `<!doctype html><title>Shop</title><h1>Welcome to the shop</h1><button>Buy</button><p id="stock"></p>
<img src="/shoe.png" alt="A shoe" width="80" height="60"><iframe src="/advice.html" title="Advice"></iframe>
<script>
  console.log('the shop has opened');
  document.querySelector('button').onclick = async () => {
    const answer = await fetch('/stock.json');
    document.querySelector('#stock').textContent = (await answer.json()).text;
    console.error('only one is left');
  };
</script>`,
  '/advice.html': '<p>Take a size more.</p>',
  '/stock.json': '{"text":"One pair left"}',
};

describe('when a trace of an act is opened', () => {
  test('actions, page, console and network are seen in the viewer of Playwright', async () => {
    await using site = await serveSite(SHOP);
    using sample = storeWithRun();
    addAct(sample.store);
    const bytes = await recordTrace({
      ...{ browser, site, directory: sample.directory },
      act: async (page) => {
        await page.getByRole('button', { name: 'Buy' }).click();
        await page.getByText('One pair left').waitFor();
      },
    });
    const place = storeTrace(sample, bytes);
    await using server = await serveViewer(sample.store);
    await using tab = await openTab();
    const { page } = tab;

    await page.goto(`${server.url}${paths.trace(place)}`);

    await page.getByRole('treeitem', { name: 'Wait for selector' }).click();
    const snapshot = snapshotIn(page);
    await snapshot.getByRole('heading', { name: 'Welcome to the shop' }).waitFor();
    await snapshot.frameLocator('iframe').getByText('Take a size more.').waitFor();
    const shoe = snapshot.getByAltText('A shoe');
    expect(await shoe.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1);
    await page.getByRole('tab', { name: 'Console' }).click();
    await page.getByText('the shop has opened').waitFor();
    await page.getByText('only one is left').waitFor();
    await page.getByRole('tab', { name: 'Network' }).click();
    await page.getByText('stock.json').first().click();
    await page.getByRole('tab', { name: 'Response' }).click();
    await page.getByText('"One pair left"').waitFor();

    const popup = tab.context.waitForEvent('page');
    await page.getByRole('button', { name: 'Open snapshot in a new tab' }).click();
    const alone = await popup;
    await alone.frameLocator('iframe').getByRole('heading', { name: 'Welcome to the shop' }).waitFor();

    expect(tab.complaints).toEqual([]);
  });

  test('its viewer ends with the server, and starts with the next', async () => {
    await using site = await serveSite(SHOP);
    using sample = storeWithRun();
    const place = storeTrace(
      sample,
      await recordTrace({ ...{ browser, site, directory: sample.directory }, act: async () => {} }),
    );
    await using server = await serveViewer(sample.store);
    const first = await server.get(paths.trace(place));
    const address = String(first.headers.location);
    expect((await fetch(address)).status).toBe(403);
    await server[Symbol.asyncDispose]();

    await expect(fetch(address)).rejects.toThrow('fetch failed');
    await using next = await serveViewer(sample.store);
    expect((await next.get(paths.trace(place))).status).toBe(302);
  });
});

describe('when the page in a trace is hostile', () => {
  const runs = (name: string): string => `document.title='${name}';fetch('/ran-${name}')`;
  const hostilePage = (other: string): string =>
    `<!doctype html><link rel="preconnect" href="${other}"><link rel="stylesheet" href="${other}style.png">
<h1>Hello</h1><img src="${other}picture.png" alt="p"><script src="${other}evil.js"></script>
<iframe srcdoc="<img src='${other}in-frame.png'><script>parent.document.title='hacked'</script>"></iframe>
<iframe src="data:text/html,<img src='${other}in-data.png'>"></iframe>
<iframe sandbox="allow-scripts" srcdoc="<script>fetch('${other}from-sandbox')</script>"></iframe>
<object data="${other}object.png"></object><embed src="${other}embed.png">
<div style="background: url(${other}background.png)">x</div>
<svg><image href="${other}svg.png"/><script>${runs('svg')}</script></svg>
<a href="javascript:void(document.title='hacked')">click me</a>
<form action="${other}form" target="_blank"><button>send</button></form>
<img src="x" onerror="document.title='hacked'">
<script>setTimeout(() => document.body.append(Object.assign(new Image(), { src: '${other}late.png' })), 100)</script>`;

  /** Opens each action of a trace, before and after it, and does in the page what a person might. */
  async function lookAtAll(page: Page): Promise<void> {
    for (const action of ['Navigate', 'Hover']) {
      await page.getByRole('treeitem', { name: action }).click();
      for (const part of ['Before', 'After']) {
        await page.getByRole('tab', { name: part, exact: true }).click();
        await page.waitForTimeout(500);
      }
    }
    await snapshotIn(page).getByRole('heading', { name: 'Hello' }).waitFor();
    await snapshotIn(page).getByText('click me').click();
    await snapshotIn(page).getByRole('button', { name: 'send' }).click();
    await page.waitForTimeout(500);
  }

  test.each([
    { kind: 'as Playwright recorded it', change: (bytes: Buffer) => bytes },
    {
      kind: 'with a snapshot that the page has made up',
      change: (bytes: Buffer, other: string) =>
        forgeAttribute(
          bytes,
          `x><script>${runs('inline')}</script><iframe sandbox srcdoc="<img src='${other}made-up.png'>"></iframe>
<iframe src="data:text/html,<img src='${other}data-frame.png'>"></iframe><iframe src="${other}frame"></iframe>
<meta http-equiv="refresh" content="0;url=data:text/html,<img src='${other}refresh.png'>"><p y`,
        ),
    },
  ])('nothing of it runs or reaches out while the trace is looked at, $kind', async ({ change }) => {
    await using elsewhere = await serveSite({ '/evil.js': 'document.title = "hacked"' });
    await using site = await serveSite({ '/': hostilePage(elsewhere.url) });
    using sample = storeWithRun();
    const recorded = await recordTrace({
      ...{ browser, site, directory: sample.directory },
      act: (page) => page.getByRole('heading', { name: 'Hello' }).hover(),
    });
    const place = storeTrace(sample, await change(recorded, elsewhere.url));
    await using server = await serveViewer(sample.store);
    await using tab = await openTab();
    const { page } = tab;
    const before = { asked: elsewhere.asked.length, connections: elsewhere.connections };
    expect(before.asked).toBeGreaterThan(5);
    const seen: string[] = [];
    tab.context.on('request', (request) => seen.push(request.url()));

    await page.goto(`${server.url}${paths.trace(place)}`);
    await lookAtAll(page);

    expect(elsewhere.asked.slice(before.asked)).toEqual([]);
    expect(elsewhere.connections).toBe(before.connections);
    expect(await page.title()).toBe('Playwright Trace Viewer');
    expect(seen.filter((url) => url.includes('/ran-'))).toEqual([]);
    expect(tab.context.pages()).toHaveLength(1);
  });

  test('its origin cannot reach local AWS, nor the pages of the viewer', async () => {
    await using site = await serveSite(SHOP);
    await using localAws = await startLocalAws();
    await using tab = await openTab();
    const { page } = tab;
    using sample = storeWithRun();
    const bytes = await recordTrace({
      ...{ browser, site, directory: sample.directory },
      act: async () => {},
    });
    const viewer = new TraceViewer();
    await page.goto(await viewer.open(bytes));
    const ask = (url: string): Promise<string> =>
      page.evaluate(async (address) => {
        const init: RequestInit = { mode: 'no-cors', headers: { 'x-pw-serviceworker': 'skip' } };
        return await fetch(address, init).then(String, String);
      }, url);

    expect(await ask(`${localAws.url}/.aws/s3/`)).toContain('Failed to fetch');
    expect(await ask(localAws.viewerUrl)).toContain('Failed to fetch');
    const { origin } = new URL(page.url());
    const asItWould = { origin, 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'cors' };
    for (const [method, path] of [
      ['GET', '/viewer/'],
      ['GET', '/.aws/s3/nova-act-local-artifacts'],
      ['POST', '/runtimes/any/invocations'],
      ['POST', '/workflow-definitions/any/workflow-runs'],
    ] as const)
      expect([
        path,
        (await askServer(`${localAws.url}${path}`, { method, headers: asItWould })).status,
      ]).toEqual([path, 403]);
    await viewer.close();
  });
});
