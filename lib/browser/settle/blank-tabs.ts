import type { Page, Request } from 'playwright-core';
import { type Cleanup, listen } from '../cleanup.ts';
import { SETTLE_LIMITS } from './limits.ts';

/** Tabs that a page opened without an address, which it may give them later. */
export class BlankTabs {
  readonly #since = new Map<Page, number>();
  readonly #onChange: () => void;
  readonly #cleanup: Cleanup | undefined;

  constructor(onChange: () => void, cleanup: Cleanup | undefined) {
    this.#onChange = onChange;
    this.#cleanup = cleanup;
  }

  add(page: Page): void {
    if (!isBlank(page)) return;
    const forget = (): void => {
      if (!page.isClosed() && isBlank(page)) return;
      this.#since.delete(page);
      page.off('framenavigated', forget);
      this.#onChange();
    };
    this.#since.set(page, Date.now());
    listen(this.#cleanup, (verb) => page[verb]('framenavigated', forget));
    listen(this.#cleanup, (verb) => page[verb]('close', forget));
    // Its address was that of a file, or gave nothing to show.
    const giveUp = (): void => {
      this.forget(page);
      this.#onChange();
    };
    listen(this.#cleanup, (verb) => page[verb]('download', giveUp));
    const onFailure = (request: Request): void => {
      if (request.isNavigationRequest() && isBlank(page)) giveUp();
    };
    listen(this.#cleanup, (verb) => page[verb]('requestfailed', onFailure));
    // One that a program opened has no opener.
    page.opener().then(
      (opener) => opener === null && this.#since.delete(page),
      () => {},
    );
  }

  /** Those that are young enough to be waited for. */
  waiting(): readonly Page[] {
    const oldest = Date.now() - SETTLE_LIMITS.blankTabMs;
    return [...this.#since].filter(([, since]) => since > oldest).map(([page]) => page);
  }

  /** The page wrote into it, so it is one. */
  forget(page: Page): void {
    this.#since.delete(page);
  }
}

function isBlank(page: Page): boolean {
  return page.url() === 'about:blank' || page.url() === '';
}
