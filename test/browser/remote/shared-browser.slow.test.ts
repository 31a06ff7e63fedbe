import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type BrowserServer, chromium } from 'playwright-core';
import {
  type Actuator,
  type Browser,
  cdpBrowser,
  createActuator,
  findBrowser,
  playwrightBrowser,
  RemoteView,
} from '../../../lib/browser/index.ts';
import type { TakeOverNews, TakeOverTab } from '../../../lib/contract/take-over.ts';

let served: BrowserServer;
let endpointUrl: string;
beforeAll(async () => {
  const { executablePath } = findBrowser();
  served = await chromium.launchServer({
    executablePath,
    args: ['--no-sandbox', '--remote-debugging-port=0'],
  });
  const profile = /--user-data-dir=(\S+)/.exec(served.process().spawnargs.join(' '))?.[1] ?? '';
  const [port] = readFileSync(path.join(profile, 'DevToolsActivePort'), 'utf8').split('\n');
  endpointUrl = `http://127.0.0.1:${port}`;
});
afterAll(() => served.close());

const PAGE = 'data:text/html,<title>Mine</title><input id=a autofocus><script>a.focus()</script>';

/** What a person is told who types a letter and opens a tab. */
async function takeOver(browser: Browser): Promise<readonly TakeOverNews[]> {
  await using opened = await browser.open();
  const actuator: Actuator = createActuator({ browser: opened, captureDom: false });
  await actuator.page().goto(PAGE);
  const news: TakeOverNews[] = [];
  const until = async (is: () => boolean | Promise<boolean>): Promise<void> => {
    for (let i = 0; i < 200 && !(await is()); i += 1) await sleep(20);
    expect(await is()).toBe(true);
  };
  const page = actuator.page();
  using view = await RemoteView.open({ page, pages: () => actuator.pages(), say: (item) => news.push(item) });
  await until(() => news.some(({ type }) => type === 'frame'));
  view.take({ type: 'key', event: 'down', key: 'x', code: 'KeyX', modifiers: 0 });
  await until(async () => (await page.locator('#a').inputValue()) === 'x');
  await page.evaluate(() => void window.open('about:blank', '_blank'));
  await until(() => tabsIn(news).length === 2);
  return news;
}

function tabsIn(news: readonly TakeOverNews[]): readonly TakeOverTab[] {
  return news.findLast((item) => item.type === 'tabs')?.tabs ?? [];
}

test('a browser over CDP, of which others have tabs: only those of the session are shown', async () => {
  const other = await chromium.connectOverCDP(endpointUrl);
  const [context = await other.newContext()] = other.contexts();
  const theirs = await context.newPage();
  await theirs.goto('data:text/html,<title>Theirs</title>');
  const taking = takeOver(cdpBrowser({ endpointUrl }));
  const late = context.newPage().then((page) => page.goto('data:text/html,<title>Theirs, too</title>'));
  const news = await taking;
  await late;
  expect(tabsIn(news).map(({ title, isShown }) => [title, isShown])).toEqual([
    ['Mine', false],
    ['', true],
  ]);
  expect(JSON.stringify(news)).not.toContain('Theirs');
  await other.close();
});

test('a page of a program, which goes on after the session', async () => {
  const launched = await chromium.launch({
    executablePath: findBrowser().executablePath,
    args: ['--no-sandbox'],
  });
  const page = await launched.newPage();
  const news = await takeOver(playwrightBrowser(page));
  expect(tabsIn(news).map(({ title }) => title)).toEqual(['Mine', '']);
  await page.close();
  await launched.close();
});
