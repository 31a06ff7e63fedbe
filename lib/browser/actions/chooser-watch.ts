import type { BrowserContext, CDPSession, FileChooser, Page } from 'playwright-core';
import { deferred, within } from '../../core/async.ts';

/**
 * Notices file choosers. That there is a listener keeps the browser from showing one, so a chooser
 * never blocks a page.
 */
export class ChooserWatch {
  #onChooser: ((chooser: FileChooser) => void) | undefined;
  readonly #intercepted = new WeakMap<CDPSession, Promise<unknown>>();

  constructor(context: BrowserContext) {
    const listen = (page: Page): void => {
      page.on('filechooser', (chooser) => this.#onChooser?.(chooser));
    };
    for (const page of context.pages()) listen(page);
    context.on('page', listen);
  }

  /**
   * Runs `action`, and tells whether it opened a file chooser. The browser tells of a chooser before the page
   * answers the next question, so there is no fixed wait.
   */
  async during(session: CDPSession, action: () => Promise<void>): Promise<FileChooser | undefined> {
    await this.#intercept(session);
    const details = deferred<FileChooser>();
    let isOpen = false;
    const onOpen = (): void => {
      isOpen = true;
    };
    session.on('Page.fileChooserOpened', onOpen);
    this.#onChooser = (chooser) => {
      onOpen();
      details.resolve(chooser);
    };
    try {
      await action();
      const answered = session.send('Runtime.evaluate', { expression: '1' }).catch(() => {});
      await within({
        work: Promise.race([answered, details.promise]),
        timeoutMs: ANSWER_MS,
        fallback: undefined,
      });
      if (!isOpen) return undefined;
      return await within({ work: details.promise, timeoutMs: DETAILS_MS, fallback: undefined });
    } finally {
      session.off('Page.fileChooserOpened', onOpen);
      this.#onChooser = undefined;
    }
  }

  #intercept(session: CDPSession): Promise<unknown> {
    let intercepted = this.#intercepted.get(session);
    if (intercepted === undefined) {
      intercepted = session
        .send('Page.enable')
        .then(() => session.send('Page.setInterceptFileChooserDialog', { enabled: true }));
      this.#intercepted.set(session, intercepted);
    }
    return intercepted;
  }
}

/** How long the details of a file chooser that has opened may take, in milliseconds. */
const DETAILS_MS = 3_000;
/** How long a page may take to answer after a click before nobody waits for a chooser any more, in milliseconds. */
const ANSWER_MS = 1_000;
