import { SESSION_ENDED } from '../contract/error.ts';
import { itemSessionId } from '../contract/fleet-item.ts';
import type { ItemRun } from '../contract/item-run.ts';
import { workflowErrorName } from '../contract/workflow-error-name.ts';
import { type Deferred, deferred } from '../core/async.ts';
import { messageOf } from '../core/errors.ts';
import type { InvocationOutcome } from './invocation-outcome.ts';
import type { InvocationRecordWriter } from './invocation-record-writer.ts';
import type { RecordAnswer } from './invocation-records.ts';
import { WaitingTask } from './item-task.ts';
import type { Logger } from './logger.ts';
import type { Admitted } from './run-main.ts';

/** An item from its admission until its end was told. */
export class LiveItem {
  readonly admitted: Admitted;
  readonly key: string;
  readonly task: WaitingTask;
  readonly logger: Logger;
  /** What whoever started it first was answered. */
  readonly begun: Deferred<RecordAnswer> = deferred();
  /** Resolves when that answer has left: not before then may code run that can end the process. */
  readonly answered: Deferred<void> = deferred();
  writer: InvocationRecordWriter | undefined;
  #run: ItemRun;

  constructor(given: {
    readonly admitted: Admitted;
    readonly run: ItemRun;
    readonly logger: Logger;
    /** Nobody waits for it any more. */
    readonly onGone: () => void;
  }) {
    const { admitted, run, logger, onGone } = given;
    this.admitted = admitted;
    this.key = run.key;
    this.logger = logger;
    this.task = new WaitingTask({
      logger,
      callbacks: async (region) => (await import('../service/task-callbacks.ts')).TaskCallbacks.in(region),
      onGone,
    });
    this.#run = run;
    this.handOver(run);
  }

  /** As it was started the last time. */
  get run(): ItemRun {
    return this.#run;
  }

  /** From now on it is the business of whoever has started it now. */
  handOver(run: ItemRun): void {
    const isSame = run.execution === this.#run.execution;
    const { index = this.#run.index } = run;
    this.#run = { ...run, index, redrive: isSame ? Math.max(this.#run.redrive, run.redrive) : run.redrive };
    this.writer?.noteRedrive(this.#run);
    this.task.handOver(run.task);
  }

  get sessionId(): string {
    return itemSessionId(this.key);
  }
}

/**
 * What becomes of an item by how its workflow has ended. What a workflow makes of being stopped is no failure of its own: its session
 * has ended, and the next attempt runs it again. And what it calls its errors is no word of the host.
 */
export function itemOutcome(outcome: InvocationOutcome, signal: AbortSignal): InvocationOutcome {
  if (outcome.ok) return outcome;
  const { name, message: said } = outcome.error;
  if (!signal.aborted || outcome.status !== 503)
    return { ...outcome, error: { ...outcome.error, name: workflowErrorName(name) } };
  const why = messageOf(signal.reason);
  const message = said.includes(why) ? said : `${why} ${said}`;
  return { ...outcome, error: { ...outcome.error, name: SESSION_ENDED, message } };
}
