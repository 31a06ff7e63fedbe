import { LIMITS } from '../limits.ts';
import type { Question } from '../question.ts';
import { questionStatus } from './question-status.ts';

/**
 * The workflow asks how its question stands. What it is about to be told is noted first: an answer that comes in the same moment as the
 * end of the time is either told, or refused.
 */
export function heard(question: Question, nowMs: number): Question {
  const { version, heardAt, fetchedAt } = question;
  const next = { ...question, version: version + 1, heardAt: nowMs };
  switch (questionStatus(question, nowMs)) {
    case 'open':
      // Or else a clock that was put back hears nothing until it comes to that time once more.
      return nowMs - heardAt >= LIMITS.hearEveryMs || heardAt > nowMs ? next : question;
    case 'answered':
      return fetchedAt === undefined ? { ...next, fetchedAt: nowMs } : question;
    case 'expired':
      return question.expired === true ? question : { ...next, expired: true };
    case 'withdrawn':
      return question;
  }
}
