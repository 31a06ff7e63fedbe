import type { Page } from 'playwright-core';
import { within } from '../core/async.ts';
import { ActuationError } from './errors.ts';

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

const ANSWER_TIMEOUT_MS = 15_000;

function notAnswering(page: Page): ActuationError {
  return new ActuationError(`The page ${page.url()} does not answer; a script of it may run without end.`);
}
