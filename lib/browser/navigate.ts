import type { CDPSession, Page, Request } from 'playwright-core';
import { abortable, settles, within } from '../core/async.ts';
import { messageOf } from '../core/errors.ts';
import { failuresOf } from './network/connection-failures.ts';
import { runInFrame } from './page-script.ts';

/**
 * Loads a URL and waits until its document is parsed, or for one that does not come to its end, until it has been visible
 * for a while.
 * @throws what Playwright throws when it does not load; {@link loadFailure} puts it in words.
 */
export async function navigate(given: {
  readonly page: Page;
  /** A CDP session of that page. */
  readonly session: CDPSession;
  readonly url: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
}): Promise<'parsed' | 'visible'> {
  const { page, session, url, timeoutMs, signal } = given;
  const deadlineMs = Date.now() + timeoutMs;
  // After redirects, the place that did not answer is not the one that was asked for.
  let failedUrl = url;
  const noteFailure = (request: Request): void => {
    if (request.isNavigationRequest() && request.frame() === page.mainFrame()) failedUrl = request.url();
  };
  page.on('requestfailed', noteFailure);
  const load = (): Promise<unknown> =>
    abortable(page.goto(url, { waitUntil: 'commit', timeout: timeoutMs }), signal);
  try {
    // The error page of an earlier navigation comes late and would be taken for this one's.
    await load().catch((error: unknown) => {
      if (!INTERRUPTED_BY_ERROR_PAGE.test(messageOf(error))) throw error;
      return load();
    });
    return await abortable(parsedOrVisible(page, deadlineMs), signal);
  } catch (error) {
    // The page itself went on to another one at once: that one is the answer.
    if (/interrupted by another navigation/.test(messageOf(error)) && !signal?.aborted) {
      return await abortable(parsedOrVisible(page, deadlineMs), signal);
    }
    // Loading must not go on under whoever uses the page next.
    // A page that is gone loads nothing, and one that hangs is noticed by who asks it next.
    await settles(
      session.send('Page.stopLoading').catch(() => {}),
      STOP_TIMEOUT_MS,
    );
    const reason = failuresOf(page.context())?.reasonFor(failedUrl);
    // Behind the guard's proxy the browser knows only that there was no connection.
    throw reason !== undefined && NO_CONNECTION.test(messageOf(error))
      ? new Error(reason, { cause: error })
      : error;
  } finally {
    page.off('requestfailed', noteFailure);
  }
}

const STOP_TIMEOUT_MS = 1_000;

/** HTML may come without end, as a log does: what is there after a while is used. */
async function parsedOrVisible(page: Page, deadlineMs: number): Promise<'parsed' | 'visible'> {
  const parsed = page.waitForLoadState('domcontentloaded', { timeout: Math.max(1, deadlineMs - Date.now()) });
  let patienceMs = Math.min(VISIBLE_AFTER_MS, deadlineMs - Date.now() - LOOK_TIMEOUT_MS);
  for (;;) {
    if (await settles(parsed, patienceMs)) return 'parsed';
    const look = runInFrame(page.mainFrame(), hasText, undefined).catch(() => false);
    if (await within({ work: look, timeoutMs: LOOK_TIMEOUT_MS, fallback: false })) return 'visible';
    if (Date.now() >= deadlineMs - LOOK_TIMEOUT_MS) {
      await parsed;
      return 'parsed';
    }
    patienceMs = LOOK_TIMEOUT_MS;
  }
}

/** How long a document may take to come to its end, if it shows something. */
const VISIBLE_AFTER_MS = 3_000;

const LOOK_TIMEOUT_MS = 500;

function hasText(): boolean {
  // biome-ignore lint/performance/useDomNodeTextContent: only what can be seen is meant
  return document.body !== null && document.body.innerText.trim() !== '';
}

const INTERRUPTED_BY_ERROR_PAGE = /interrupted by another navigation to "chrome-error:/;

const NO_CONNECTION = /ERR_(SOCKS|PROXY|TUNNEL|EMPTY_RESPONSE|CONNECTION|BLOCKED_BY|ADDRESS|ACCESS|FAILED)/;

/** What each network error of the browser means. */
const REASONS: readonly (readonly [RegExp, string])[] = [
  [/ERR_CONNECTION_REFUSED/, 'connection refused: nothing listens there'],
  [/ERR_NAME_NOT_RESOLVED/, 'the host name does not exist'],
  [/ERR_INTERNET_DISCONNECTED/, 'there is no network'],
  [/ERR_CERT_|ERR_SSL_/, 'its TLS certificate or connection is not valid'],
  [/ERR_CONNECTION_(RESET|CLOSED)|ERR_EMPTY_RESPONSE/, 'the server closed the connection'],
  [/ERR_(CONNECTION_)?TIMED_OUT/, 'the server does not answer'],
  [/ERR_ADDRESS_UNREACHABLE/, 'the address cannot be reached'],
  [/ERR_CONNECTION_FAILED|ERR_SOCKS/, 'there is no connection to it'],
  [/ERR_PROXY|ERR_TUNNEL/, 'the proxy does not let it through'],
  [/ERR_TOO_MANY_REDIRECTS/, 'it redirects without end'],
  [/ERR_UNSAFE_PORT/, 'the browser does not allow this port'],
  [/ERR_FILE_NOT_FOUND/, 'there is no such file'],
  [/ERR_INVALID_AUTH|ERR_HTTP_RESPONSE_CODE_FAILURE/, 'the server refused it'],
  [/Download is starting/, 'it is a download, not a page'],
  [/ERR_ABORTED/, 'the loading was broken off; it may be a download'],
  [/Timeout \d+ms exceeded/, 'it took too long'],
];

/** Why a page did not load, in words. */
export function loadFailure(error: unknown): string {
  const message = messageOf(error);
  const known = REASONS.find(([pattern]) => pattern.test(message))?.[1];
  const code = /net::[A-Z_]+/.exec(message)?.[0];
  if (known !== undefined) return code === undefined ? known : `${known} (${code})`;
  return code ?? message.split('\n', 1)[0] ?? 'unknown reason';
}
