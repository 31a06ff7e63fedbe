import { setTimeout as sleep } from 'node:timers/promises';
import type { GivenAnswer, QuestionState } from '../../../contract/question.ts';
import { abortable, deferred } from '../../../core/async.ts';
import { isFinalAtDesk, isNoDesk } from './desk-client.ts';
import { DeskOutage } from './desk-outage.ts';
import { lookTimeoutMs, pollDelayMs } from './poll-policy.ts';

/**
 * Asks the desk until a question is answered. A desk that does not answer is asked on; so is what is no desk any more, for a while.
 *
 * @throws DeskRefusedError, Error when the question was withdrawn by another, or the signal's reason, by which a question ends that nobody answers
 */
export async function awaitAnswer(waiting: AwaitedAnswer): Promise<GivenAnswer> {
  const { look, heard, isHeld, expiresAt, signal, tell } = waiting;
  const beganAtMs = performance.now();
  const outage = new DeskOutage(waiting.origin, expiresAt);
  for (;;) {
    const moment = {
      askedForMs: performance.now() - beganAtMs,
      untilExpiryMs: expiresAt - Date.now(),
      failures: outage.failures,
      random: Math.random(),
    };
    await pause(() => pollDelayMs({ ...moment, isHeld: isHeld() }), signal);
    signal.throwIfAborted();
    const askedAtMs = performance.now();
    const state = await look(
      AbortSignal.any([signal, AbortSignal.timeout(lookTimeoutMs(expiresAt - Date.now()))]),
    ).catch((error: unknown) => {
      signal.throwIfAborted();
      outage.failed(error, tell);
      if (isFinalAtDesk(error) && !(isNoDesk(error) && outage.mayEnd)) throw error;
      return undefined;
    });
    if (state === undefined) continue;
    outage.answered(tell);
    heard(state, askedAtMs);
    if (state.answer !== undefined) return state.answer;
    if (state.status === 'withdrawn') throw new Error('somebody else has withdrawn the question at the desk');
    // The act ends by its own limit, in a moment.
    if (state.status === 'expired') return await abortable(deferred<never>().promise, signal);
  }
}

/** What is waited for. */
export interface AwaitedAnswer {
  readonly look: (signal: AbortSignal) => Promise<QuestionState>;
  /** Gets each state, and when it was asked for, by `performance.now()`. */
  readonly heard: (state: QuestionState, askedAtMs: number) => void;
  /** Whether somebody has the browser. */
  readonly isHeld: () => boolean;
  /** When the desk takes no answer any more. */
  readonly expiresAt: number;
  /** Where it is, for messages. */
  readonly origin: string;
  readonly signal: AbortSignal;
  readonly tell: (level: 'info' | 'warn', message: string) => void;
}

/** Waits, and less when somebody takes over meanwhile. Does not reject. */
async function pause(delayMs: () => number, signal: AbortSignal): Promise<void> {
  const beganAtMs = performance.now();
  while (!signal.aborted) {
    const leftMs = beganAtMs + delayMs() - performance.now();
    if (leftMs <= 0) return;
    await sleep(Math.min(leftMs, STEP_MS), undefined, { signal }).catch(() => {});
  }
}

const STEP_MS = 500;
