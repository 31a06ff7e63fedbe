import type { BrowserContext, Page } from 'playwright-core';
import { type Cleanup, listen } from './cleanup.ts';

/**
 * The tabs of one session in a browser that others use, too: the one that it began with, what its program opens, and what
 * pages in these open.
 */
export class OwnTabs {
  readonly #own = new WeakSet<Page>();
  readonly #cleanup: Cleanup | undefined;

  private constructor(cleanup?: Cleanup) {
    this.#cleanup = cleanup;
  }

  /** A tab that is there, and those opened from it until the cleanup. */
  static from(page: Page, cleanup: Cleanup): OwnTabs {
    const tabs = new OwnTabs(cleanup);
    tabs.#add(page);
    return tabs;
  }

  /** Of a context that belongs to one connection. */
  static async open(context: BrowserContext): Promise<OwnTabs> {
    const tabs = new OwnTabs();
    const newPage = context.newPage.bind(context);
    // A tab without an opener does not tell which program has opened it.
    context.newPage = async () => {
      const page = await newPage();
      tabs.#add(page);
      return page;
    };
    await context.newPage();
    return tabs;
  }

  has(page: Page): boolean {
    return this.#own.has(page);
  }

  #add(page: Page): void {
    this.#own.add(page);
    const onPopup = (popup: Page): void => this.#add(popup);
    listen(this.#cleanup, (verb) => page[verb]('popup', onPopup));
  }
}
