import type { Question } from '../question.ts';
import { heard } from './heard.ts';
import { questionStatus } from './question-status.ts';

/**
 * The workflow does not wait any more. What was answered stays answered: the person was told so. When the workflow had not got that answer
 * yet, people are told that, too, until it asks once more.
 */
export function withdrawn(question: Question, reason: string, nowMs: number): Question {
  const next = { ...question, version: question.version + 1, withdrawn: { at: nowMs, reason } };
  switch (questionStatus(question, nowMs)) {
    case 'open':
      return next;
    case 'answered':
      return question.fetchedAt === undefined && question.withdrawn === undefined ? next : question;
    case 'expired':
      return heard(question, nowMs);
    case 'withdrawn':
      return question;
  }
}
