import { setTimeout as sleep } from 'node:timers/promises';
import { isIdentityError } from '../../../contract/identity-errors.ts';
import type { AskedQuestion } from '../../../contract/question.ts';
import { fullMessageOf } from '../../../core/errors.ts';
import { type DeskClient, isFinalAtDesk } from './desk-client.ts';

/**
 * Puts a question to the desk. Every attempt says the same, so that a question whose answer was lost is not asked twice.
 *
 * @throws DeskRefusedError, Error when the desk could not be reached, or the signal's reason
 */
export async function putQuestion(
  client: DeskClient,
  question: AskedQuestion,
  given: { readonly signal: AbortSignal; readonly origin: string },
): Promise<void> {
  const { signal, origin } = given;
  const untilMs = Math.min(Date.now() + PATIENCE_MS, question.expiresAt);
  for (let attempt = 0; ; attempt += 1) {
    try {
      await client.ask(question, signal);
      return;
    } catch (error) {
      signal.throwIfAborted();
      // Credentials that were there once may come again; at first there must be some.
      if (isFinalAtDesk(error) || isIdentityError(error)) throw error;
      const delayMs = Math.min(MAX_DELAY_MS, DELAY_MS * 2 ** attempt) * (0.8 + 0.4 * Math.random());
      if (Date.now() + delayMs > untilMs) {
        const reason = fullMessageOf(error);
        throw new Error(`the desk at ${origin} could not be asked in ${attempt + 1} attempts: ${reason}`, {
          cause: error,
        });
      }
      await sleep(delayMs, undefined, { signal }).catch(() => {});
      signal.throwIfAborted();
    }
  }
}

/** A wrong address is told soon. */
const PATIENCE_MS = 30_000;
const DELAY_MS = 200;
const MAX_DELAY_MS = 5_000;
