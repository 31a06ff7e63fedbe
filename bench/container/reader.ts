import { setTimeout as sleep } from 'node:timers/promises';
import { localBrowser } from '../../lib/browser/index.ts';
import { currentHost } from '../../lib/sdk/run/workflow-host.ts';

/** Opens a page in the browser that a session would get, and returns its text. The service has no part in it. */
export async function main({ url, holdMs = 0 }: { url: string; holdMs?: number }): Promise<string> {
  const { browser = localBrowser() } = currentHost() ?? {};
  await using opened = await browser.open();
  await opened.page().goto(url);
  const text = (await opened.page().locator('body').textContent()) ?? '';
  await sleep(holdMs);
  return text;
}
