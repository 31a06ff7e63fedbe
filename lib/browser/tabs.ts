import type { BrowserContext, Page } from 'playwright-core';
import { type Cleanup, listen } from './cleanup.ts';
import { runInFrame } from './page-script.ts';

/**
 * Knows the newest tab that shows something. A tab that a page has opened counts only when it has a document: many never
 * get one, because their address is that of a download, or answers that there is nothing to show.
 */
export class Tabs {
  readonly #context: BrowserContext;
  readonly #owns: (page: Page) => boolean;
  /** Opened by a page, and nobody has written to them so far. */
  readonly #unwritten = new WeakSet<Page>();

  constructor(given: {
    readonly context: BrowserContext;
    /** Which tabs count; without it, all do. */
    readonly owns?: ((page: Page) => boolean) | undefined;
    readonly cleanup?: Cleanup | undefined;
  }) {
    const { context, owns = () => true, cleanup } = given;
    this.#context = context;
    this.#owns = owns;
    const onPage = (page: Page): void => {
      if (isBlank(page)) void this.#watch(page);
    };
    listen(cleanup, (verb) => context[verb]('page', onPage));
  }

  /** `undefined` when no tab is open. One without a document is better than none. */
  newest(): Page | undefined {
    const open = this.#context.pages().filter((page) => !page.isClosed() && this.#owns(page));
    return open.findLast((page) => !this.#isEmpty(page)) ?? open.at(-1);
  }

  /** Before its first navigation a tab has no address at all. */
  #isEmpty(page: Page): boolean {
    return page.url() === '' || (isBlank(page) && this.#unwritten.has(page));
  }

  async #watch(page: Page): Promise<void> {
    this.#unwritten.add(page);
    // One that the program itself has opened is blank on purpose.
    const isOurs = page.url() !== '' && (await page.opener()) === null;
    if (isOurs || (await getsContent(page))) this.#unwritten.delete(page);
  }
}

function isBlank(page: Page): boolean {
  return ['', 'about:blank'].includes(page.url());
}

/** Whether the opener writes into a blank tab, as soon as it does. */
async function getsContent(page: Page): Promise<boolean> {
  // A tab goes from no document to a blank one, which ends what runs in it.
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    try {
      return await runInFrame(page.mainFrame(), whenWritten, undefined);
    } catch {
      if (page.isClosed() || !isBlank(page)) return false;
    }
  }
  return false;
}

const ATTEMPTS = 5;

function whenWritten(): Promise<true> {
  // The opener's elements may have names that hide members of the document.
  const find = (selector: string): Element | null =>
    Document.prototype.querySelector.call(document, selector);
  const hasContent = (): boolean => {
    if (find('body *, head > *, frameset') !== null) return true;
    const body = find('body');
    return body !== null && String(Reflect.get(Node.prototype, 'textContent', body)).trim() !== '';
  };
  return new Promise((resolve) => {
    const observer = new MutationObserver(() => look());
    const look = (): void => {
      if (!hasContent()) return;
      observer.disconnect();
      resolve(true);
    };
    observer.observe(document, { subtree: true, childList: true, characterData: true });
    look();
  });
}
