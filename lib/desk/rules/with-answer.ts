import type { AnswerBody } from '../../contract/question.ts';
import { hasHash, secretHash } from '../../contract/secret-hash.ts';
import { DeskError } from '../desk-error.ts';
import { LIMITS } from '../limits.ts';
import type { Question } from '../question.ts';
import type { SignedIn } from '../signed-in.ts';
import { currentHolder } from './question-status.ts';
import { moment, refuseClosed, refuseWrongToken, who } from './refuse.ts';
import { isPerson } from './taken.ts';

/**
 * A person answers.
 *
 * @param given.body - with a nonce
 * @throws DeskError when the answer does not count
 */
export function withAnswer(question: Question, given: GivenByPerson<NoncedAnswer>, nowMs: number): Question {
  const { body, signedIn } = given;
  refuseWrongToken(question, body.token);
  if (isSameAnswer(question, body, nowMs)) return question;
  refuseClosed(question, nowMs);
  if (question.kind === 'takeOver') refuseNotHolding(question, given, nowMs);
  // Who has taken over has signed in for that.
  const holder = isHolder(question, given) ? question.holder?.by : undefined;
  const name = body.name ?? holder?.name ?? signedIn?.name;
  const subject = signedIn?.subject ?? holder?.subject;
  return {
    ...question,
    version: question.version + 1,
    answer: {
      value: body.answer,
      at: nowMs,
      by: { ...(name !== undefined && { name }), ...(subject !== undefined && { subject }) },
      ...(body.comment !== undefined && { comment: body.comment }),
    },
    answerHash: secretHash(textOf(body)),
  };
}

/** What a person sends, and who it is, where people sign in. */
export interface GivenByPerson<Body> {
  readonly body: Body;
  readonly signedIn?: SignedIn | undefined;
}

/** An answer that is told from all others. */
export type NoncedAnswer = AnswerBody & { readonly nonce: string };

function isSameAnswer(question: Question, body: NoncedAnswer, nowMs: number): boolean {
  const { answer, answerHash } = question;
  if (answer === undefined || answerHash === undefined) return false;
  return nowMs - answer.at <= LIMITS.repeatMs && hasHash(textOf(body), answerHash);
}

function textOf({ nonce, answer, name, comment, claim }: NoncedAnswer): string {
  return JSON.stringify([nonce, answer, name, comment, claim]);
}

/**
 * That it is done says only who has the browser. It need not be within the time of the hold, when nobody has taken it since: telephones
 * sleep. That it will not be done says anybody, while nobody is at it.
 */
function refuseNotHolding(question: Question, given: GivenByPerson<AnswerBody>, nowMs: number): void {
  if (isHolder(question, given)) return;
  const holder = currentHolder(question, nowMs);
  if (holder !== undefined)
    throw new DeskError(
      'Held',
      `${who(holder.by)} has taken over since ${moment(holder.at)}, and answers. This answer does not count.`,
    );
  if (given.body.answer === 'yes')
    throw new DeskError(
      'NotHeld',
      'Only who has taken over the browser can say that it is done. Take over first, or say that nobody does it.',
    );
}

/** By the claim. Whoever has signed in for the answer, too, must be the same. */
function isHolder({ holder }: Question, { body: { claim }, signedIn }: GivenByPerson<AnswerBody>): boolean {
  if (claim === undefined || holder === undefined || !hasHash(claim, holder.claimHash)) return false;
  return signedIn === undefined || isPerson(holder, signedIn);
}
