import type { TakeBody } from '../../contract/question.ts';
import { hasHash, secretHash } from '../../contract/secret-hash.ts';
import { DeskError } from '../desk-error.ts';
import { LIMITS } from '../limits.ts';
import type { Question } from '../question.ts';
import type { SignedIn } from '../signed-in.ts';
import { currentHolder } from './question-status.ts';
import { moment, refuseClosed, refuseWrongToken, who } from './refuse.ts';
import type { GivenByPerson } from './with-answer.ts';

/**
 * A person takes over, or goes on with it.
 *
 * @param given.unreachable - why nobody can get to the browser
 * @throws DeskError when the person cannot have the browser
 */
export function taken(
  question: Question,
  given: GivenByPerson<TakeBody> & { readonly unreachable: string | undefined },
  nowMs: number,
): Question {
  const { body, signedIn, unreachable } = given;
  refuseWrongToken(question, body.token);
  refuseClosed(question, nowMs);
  if (question.kind !== 'takeOver')
    throw new DeskError(
      'Unreachable',
      'This question asks for a yes or a no; nobody is asked to take over the browser.',
    );
  if (unreachable !== undefined) throw new DeskError('Unreachable', unreachable);
  const { holder } = question;
  const isSame = holder !== undefined && hasHash(body.claim, holder.claimHash) && isPerson(holder, signedIn);
  const other = currentHolder(question, nowMs);
  if (other !== undefined && !isSame)
    throw new DeskError(
      'Held',
      `${who(other.by)} has taken over since ${moment(other.at)}. When that ends, or nothing is heard any more until ${moment(other.heldUntil)}, others can.`,
    );
  const name = body.name ?? (isSame ? holder.by.name : undefined) ?? signedIn?.name;
  return {
    ...question,
    version: question.version + 1,
    holder: {
      at: isSame ? holder.at : nowMs,
      by: { ...(name !== undefined && { name }), ...(signedIn && { subject: signedIn.subject }) },
      claimHash: secretHash(body.claim),
      ...(signedIn && { identityHash: secretHash(signedIn.identity) }),
      heldUntil: Math.min(nowMs + LIMITS.holdMs, question.expiresAt),
    },
  };
}

/** Whether who holds it is who has signed in; nobody has, where nobody need. */
export function isPerson(
  { identityHash }: NonNullable<Question['holder']>,
  signedIn: SignedIn | undefined,
): boolean {
  if (signedIn === undefined || identityHash === undefined)
    return signedIn === undefined && identityHash === undefined;
  return hasHash(signedIn.identity, identityHash);
}
