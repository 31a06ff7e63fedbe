import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createActuator, localBrowser, type OpenBrowser } from '../../../lib/browser/index.ts';
import { refuseToBrowsers } from '../../../lib/browser/network/browser-network.ts';
import { type Listener, startListener } from '../../guardrail/listener.ts';
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
});
