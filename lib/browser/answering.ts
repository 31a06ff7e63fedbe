import type { Page } from 'playwright-core';
import { settles, within } from '../core/async.ts';
import { ActuationError } from './errors.ts';
import { pageSession } from './frames/page-session.ts';

/**
 * Waits for `work` as long as its page answers: typing may take long, but a page that hangs would be waited for without end.
 * @throws ActuationError when the page does not answer.
 */
export async function whileAnswering<T>(page: Page, work: Promise<T>): Promise<T> {
  for (;;) {
    const done = await within({
      work: work.then((value) => ({ value })),
      timeoutMs: ANSWER_TIMEOUT_MS,
      fallback: undefined,
    });
    if (done !== undefined) return done.value;
    // A page that says no, such as one that is going on to another, does answer.
    const answer = ask(page).catch(() => {});
    if (!(await settles(answer, ANSWER_TIMEOUT_MS))) throw notAnswering(page);
  }
}

/**
 * Waits for one short answer of a page.
 * @throws ActuationError when it does not come.
 */
export async function answered<T>(page: Page, work: Promise<T>): Promise<T> {
  const done = await within({
    work: work.then((value) => ({ value })),
    timeoutMs: ANSWER_TIMEOUT_MS,
    fallback: undefined,
  });
  if (done === undefined) throw notAnswering(page);
  return done.value;
}

/** Asks by the browser itself: what Playwright asks with is the page's own, and may be broken. */
async function ask(page: Page): Promise<void> {
  const session = await pageSession(page);
  await session.send('Runtime.evaluate', { expression: '1' });
}

const ANSWER_TIMEOUT_MS = 15_000;

function notAnswering(page: Page): ActuationError {
  return new ActuationError(`The page ${page.url()} does not answer; a script of it may run without end.`);
}
