import type { Page } from 'playwright-core';
import { settles, within } from '../core/async.ts';
import { ActuationError } from './errors.ts';
import { pageSession } from './frames/page-session.ts';

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

/** Whether a page answers in time. One that says no, such as one that is going on to another, does answer. */
export function doesAnswer(page: Page, timeoutMs: number): Promise<boolean> {
  // By the browser itself: what Playwright asks with is the page's own, and may be broken.
  const asked = pageSession(page).then((session) => session.send('Runtime.evaluate', { expression: '1' }));
  return settles(
    asked.catch(() => {}),
    timeoutMs,
  );
}

const ANSWER_TIMEOUT_MS = 15_000;

function notAnswering(page: Page): ActuationError {
  return new ActuationError(`The page ${page.url()} does not answer; a script of it may run without end.`);
}
