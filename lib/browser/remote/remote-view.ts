import type { CDPSession, Page } from 'playwright-core';
import type { TakeOverInput, TakeOverNews } from '../../contract/take-over.ts';
import { within } from '../../core/async.ts';
import { locate } from '../actions/locate.ts';
import type { Point } from '../box.ts';
import { answersDialogs } from '../dialogs.ts';
import { isClosedError } from '../page-script.ts';
import { type AnsweredDialog, dialogMessage, onAnsweredDialog } from './dialog-listeners.ts';
import { hiddenPopup } from './hidden-popup.ts';
import { type DoneInput, doesMatter, type InputFailure, InputQueue } from './input-queue.ts';
import { KeyCalls } from './key-calls.ts';
import { mustBeViewable } from './must-be-viewable.ts';
import { PictureStream } from './picture-stream.ts';
import { PointerCalls } from './pointer-call.ts';
import { RemoteTabs } from './remote-tabs.ts';

/**
 * What a person sees and does in a session's browser from elsewhere: one tab at a time, as pictures, and what pointer and keyboard do
 * there. Dialogs of all tabs, and file choosers of that one, are told and not shown: they are dealt with as without a person.
 */
export class RemoteView implements Disposable {
  readonly #say: (news: TakeOverNews) => void;
  readonly #pages: () => readonly Page[];
  readonly #dialogs: Disposable;
  readonly #pictures: PictureStream;
  readonly #tabs: RemoteTabs;
  readonly #queue: InputQueue;
  readonly #pointers = new PointerCalls();
  readonly #keys: KeyCalls;
  #pointer = { x: 0, y: 0 };
  /** What was under the pointer when it was pressed: later, that may be another page. */
  #pressed: Promise<string | undefined> = Promise.resolve(undefined);
  #session: Promise<CDPSession> | undefined;
  /** When something was last not done that matters. */
  #lostAtMs = Number.NEGATIVE_INFINITY;
  #isOver = false;

  private constructor(view: ViewedBrowser & { readonly isMac: boolean }) {
    view.say({ type: 'ready' });
    this.#say = view.say;
    this.#pages = view.pages;
    this.#keys = new KeyCalls(view);
    this.#pictures = new PictureStream(view.say);
    this.#queue = new InputQueue({
      perform: (input) => this.#perform(input),
      onFailure: (failure) => this.#fail(failure),
    });
    this.#dialogs = onAnsweredDialog(view.page.context(), (dialog) => this.#tellDialog(dialog));
    this.#tabs = new RemoteTabs({
      page: view.page,
      pages: view.pages,
      onShown: (page) => this.#show(page),
      onNone: () => {
        this.#leave();
        this.#refuse(NO_TAB);
      },
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

  /**
   * Waits until the page has taken what the person has done, for at most so long.
   *
   * @param since - when the person took it for done, in milliseconds since 1970
   * @returns whether it has taken all that matters, as far as the person could know then
   */
  async finish({ since, limitMs }: RemoteFinish): Promise<boolean> {
    const isDone = await this.#queue.finish(limitMs);
    return isDone && this.#lostAtMs < since - READING_MS;
  }

  [Symbol.dispose](): void {
    if (this.#isOver) return;
    this.#queue.end();
    this.#dialogs[Symbol.dispose]();
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
    if (!answersDialogs(page.context())) this.#hearDialogs(page, session);
    // A chooser in a window would wait for somebody who sits there.
    session.on('Page.fileChooserOpened', () => this.#refuse(NO_FILES));
    await session.send('Page.setInterceptFileChooserDialog', { enabled: true });
    // Of a tab behind others there are no pictures.
    await session.send('Page.bringToFront').catch(() => {});
    return session;
  }

  /** Without an actuator that tells of them, only those of the tab that is shown are known. */
  #hearDialogs(page: Page, session: CDPSession): void {
    let asked = { isQuestionToLeave: false, message: '' };
    session.on('Page.javascriptDialogOpening', ({ type, message }) => {
      asked = { isQuestionToLeave: type === 'beforeunload', message };
    });
    session.on('Page.javascriptDialogClosed', ({ result }) =>
      this.#tellDialog({ page, ...asked, outcome: result ? 'it was accepted' : 'it was dismissed' }),
    );
  }

  #tellDialog(dialog: AnsweredDialog): void {
    const { page } = dialog;
    // Others may use the browser, too.
    if (page !== null && !this.#pages().includes(page)) return;
    const who =
      page === null ? 'A tab that opens' : page === this.#tabs.shown ? 'The page' : 'A tab that is not shown';
    this.#refuse(dialogMessage(who, dialog));
  }

  #leave(): void {
    const session = this.#session;
    this.#session = undefined;
    const released = this.#letGo(session);
    void released.then(async () => await (await session)?.detach()).catch(() => {});
  }

  /** A button or a key that is held would be held for ever. Never rejects. */
  async #letGo(given: Promise<CDPSession> | undefined): Promise<void> {
    const buttons = this.#pointers.release(this.#pointer);
    const keys = this.#keys.release();
    const session = await given?.catch(() => undefined);
    for (const call of buttons) void session?.send('Input.dispatchMouseEvent', { ...call }).catch(() => {});
    for (const call of keys) void session?.send('Input.dispatchKeyEvent', { ...call }).catch(() => {});
  }

  async #perform(input: DoneInput): Promise<void> {
    try {
      const session = await this.#session;
      if (session !== undefined) await this.#performIn(session, input);
      else if (doesMatter(input)) this.#fail({ message: NO_TAB, lost: 'one', matters: true });
    } catch (error) {
      // What closes a tab was done there; that it has closed the tabs tell.
      if (!isClosedError(error)) throw error;
    }
  }

  async #performIn(session: CDPSession, input: DoneInput): Promise<void> {
    switch (input.type) {
      case 'pointer':
      case 'wheel': {
        this.#pointer = { x: input.x, y: input.y };
        const call = this.#pointers.of(input);
        if (call === undefined) return;
        const isLeft = call.button === 'left';
        if (isLeft && call.type === 'mousePressed') this.#pressed = this.#hiddenAt(this.#pointer);
        const isReleased = isLeft && call.type === 'mouseReleased';
        const hint = isReleased ? await this.#pressed : undefined;
        await session.send('Input.dispatchMouseEvent', { ...call });
        if (hint !== undefined) this.#refuse(hint);
        return;
      }
      case 'key': {
        const call = this.#keys.of(input);
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

  /** What opens there that pictures do not have, in a sentence. Never rejects. */
  async #hiddenAt(point: Point): Promise<string | undefined> {
    const page = this.#tabs.shown;
    if (page === undefined) return undefined;
    const work = locate(page, point).then(({ facts }) => hiddenPopup(facts));
    return await within({ work, timeoutMs: LOCATE_MS, fallback: undefined }).catch(() => undefined);
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

  #fail({ message, lost, matters }: InputFailure): void {
    if (matters) this.#lostAtMs = Date.now();
    // What would have come up is not done, either.
    if (lost === 'all') void this.#letGo(this.#session);
    this.#refuse(message);
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

/** When what a person has done is to come to its end. */
export interface RemoteFinish {
  readonly since: number;
  readonly limitMs: number;
}

const LOCATE_MS = 1_000;
/** Within this time of a message, a person may not have read it yet. */
const READING_MS = 2_000;
const NO_TAB = 'No tab is open any more. Without one, nothing can be done here, nor given back as done.';
const NO_FILES = 'The page asks for a file. Files cannot be given from here.';
