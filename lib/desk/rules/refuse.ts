import type { Answerer } from '../../contract/question.ts';
import { hasHash } from '../../contract/secret-hash.ts';
import { DeskError, unknownLink } from '../desk-error.ts';
import type { Question } from '../question.ts';
import { questionStatus } from './question-status.ts';

/** @throws DeskError when the token opens none of the links. Takes the same time for each of them. */
export function refuseWrongToken({ tokenHashes }: Question, token: string): void {
  const matches = tokenHashes.map((hash) => hasHash(token, hash));
  if (!matches.includes(true)) throw unknownLink();
}

/** @throws DeskError that says how the question was closed, when it was */
export function refuseClosed(question: Question, nowMs: number): void {
  const { answer, withdrawn, expiresAt } = question;
  switch (questionStatus(question, nowMs)) {
    case 'open':
      return;
    case 'answered':
      throw new DeskError(
        'Answered',
        `${who(answer?.by)} has answered already: ${answer?.value}, at ${moment(answer?.at)}. A question is answered once; this answer does not count.`,
      );
    case 'withdrawn':
      throw new DeskError(
        'Withdrawn',
        `The workflow does not wait for the answer any more since ${moment(withdrawn?.at)}: ${withdrawn?.reason}`,
      );
    case 'expired':
      throw new DeskError(
        'Expired',
        `It is too late: the workflow waited for the answer until ${moment(expiresAt)}.`,
      );
  }
}

/** What is known of a person, for a sentence. */
export function who(by: Answerer | undefined): string {
  return by?.subject ?? by?.name ?? 'Somebody';
}

/** A time for a sentence: an ISO date without milliseconds. */
export function moment(atMs: number | undefined): string {
  return atMs === undefined ? 'an unknown time' : `${new Date(atMs).toISOString().slice(0, 19)}Z`;
}
