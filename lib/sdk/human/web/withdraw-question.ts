import { setTimeout as sleep } from 'node:timers/promises';
import { knownSecrets } from '../../../contract/known-secrets.ts';
import type { QuestionState } from '../../../contract/question.ts';
import { reasonForPeople } from '../../../contract/stopped-run.ts';
import { messageOf } from '../../../core/errors.ts';
import { cut } from '../../../core/thrown.ts';
import { type DeskClient, isFinalAtDesk, isNoDesk } from './desk-client.ts';

/**
 * Tells the desk that nobody waits for an answer any more, and why. It takes {@link WITHDRAW_MS} at most, which fits into what a process that is ending has
 * left. What could not be told ends at the desk by its time of expiry.
 *
 * @returns how the question has ended there, which may be by an answer; `undefined` when it is not known
 */
export async function withdrawQuestion(client: DeskClient, why: unknown): Promise<QuestionState | undefined> {
  const reason = cut(knownSecrets.hideIn(reasonForPeople(messageOf(why))), MAX_REASON_LENGTH);
  const signal = AbortSignal.timeout(WITHDRAW_MS);
  for (let attempt = 0; !signal.aborted; attempt += 1) {
    try {
      const state = await client.withdraw(reason, signal);
      if (state.status !== 'open') return state;
    } catch (error) {
      if (isFinalAtDesk(error) && !isNoDesk(error)) return undefined;
    }
    await sleep(DELAY_MS * 2 ** attempt, undefined, { signal }).catch(() => {});
  }
  return undefined;
}

const WITHDRAW_MS = 2_500;
const DELAY_MS = 100;
const MAX_REASON_LENGTH = 500;
