import { timeText } from '../runs/run-text.ts';

/** The last good answers to some questions, for as long as they are worth showing in place of a failure that passes. */
export class LastAnswers<T> {
  readonly #kept = new Map<string, { readonly value: T; readonly at: Date }>();

  keep(key: string, value: T): void {
    this.#kept.delete(key);
    this.#kept.set(key, { value, at: new Date() });
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= MAX_ANSWERS) return;
      this.#kept.delete(oldest);
    }
  }

  /** @returns `undefined` when there is none, or it is too old */
  recent(key: string, why: string): { readonly value: T; readonly why: string } | undefined {
    const kept = this.#kept.get(key);
    if (kept === undefined || Date.now() - kept.at.getTime() > WORTH_MS) return undefined;
    return { value: kept.value, why: `This is as of ${timeText(kept.at)}, because: ${why}` };
  }
}

const MAX_ANSWERS = 50;
const WORTH_MS = 120_000;
