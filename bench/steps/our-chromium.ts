import { chromium } from 'playwright-core';
import { findBrowser } from '../../lib/browser/find-browser.ts';
import { DEFAULT_VIEWPORT } from '../../lib/browser/index.ts';
import { launchOptions } from '../../lib/browser/launch-options.ts';
import { type Chromium, startChromium } from '../../test/interop/support/chromium.ts';

/**
 * A browser with the switches of `localBrowser`, for whoever is compared with it: one of Playwright's switches alone makes a picture
 * take a fifth less.
 */
export async function startOurChromium(): Promise<Chromium> {
  const { width, height } = DEFAULT_VIEWPORT;
  return await startChromium({ windowSize: `${width},${height}`, switches: await switchesOfOurs() });
}

async function switchesOfOurs(): Promise<readonly string[]> {
  const launch = launchOptions({
    options: {},
    found: findBrowser(),
    env: process.env,
    platform: process.platform,
    isRoot: process.getuid?.() === 0,
  });
  const server = await chromium.launchServer(launch);
  const [, ...args] = server.process().spawnargs;
  await server.close();
  return args.filter((arg) => !/^--(remote-debugging|user-data-dir|no-startup-window)|^[^-]/.test(arg));
}
