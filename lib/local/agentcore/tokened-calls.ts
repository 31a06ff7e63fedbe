import { AgentCoreError } from './agent-core-error.ts';

/** The calls that have a token of their own, by which repetitions are known. Those that failed are done anew. */
export class TokenedCalls {
  readonly #calls = new Map<string, { readonly what: string; readonly done: Promise<void> }>();

  /** @throws {@link AgentCoreError} when the token was used for something else. */
  async once(token: string, what: string, work: () => Promise<void>): Promise<void> {
    const known = this.#calls.get(token);
    if (known !== undefined && known.what !== what) {
      throw new AgentCoreError(
        'ValidationException',
        `The clientToken ${token} was used to stop another session. Use a new token for each session.`,
        { field: 'clientToken', reason: 'IdempotentParameterMismatchException' },
      );
    }
    if (known !== undefined) return known.done;
    const done = work();
    this.#calls.set(token, { what, done });
    if (this.#calls.size > MAX_TOKENS) this.#calls.delete(this.#calls.keys().next().value ?? '');
    try {
      await done;
    } catch (error) {
      this.#calls.delete(token);
      throw error;
    }
  }
}

/** The oldest are forgotten: nobody repeats a call after so many others. */
const MAX_TOKENS = 10_000;
