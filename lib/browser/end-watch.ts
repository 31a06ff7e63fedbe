import type { Page } from 'playwright-core';
import { isInstance } from '../core/thrown.ts';
import { listen } from './cleanup.ts';
import { ActuationError } from './errors.ts';
import type { OpenBrowser, UntilEnd } from './types.ts';

/**
 * Notices at once when a browser ends, when the connection to it is lost, or when the tab in use crashes: what is under
 * way then would be noticed to fail only when somebody looks at the page again.
 */
export class EndWatch {
  readonly #browser: OpenBrowser;
  readonly #crashed = new WeakSet<Page>();
  readonly #waiting = new Set<() => void>();
  #hasEnded = false;

  constructor(browser: OpenBrowser) {
    this.#browser = browser;
    const { context, cleanup } = browser;
    const ended = (): void => {
      this.#hasEnded = true;
      this.#changed();
    };
    listen(cleanup, (verb) => context[verb]('close', ended));
    listen(cleanup, (verb) => context.browser()?.[verb]('disconnected', ended));
    const adopt = (page: Page): void => this.#adopt(page);
    for (const page of context.pages()) adopt(page);
    listen(cleanup, (verb) => context[verb]('page', adopt));
  }

  /** Begins to watch for the caller, until it is disposed of. */
  begin(): UntilEnd {
    const controller = new AbortController();
    const look = (): void => {
      const problem = this.#problem();
      if (problem !== undefined) controller.abort(problem);
    };
    this.#waiting.add(look);
    look();
    return { signal: controller.signal, [Symbol.dispose]: () => void this.#waiting.delete(look) };
  }

  #adopt(page: Page): void {
    const onCrash = (): void => {
      this.#crashed.add(page);
      this.#changed();
    };
    listen(this.#browser.cleanup, (verb) => page[verb]('crash', onCrash));
  }

  #changed(): void {
    for (const look of this.#waiting) look();
  }

  /** Why nothing can be done any more. A tab in the background may crash, and one may close before another opens. */
  #problem(): ActuationError | undefined {
    if (this.#hasEnded) return endOf(this.#browser);
    const page = pageOf(this.#browser);
    if (page === undefined || !this.#crashed.has(page)) return undefined;
    return new ActuationError(`The page ${page.url()} crashed: its process ended, or had no memory left.`);
  }
}

function pageOf(browser: OpenBrowser): Page | undefined {
  try {
    return browser.page();
  } catch {
    return undefined;
  }
}

/** In the browser's own words, as it knows whether it was closed on purpose. */
function endOf(browser: OpenBrowser): ActuationError {
  try {
    browser.page();
  } catch (error) {
    if (isInstance(error, ActuationError)) return error;
  }
  return new ActuationError('The browser has ended.');
}
