import { setTimeout as sleep } from 'node:timers/promises';
import { localBrowser } from '../../lib/browser/index.ts';
import type { Kind } from './kind.ts';
import type { KindServer } from './kind-server.ts';
import { isFresh, THINKING_MS } from './way.ts';
import { actOf } from './way-network-idle.ts';

/** What was found out about a kind: whether it is stale after the action and fresh in the end, and when. */
export interface CheckedKind {
  readonly name: string;
  readonly isHonest: boolean;
  readonly found: string;
  /** When the page was seen to be fresh, after the action. */
  readonly freshAfterMs?: number;
}

const PATIENCE_MS = 8_000;

/** A kind is honest when its page is stale right after the action, and fresh when one waits long enough. */
export async function checkKind(kind: Kind, server: KindServer): Promise<CheckedKind> {
  await using browser = await localBrowser({ onNotice: () => {} }).open();
  const page = browser.page();
  const url = server.urlOf(kind);
  if (kind.action.name === 'load') {
    await page.goto(url, { waitUntil: 'commit' });
  } else {
    await page.goto(url);
    await sleep(THINKING_MS);
    await (await actOf(page, kind.action))();
  }
  const start = performance.now();
  const isEarly = await isFresh(page, kind.fresh);
  if (isEarly && !kind.isNoise) {
    return { name: kind.name, isHonest: false, found: 'is fresh right after the action' };
  }
  while (performance.now() - start < PATIENCE_MS) {
    if (await isFresh(browser.page(), kind.fresh)) {
      const freshAfterMs = Math.round(performance.now() - start);
      return { name: kind.name, isHonest: true, found: `fresh after ${freshAfterMs} ms`, freshAfterMs };
    }
    await sleep(20);
  }
  return { name: kind.name, isHonest: false, found: `is still stale after ${PATIENCE_MS} ms` };
}
