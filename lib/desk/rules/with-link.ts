import { secretHash } from '../../contract/secret-hash.ts';
import { LIMITS } from '../limits.ts';
import type { Question } from '../question.ts';
import { refuseClosed } from './refuse.ts';

/** There is a further link. That which people were told stays, whatever number of others there are. @throws DeskError when the question is closed */
export function withLink(question: Question, token: string, nowMs: number): Question {
  const [first, ...others] = question.tokenHashes;
  const hash = secretHash(token);
  if (others.includes(hash)) return question;
  refuseClosed(question, nowMs);
  return {
    ...question,
    version: question.version + 1,
    tokenHashes: [...(first === undefined ? [] : [first]), ...others.slice(2 - LIMITS.maxLinks), hash],
  };
}
