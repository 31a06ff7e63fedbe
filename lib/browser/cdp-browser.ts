import { chromium, type Page, type Browser as PlaywrightBrowser } from 'playwright-core';
import { abortable, settles } from '../core/async.ts';
import { messageOf } from '../core/errors.ts';
import { show } from '../core/problems.ts';
import { closeOnSignals } from '../core/signals.ts';
import { checkBrowserKeys } from './check-options.ts';
import { ActuationError, BrowserOptionsError } from './errors.ts';
import { addressRules } from './network/browser-network.ts';
import { ConnectionFailures, rememberFailures } from './network/connection-failures.ts';
import { guardRequests } from './network/guard-requests.ts';
import { warnOnce } from './notice.ts';
import { OpenedBrowser } from './opened-browser.ts';
import { OwnTabs } from './own-tabs.ts';
import type { Browser, OpenBrowser, OpenOptions } from './types.ts';

/**
 * A Chromium that runs already, reached by the Chrome DevTools Protocol. A session has a tab of its own there, and those
 * that are opened from it; `close()` closes these and disconnects. The browser itself and its other tabs stay, and are none
 * of its business.
 * @throws BrowserOptionsError for options that there are not, or without an address
 */
export function cdpBrowser(options: CdpBrowserOptions): Browser {
  checkBrowserKeys('cdpBrowser', options, CDP_KEYS);
  checkEndpoint(options.endpointUrl);
  return {
    kind: 'cdp',
    keepsOwnSignIns:
      'a browser that was connected to has those of everybody who uses it, and keeps them itself',
    open: (openOptions = {}) => openCdp(options, openOptions),
  };
}

export interface CdpBrowserOptions {
  /** Of the browser's debugging port: `http://127.0.0.1:9222`, or a `ws:` or `wss:` URL. */
  readonly endpointUrl: string;
  /** Sent with the request that connects. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /**
   * Works in the newest tab that is there and leaves it where it is, instead of opening one.
   * @default false
   */
  readonly useExistingPage?: boolean | undefined;
  /** How long connecting may take, in milliseconds. @default 30000 */
  readonly connectTimeoutMs?: number | undefined;
}

const CDP_KEYS = {
  endpointUrl: true,
  headers: true,
  useExistingPage: true,
  connectTimeoutMs: true,
} as const satisfies Record<keyof CdpBrowserOptions, true>;

function checkEndpoint(url: unknown): void {
  if (typeof url === 'string' && url !== '') return;
  throw new BrowserOptionsError({
    what: `endpointUrl of cdpBrowser is ${show(url)}.`,
    allowed: 'It must be the address of a browser, such as "http://127.0.0.1:9222".',
  });
}

/** Connects; `afterClose` runs once, after the connection was closed. */
export async function openCdp(
  options: CdpBrowserOptions,
  {
    signal,
    afterClose,
    saveProfile,
    isElsewhere = false,
  }: OpenOptions & {
    readonly saveProfile?: OpenBrowser['saveProfile'];
    readonly afterClose?: (() => Promise<void>) | undefined;
    readonly isElsewhere?: boolean | undefined;
  },
): Promise<OpenBrowser> {
  signal?.throwIfAborted();
  const browser = await connect(options, signal);
  try {
    const [context] = browser.contexts();
    if (context === undefined) throw new ActuationError('The browser has no context to open a tab in.');
    rememberFailures(context, await abortable(guard(browser, isElsewhere), signal));
    const existing = new Set<Page>(context.pages());
    const reused = options.useExistingPage ? context.pages().at(-1) : undefined;
    const own = reused === undefined ? await abortable(OwnTabs.open(context), signal) : undefined;
    const opened = new OpenedBrowser({
      context,
      owns: own && ((page) => own.has(page)),
      saveProfile,
      close: async () => {
        const ours = context.pages().filter((page) => own?.has(page) ?? !existing.has(page));
        // A tab that cannot be closed because the connection is lost is closed already, or out of reach.
        const closing = Promise.allSettled(ours.map((page) => page.close()));
        if (!(await settles(closing, CLOSE_TIMEOUT_MS)))
          warnOnce(
            'The browser that was connected to does not answer: tabs that were opened in it are left.',
          );
        await disconnect(browser);
        await afterClose?.();
        // Not before: a signal waits for a close that is under way.
        stopWatching();
      },
    });
    const stopWatching = closeOnSignals(() => opened.close());
    return opened;
  } catch (error) {
    await disconnect(browser);
    throw error;
  }
}

/** How long a browser that hangs may hold up its tabs' end, and then the end of the connection. */
const CLOSE_TIMEOUT_MS = 5_000;
const DISCONNECT_TIMEOUT_MS = 2_000;

/** For a browser that was connected to, closing only disconnects. One that is not connected any more needs nothing. */
async function disconnect(browser: PlaywrightBrowser): Promise<void> {
  await settles(
    browser.close().catch(() => {}),
    DISCONNECT_TIMEOUT_MS,
  );
}

/** Where the browser runs in a place of its own, one that cannot be guarded is only a pity. */
async function guard(browser: PlaywrightBrowser, isElsewhere: boolean): Promise<ConnectionFailures> {
  try {
    return await guardRequests(browser, addressRules(process.env));
  } catch (error) {
    const text = `The browser does not let its requests be checked, so that pages can lead it to metadata addresses: ${messageOf(error)}`;
    if (!isElsewhere) throw new ActuationError(text, { cause: error });
    process.emitWarning(text, { type: 'NovaActBrowserWarning' });
    return new ConnectionFailures();
  }
}

async function connect(
  options: CdpBrowserOptions,
  signal: AbortSignal | undefined,
): Promise<PlaywrightBrowser> {
  const connecting = chromium.connectOverCDP(options.endpointUrl, {
    timeout: options.connectTimeoutMs ?? 30_000,
    ...(options.headers === undefined ? {} : { headers: { ...options.headers } }),
  });
  try {
    return await abortable(connecting, signal);
  } catch (error) {
    // When it did not connect, there is nothing to close.
    void connecting.then(disconnect, () => {});
    signal?.throwIfAborted();
    const reason = messageOf(error).split('\n', 1)[0];
    throw new ActuationError(
      `No browser could be reached at ${withoutSecrets(options.endpointUrl)}: ${reason} ` +
        'Start one with --remote-debugging-port=9222, for example, and give http://127.0.0.1:9222.',
      { cause: error },
    );
  }
}

/** Endpoints of browser services often carry a token. */
function withoutSecrets(endpoint: string): string {
  try {
    const { protocol, host, pathname } = new URL(endpoint);
    return `${protocol}//${host}${pathname}`;
  } catch {
    return 'the given endpoint, which is no URL';
  }
}
