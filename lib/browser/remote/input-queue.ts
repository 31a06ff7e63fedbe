import type { TakeOverInput } from '../../contract/take-over.ts';
import { within } from '../../core/async.ts';

/**
 * Does what a person does, one after another, since the browser needs its time for each. Movements that no one has seen the page take are
 * one; what would be too much is not taken.
 */
export class InputQueue {
  readonly #perform: (input: DoneInput) => Promise<void>;
  readonly #onFailure: (message: string) => void;
  #waiting: DoneInput[] = [];
  #isWorking = false;

  constructor(given: {
    readonly perform: (input: DoneInput) => Promise<void>;
    /** Hears in one sentence why something was not done. */
    readonly onFailure: (message: string) => void;
  }) {
    this.#perform = given.perform;
    this.#onFailure = given.onFailure;
  }

  add(input: DoneInput): void {
    const last = this.#waiting.at(-1);
    const merged = last && mergedInput(last, input);
    if (merged !== undefined) {
      this.#waiting.splice(-1, 1, merged);
      return;
    }
    if (this.#waiting.length >= MAX_WAITING) {
      this.#onFailure('The page is slower than you are: this was not taken. Wait a moment.');
      return;
    }
    this.#waiting.push(input);
    if (!this.#isWorking) void this.#work();
  }

  clear(): void {
    this.#waiting = [];
  }

  /** Never rejects. */
  async #work(): Promise<void> {
    this.#isWorking = true;
    for (let input = this.#waiting.shift(); input !== undefined; input = this.#waiting.shift()) {
      const work = this.#perform(input).then(
        () => 'done' as const,
        () => 'failed' as const,
      );
      const end = await within({ work, timeoutMs: INPUT_TIMEOUT_MS, fallback: 'late' as const });
      if (end === 'failed') this.#onFailure('The browser did not take that. Try again.');
      if (end !== 'late') continue;
      this.clear();
      this.#onFailure('The page does not answer. What you did meanwhile was not taken.');
    }
    this.#isWorking = false;
  }
}

/** What is done in the browser. */
export type DoneInput = Exclude<TakeOverInput, { readonly type: 'shown' }>;

/** One that does what both do; `undefined` when both have to be done. */
function mergedInput(first: DoneInput, second: DoneInput): DoneInput | undefined {
  if (first.type === 'pointer' && second.type === 'pointer')
    return first.event === 'move' && second.event === 'move' ? second : undefined;
  if (first.type !== 'wheel' || second.type !== 'wheel' || first.modifiers !== second.modifiers)
    return undefined;
  return { ...second, deltaX: first.deltaX + second.deltaX, deltaY: first.deltaY + second.deltaY };
}

const MAX_WAITING = 500;
const INPUT_TIMEOUT_MS = 5_000;
