import type { FleetResult } from '../../contract/fleet-result.ts';
import { EXIT, ExplainedError } from '../../core/errors.ts';
import { counted } from '../runs/run-text.ts';
import type { FleetState } from './fleet-state.ts';

/** Counts the results of a fleet that are read, so that it is noticed when some are not there. */
export class ResultTally {
  /** The results so far: two items of a list may have one name, and so one key. */
  readonly #seen = new Set<string>();
  readonly #lacks: string[] = [];
  #succeeded = 0;
  #unread = 0;

  /** Counts a result. @returns whether it is the first one of its item */
  isNew({ index, key, status }: FleetResult): boolean {
    const item = `${index} ${key}`;
    if (this.#seen.has(item)) return false;
    this.#seen.add(item);
    if (status === 'SUCCEEDED') this.#succeeded += 1;
    return true;
  }

  /** Counts an entry that does not say which item it is about. */
  unread(): void {
    this.#unread += 1;
  }

  /** Notes that a file is not as it was written. @param problem a sentence without its full stop */
  lacks(problem: string): void {
    this.#lacks.push(problem);
  }

  /** What is wrong when all was read, compared with what the fleet says of itself; `undefined` when all is there. */
  problemOf({ name, counts }: Pick<FleetState, 'name' | 'counts'>): string | undefined {
    if (counts === undefined) {
      return `It is not known how many items the fleet ${name} has: whether ${counted(this.#seen.size, 'result')} are all, nobody can tell.`;
    }
    const { total, succeeded } = counts;
    const missing = Math.max(total - this.#seen.size, succeeded - this.#succeeded);
    // What cannot be read may be there once more, in a file of another redrive.
    if (missing <= 0 && this.#lacks.length === 0) return undefined;
    const reasons = [
      ...this.#lacks,
      ...(this.#unread === 0 ? [] : [`what ${this.#unread} of them are about, Step Functions has left out`]),
    ];
    const because = reasons.length === 0 ? '' : `: ${reasons.join('; ')}`;
    return missing > 0
      ? `${missing} of ${counted(total, 'result')} of the fleet ${name} cannot be read${because}.`
      : `Not all files of results of the fleet ${name} can be read${because}.`;
  }
}

/** The results of a fleet are not all there, so that nobody knows what has not succeeded. */
export class ResultsIncompleteError extends ExplainedError {
  override readonly name = 'ResultsIncomplete';
  override readonly exitCode = EXIT.failure;

  constructor(problem: string) {
    super({
      what: `${problem} Nothing was started.`,
      fix: 'Start a new fleet with the list that it was started with, without what need not be done again.',
    });
  }
}
