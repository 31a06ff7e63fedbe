import { createHash } from 'node:crypto';
import { ANY_OPERATION, type FailureRule } from './failure.ts';

/**
 * Decides which call fails how. Calls are counted for each operation, repeated ones too, and all together for `any`;
 * the first rule that fits wins. With the same rules and the same calls it decides the same.
 */
export class FailurePolicy {
  readonly #rules: readonly FailureRule[];
  readonly #counts = new Map<string, number>();

  constructor(rules: readonly FailureRule[]) {
    this.#rules = rules;
  }

  /** Counts a call. @returns how it fails, `undefined` when it does not */
  next(operation: string): FailureRule | undefined {
    const ofOperation = this.#count(operation);
    const ofAll = this.#count(ANY_OPERATION);
    return this.#rules.find(({ operation: wanted, calls }) => {
      if (wanted !== operation && wanted !== ANY_OPERATION) return false;
      // The place of a call among those of its operation: others that come in between change nothing.
      if ('rate' in calls) return chance(`${calls.seed} ${operation} ${ofOperation}`) < calls.rate;
      const count = wanted === ANY_OPERATION ? ofAll : ofOperation;
      return count >= calls.first && count <= calls.last;
    });
  }

  #count(name: string): number {
    const count = (this.#counts.get(name) ?? 0) + 1;
    this.#counts.set(name, count);
    return count;
  }
}

/** A number from 0 to 1 (exclusive), the same for the same text on every machine. */
function chance(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE() / 2 ** 32;
}
