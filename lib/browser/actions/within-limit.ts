import type { Page } from 'playwright-core';
import { abortable } from '../../core/async.ts';
import { doesAnswer } from '../answering.ts';
import { ActuationError, AgentRedirectError } from '../errors.ts';

/**
 * Runs one action, no longer than its limit. What it has begun by then, it does not go on with: its signal is aborted.
 * @throws AgentRedirectError when the limit ends and the page still answers: the agent can look and try otherwise.
 * @throws ActuationError when the page does not answer any more.
 */
export async function withinLimit(given: {
  readonly page: Page;
  /** What the agent calls the action. */
  readonly name: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
  /** Whether a dialog of a page waits for the decision of the program. */
  readonly isAsking?: (() => boolean) | undefined;
  readonly act: (signal: AbortSignal) => Promise<void>;
}): Promise<void> {
  const { page, name, timeoutMs, signal: outer } = given;
  const answerMs = Math.min(MAX_ANSWER_MS, timeoutMs / 2);
  const late = `${name} did not end within ${timeoutMs / 1000} s`;
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(new Error(late)), timeoutMs - answerMs);
  const signal = outer === undefined ? limit.signal : AbortSignal.any([outer, limit.signal]);
  try {
    await abortable(given.act(signal), signal);
  } catch (error) {
    if (!limit.signal.aborted || outer?.aborted) throw error;
    if (!(await doesAnswer(page, answerMs))) {
      const why = given.isAsking?.()
        ? 'the function `dialogs` has not decided yet about a dialog of it'
        : 'a script of it may run without end';
      throw new ActuationError(`${late}, and the page ${page.url()} does not answer: ${why}.`);
    }
    throw new AgentRedirectError(`${late}. It may have happened in part: look at the page first.`, {
      kind: 'timeout',
      summary: `${late}.`,
    });
  } finally {
    clearTimeout(timer);
  }
}

/** How much of the limit is kept for asking the page whether it answers, in milliseconds. */
const MAX_ANSWER_MS = 3_000;
