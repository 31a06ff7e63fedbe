import { EventEmitter, once } from 'node:events';
import type { BrowserContext, CDPSession, Frame, Page, Request, Response } from 'playwright-core';
import { type Cleanup, listen } from '../cleanup.ts';
import { tellTrackers } from './ask-trackers.ts';
import { BlankTabs } from './blank-tabs.ts';
import { SETTLE_LIMITS } from './limits.ts';
import { RequestLog } from './request-log.ts';
import { LATE_TRACKER_SCRIPT, TRACKER_SCRIPT } from './tracker/install.ts';

/** Watches all tabs of a browser: their requests, and tabs that are opening. */
export class ContextWatch {
  readonly #context: BrowserContext;
  readonly #logs = new Map<Page, RequestLog<Request>>();
  /** Navigations of tabs that are still opening, so that nobody knows them yet. */
  readonly #openingTabs = new Map<string, number>();
  readonly #changes = new EventEmitter().setMaxListeners(0);
  /** Tabs that were opened without an address. */
  readonly blankTabs: BlankTabs;
  readonly #cleanup: Cleanup | undefined;

  private constructor(context: BrowserContext, cleanup: Cleanup | undefined) {
    this.#context = context;
    this.#cleanup = cleanup;
    this.blankTabs = new BlankTabs(() => this.#changes.emit('change'), cleanup);
  }

  static async start(context: BrowserContext, cleanup?: Cleanup): Promise<ContextWatch> {
    const watch = new ContextWatch(context, cleanup);
    watch.#listen();
    await Promise.all([
      watch.#installInNewDocuments(),
      ...context.pages().map((page) => watch.#adopt(page)),
      watch.#watchOpeningTabs(),
    ]);
    return watch;
  }

  log(page: Page): RequestLog<Request> {
    let log = this.#logs.get(page);
    if (log === undefined) {
      log = new RequestLog();
      this.#logs.set(page, log);
      const onClose = (): void => {
        this.#logs.delete(page);
        this.#changes.emit('change');
      };
      listen(this.#cleanup, (verb) => page[verb]('close', onClose));
    }
    return log;
  }

  /** From now on, only what starts after this moment is waited for. */
  async beginAction(page: Page, session: CDPSession): Promise<void> {
    this.log(page).beginAction();
    await tellTrackers(page, session);
  }

  /** Until when it is worth waiting for requests and opening tabs, as `Date.now()`; undefined when nothing is under way. */
  busyUntilMs(page: Page): number | undefined {
    const times = [...this.#openingTabs.values()].map((since) => since + SETTLE_LIMITS.navigationMs);
    const requests = this.log(page).busyUntilMs(Date.now());
    if (requests !== undefined) times.push(requests);
    const latest = Math.max(...times);
    return latest > Date.now() ? latest : undefined;
  }

  isNavigating(page: Page): boolean {
    return this.#openingTabs.size > 0 || this.log(page).isNavigating(Date.now());
  }

  /** Resolves when a request ended or a tab opened; at the latest after `timeoutMs`. */
  async change(options: {
    readonly timeoutMs: number;
    readonly signal?: AbortSignal | undefined;
  }): Promise<void> {
    const timeout = AbortSignal.timeout(Math.max(1, Math.ceil(options.timeoutMs)));
    const signal = options.signal === undefined ? timeout : AbortSignal.any([timeout, options.signal]);
    try {
      await once(this.#changes, 'change', { signal });
    } catch {
      options.signal?.throwIfAborted();
    }
  }

  /** Installs the tracker in a document that was there before us. */
  async installTracker(page: Page): Promise<void> {
    await page.evaluate(LATE_TRACKER_SCRIPT);
  }

  async #installInNewDocuments(): Promise<void> {
    const script: unknown = await this.#context.addInitScript(TRACKER_SCRIPT);
    // Older versions of Playwright give nothing, and cannot take it out again.
    if (typeof script !== 'object' || script === null) return;
    const dispose: unknown = Reflect.get(script, 'dispose');
    if (typeof dispose === 'function') this.#cleanup?.defer(() => Reflect.apply(dispose, script, []));
  }

  #listen(): void {
    const context = this.#context;
    const onPage = (page: Page): void => {
      const oldest = this.#openingTabs.keys().next();
      if (!oldest.done) this.#openingTabs.delete(oldest.value);
      void this.#adopt(page);
      this.#changes.emit('change');
    };
    const onRequest = (request: Request): void => {
      const page = pageOf(request);
      if (page === undefined) return;
      this.log(page).started(request, {
        url: request.url(),
        method: request.method(),
        body: request.postData(),
        resourceType: request.resourceType(),
        isMainNavigation: request.isNavigationRequest() && request.frame() === page.mainFrame(),
        atMs: Date.now(),
      });
    };
    const ended = (request: Request): void => {
      const page = pageOf(request);
      if (page !== undefined) this.log(page).ended(request, Date.now());
      this.#changes.emit('change');
    };
    // Nothing ends a fetch whose body nobody reads; what reads it is followed in the page.
    const onResponse = (response: Response): void => {
      if (response.request().resourceType() === 'fetch') ended(response.request());
    };
    const onFailure = (request: Request): void => {
      if (request.isNavigationRequest() && pageOf(request) === undefined) this.#giveUpOldestTab();
      ended(request);
    };
    listen(this.#cleanup, (verb) => context[verb]('page', onPage));
    listen(this.#cleanup, (verb) => context[verb]('request', onRequest));
    listen(this.#cleanup, (verb) => context[verb]('requestfinished', ended));
    listen(this.#cleanup, (verb) => context[verb]('response', onResponse));
    listen(this.#cleanup, (verb) => context[verb]('requestfailed', onFailure));
  }

  /** A tab whose address is a download, or has nothing to show, is never told of. One with an error page is, a little later. */
  #giveUpOldestTab(): void {
    const oldest = this.#openingTabs.entries().next();
    if (oldest.done) return;
    const [targetId, since] = oldest.value;
    // As the newest, so that what fails next is another one.
    this.#openingTabs.delete(targetId);
    this.#openingTabs.set(targetId, since);
    setTimeout(() => {
      if (this.#openingTabs.delete(targetId)) this.#changes.emit('change');
    }, ERROR_PAGE_MS).unref();
  }

  async #adopt(page: Page): Promise<void> {
    this.log(page);
    this.blankTabs.add(page);
    // The request of a document ends with the last of it, which may be long after it is there.
    const onNavigated = (frame: Frame): void => {
      if (frame !== page.mainFrame()) return;
      this.log(page).arrived(frame.url());
      this.#changes.emit('change');
    };
    listen(this.#cleanup, (verb) => page[verb]('framenavigated', onNavigated));
    // Fails only when the page goes away in the meantime.
    await this.installTracker(page).catch(() => {});
  }

  /** A new tab is known to Playwright only after its first answer came; the browser tells at once. */
  async #watchOpeningTabs(): Promise<void> {
    const browser = this.#context.browser();
    const [page] = this.#context.pages();
    if (browser === null || page === undefined) return;
    const pageSession = await this.#context.newCDPSession(page);
    const { targetInfo } = await pageSession.send('Target.getTargetInfo');
    await pageSession.detach();
    const session: CDPSession = await browser.newBrowserCDPSession();
    this.#cleanup?.defer(() => session.detach());
    const known = new Set<string>();
    let isListing = true;
    session.on('Target.targetCreated', ({ targetInfo: created }) => {
      const isOurs = created.type === 'page' && created.browserContextId === targetInfo.browserContextId;
      if (!isOurs || known.has(created.targetId)) return;
      known.add(created.targetId);
      // Tabs that a program opens itself have no opener.
      if (!isListing && created.openerFrameId !== undefined)
        this.#openingTabs.set(created.targetId, Date.now());
    });
    session.on('Target.targetDestroyed', ({ targetId }) => {
      if (this.#openingTabs.delete(targetId)) this.#changes.emit('change');
    });
    await session.send('Target.setDiscoverTargets', { discover: true });
    isListing = false;
  }
}

/** How long the error page of a tab that could not be loaded may take, in milliseconds. */
const ERROR_PAGE_MS = 250;

function pageOf(request: Request): Page | undefined {
  try {
    return request.frame().page();
  } catch {
    // A service worker's request, or the first one of a tab that is still opening.
    return undefined;
  }
}
