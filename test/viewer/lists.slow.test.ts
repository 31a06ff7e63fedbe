import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { localBrowser, type OpenBrowser } from '../../lib/browser/index.ts';
import { viewerPaths } from '../../lib/viewer/index.ts';
import { addAct, DEFINITION, RUN, storeWithRun } from './sample-store.ts';
import { serveViewer } from './viewer-server.ts';

const paths = viewerPaths('/viewer');
const SECOND = '55555555-5555-4555-8555-555555555555';
let browser: OpenBrowser;

beforeAll(async () => {
  browser = await localBrowser().open();
});
afterAll(async () => {
  await browser?.close();
});

/** Until the page hears of changes. */
async function openAt(page: Page, url: string): Promise<void> {
  await Promise.all([page.waitForResponse(/\/events\?/), page.goto(url)]);
}

/** A page of runs in a browser, and how to add one. */
async function openRuns(viewport = { width: 1280, height: 800 }) {
  const sample = storeWithRun();
  const { store } = sample;
  addAct(store);
  const add = (runId: string = randomUUID()): void => {
    const run = store.run(RUN);
    if (run === undefined) throw new Error('no run');
    const creation = { sequence: store.nextSequence(), inputHash: 'hash' };
    store.saveRun({ ...run, runId, status: 'FAILED', creation });
  };
  add(SECOND);
  const server = await serveViewer(store);
  const page = await browser.context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.setViewportSize(viewport);
  await openAt(page, `${server.url}${paths.runs()}`);
  const close = async (): Promise<void> => {
    await page.close();
    await server[Symbol.asyncDispose]();
    sample[Symbol.dispose]();
  };
  return { page, complaints, add, store, url: server.url, [Symbol.asyncDispose]: close };
}

describe('a person who looks for a run', () => {
  test('keeps what they type, tick and have reached by Tab while runs are added', async () => {
    await using opened = await openRuns();
    const { page, add, complaints } = opened;
    await page.getByRole('checkbox', { name: 'Compare run 55555555' }).check();
    await page.getByLabel('Text').fill('main head');
    add();
    await page.locator('tbody tr').nth(2).waitFor();
    expect(await page.getByLabel('Text').inputValue()).toBe('main head');
    expect(await page.getByLabel('Text').evaluate((field) => field === document.activeElement)).toBe(true);
    expect(await page.getByRole('checkbox', { name: 'Compare run 55555555' }).isChecked()).toBe(true);

    await page.getByRole('link', { name: '11111111' }).focus();
    add();
    await page.locator('tbody tr').nth(3).waitFor();
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('11111111');
    expect(complaints).toEqual([]);
  });

  test('filters by keyboard, and gets an address to keep', async () => {
    await using opened = await openRuns();
    const { page, complaints } = opened;
    await page.getByLabel('Text').focus();
    await page.keyboard.type('main heading');
    await page.keyboard.press('Enter');
    await page.getByText('1 run found').waitFor();
    expect(new URL(page.url()).search).toBe('?text=main+heading');
    await page.getByRole('link', { name: 'Show all' }).click();
    await page.getByLabel('Status').selectOption('FAILED');
    await page.getByRole('button', { name: 'Filter' }).click();
    await page.getByText('1 run found').waitFor();
    expect(new URL(page.url()).search).toBe('?status=FAILED');
    expect(complaints).toEqual([]);
  });

  test('chooses two runs on a phone and sees them beside each other', async () => {
    await using opened = await openRuns({ width: 390, height: 844 });
    const { page, complaints } = opened;
    const isTooWide = (): Promise<boolean> =>
      page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
    expect(await isTooWide()).toBe(false);
    for (const id of ['11111111', '55555555'])
      await page.getByRole('checkbox', { name: `Compare run ${id}` }).check();
    await page.getByRole('button', { name: 'Compare the two chosen runs' }).click();
    await page.getByRole('heading', { name: 'Runs 55555555 and 11111111' }).waitFor();
    expect(await page.getByRole('row', { name: /Status differs/ }).textContent()).toContain(
      'failedsucceeded',
    );
    expect(await isTooWide()).toBe(false);
    await page.getByRole('link', { name: DEFINITION }).click();
    await page.getByRole('heading', { name: DEFINITION }).waitFor();
    expect(await isTooWide()).toBe(false);
    expect(complaints).toEqual([]);
  });
});

describe('while runs come, on a page that is full', () => {
  const BEFORE = 98;

  test('a row that is pushed off takes the focus with it, but stays when it is ticked', async () => {
    await using opened = await openRuns();
    const { page, add, complaints } = opened;
    for (let count = 0; count < BEFORE; count += 1) add();
    const rows = page.locator('tbody tr');
    await page.waitForFunction((count) => document.querySelectorAll('tbody tr').length === count, BEFORE + 2);
    await page.getByRole('checkbox', { name: 'Compare run 55555555' }).check();
    await page.getByRole('link', { name: '11111111' }).focus();

    for (let count = 0; count < 10; count += 1) add();
    await page.getByText('No longer on this page').waitFor();

    expect(await rows.count()).toBe(101);
    expect(await page.evaluate(() => document.activeElement === document.body)).toBe(true);
    expect(await page.getByRole('link', { name: '11111111' }).count()).toBe(0);
    expect(await page.getByRole('checkbox', { name: 'Compare run 55555555' }).isChecked()).toBe(true);
    expect(await page.getByRole('checkbox', { checked: true }).count()).toBe(1);
    await page.getByRole('checkbox', { checked: true }).uncheck();
    add();
    await page.getByText('No longer on this page').waitFor({ state: 'detached' });
    expect(await rows.count()).toBe(100);
    expect(complaints).toEqual([]);
  });

  test('the way to older runs keeps the focus', async () => {
    await using opened = await openRuns();
    const { page, add } = opened;
    for (let count = 0; count < BEFORE + 2; count += 1) add();
    const older = page.getByRole('link', { name: 'Older' });
    await older.focus();
    const before = await older.getAttribute('href');
    add();
    await page.waitForFunction((href) => document.activeElement?.getAttribute('href') !== href, before);
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Older');
  });
});

test('a choice that is not submitted yet stays while workflows come', async () => {
  await using opened = await openRuns();
  const { page, store } = opened;
  const choice = page.getByLabel('Workflow');
  await choice.selectOption(DEFINITION);
  const definition = store.definition(DEFINITION);
  if (definition === undefined) throw new Error('no definition');
  store.saveDefinition({ ...definition, name: 'a-new-one' });
  await choice.locator('option', { hasText: 'a-new-one' }).waitFor({ state: 'attached' });
  expect(await choice.inputValue()).toBe(DEFINITION);
});

test('what the reader opens stays open while the runs change', async () => {
  await using opened = await openRuns();
  const { page, store, url } = opened;
  await openAt(page, `${url}${paths.compare(RUN, SECOND)}`);
  const details = page.locator('details');
  expect(await details.getAttribute('open')).toBeNull();
  await page.locator('summary').click();
  addAct(store, { actId: randomUUID() });
  await details.nth(1).waitFor();
  expect(await details.first().getAttribute('open')).toBe('');
});

test('a run that ends before the page hears of changes is not shown as going on', async () => {
  await using opened = await openRuns();
  const { page, store, url } = opened;
  const run = store.run(RUN);
  if (run === undefined) throw new Error('no run');
  store.saveRun({ ...run, status: 'RUNNING', endedAt: undefined });
  await page.route('**/viewer/events?*', async (route) => {
    store.saveRun(run);
    await route.continue();
  });
  await page.goto(`${url}${paths.run({ definitionName: DEFINITION, runId: RUN })}`);
  await page.locator('h1 .badge.good').waitFor();
});

test('more windows than a browser has connections all show what comes', async () => {
  await using opened = await openRuns();
  const { page, add, url } = opened;
  const windows: Page[] = [page];
  while (windows.length < 8) {
    const next = await browser.context.newPage();
    windows.push(next);
    await openAt(next, `${url}${paths.runs()}`);
  }
  add();
  for (const each of windows) await each.locator('tbody tr').nth(2).waitFor({ timeout: 15_000 });
  for (const each of windows.slice(1)) await each.close();
});

test('while a text is selected one look waits, however much happens', async () => {
  await using opened = await openRuns();
  const { page, add } = opened;
  await page.evaluate(() => {
    const { setTimeout: start, clearTimeout: end } = window;
    const waiting = new Set<number>();
    const show = (): void => {
      document.body.setAttribute('data-waiting', String(waiting.size));
    };
    window.clearTimeout = (id) => {
      waiting.delete(Number(id));
      end(id);
    };
    window.setTimeout = ((run: () => void, ms: number) => {
      const id = start(() => {
        waiting.delete(id);
        run();
        show();
      }, ms);
      waiting.add(id);
      show();
      return id;
    }) as typeof window.setTimeout;
    getSelection()?.selectAllChildren(document.body);
  });
  for (let count = 0; count < 5; count += 1) {
    add();
    await page.waitForTimeout(200);
  }
  expect(await page.locator('body').getAttribute('data-waiting')).toBe('1');
  await page.evaluate(() => getSelection()?.removeAllRanges());
  await page.locator('tbody tr').nth(6).waitFor();
});
