import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { BrowserContext, Page } from 'playwright-core';
import { localBrowser, type OpenBrowser } from '../../lib/browser/index.ts';
import type { ActRecord, RunRecord } from '../../lib/local/nova-act/records.ts';
import type { NovaActStore } from '../../lib/local/nova-act/store.ts';
import { viewerPaths } from '../../lib/viewer/index.ts';
import { addAct, addStep, DEFINITION, RUN, type SampleStore, storeWithRun } from './sample-store.ts';
import { serveViewer } from './viewer-server.ts';

const RUN_PAGE = viewerPaths('/viewer').run({ definitionName: DEFINITION, runId: RUN });
const START_MS = Date.parse('2026-03-01T09:00:00.000Z');
const ERROR = 'There is no button "Pay with a voucher" on the page.';
let browser: OpenBrowser;
/** A picture of some size, so that it can be seen to grow. */
let picture: Buffer;

beforeAll(async () => {
  browser = await localBrowser().open();
  const page = await browser.context.newPage();
  await page.setViewportSize({ width: 800, height: 400 });
  picture = await page.screenshot({ type: 'jpeg', quality: 30 });
  await page.close();
});
afterAll(async () => {
  await browser?.close();
});

/** A run of three acts with as many steps each; the last failed. */
function sampleRun(steps: readonly number[], run: Partial<RunRecord> = { status: 'FAILED' }): SampleStore {
  const sample = storeWithRun(run);
  steps.forEach((count, index) => {
    const failed = run.status === 'FAILED' && index === steps.length - 1;
    addFilledAct(sample.store, index + 1, count, failed ? { type: 'ActError', message: ERROR } : undefined);
  });
  return sample;
}

function addFilledAct(store: NovaActStore, number: number, count: number, error?: ActRecord['error']): void {
  const at = (seconds: number): string => new Date(START_MS + seconds * 1000).toISOString();
  const act = addAct(store, {
    actId: `33333333-3333-4333-8333-${String(number).padStart(12, '0')}`,
    task: `Do thing ${number}`,
    startedAt: at(number * 3),
  });
  for (let step = 0; step < count; step += 1) {
    const calls = [{ callId: 'c', name: 'agentClick', input: ['<box>50,100,150,300</box>'] }];
    addStep(store, act, { calls, image: picture, at: at(number * 3 + step / count), serverTimeMs: 100 });
  }
  store.saveAct({
    ...act,
    status: error === undefined ? 'SUCCEEDED' : 'FAILED',
    error,
    endedAt: at(number * 3 + 2),
  });
}

/** A tab on the page of the run that remembers what the browser complained about. */
async function openRun(
  store: NovaActStore,
  options: { readonly context?: BrowserContext | undefined; readonly width?: number } = {},
): Promise<{ readonly page: Page; readonly complaints: string[] } & AsyncDisposable> {
  const { context = browser.context, width = 1280 } = options;
  const server = await serveViewer(store);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.setViewportSize({ width, height: 800 });
  await page.goto(`${server.url}${RUN_PAGE}`);
  return {
    page,
    complaints,
    [Symbol.asyncDispose]: async () => {
      await page.close();
      await server[Symbol.asyncDispose]();
    },
  };
}

const panelName = async (page: Page): Promise<string | null> =>
  page.locator('.panel').getAttribute('aria-label');

describe('when a failed run is opened', () => {
  test('what failed is seen: its block, its step, and the error once', async () => {
    using sample = sampleRun([2, 1, 2]);
    await using tab = await openRun(sample.store);
    const { page } = tab;

    expect(await page.locator('.block.bad').getAttribute('aria-label')).toContain('Act 3 Do thing 3, failed');
    expect(await panelName(page)).toBe('Act 3, step 2');
    await page.getByRole('link', { name: 'It failed with the error of the run' }).waitFor();
    expect(await page.getByText(ERROR).count()).toBe(1);
    expect(tab.complaints).toEqual([]);
  });

  test('arrow keys walk through steps and acts, the focus with them, and the page is not loaded again', async () => {
    using sample = sampleRun([2, 1, 2]);
    await using tab = await openRun(sample.store);
    const { page } = tab;
    await page.evaluate(() => document.body.classList.add('not-reloaded'));

    const seen: (string | null)[] = [];
    for (const key of ['ArrowLeft', 'ArrowUp', 'ArrowUp', 'ArrowRight', 'ArrowRight', 'End', 'Home']) {
      const before = await panelName(page);
      await page.keyboard.press(key);
      await page.waitForFunction((name) => document.querySelector('.panel')?.ariaLabel !== name, before);
      seen.push(await panelName(page));
    }

    expect(seen).toEqual([
      'Act 3, step 1',
      'Act 2, step 1',
      'Act 1, step 1',
      'Act 1, step 2',
      'Act 2, step 1',
      'Act 3, step 2',
      'Act 1, step 1',
    ]);
    expect(await page.evaluate(() => document.activeElement?.ariaLabel)).toMatch(/^Act 1, step 1 /);
    expect(page.url()).toMatch(/\?act=.*&step=1$/);
    await page.keyboard.press('Escape');
    await page.locator('.panel').waitFor({ state: 'detached' });
    expect(await page.locator('body.not-reloaded').count()).toBe(1);
    expect(tab.complaints).toEqual([]);
  });
});

/** Whether the chosen picture can be seen: in the window, and not below what covers it. */
async function chosenIsSeen(page: Page): Promise<boolean> {
  return await page.locator('.thumb[aria-current] .well').evaluate((well) => {
    const { left, right, top, bottom } = well.getBoundingClientRect();
    return [top + 2, bottom - 2].every((y) => {
      const seen = document.elementFromPoint((left + right) / 2, y);
      return seen !== null && seen.closest('.thumb') === well.closest('.thumb');
    });
  });
}

describe('when somebody walks', () => {
  test.each([1280, 390])(
    'by the buttons at %i px, the strip goes along, and the focus stays',
    async (width) => {
      using sample = sampleRun([9, 1, 1, 1, 1, 1, 1, 2], { status: 'SUCCEEDED' });
      await using tab = await openRun(sample.store, { width });
      const { page } = tab;
      await page.locator('.thumb').first().click();
      await page.locator('.panel.asked').waitFor();
      await page.locator('.panel .walk').last().focus();

      const names: (string | null)[] = [];
      for (let step = 0; step < 16; step += 1) {
        expect(await chosenIsSeen(page)).toBe(true);
        const before = await panelName(page);
        await page.keyboard.press('Enter');
        await page.waitForFunction((name) => document.querySelector('.panel')?.ariaLabel !== name, before);
        await page.waitForTimeout(50);
        names.push(await panelName(page));
      }

      expect(names.slice(-3)).toEqual(['Act 7, step 1', 'Act 8, step 1', 'Act 8, step 2']);
      expect(await chosenIsSeen(page)).toBe(true);
    },
  );

  test('and closes the panel, the keys go on from where they were', async () => {
    using sample = sampleRun([2, 1, 2], { status: 'SUCCEEDED' });
    await using tab = await openRun(sample.store);
    const { page } = tab;
    for (const close of [() => page.keyboard.press('Escape'), () => page.locator('.close').click()]) {
      // While keys walk, pictures do not heed the pointer.
      await page.mouse.move(1, 1);
      await page.locator('.thumb').nth(2).click();
      await page.locator('.panel.asked').waitFor();
      await close();
      await page.locator('.panel').waitFor({ state: 'detached' });
      await page.keyboard.press('ArrowRight');
      await page.locator('.panel').waitFor();
      expect(await panelName(page)).toBe('Act 3, step 1');
    }
  });
});

describe('when there is no script', () => {
  test('links choose, and pointing at a picture shows it large', async () => {
    using sample = sampleRun([2, 1], { status: 'SUCCEEDED' });
    const context = await browser.context.browser()?.newContext({ javaScriptEnabled: false });
    await using tab = await openRun(sample.store, { context });
    const { page } = tab;

    await page.locator('.block').nth(1).click();
    expect(await panelName(page)).toBe('Act 2');
    await page.locator('.thumb').nth(1).click();
    expect(await panelName(page)).toBe('Act 1, step 2');
    const thumb = page.locator('.thumb').first();
    const image = thumb.locator('img');
    const small = (await image.boundingBox())?.width ?? 0;
    await thumb.hover();
    const large = await image.boundingBox();
    expect(large?.width).toBeGreaterThan(small * 2);
    expect([large?.x ?? -1, large?.y ?? -1].every((place) => place >= 0)).toBe(true);
    await context?.close();
  });
});

describe('when a run goes on', () => {
  test('new acts come; what is chosen, focused and scrolled stays', async () => {
    using sample = sampleRun([12], { status: 'RUNNING', endedAt: undefined });
    await using tab = await openRun(sample.store);
    const { page } = tab;
    await page.locator('.thumb').nth(7).click();
    await page.locator('.thumb[aria-current]').waitFor();
    const scrolled = (): Promise<number> =>
      page
        .locator('.thumbs')
        .first()
        .evaluate((strip) => strip.scrollLeft);
    const before = await scrolled();
    expect(before).toBeGreaterThan(0);

    addFilledAct(sample.store, 2, 1);
    await page.locator('.scene').nth(1).waitFor();

    expect(await panelName(page)).toBe('Act 1, step 8');
    expect(await page.evaluate(() => document.activeElement?.ariaLabel)).toMatch(/^Act 1, step 8 /);
    expect(await scrolled()).toBe(before);
  });
});

describe('when there is much or little', () => {
  test('short acts of a long run can each be clicked on the axis', async () => {
    const steps = Array.from({ length: 14 }, () => 0);
    const endedAt = new Date(START_MS + 1_800_000).toISOString();
    using sample = sampleRun(steps, { status: 'SUCCEEDED', endedAt });
    await using tab = await openRun(sample.store);

    const hit = await tab.page.locator('.block').evaluateAll((blocks) =>
      blocks.map((block) => {
        const { left, top, width, height } = block.getBoundingClientRect();
        const at = document.elementFromPoint(left + width / 2, top + height / 2);
        return { width: Math.floor(width), isItself: at?.closest('.block') === block };
      }),
    );
    expect(hit).toHaveLength(14);
    for (const each of hit) expect(each).toEqual({ width: 8, isItself: true });
  });

  test('an act of 200 steps loads the pictures that are looked at, and fits on a phone', async () => {
    using sample = sampleRun([200, 1], { status: 'SUCCEEDED' });
    await using tab = await openRun(sample.store, { width: 390 });
    const { page } = tab;
    await page.waitForLoadState('networkidle');

    expect(await page.locator('.thumb').count()).toBe(201);
    const loaded = await page.evaluate(
      () => [...document.images].filter(({ naturalWidth }) => naturalWidth > 0).length,
    );
    expect(loaded).toBeGreaterThan(0);
    expect(loaded).toBeLessThan(60);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  });

  test('a picture that is gone leaves an empty place of the same size', async () => {
    using sample = storeWithRun();
    const act = addAct(sample.store);
    addStep(sample.store, act, { image: Buffer.from('no image') });
    await using tab = await openRun(sample.store);

    const well = await tab.page.locator('.thumb .frame').boundingBox();
    expect(well?.height).toBe(106);
  });

  test('a run that failed outside of acts says so on its axis', async () => {
    using sample = storeWithRun({ status: 'FAILED' });
    await using tab = await openRun(sample.store);

    expect(await tab.page.locator('.failed-at').textContent()).toContain('outside of acts');
  });
});
