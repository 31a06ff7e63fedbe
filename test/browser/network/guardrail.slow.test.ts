import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { cdpBrowser, createActuator, localBrowser, type OpenBrowser } from '../../../lib/browser/index.ts';
import { refuseToBrowsers } from '../../../lib/browser/network/browser-network.ts';
import { type Listener, startListener } from '../../guardrail/listener.ts';
import { startChrome } from '../../guardrail/start-chrome.ts';
import { pathOf, tryWays, WAYS } from '../../guardrail/ways.ts';
import { type PageServer, startPageServer } from '../support/page-server.ts';

/** The whole table (each form of an address, each kind of browser) is made by `npm run test:guardrail`. */
let pages: PageServer;
let allowed: Listener;
let refused: Listener;
let browser: OpenBrowser;
let openPort: () => void;
beforeAll(async () => {
  [pages, allowed, refused] = await Promise.all([startPageServer(), startListener(), startListener()]);
  openPort = refuseToBrowsers(process.env, refused.port);
  browser = await localBrowser({ onNotice: () => {} }).open();
});
afterAll(async () => {
  openPort();
  await Promise.all([browser.close(), pages.close(), allowed.close(), refused.close()]);
});

describe('the port of the program that runs a workflow', () => {
  test('is reached in no way, though another one is reached in each', async () => {
    const actuator = createActuator({ browser, captureDom: false });
    await tryWays(actuator, pages, `http://127.0.0.1:${allowed.port}`);
    const reached = allowed.take();
    expect(WAYS.filter((way) => !reached.has(pathOf(way)))).toEqual([]);
    await tryWays(actuator, pages, `http://127.0.0.1:${refused.port}`);
    expect([...refused.take()]).toEqual([]);
  });

  test('is reached from a browser that somebody else has started by WebSockets only, as documented', async () => {
    const chrome = await startChrome();
    try {
      await using opened = await cdpBrowser({ endpointUrl: chrome.endpointUrl }).open();
      const actuator = createActuator({ browser: opened, captureDom: false });
      await expect(actuator.goTo('http://2852039166/')).rejects.toThrow('169.254.169.254 is refused');
      refused.take();
      await tryWays(actuator, pages, `http://127.0.0.1:${refused.port}`);
      const reached = refused.take();
      expect(WAYS.filter((way) => reached.has(pathOf(way)))).toEqual(['WebSocket']);
    } finally {
      await chrome.close();
    }
  });
});
