import { isInstance } from '../core/thrown.ts';
import { ConflictException } from '../service/index.ts';
import type { RepeatOptions } from '../service/repeat-call.ts';
import { failureKindOf, patienceOf } from '../service/repeat-policy.ts';

/**
 * Reports the end of a run or an act, as often as its time allows: the same status may be set any number of times.
 *
 * @throws what the client throws when the time is up, or when another attempt would not help
 */
export async function reportEnd(report: EndReport): Promise<void> {
  using time = new ReportTime(report);
  let mayHaveArrived = false;
  const onRepeat: RepeatOptions['onRepeat'] = (failure) => {
    mayHaveArrived ||= failureKindOf(failure.error) === 'lost';
    report.onRepeat(failure);
  };
  try {
    await report.send({ patience: time.patience, signal: time.signal, onRepeat });
  } catch (error) {
    // What ended it before was most probably our own first attempt, whose answer was lost.
    if (!(isInstance(error, ConflictException) && mayHaveArrived)) throw error;
  }
}

/** What is reported, and how much time there is. */
export interface EndReport extends ReportLimits {
  readonly send: (options: RepeatOptions) => Promise<unknown>;
  readonly onRepeat: NonNullable<RepeatOptions['onRepeat']>;
}

/** How long a report may take. */
export interface ReportLimits {
  readonly budgetMs: number;
  /** The same from when the process is ending: whoever ended it waits. */
  readonly endingBudgetMs: number;
  /** Aborted when the process is ending. */
  readonly ending: AbortSignal;
}

/** The time for one report, which gets shorter when the process begins to end meanwhile. */
class ReportTime implements Disposable {
  readonly patience;
  readonly signal: AbortSignal;
  readonly #limits: ReportLimits;
  readonly #over = new AbortController();
  readonly #timers: NodeJS.Timeout[] = [];

  constructor(limits: ReportLimits) {
    const { budgetMs, endingBudgetMs, ending } = limits;
    this.#limits = limits;
    this.signal = this.#over.signal;
    this.patience = patienceOf(ending.aborted ? endingBudgetMs : budgetMs);
    this.#endAfter(budgetMs);
    if (ending.aborted) this.#hurry();
    else ending.addEventListener('abort', this.#hurry, { once: true });
  }

  [Symbol.dispose](): void {
    this.#limits.ending.removeEventListener('abort', this.#hurry);
    for (const timer of this.#timers) clearTimeout(timer);
  }

  readonly #hurry = (): void => this.#endAfter(this.#limits.endingBudgetMs);

  #endAfter(timeMs: number): void {
    const end = (): void => this.#over.abort(new Error('the time for the report is up'));
    this.#timers.push(setTimeout(end, timeMs));
  }
}
