import type { Answerer } from '../../contract/question.ts';
import { newSecret } from '../../contract/secret-hash.ts';
import { isInstance } from '../../core/thrown.ts';
import { DeskError, type Question } from '../../desk/index.ts';
import type { LocalDesk } from './local-desk.ts';

/**
 * Answers a question as a person would with a link of their own, by the rules of the desk; of a take-over, takes over before it is said to
 * be done. When somebody else was faster, or nobody waits any more, nothing happens.
 *
 * @throws DeskError for an answer that the desk does not take
 */
export async function answerAtDesk(
  local: LocalDesk,
  question: Question,
  said: {
    readonly answer: boolean;
    readonly by?: Answerer | undefined;
    readonly comment?: string | undefined;
  },
): Promise<void> {
  const { answer, by: { name, subject } = {}, comment } = said;
  const desk = local.at(NO_HOST);
  // As if the sign-in had shown it.
  const signedIn = subject === undefined ? undefined : { identity: subject, subject };
  try {
    const token = await desk.mint(question);
    // That it is done says only who has the browser; that nobody does it may be said without.
    const claim = question.kind === 'takeOver' && answer ? newSecret() : undefined;
    if (claim !== undefined) await desk.take(question, { token, claim, name }, signedIn);
    await desk.answer(question, { token, answer: answer ? 'yes' : 'no', name, comment, claim }, signedIn);
  } catch (error) {
    if (!isInstance(error, DeskError) || !OVER.includes(error.code)) throw error;
  }
}

const OVER: readonly string[] = ['Answered', 'Expired', 'Withdrawn', 'Held'];

/** Nobody is connected. */
const NO_HOST = '127.0.0.1';
