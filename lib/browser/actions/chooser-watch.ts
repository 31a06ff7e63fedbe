import type { BrowserContext, CDPSession, FileChooser, Page } from 'playwright-core';
import type { PageNews } from '../../contract/page-news.ts';
import { deferred, within } from '../../core/async.ts';
import { type Cleanup, listen } from '../cleanup.ts';
import { AgentRedirectError } from '../errors.ts';
import { pageSession } from '../frames/page-session.ts';
import { OwnListeners } from '../listeners.ts';

/**
 * Notices file choosers, and remembers the last one until it is answered. That there is a listener keeps the browser from
 * showing one, so a chooser never blocks a page.
 */
export class ChooserWatch {
  readonly #context: BrowserContext;
  readonly #owns: (page: Page) => boolean;
  readonly #cleanup: Cleanup | undefined;
  readonly #waiting = new WeakMap<Page, FileChooser>();
  readonly #intercepted = new WeakMap<CDPSession, Promise<unknown>>();
  /** With a chooser that the agent was not told of. */
  readonly #untold = new Set<Page>();
  #onChooser: ((chooser: FileChooser) => void) | undefined;
  #isLeft = false;

  constructor(given: {
    readonly context: BrowserContext;
    readonly owns: (page: Page) => boolean;
    readonly cleanup: Cleanup | undefined;
  }) {
    const { context, owns, cleanup } = given;
    this.#context = context;
    this.#owns = owns;
    this.#cleanup = cleanup;
    const onPage = (page: Page): void => this.#listen(page);
    for (const page of context.pages().filter(owns)) onPage(page);
    listen(cleanup, (verb) => context[verb]('page', onPage));
  }

  /**
   * Runs `action`, and tells whether it opened a file chooser. The browser tells of a chooser before the page
   * answers the next question, so there is no fixed wait; one that comes later is news.
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

  /** Lets the browser show choosers to a person, until `end`. */
  async leave(end: Promise<void>): Promise<void> {
    if (this.#isLeft) return;
    this.#isLeft = true;
    for (const page of this.#context.pages()) {
      page.off('filechooser', this.#hear);
      void this.#release(page).catch(() => {});
    }
    await end;
    this.#isLeft = false;
    for (const page of this.#context.pages()) page.on('filechooser', this.#hear);
  }

  /** Remembers one that {@link during} gave and that nobody has answered. */
  keep(chooser: FileChooser): void {
    this.#waiting.set(chooser.page(), chooser);
  }

  /** The chooser that a page waits with; `undefined` when it waits with none. */
  waiting(page: Page): FileChooser | undefined {
    return this.#waiting.get(page);
  }

  /** Whether a chooser waits that opened when no action asked for one, and nobody was told. */
  takeNews(): readonly PageNews[] {
    const hasNews = this.#untold.size > 0;
    this.#untold.clear();
    return hasNews ? [LATE_CHOOSER] : [];
  }

  /** For when the agent goes on with something else. */
  forget(page: Page): void {
    this.#waiting.delete(page);
    this.#untold.delete(page);
  }

  /** Gives files to a chooser. @throws AgentRedirectError when it is gone. */
  async answer(chooser: FileChooser, files: readonly string[]): Promise<void> {
    this.forget(chooser.page());
    try {
      await chooser.setFiles([...files]);
    } catch (error) {
      throw new AgentRedirectError(
        'The page does not wait for a file any more. Click what opens the file chooser again.',
        { kind: 'file-chooser', summary: 'A file chooser was gone before it was answered.', cause: error },
      );
    }
  }

  readonly #hear = (chooser: FileChooser): void => {
    const page = chooser.page();
    // A program that listens itself answers itself, and another session its own.
    if (own.hasOthers(page) || !this.#owns(page)) return;
    if (this.#onChooser !== undefined) {
      this.#onChooser(chooser);
      return;
    }
    this.keep(chooser);
    this.#untold.add(page);
  };

  #listen(page: Page): void {
    const cleanup = this.#cleanup;
    own.add(page);
    cleanup?.defer(() => own.remove(page));
    if (!this.#isLeft) page.on('filechooser', this.#hear);
    cleanup?.defer(() => page.off('filechooser', this.#hear));
    const forget = (): void => this.forget(page);
    // Of another document: what waited has gone with the one before.
    listen(cleanup, (verb) => page[verb]('domcontentloaded', forget));
    listen(cleanup, (verb) => page[verb]('close', forget));
  }

  async #release(page: Page): Promise<void> {
    const session = await pageSession(page);
    this.#intercepted.delete(session);
    await session.send('Page.setInterceptFileChooserDialog', { enabled: false });
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

const own = new OwnListeners('filechooser');

const LATE_CHOOSER: PageNews = {
  kind: 'file-chooser',
  text: 'The page opened a file chooser: to upload a file, use agentType on what was clicked, with the path of the file.',
  summary: 'The page opened a file chooser.',
};

/** How long the details of a file chooser that has opened may take, in milliseconds. */
const DETAILS_MS = 3_000;
/** How long a page may take to answer after a click before nobody waits for a chooser any more, in milliseconds. */
const ANSWER_MS = 1_000;
