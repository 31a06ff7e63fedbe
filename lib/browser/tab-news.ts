import type { Page } from 'playwright-core';
import type { PageNews } from '../contract/page-news.ts';
import { visibleLine } from '../core/visible.ts';
import { withoutCredentials } from '../core/without-credentials.ts';
import type { OpenBrowser } from './types.ts';

/** Notices that another tab is in use than the last time. */
export class TabNews {
  readonly #browser: OpenBrowser;
  #known: Page | undefined;

  constructor(browser: OpenBrowser) {
    this.#browser = browser;
    this.#known = this.#inUse();
  }

  takeNews(): readonly PageNews[] {
    const before = this.#known;
    const now = this.#inUse();
    this.#known = now;
    if (now === undefined || before === undefined || now === before) return [];
    const what = before.isClosed()
      ? 'The tab was closed, and another one is'
      : 'A new tab was opened, and is';
    return [
      { kind: 'tab', text: `${what} shown now (${shownAddress(now)}).`, summary: `${what} shown now.` },
    ];
  }

  #inUse(): Page | undefined {
    try {
      return this.#browser.page();
    } catch {
      // The browser has ended, which is told elsewhere.
      return undefined;
    }
  }
}

const MAX_ADDRESS_LENGTH = 200;

function shownAddress(page: Page): string {
  const address = visibleLine(withoutCredentials(page.url()));
  return address.length > MAX_ADDRESS_LENGTH ? `${address.slice(0, MAX_ADDRESS_LENGTH)}…` : address;
}
