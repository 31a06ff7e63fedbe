import { isInstance } from '../../core/thrown.ts';
import type { CommandLine } from '../command-line.ts';
import { isPartial, isPassing, whyOf } from './account-error.ts';
import { SilentError, withinTime } from './silent-error.ts';

/** What a page does not know, and why. The rest of it is shown all the same. */
export class Unknowns {
  readonly #said: string[] = [];
  readonly #context: {
    readonly commandLine: CommandLine;
    readonly call: { readonly abortSignal: AbortSignal };
  };
  /** Whether something failed that may be there when it is asked for again. */
  hasFailed = false;
  /** Why something failed that is likely to be there in a moment. */
  passing: string | undefined;

  constructor(context: {
    readonly commandLine: CommandLine;
    readonly call: { readonly abortSignal: AbortSignal };
  }) {
    this.#context = context;
  }

  get texts(): readonly string[] {
    return [...new Set(this.#said)];
  }

  say(text: string): void {
    this.#said.push(text);
  }

  /**
   * Waits for a part of a page, {@link MAX_WAIT_MS} at most.
   *
   * @param what for the beginning of a sentence, such as `Log lines`
   * @param many the same for all of many parts, for what they have in common: that they take too long
   * @returns what was asked for, or `fallback`
   * @throws what makes all of the page impossible
   */
  async ask<T>(what: string, answer: Promise<T>, fallback: T, many = what): Promise<T> {
    try {
      return await withinTime(answer, MAX_WAIT_MS);
    } catch (error) {
      if (!isPartial(error, this.#context.call.abortSignal)) throw error;
      const why = whyOf(error, this.#context);
      this.hasFailed = true;
      if (isPassing(error, this.#context)) this.passing = why;
      this.say(`${isInstance(error, SilentError) ? many : what}: ${why}`);
      return fallback;
    }
  }
}

/** How long a page waits for each of its parts: what took longer is there when it is asked for again. */
export const MAX_WAIT_MS = 8_000;
