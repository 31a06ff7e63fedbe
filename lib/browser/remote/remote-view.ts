import type { CDPSession, Page } from 'playwright-core';
import type { TakeOverInput, TakeOverNews } from '../../contract/take-over.ts';
import { within } from '../../core/async.ts';
import { locate } from '../actions/locate.ts';
import type { Point } from '../box.ts';
import { quotePage } from '../quote-page.ts';
import { hiddenPopup } from './hidden-popup.ts';
import { type DoneInput, InputQueue } from './input-queue.ts';
import { keyCall } from './key-call.ts';
import { PictureStream } from './picture-stream.ts';
import { PointerCalls } from './pointer-call.ts';
import { RemoteTabs } from './remote-tabs.ts';

/**
 * What a person sees and does in a session's browser from elsewhere: one tab at a time, as pictures, and what pointer and keyboard do
 * there. Dialogs and file choosers of the tab are told and not shown: they are dealt with as without a person.
 */
export class RemoteView implements Disposable {
  readonly #say: (news: TakeOverNews) => void;
  readonly #isMac: boolean;
  readonly #pictures: PictureStream;
  readonly #tabs: RemoteTabs;
  readonly #queue: InputQueue;
  readonly #pointers = new PointerCalls();
  #pointer = { x: 0, y: 0 };
  #session: Promise<CDPSession> | undefined;
  #isOver = false;

  private constructor(view: ViewedBrowser & { readonly isMac: boolean }) {
    view.say({ type: 'ready' });
    this.#say = view.say;
    this.#isMac = view.isMac;
    this.#pictures = new PictureStream(view.say);
    const onFailure = (message: string): void => this.#refuse(message);
    this.#queue = new InputQueue({ perform: (input) => this.#perform(input), onFailure });
    this.#tabs = new RemoteTabs({
      page: view.page,
      pages: view.pages,
      onShown: (page) => this.#show(page),
      onTabs: (tabs) => view.say({ type: 'tabs', tabs }),
    });
  }

  /** @throws Error for a browser of which no pictures can be had */
  static async open(browser: ViewedBrowser): Promise<RemoteView> {
    return new RemoteView({ ...browser, isMac: await mustBeViewable(browser.page) });
  }

  /** What the person has done. */
  take(input: TakeOverInput): void {
    if (this.#isOver) return;
    if (input.type === 'shown') this.#pictures.shown(input.frame);
    else this.#queue.add(input);
  }

  [Symbol.dispose](): void {
    if (this.#isOver) return;
    this.#queue.clear();
    this.#tabs[Symbol.dispose]();
    this.#pictures[Symbol.dispose]();
    this.#leave();
    this.#isOver = true;
  }

  #show(page: Page): void {
    this.#leave();
    const attached = this.#attach(page);
    this.#session = attached;
    attached.then(
      (session) => {
        if (this.#session === attached) this.#pictures.show(session);
      },
      // It has closed, which the tabs tell.
      () => {},
    );
  }

  /** Those of its own: whatever was asked for by it ends with it. */
  async #attach(page: Page): Promise<CDPSession> {
    const session = await page.context().newCDPSession(page);
    await session.send('Page.enable');
    let asked = '';
    session.on('Page.javascriptDialogOpening', ({ type, message }) => {
      asked = type === 'beforeunload' ? 'asked whether to leave it' : `said ${quotePage(message)}`;
    });
    session.on('Page.javascriptDialogClosed', ({ result }) =>
      this.#refuse(
        `The page ${asked}. Nobody can be shown that here: it was ${result ? 'accepted' : 'dismissed'}.`,
      ),
    );
    // A chooser in a window would wait for somebody who sits there.
    session.on('Page.fileChooserOpened', () => this.#refuse(NO_FILES));
    await session.send('Page.setInterceptFileChooserDialog', { enabled: true });
    // Of a tab behind others there are no pictures.
    await session.send('Page.bringToFront').catch(() => {});
    return session;
  }

  /** A button that is held would be held for ever. */
  #leave(): void {
    const session = this.#session;
    this.#session = undefined;
    const calls = this.#pointers.release(this.#pointer);
    const end = async (): Promise<void> => {
      const left = await session;
      for (const call of calls) void left?.send('Input.dispatchMouseEvent', { ...call }).catch(() => {});
      await left?.detach();
    };
    void end().catch(() => {});
  }

  async #perform(input: DoneInput): Promise<void> {
    const session = await this.#session;
    if (session === undefined) throw new Error('no tab is shown');
    switch (input.type) {
      case 'pointer':
      case 'wheel': {
        this.#pointer = { x: input.x, y: input.y };
        const call = this.#pointers.of(input);
        if (call !== undefined) await session.send('Input.dispatchMouseEvent', { ...call });
        if (call?.type === 'mouseReleased' && call.button === 'left') void this.#explain(this.#pointer);
        return;
      }
      case 'key': {
        const call = keyCall(input, { isMac: this.#isMac });
        if (call !== undefined) await session.send('Input.dispatchKeyEvent', { ...call });
        return;
      }
      case 'text':
        await session.send('Input.insertText', { text: input.text });
        return;
      case 'tab':
        if (!this.#tabs.choose(input.id)) this.#refuse('This tab is closed.');
        return;
      case 'navigate':
        return await this.#navigate(session, input.to);
    }
  }

  /** Says what has opened that pictures do not have. Never rejects. */
  async #explain(point: Point): Promise<void> {
    const page = this.#tabs.shown;
    if (page === undefined) return;
    const work = locate(page, point).then(({ facts }) => hiddenPopup(facts));
    const found = await within({ work, timeoutMs: LOCATE_MS, fallback: undefined }).catch(() => undefined);
    if (found !== undefined) this.#refuse(found);
  }

  async #navigate(session: CDPSession, to: 'back' | 'forward' | 'reload'): Promise<void> {
    if (to === 'reload') {
      await session.send('Page.reload');
      return;
    }
    const { currentIndex, entries } = await session.send('Page.getNavigationHistory');
    const entry = entries[currentIndex + (to === 'back' ? -1 : 1)];
    if (entry === undefined) this.#refuse(`There is no page to go ${to} to.`);
    else await session.send('Page.navigateToHistoryEntry', { entryId: entry.id });
  }

  #refuse(message: string): void {
    if (!this.#isOver) this.#say({ type: 'refused', message });
  }
}

/** What is seen. */
export interface ViewedBrowser {
  /** The tab that is shown first. */
  readonly page: Page;
  /** The tabs of the session that are open, in their order. */
  readonly pages: () => readonly Page[];
  /** Tells the person. */
  readonly say: (news: TakeOverNews) => void;
}

/** @returns whether it runs on a Mac @throws Error that says why pictures of it cannot be had */
export async function mustBeViewable(page: Page): Promise<boolean> {
  let session: CDPSession;
  try {
    session = await page.context().newCDPSession(page);
  } catch (error) {
    if (page.isClosed()) throw error;
    throw new Error(
      'This browser cannot be shown to a person elsewhere: only Chromium, and what is built on it, such as Chrome and Edge, can.',
      { cause: error },
    );
  }
  try {
    const { userAgent } = await session.send('Browser.getVersion');
    return userAgent.includes('Macintosh');
  } finally {
    await session.detach().catch(() => {});
  }
}

const LOCATE_MS = 1_000;
const NO_FILES = 'The page asks for a file. Files cannot be given from here.';
