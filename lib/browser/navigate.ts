import type { CDPSession, Page, Request } from 'playwright-core';
import { abortable, settles } from '../core/async.ts';
import { messageOf } from '../core/errors.ts';
import { failuresOf } from './network/connection-failures.ts';

/**
 * Loads a URL and waits until its document is parsed.
 * @throws what Playwright throws when it does not load; {@link loadFailure} puts it in words.
 */
export async function navigate(given: {
  readonly page: Page;
  /** A CDP session of that page. */
  readonly session: CDPSession;
  readonly url: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
}): Promise<void> {
  const { page, session, url, timeoutMs, signal } = given;
  // After redirects, the place that did not answer is not the one that was asked for.
  let failedUrl = url;
  const noteFailure = (request: Request): void => {
    if (request.isNavigationRequest() && request.frame() === page.mainFrame()) failedUrl = request.url();
  };
  page.on('requestfailed', noteFailure);
  const load = (): Promise<unknown> =>
    abortable(page.goto(url, { waitUntil: 'domcontentloaded', timeout: timeoutMs }), signal);
  try {
    // The error page of an earlier navigation comes late and would be taken for this one's.
    await load().catch((error: unknown) => {
      if (!INTERRUPTED_BY_ERROR_PAGE.test(messageOf(error))) throw error;
      return load();
    });
  } catch (error) {
    // The page itself went on to another one at once: that one is the answer.
    if (/interrupted by another navigation/.test(messageOf(error)) && !signal?.aborted) {
      await abortable(page.waitForLoadState('domcontentloaded', { timeout: timeoutMs }), signal);
      return;
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
