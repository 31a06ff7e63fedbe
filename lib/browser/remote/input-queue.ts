import type { TakeOverInput } from '../../contract/take-over.ts';
import { deferred, within } from '../../core/async.ts';

/**
 * Does what a person does, one after another, since the browser needs its time for each. Movements that no one has seen the page take are
 * one; what would be too much is not taken.
 */
export class InputQueue {
  readonly #perform: (input: DoneInput) => Promise<void>;
  readonly #onFailure: (failure: InputFailure) => void;
  readonly #end = deferred<void>();
  #waiting: DoneInput[] = [];
  #current: DoneInput | undefined;
  #work: Promise<void> = Promise.resolve();
  /** Until then, the page may take its time for what is under way. */
  #patientUntilMs = 0;
  #hasCut = false;

  constructor(given: {
    readonly perform: (input: DoneInput) => Promise<void>;
    readonly onFailure: (failure: InputFailure) => void;
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
      const message = 'The page is slower than you are: this was not taken. Wait a moment.';
      this.#onFailure({ message, lost: 'one', matters: doesMatter(input) });
      return;
    }
    this.#waiting.push(input);
    if (this.#current === undefined) this.#work = this.#begin();
  }

  /** Waits until all is done, what is added meanwhile included. @returns whether nothing that matters is left */
  async finish(limitMs: number): Promise<boolean> {
    const untilMs = performance.now() + limitMs;
    this.#patientUntilMs = Math.max(this.#patientUntilMs, untilMs);
    for (
      let leftMs = limitMs;
      this.#current !== undefined && leftMs > 0;
      leftMs = untilMs - performance.now()
    )
      await within({
        work: Promise.race([this.#work, this.#end.promise]),
        timeoutMs: leftMs,
        fallback: undefined,
      });
    return !this.#hasCut && !this.#isLeft();
  }

  /** What is not done yet is not done any more. */
  end(): void {
    this.#hasCut ||= this.#isLeft();
    this.#waiting = [];
    this.#current = undefined;
    this.#end.resolve();
  }

  #isLeft(): boolean {
    return [this.#current, ...this.#waiting].some((input) => input !== undefined && doesMatter(input));
  }

  /** Never rejects. */
  async #begin(): Promise<void> {
    for (;;) {
      const input = this.#waiting.shift();
      this.#current = input;
      if (input === undefined) return;
      const end = await this.#do(input);
      if (end === 'failed')
        this.#onFailure({
          message: 'The browser did not take that. Try again.',
          lost: 'one',
          matters: doesMatter(input),
        });
      if (end !== 'late') continue;
      const lost = [input, ...this.#waiting];
      this.#waiting = [];
      this.#onFailure({
        message: 'The page does not answer. What you did meanwhile was not taken.',
        lost: 'all',
        matters: lost.some(doesMatter),
      });
    }
  }

  async #do(input: DoneInput): Promise<'done' | 'failed' | 'late'> {
    const work = this.#perform(input).then(
      () => 'done' as const,
      () => 'failed' as const,
    );
    const end = await within({ work, timeoutMs: INPUT_TIMEOUT_MS, fallback: 'late' as const });
    const patienceMs = this.#patientUntilMs - performance.now();
    if (end !== 'late' || patienceMs <= 0) return end;
    return await within({ work, timeoutMs: patienceMs, fallback: 'late' });
  }
}

/** Something was not done. */
export interface InputFailure {
  /** Why, in one sentence for the person. */
  readonly message: string;
  /** What is concerned: what was to be done just now, or all that waited. */
  readonly lost: 'one' | 'all';
  /** Whether it may make a difference to what the person wanted. */
  readonly matters: boolean;
}

/** What is done in the browser. */
export type DoneInput = Exclude<TakeOverInput, { readonly type: 'shown' }>;

/** Without movements, and without a key that comes up, what was done is done. */
export function doesMatter(input: DoneInput): boolean {
  if (input.type === 'wheel') return false;
  return input.type === 'pointer' ? input.event !== 'move' : input.type !== 'key' || input.event === 'down';
}

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
