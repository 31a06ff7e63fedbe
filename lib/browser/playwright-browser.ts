import type { BrowserContext, Page } from 'playwright-core';
import { abortable } from '../core/async.ts';
import { messageOf } from '../core/errors.ts';
import { show } from '../core/problems.ts';
import { Cleanup } from './cleanup.ts';
import { ActuationError, BrowserOptionsError } from './errors.ts';
import { leavePage } from './frames/page-frame.ts';
import { addressRules } from './network/browser-network.ts';
import { ConnectionFailures, rememberFailures } from './network/connection-failures.ts';
import { guardRequests } from './network/guard-requests.ts';
import { warnOnce } from './notice.ts';
import { OpenedBrowser } from './opened-browser.ts';
import { OwnTabs } from './own-tabs.ts';
import type { Browser, OpenBrowser, OpenOptions } from './types.ts';

/**
 * A page or a context that your program has from Playwright, of whatever version. With a page, a session has that tab and
 * those that are opened from it; with a context, all of its tabs. They stay open when the session is closed, and what the session
 * listened to and held is taken back.
 *
 * @example
 * ```ts
 * test('buys shoes', async ({ page }) => {
 *   await using nova = await NovaAct.start({ browser: playwrightBrowser(page), workflow: run });
 *   await nova.act('Buy the red shoes');
 *   await expect(page.getByText('Thank you')).toBeVisible();
 * });
 * ```
 * @throws BrowserOptionsError for what is neither, and for pages of Firefox and WebKit
 */
export function playwrightBrowser(target: PlaywrightPage | PlaywrightContext): Browser {
  const own = ownOf(target);
  const name = own.context.browser()?.browserType().name() ?? 'chromium';
  if (name !== 'chromium') throw notChromium(name);
  return {
    kind: 'own',
    keepsOwnSignIns:
      'what was given to playwrightBrowser is yours, with the sign-ins that it has (`storageState` of Playwright sets others)',
    open: (options = {}) => openOwn(own, options),
  };
}

/** A page of any version of Playwright. */
export interface PlaywrightPage {
  context(): PlaywrightContext;
  isClosed(): boolean;
  mainFrame(): object;
}

/** A context of any version of Playwright. */
export interface PlaywrightContext {
  pages(): object[];
  newPage(): Promise<object>;
  newCDPSession(target: never): Promise<object>;
}

interface Own {
  readonly context: BrowserContext;
  /** The one page that is meant. */
  readonly page: Page | undefined;
}

async function openOwn({ context, page }: Own, { signal }: OpenOptions): Promise<OpenBrowser> {
  signal?.throwIfAborted();
  if (page?.isClosed()) throw new ActuationError('The page that was given to playwrightBrowser is closed.');
  const cleanup = new Cleanup();
  try {
    const tabs = page && OwnTabs.from(page, cleanup);
    const owns = tabs && ((tab: Page): boolean => tabs.has(tab));
    register({ context, page, owns, cleanup });
    if (context.pages().length === 0) await openTab(context, cleanup);
    await abortable(mustBeChromium(context), signal);
    rememberFailures(context, await abortable(guard(context, cleanup), signal));
    cleanup.defer(() =>
      Promise.all(
        context
          .pages()
          .filter(owns ?? (() => true))
          .map(leavePage),
      ),
    );
    const isFree = (tab: Page): boolean =>
      !sessionsOf(context).some((session) => session.owns?.(tab) ?? true);
    return new OpenedBrowser({ context, owns, cleanup, isFree, close: () => cleanup.run() });
  } catch (error) {
    await cleanup.run();
    throw error;
  }
}

interface OwnSession extends Own {
  readonly owns: ((page: Page) => boolean) | undefined;
}

const sessions = new WeakMap<BrowserContext, OwnSession[]>();

function sessionsOf(context: BrowserContext): readonly OwnSession[] {
  return sessions.get(context) ?? [];
}

/** Sessions may share a context, but no tab. */
function register({ cleanup, ...session }: OwnSession & { readonly cleanup: Cleanup }): void {
  const { context, page } = session;
  const others = sessionsOf(context);
  const isTaken = others.some(
    (other) => page === undefined || other.page === undefined || other.owns?.(page),
  );
  if (isTaken) {
    throw new ActuationError(
      `The ${page === undefined ? 'context' : 'page'} that was given to playwrightBrowser has a session already. Close that first, or give each session a page of its own.`,
    );
  }
  sessions.set(context, [...others, session]);
  cleanup.defer(() =>
    sessions.set(
      context,
      sessionsOf(context).filter((other) => other !== session),
    ),
  );
}

/** For a context without one. */
async function openTab(context: BrowserContext, cleanup: Cleanup): Promise<void> {
  const opened = await context.newPage();
  cleanup.defer(() => opened.close());
}

/** Contexts with a profile do not know their browser in older versions of Playwright. */
async function mustBeChromium(context: BrowserContext): Promise<void> {
  const [page] = context.pages();
  if (page === undefined || context.browser() !== null) return;
  try {
    await (await context.newCDPSession(page)).detach();
  } catch (error) {
    throw new ActuationError(notChromium('other').message, { cause: error });
  }
}

/** What cannot be held in a browser of somebody else's is said. */
async function guard(context: BrowserContext, cleanup: Cleanup): Promise<ConnectionFailures> {
  const browser = context.browser();
  try {
    if (browser === null)
      throw new Error('this version of Playwright does not tell which browser a context belongs to');
    return await guardRequests(browser, addressRules(process.env), cleanup);
  } catch (error) {
    warnOnce(
      `The requests of the browser that was given to playwrightBrowser are not checked, so that pages can lead it to metadata addresses: ${messageOf(error)}.`,
    );
    return new ConnectionFailures();
  }
}

/** By what it can do: another copy of Playwright has other classes. */
function ownOf(target: unknown): Own {
  if (isPage(target)) return { context: target.context(), page: target };
  if (isContext(target)) return { context: target, page: undefined };
  const isBrowser = hasMethods(target, ['newContext', 'contexts']);
  throw new BrowserOptionsError({
    what: `playwrightBrowser was given ${isBrowser ? 'a browser' : show(target)}.`,
    allowed: 'It takes a page or a context of Playwright.',
    fix: isBrowser
      ? 'Pass `await browser.newContext({ viewport: { width: 1600, height: 813 } })`.'
      : undefined,
  });
}

function isPage(value: unknown): value is Page {
  return hasMethods(value, ['context', 'mainFrame', 'isClosed', 'goto']);
}

function isContext(value: unknown): value is BrowserContext {
  return hasMethods(value, ['pages', 'newPage', 'newCDPSession', 'addInitScript']);
}

function hasMethods(value: unknown, names: readonly string[]): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return names.every((name) => typeof Reflect.get(value, name) === 'function');
}

function notChromium(name: string): BrowserOptionsError {
  return new BrowserOptionsError({
    what: `playwrightBrowser was given a page of ${name === 'other' ? 'a browser that has no Chrome DevTools Protocol' : name}.`,
    allowed: 'Acts need Chromium, Chrome or Edge.',
    fix: 'Use `chromium` of Playwright.',
  });
}
