import type { EventEmitter } from 'node:events';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { imageSize } from '../../lib/browser/image-size.ts';
import {
  type Actuator,
  createActuator,
  findBrowser,
  type OpenBrowser,
  playwrightBrowser,
} from '../../lib/browser/index.ts';
import { type PageServer, startPageServer } from './support/page-server.ts';

const HTML = `<h1>Shop</h1><button onclick="document.title = confirm('Sure?') ? 'yes' : 'no'">Buy</button>
  <input type=file><a target=_blank href="about:blank#x">More</a>`;

let playwright: Browser;
let server: PageServer;
let url: string;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  const launch = { executablePath: findBrowser().executablePath, args: ['--no-sandbox'] };
  [playwright, server] = await Promise.all([chromium.launch(launch), startPageServer()]);
  url = server.page(HTML);
});

afterAll(async () => {
  await Promise.all([playwright.close(), server.close()]);
});

beforeEach(async () => {
  context = await playwright.newContext({ viewport: { width: 1600, height: 813 }, deviceScaleFactor: 2 });
  page = await context.newPage();
  await page.goto(url);
});

afterEach(() => context.close());

/** A session, with what it sees and does. */
async function session(
  target: Page | BrowserContext,
): Promise<OpenBrowser & { readonly actuator: Actuator }> {
  const browser = await playwrightBrowser(target).open();
  const actuator = createActuator({ browser, captureDom: true, dialogs: 'accept' });
  return Object.assign(browser, { actuator });
}

async function click(actuator: Actuator, element = 'button'): Promise<void> {
  const box = await page.locator(element).boundingBox();
  if (box === null) throw new Error('it has no box');
  const { x, y, width, height } = box;
  const text = `<box>${y},${x},${y + height},${x + width}</box>`;
  await actuator.perform({ name: 'agentClick', box: text, clickType: 'left' });
  await actuator.settle();
}

/** How many listen to what, of everything that a session has to do with. */
function listeners(): object {
  const count = (emitter: unknown): object => {
    const events = emitter as EventEmitter;
    return Object.fromEntries(events.eventNames().map((name) => [name, events.listenerCount(name)]));
  };
  return { page: count(page), context: count(context), browser: count(playwright) };
}

describe('a page of the program', () => {
  test('is acted in, and is as before when the session is closed; the next session works there again', async () => {
    const before = listeners();
    for (const attempt of [1, 2]) {
      const own = await session(page);
      expect(own.page()).toBe(page);
      await click(own.actuator);
      expect(await page.title()).toBe('yes');
      const { screenshotBase64, simplifiedDOM } = await own.actuator.observe();
      expect(imageSize(screenshotBase64)).toEqual({ width: 1600, height: 813 });
      expect(simplifiedDOM).toContain('Shop');
      expect(listeners()).not.toEqual(before);

      await own.actuator.endDownloads();
      await own.close();
      expect([attempt, listeners()]).toEqual([attempt, before]);
    }
    expect(page.isClosed()).toBe(false);
    // Nobody answers any more, so that Playwright does.
    await page.click('button');
    expect(await page.title()).toBe('no');
    await page.goto(url);
    expect(await page.evaluate(() => Object.getOwnPropertySymbols(window))).toEqual([]);
  });

  test('goes on in the tab that it opens; other tabs of the context are none of its business', async () => {
    const other = await context.newPage();
    await other.goto(url);
    const own = await session(page);
    expect(own.page()).toBe(page);
    // Playwright alone would answer it, too.
    await other.click('button');
    expect(await other.title()).toBe('no');

    const sibling = await session(other);
    await expect(session(page)).rejects.toThrow(
      'The page that was given to playwrightBrowser has a session already.',
    );
    await expect(session(context)).rejects.toThrow(
      'The context that was given to playwrightBrowser has a session',
    );
    await other.click('button');
    expect(await other.title()).toBe('yes');
    await sibling.close();
    await click(own.actuator);
    expect(await page.title()).toBe('yes');

    await click(own.actuator, 'a');
    expect(own.page().url()).toBe('about:blank#x');
    await own.close();
    expect(context.pages()).toHaveLength(3);
  });
});

test('a context has its newest tab; one without a tab gets one, which is closed at the end', async () => {
  const own = await session(context);
  const newest = await context.newPage();
  expect(own.page()).toBe(newest);
  await own.close();

  const empty = await playwright.newContext();
  const opened = await playwrightBrowser(empty).open();
  expect(opened.page().url()).toBe('about:blank');
  await opened.close();
  expect(empty.pages()).toEqual([]);
  await empty.close();
});

test('what is neither a page nor a context of Chromium is refused at once', async () => {
  expect(() => playwrightBrowser(playwright as never)).toThrow(
    'playwrightBrowser was given a browser. It takes a page or a context of Playwright. Pass `await browser.newContext(',
  );
  expect(() => playwrightBrowser({} as never)).toThrow('playwrightBrowser was given {}. It takes a page or');
  const firefox = { browserType: () => ({ name: () => 'firefox' }) };
  const foreign = Object.assign(Object.create(context), { browser: () => firefox });
  expect(() => playwrightBrowser(foreign)).toThrow(
    'was given a page of firefox. Acts need Chromium, Chrome or Edge.',
  );
  await page.close();
  await expect(session(page)).rejects.toThrow('The page that was given to playwrightBrowser is closed.');
});
