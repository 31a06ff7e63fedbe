import type { AskedQuestion, QuestionKey } from '../../contract/question.ts';
import { secretHash } from '../../contract/secret-hash.ts';
import { DeskError } from '../desk-error.ts';
import { LIMITS } from '../limits.ts';
import type { Question } from '../question.ts';
import { heard } from './heard.ts';

/** The first version of a question. @throws DeskError when it would expire at no useful time */
export function newQuestion(key: QuestionKey, asked: AskedQuestion, nowMs: number): Question {
  const { picture, tokenHash, channel, ...rest } = asked;
  const aheadMs = asked.expiresAt - nowMs;
  if (aheadMs <= 0)
    throw new DeskError(
      'Invalid',
      `The question has expired already: ${-aheadMs} ms ago, by the clock of the desk. Allowed is a time to come; look at both clocks.`,
    );
  if (aheadMs > LIMITS.maxAheadMs)
    throw new DeskError(
      'Invalid',
      `The question expires in ${aheadMs} ms; at most ${LIMITS.maxAheadMs} ms (8 days) are allowed. Times are milliseconds since 1970.`,
    );
  return {
    ...{ definitionName: key.definitionName, questionId: key.questionId },
    ...rest,
    ...(channel && { channel }),
    version: 1,
    askedAt: nowMs,
    askedHash: hashOfAsked(asked),
    tokenHashes: [tokenHash],
    hasPicture: picture !== undefined,
    heardAt: nowMs,
  };
}

/**
 * A question that is there is asked again, by a workflow that has not heard what became of it.
 *
 * @throws DeskError when it is another one
 */
export function askedAgain(question: Question, asked: AskedQuestion, nowMs: number): Question {
  if (question.askedHash === hashOfAsked(asked)) return heard(question, nowMs);
  throw new DeskError(
    'Taken',
    'There is another question of this id already. Each question needs an id of its own, a new UUID.',
  );
}

/** Members in one order, whatever that of the body was. */
function hashOfAsked(asked: AskedQuestion): string {
  const { kind, message, pageUrl, workflowRunId, sessionId, actId, expiresAt, tokenHash } = asked;
  const { picture, channel } = asked;
  return secretHash(
    JSON.stringify([
      ...[kind, message, pageUrl, workflowRunId, sessionId, actId, expiresAt, tokenHash],
      ...[picture?.mediaType, picture?.base64],
      ...[channel?.kind, channel?.kind === 'runtime' ? channel.runtimeSessionId : channel?.url],
    ]),
  );
}
