import type { QuestionPicture, ReadBody, ShownQuestion } from '../../contract/question.ts';
import { hasHash } from '../../contract/secret-hash.ts';
import { visible, visibleLine } from '../../core/visible.ts';
import type { Question } from '../question.ts';
import { currentHolder, questionStatus } from './question-status.ts';

/** What a person sees of a question. The agent may quote a page that wants to deceive: what hides text or turns it around is shown as such. */
export function shownQuestion(question: Question, seen: SeenQuestion, nowMs: number): ShownQuestion {
  const { body, picture, unreachable } = seen;
  const { definitionName, kind, workflowRunId, askedAt, expiresAt, heardAt } = question;
  const { answer, fetchedAt, withdrawn } = question;
  const status = questionStatus(question, nowMs);
  const holder = currentHolder(question, nowMs);
  const isYou = holder !== undefined && body.claim !== undefined && hasHash(body.claim, holder.claimHash);
  return {
    ...{ definitionName, kind, workflowRunId, status, askedAt, expiresAt, now: nowMs, heardAt },
    ...(answer && { answer }),
    ...(fetchedAt !== undefined && { fetchedAt }),
    ...(withdrawn && fetchedAt === undefined && { withdrawnBecause: withdrawn.reason }),
    ...(holder && { holder: { at: holder.at, by: holder.by, isYou } }),
    ...(status === 'open' && {
      asked: {
        message: visible(question.message),
        pageUrl: visibleLine(question.pageUrl),
        ...(picture && { picture }),
        ...(kind === 'takeOver' && unreachable !== undefined && { unreachable }),
      },
    }),
  };
}

/** By whom, and with what. */
export interface SeenQuestion {
  readonly body: Pick<ReadBody, 'claim'>;
  readonly picture?: QuestionPicture | undefined;
  readonly unreachable?: string | undefined;
}
