import { setTimeout as sleep } from 'node:timers/promises';
import type { CDPSession, Page } from 'playwright-core';
import type { PageNews } from '../contract/page-news.ts';
import { abortable, deferred, settles, within } from '../core/async.ts';
import { messageOf } from '../core/errors.ts';
import { LinkedSignal } from '../core/linked-signal.ts';
import { isInstance } from '../core/thrown.ts';
import type { ActionContext } from './actions/action-context.ts';
import { agentClick } from './actions/agent-click.ts';
import { agentHover } from './actions/agent-hover.ts';
import { agentScroll } from './actions/agent-scroll.ts';
import { agentType } from './actions/agent-type.ts';
import { ChooserWatch } from './actions/chooser-watch.ts';
import { withinLimit } from './actions/within-limit.ts';
import { answered } from './answering.ts';
import { checkActuatorOptions } from './check-options.ts';
import type { DialogPolicy } from './dialog-policy.ts';
import { answerDialogs } from './dialogs.ts';
import type { CompleteDownload, PageDownload } from './download-record.ts';
import { Downloads, type DownloadWait } from './downloads.ts';
import { DownloadsFolder } from './downloads-folder.ts';
import { EarlyPicture } from './early-picture.ts';
import { EndWatch } from './end-watch.ts';
import { ActuationError, AgentRedirectError } from './errors.ts';
import { pageSession } from './frames/page-session.ts';
import { HandOver } from './hand-over.ts';
import { loadFailure, navigate } from './navigate.ts';
import { observe } from './observe.ts';
import { isClosedError, isNavigationError } from './page-script.ts';
import { busyNews } from './settle/busy-news.ts';
import { ContextWatch } from './settle/context-watch.ts';
import { settle } from './settle/settle.ts';
import { TabNews } from './tab-news.ts';
import type { ActionOptions, Actuator, BrowserAction, Observation, OpenBrowser, UntilEnd } from './types.ts';
import { checkUrl } from './url.ts';

/**
 * The hands and eyes of one browser session.
 * @throws TypeError when a path pattern or `dialogs` is not valid, or `downloadsDir` cannot be used.
 */
export function createActuator(options: CreateActuatorOptions): Actuator {
  checkActuatorOptions(options);
  return new PageActuator(options);
}

const DEFAULT_NAVIGATION_TIMEOUT_MS = 60_000;
const DEFAULT_ACTION_TIMEOUT_MS = 30_000;
const LOOK_TIMEOUT_MS = 1_000;
/** How much of it is told at once. */
const MAX_NEWS = 20;

const UNFINISHED = busyNews('its document has not come to its end');

/** So many tabs may close one after another under what is done. */
const MOST_TABS = 3;

export interface CreateActuatorOptions {
  readonly browser: OpenBrowser;
  /** Fills `simplifiedDOM` and `idToBboxMap` of observations. */
  readonly captureDom: boolean;
  /**
   * Files that the model may upload: `*`, `/dir/*` (and below), a file, or `/dir/*.pdf`.
   * @default none
   */
  readonly allowedFileUploadPaths?: readonly string[] | undefined;
  /** Files that may be opened as `file:` URLs; patterns as above. @default none */
  readonly allowedFileOpenPaths?: readonly string[] | undefined;
  /** What becomes of dialogs of pages. @default 'dismiss' */
  readonly dialogs?: DialogPolicy | undefined;
  /** Folder for what pages download, made if it is missing. @default a temporary one, which is removed with the browser */
  readonly downloadsDir?: string | undefined;
  /** How long a page may take to load, in milliseconds. @default 60000 */
  readonly navigationTimeoutMs?: number | undefined;
  /** How long one click, hover, scroll or typing may take, in milliseconds. @default 30000 */
  readonly actionTimeoutMs?: number | undefined;
  /** Pause before each observation that follows an action, in milliseconds. @default 0 */
  readonly observationDelayMs?: number | undefined;
  /** Whether a person who has taken over sees what the browser shows beside its pages. @default what the browser says */
  readonly hasWindow?: ((page: Page) => Promise<boolean | undefined>) | undefined;
  /** Hears at once what {@link Actuator.takeNews} gives, and of each mistake that the agent is told. @default nobody */
  readonly onNews?: ((news: PageNews) => void) | undefined;
  /** Hears of a function of the program's, such as `dialogs`, that failed: not for the agent. @default nobody */
  readonly onFailure?: ((message: string) => void) | undefined;
}

class PageActuator implements Actuator {
  readonly #options: CreateActuatorOptions;
  readonly #watch: Promise<ContextWatch>;
  readonly #choosers: ChooserWatch;
  readonly #tabs: TabNews;
  readonly #downloads: Downloads;
  readonly #end: EndWatch;
  readonly #isAsking: () => boolean;
  readonly #handOver: HandOver;
  readonly #early = new EarlyPicture();
  #news: PageNews[] = [];
  #look: (() => Promise<PageNews | undefined>) | undefined;
  /** Something was done that no observation has shown yet. */
  #hasActed = false;
  /** The last thing that was done is one after which many pages are still at once. */
  #mayLookEarly = false;

  constructor(options: CreateActuatorOptions) {
    this.#options = options;
    const { context, owns = () => true, isFree, cleanup } = options.browser;
    this.#end = new EndWatch(options.browser);
    this.#handOver = new HandOver(options.hasWindow);
    this.#choosers = new ChooserWatch({ context, owns, cleanup });
    this.#tabs = new TabNews(options.browser);
    const tell = (news: PageNews): void => this.#tell(news);
    const onFailure = (message: string): void => options.onFailure?.(message);
    const policy = options.dialogs ?? 'dismiss';
    const handOver = this.#handOver;
    this.#isAsking = answerDialogs({ context, owns, isFree, cleanup, policy, tell, onFailure, handOver });
    this.#downloads = new Downloads({
      context,
      owns,
      cleanup,
      folder: new DownloadsFolder(options.downloadsDir),
      tell,
    });
    this.#watch = ContextWatch.start(context, cleanup);
    // Reported by the first call that needs it.
    this.#watch.catch(() => {});
  }

  page(): Page {
    return this.#options.browser.page();
  }

  pages(): readonly Page[] {
    const { context, owns = () => true } = this.#options.browser;
    return context.pages().filter((page) => !page.isClosed() && owns(page));
  }

  address(): string {
    return this.page().url();
  }

  untilEnd(): UntilEnd {
    return this.#end.begin();
  }

  takeNews(): readonly PageNews[] {
    for (const news of [...this.#choosers.takeNews(), ...this.#tabs.takeNews()]) this.#tell(news);
    const news = this.#news;
    this.#news = [];
    return news;
  }

  downloads(): readonly PageDownload[] {
    return this.#downloads.list();
  }

  nextDownload(wait: DownloadWait): Promise<CompleteDownload> {
    return this.#guarded(wait.signal, (signal) => this.#downloads.next({ ...wait, signal }));
  }

  allDownloads(wait: DownloadWait): Promise<readonly PageDownload[]> {
    return this.#guarded(wait.signal, (signal) => this.#downloads.all({ ...wait, signal }));
  }

  endDownloads(): Promise<void> {
    return this.#downloads.end();
  }

  settle(options: ActionOptions = {}): Promise<void> {
    return this.#guarded(options.signal, async (signal) => {
      const watch = await this.#ready();
      const session = (page: Page): Promise<CDPSession> => this.#session(page);
      const { observationDelayMs = 0 } = this.#options;
      const isNext = this.#mayLookEarly && observationDelayMs === 0;
      this.#mayLookEarly = false;
      this.#early.drop();
      const news = await this.#inTab(signal, (currentPage) =>
        settle({
          currentPage,
          session,
          watch,
          onFirstLook: (page, opened) => {
            if (isNext) this.#early.begin({ page, session: opened, watch });
          },
          onLook: (cause, facts) => this.#early.check(cause, facts),
          signal,
        }),
      );
      if (news !== undefined) this.#tell(news);
      await this.#downloads.settle();
      await this.#lookAgain();
      this.#early.keepForThisTurn();
    });
  }

  observe(options: ActionOptions = {}): Promise<Observation> {
    const claiming = this.#early.claim();
    return this.#guarded(options.signal, async (signal) => {
      const watch = await this.#ready();
      const { captureDom, observationDelayMs = 0 } = this.#options;
      if (this.#hasActed && observationDelayMs > 0) await sleep(observationDelayMs, undefined, { signal });
      this.#hasActed = false;
      return await this.#inTab(signal, async (currentPage) => {
        const page = currentPage();
        const session = await this.#session(page);
        const claimed = await claiming;
        const early = claimed && (() => claimed({ page, session, watch, signal }));
        return await observe({ page, session, captureDom, early, signal });
      });
    });
  }

  async hasWindow(): Promise<boolean | undefined> {
    return await this.#handOver.hasWindow(this.page());
  }

  handOver(): Disposable {
    const held = this.#handOver.begin();
    this.#hasActed = true;
    this.#mayLookEarly = false;
    this.#early.drop();
    const leave = async (): Promise<void> => {
      const person = await this.#handOver.untilEnd(this.page());
      if (person !== undefined) await this.#choosers.leave(person.end);
    };
    // Of a browser that has ended, the act hears elsewhere.
    void leave().catch(() => {});
    return held;
  }

  screenshot(options: ActionOptions = {}): Promise<string> {
    return this.#guarded(options.signal, (signal) =>
      this.#inTab(signal, async (currentPage) => {
        const page = currentPage();
        const session = await this.#session(page);
        const { screenshotBase64 } = await observe({ page, session, captureDom: false, signal });
        return screenshotBase64;
      }),
    );
  }

  goTo(
    url: string,
    options: ActionOptions & { readonly timeoutMs?: number | undefined } = {},
  ): Promise<void> {
    const { timeoutMs } = options;
    return this.#guarded(options.signal, async (signal) => {
      await this.#open(url, { signal, timeoutMs, failure: (text) => new ActuationError(text) });
    });
  }

  perform(action: BrowserAction, options: ActionOptions = {}): Promise<unknown> {
    return this.#guarded(options.signal, async (signal) => {
      try {
        return await this.#perform(action, signal);
      } catch (error) {
        if (isInstance(error, AgentRedirectError)) {
          const { kind, message: text, summary } = error;
          this.#options.onNews?.({ kind, text, summary });
        }
        throw error;
      }
    });
  }

  async #perform(action: BrowserAction, signal: AbortSignal | undefined): Promise<unknown> {
    switch (action.name) {
      case 'agentClick':
        await this.#act(action, signal, (context) => agentClick(action, context));
        return null;
      case 'agentHover':
        await this.#act(action, signal, (context) => agentHover(action, context));
        return null;
      case 'agentScroll':
        await this.#act(action, signal, (context) => agentScroll(action, context));
        return null;
      case 'agentType':
        await this.#act(action, signal, (context) => agentType(action, context));
        return null;
      case 'goToUrl':
        await this.#open(action.url, { signal, failure: (text) => new AgentRedirectError(text) });
        return null;
      case 'wait':
        if (action.seconds === 0) await this.settle({ signal });
        else await sleep(action.seconds * 1000, undefined, { signal });
        return null;
      case 'waitForPageToSettle':
        await this.settle({ signal });
        return null;
      case 'takeObservation':
        return await this.observe({ signal });
      case 'return':
      case 'throw':
        return action.value;
      case 'think':
        return null;
    }
  }

  async #act(
    { name }: BrowserAction,
    outer: AbortSignal | undefined,
    act: (context: ActionContext) => Promise<void>,
  ): Promise<void> {
    const page = this.page();
    this.#look = undefined;
    this.#early.drop();
    // What is scrolled may go on by itself.
    this.#mayLookEarly = name !== 'agentScroll';
    let hasBegun = false;
    const begin = async (signal: AbortSignal): Promise<void> => {
      const watch = await this.#ready();
      this.#hasActed = true;
      const session = await this.#session(page);
      const begun = watch.beginAction(page, session);
      hasBegun = true;
      await act({
        page,
        session,
        begun,
        choosers: this.#choosers,
        allowedFileUploadPaths: this.#options.allowedFileUploadPaths ?? [],
        signal,
        tell: (news) => {
          if (!signal.aborted) this.#tell(news);
        },
        lookAgain: (look) => {
          if (!signal.aborted) this.#look = look;
        },
      });
    };
    const timeoutMs = this.#options.actionTimeoutMs ?? DEFAULT_ACTION_TIMEOUT_MS;
    try {
      await withinLimit({ page, name, timeoutMs, signal: outer, isAsking: this.#isAsking, act: begin });
    } catch (error) {
      // What is told in our own words may quote a page that speaks of navigation.
      if (isInstance(error, AgentRedirectError) || isInstance(error, ActuationError)) throw error;
      // The page went on to another one under the action; the next observation shows where it is.
      if (outer?.aborted) throw error;
      const isClosed = await isClosing(page, error);
      if (isClosed ? !this.#hasOtherTab(page) : !isNavigationError(error)) throw error;
      if (isClosed && !hasBegun) {
        const text = `The tab was closed before ${name} was done. Look at the tab that is shown now first.`;
        throw new AgentRedirectError(text, { summary: `A tab was closed before ${name} was done.` });
      }
    }
  }

  /** Whether a page that has closed itself leaves another one. @throws ActuationError when there is none. */
  #hasOtherTab(closed: Page): boolean {
    return this.page() !== closed;
  }

  /** At what the last action did; a page that is gone or hangs has told enough. */
  async #lookAgain(): Promise<void> {
    const look = this.#look;
    this.#look = undefined;
    const work = look?.().catch(() => undefined);
    const news = work && (await within({ work, timeoutMs: LOOK_TIMEOUT_MS, fallback: undefined }));
    if (news !== undefined) this.#tell(news);
  }

  #tell(news: PageNews): void {
    // A page that asks without end must not fill the memory, nor the agent's.
    if (this.#news.length >= MAX_NEWS) return;
    this.#news.push(news);
    this.#options.onNews?.(news);
  }

  async #open(
    given: string,
    options: ActionOptions & { timeoutMs?: number | undefined; failure: (text: string) => Error },
  ): Promise<void> {
    const { signal, failure } = options;
    const checked = checkUrl(given, { allowedFileOpenPaths: this.#options.allowedFileOpenPaths ?? [] });
    if ('reason' in checked) throw failure(checked.reason);
    const watch = await this.#ready();
    this.#hasActed = true;
    this.#mayLookEarly = false;
    this.#early.drop();
    const timeoutMs = options.timeoutMs ?? this.#options.navigationTimeoutMs ?? DEFAULT_NAVIGATION_TIMEOUT_MS;
    await this.#inTab(signal, async (currentPage) => {
      const page = currentPage();
      watch.log(page).beginAction();
      try {
        const session = await this.#session(page);
        const loaded = await navigate({ page, session, url: checked.url, timeoutMs, signal });
        if (loaded === 'visible') this.#tell(UNFINISHED);
      } catch (error) {
        if (signal?.aborted || (await isClosing(page, error))) throw error;
        throw failure(`${checked.url} could not be loaded: ${loadFailure(error)}.`);
      }
    });
  }

  /** Does something with the tab in use. When that closes meanwhile, and leaves another one, it is done with that. */
  async #inTab<T>(
    signal: AbortSignal | undefined,
    work: (currentPage: () => Page) => Promise<T>,
  ): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      let page = this.page();
      const currentPage = (): Page => {
        page = this.page();
        return page;
      };
      try {
        return await work(currentPage);
      } catch (error) {
        if (signal?.aborted || attempt === MOST_TABS || !(await isClosing(page, error))) throw error;
        if (!this.#hasOtherTab(page)) throw error;
      }
    }
  }

  /** Only the two errors of this library leave it, besides the reason of an abort. */
  async #guarded<T>(given: AbortSignal | undefined, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    given?.throwIfAborted();
    using end = this.#end.begin();
    using linked = new LinkedSignal(given, end.signal);
    const { signal } = linked;
    try {
      signal.throwIfAborted();
      return await abortable(work(signal), signal);
    } catch (error) {
      // That the browser has ended may be known a moment later than that its tabs are gone, or do not answer.
      const isGone = this.#options.browser.context.pages().every((page) => page.isClosed());
      if (isGone || isClosedError(error)) await settles(aborted(signal), CLOSE_TIMEOUT_MS);
      signal.throwIfAborted();
      if (isInstance(error, AgentRedirectError) || isInstance(error, ActuationError)) throw error;
      // Tells of a crash in its own words.
      this.page();
      throw new ActuationError(`The browser could not do it: ${messageOf(error)}`, { cause: error });
    }
  }

  /** The watch over all tabs, which begins with a question to the page. */
  #ready(): Promise<ContextWatch> {
    return answered(this.page(), this.#watch);
  }

  #session(page: Page): Promise<CDPSession> {
    return answered(page, pageSession(page));
  }
}

/** Whether a tab is gone because of which something failed: the failure may be known before the end of the tab is. */
function aborted(signal: AbortSignal): Promise<void> {
  const { promise, resolve } = deferred<void>();
  if (signal.aborted) resolve();
  else signal.addEventListener('abort', () => resolve(), { once: true });
  return promise;
}

async function isClosing(page: Page, error: unknown): Promise<boolean> {
  if (!page.isClosed() && isClosedError(error))
    await page.waitForEvent('close', { timeout: CLOSE_TIMEOUT_MS }).catch(() => {});
  return page.isClosed();
}

const CLOSE_TIMEOUT_MS = 500;
