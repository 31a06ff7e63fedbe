import type { QuestionState } from '../../../contract/question.ts';
import { fullMessageOf } from '../../../core/errors.ts';
import type { Unheard } from '../asking-run.ts';
import type { DeskClient } from './desk-client.ts';

/** What is known of a question: whether it is over at the desk, or since when the desk was not heard. */
export class DeskHearing {
  readonly #origin: string;
  #since = new Date();
  #reason: string | undefined;
  #isOver = false;

  constructor(origin: string) {
    this.#origin = origin;
  }

  /** Asks how it stands, and notes what was heard. */
  async look(client: Pick<DeskClient, 'state'>, signal: AbortSignal): Promise<QuestionState> {
    // What is answered was so when it was asked, or later.
    const askedAt = new Date();
    try {
      const state = await client.state(signal);
      this.heard(state, askedAt);
      return state;
    } catch (error) {
      this.#reason = fullMessageOf(error);
      throw error;
    }
  }

  heard({ status }: Pick<QuestionState, 'status'>, askedAt: Date): void {
    this.#since = askedAt;
    this.#reason = undefined;
    this.#isOver = status === 'expired' || status === 'withdrawn';
  }

  /** Whether it has ended without an answer. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Why it is not known whether somebody has answered; `undefined` when it is. */
  get unheard(): Unheard | undefined {
    if (this.#isOver) return undefined;
    const why = this.#reason === undefined ? '' : `: ${this.#reason}`;
    return {
      since: this.#since,
      words: `the desk at ${this.#origin} was not heard since ${this.#since.toISOString()}${why}`,
    };
  }
}
