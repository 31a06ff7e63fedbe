import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { localBrowser } from '../../lib/browser/index.ts';
import type { KindAction } from './kind.ts';
import { isFresh, placeOf, THINKING_MS, TRIAL_LIMIT_MS, timedTrial, type Way } from './way.ts';

/** Playwright's mouse and keyboard, and its `networkidle`: no request for half a second since the document began. */
export const networkIdle: Way = {
  name: 'networkidle',
  async run(kind, { url, blankUrl }) {
    await using browser = await localBrowser({ onNotice: () => {} }).open();
    const first = browser.page();
    await first.goto(blankUrl);
    await (await actOf(first, { name: 'click', target: '#go' }))();
    await first.waitForLoadState('networkidle');
    browser.context.setDefaultTimeout(TRIAL_LIMIT_MS);
    const { action } = kind;
    let act = (): Promise<unknown> => first.goto(url);
    if (action.name !== 'load') {
      await act();
      await sleep(THINKING_MS);
      act = await actOf(first, action);
    }
    return await timedTrial({
      act,
      settle: () => browser.page().waitForLoadState('networkidle'),
      look: async () => ({ isFresh: await isFresh(browser.page(), kind.fresh) }),
    });
  },
  async [Symbol.asyncDispose]() {},
};

/** What a person does with mouse and keyboard, at a place that is looked up before. */
export async function actOf(
  page: Page,
  action: Exclude<KindAction, { name: 'load' }>,
): Promise<() => Promise<void>> {
  const { x, y } = await placeOf(page, action.target);
  return async () => {
    if (action.name === 'scroll') {
      await page.mouse.move(x, y);
      await page.mouse.wheel(0, 600);
      return;
    }
    await page.mouse.click(x, y);
    if (action.name === 'type') await page.keyboard.type(action.text);
  };
}
