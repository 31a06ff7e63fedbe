import type { BrowserContext, Page } from 'playwright-core';

/**
 * The tabs of one session in a browser that others use, too: the one that it began with, what its program opens, and what
 * pages in these open.
 */
export class OwnTabs {
  readonly #own = new WeakSet<Page>();

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
    page.on('popup', (popup) => this.#add(popup));
  }
}
