import type { QuestionState, QuestionStatus } from '../../contract/question.ts';
import { LIMITS } from '../limits.ts';
import type { Question } from '../question.ts';

/** How a question stands. An answer stays, whatever comes after it; that it has expired nobody need say, the clock does. */
export function questionStatus(question: Question, nowMs: number): QuestionStatus {
  if (question.answer !== undefined) return 'answered';
  if (question.withdrawn !== undefined) return 'withdrawn';
  return question.expired === true || nowMs >= question.expiresAt ? 'expired' : 'open';
}

/** What its workflow is told. */
export function questionState(question: Question, nowMs: number): QuestionState {
  const { expiresAt, answer } = question;
  const holder = currentHolder(question, nowMs);
  return {
    status: questionStatus(question, nowMs),
    expiresAt,
    ...(answer && { answer }),
    ...(holder && { holder: { at: holder.at, by: holder.by, claimHash: holder.claimHash } }),
  };
}

/** Who alone may take over and answer now. */
export function currentHolder(question: Question, nowMs: number): Question['holder'] {
  const { holder } = question;
  if (holder === undefined || nowMs >= holder.heldUntil) return undefined;
  // No hold lasts so long: the clock was put back.
  if (holder.heldUntil - nowMs > LIMITS.holdMs + LIMITS.maxClockSkewMs) return undefined;
  return questionStatus(question, nowMs) === 'open' ? holder : undefined;
}

/** Whether it is to be as if it had never been. Stores delete when they come to it; nobody shall see when that is. */
export function isForgotten(question: Question, nowMs: number): boolean {
  return nowMs >= forgottenAt(question);
}

/** From when on. */
export function forgottenAt({ expiresAt }: Pick<Question, 'expiresAt'>): number {
  return expiresAt + LIMITS.keepMs;
}
