import { SESSION_ENDED } from '../contract/error.ts';
import { itemInvocationId, itemSessionId } from '../contract/fleet-item.ts';
import type { ItemRun, ItemTask } from '../contract/item-run.ts';
import { stoppedRun } from '../contract/stopped-run.ts';
import { abortable, type Deferred, deferred } from '../core/async.ts';
import { messageOf } from '../core/errors.ts';
import { type ItemAdmission, type RefusedInvocation, refusal } from './admission.ts';
import { describeError, statusOf } from './describe-error.ts';
import type { End } from './end-process.ts';
import type { HostLife } from './host-life.ts';
import type { InvocationOutcome } from './invocation-outcome.ts';
import type { InvocationRecordWriter, StoredEnd } from './invocation-record-writer.ts';
import type { InvocationRecords, RecordAnswer } from './invocation-records.ts';
import { taskEndOf } from './item-end.ts';
import { itemProblem, whatToDoWithItem } from './item-policy.ts';
import { runtimeRegion, WaitingTask } from './item-task.ts';
import type { Logger } from './logger.ts';
import type { Admitted, MainWork } from './run-main.ts';

/**
 * The items of fleets in this host: each runs once at a time, however often it is started, and what is known of earlier attempts
 * decides whether it runs at all. When one is done, whoever waits for it is told, and the host ends with its session.
 */
export class ItemRuns {
  readonly #host: ItemHost;
  readonly #live = new Map<string, LiveItem>();
  #session: (ItemTask & { readonly sessionId: string }) | undefined;
  #endsHost = false;

  constructor(host: ItemHost) {
    this.#host = host;
  }

  /** Takes a place for an item, or hands it over when it runs already, or says why neither can be. */
  admit(admitted: Admitted, item: ItemRun): ItemAdmission | RefusedInvocation<400 | 409 | 503> {
    const { life, records, signal, concurrency } = this.#host;
    const { invocation, requestId, sessionId } = admitted;
    const expected = itemSessionId(item.key);
    const problem = itemProblem({ sessionId, expected, hasStore: records.hasStore });
    if (problem !== undefined) return { status: 400, error: { ...problem, requestId } };
    const known = this.#live.get(item.key);
    if (known !== undefined) {
      if (known.task.isOver || signal.aborted) return refusal(503, requestId);
      this.#handOver(known, item);
      return { begin: () => this.#answer(known), answered: () => undefined };
    }
    const status = life.admit(invocation);
    if (status !== undefined)
      return refusal(status, requestId, { concurrency, ids: records.underWay(sessionId) });
    const live = this.#newLive(admitted, item);
    this.#live.set(item.key, live);
    this.#handOver(live, item);
    return {
      begin: async (payload) => {
        const answer = await this.#begin(live, payload);
        live.begun.resolve(answer);
        return answer;
      },
      answered: () => life.tell({ type: 'answered', invocation }),
    };
  }

  /**
   * Stops the session of the host's item. Not when it was told to end from outside: then the session ends anyway, and one of the same
   * id may have begun. Never rejects.
   */
  async stopSession({ hasFailed }: { readonly hasFailed: boolean }): Promise<void> {
    const session = this.#session;
    if (session === undefined || !(this.#endsHost || hasFailed)) return;
    const { sessionId, runtimeArn, qualifier } = session;
    try {
      const { stopOwnSession } = await import('../service/stop-own-session.ts');
      const signal = AbortSignal.timeout(STOP_SESSION_MS);
      await stopOwnSession({ sessionId, runtimeArn, qualifier, region: runtimeRegion(runtimeArn), signal });
    } catch (error) {
      // It ends by itself, after some minutes.
      this.#host.logger.log('warn', 'the runtime session cannot be stopped', { error: messageOf(error) });
    }
  }

  #newLive(admitted: Admitted, item: ItemRun): LiveItem {
    const { sessionId, requestId } = admitted;
    const logger = this.#host.logger.with({ sessionId, requestId, item: item.key });
    const task = new WaitingTask({
      logger,
      callbacks: async (region) => (await import('../service/task-callbacks.ts')).TaskCallbacks.in(region),
      onGone: () => this.#endHost('nobody waits for the item any more', NOBODY_WAITS),
    });
    return { admitted, key: item.key, redrive: item.redrive, task, logger, begun: deferred<RecordAnswer>() };
  }

  #handOver(live: LiveItem, { task, redrive }: ItemRun): void {
    live.redrive = Math.max(live.redrive, redrive);
    live.writer?.noteRedrive(live.redrive);
    live.task.handOver(task);
    if (task !== undefined) this.#session = { ...task, sessionId: itemSessionId(live.key) };
  }

  async #answer(live: LiveItem): Promise<RecordAnswer> {
    const answer = await live.begun.promise;
    return answer.ok && live.writer !== undefined ? this.#host.records.answer(live.writer) : answer;
  }

  /** Never rejects. */
  async #begin(live: LiveItem, payload: unknown): Promise<RecordAnswer> {
    const { records, checkPayload, life, signal, run } = this.#host;
    const { admitted, key, logger } = live;
    const { invocation, sessionId } = admitted;
    const id = itemInvocationId(key);
    try {
      const before = await abortable(records.stored(id, sessionId), signal);
      const decision = whatToDoWithItem(before, live.redrive);
      if (decision.what === 'tell') {
        const { record } = decision;
        logger.log('info', 'the item has ended before: it is not run again', { status: record.status });
        life.tell({ type: 'mainEnded', invocation });
        const concluded = this.#conclude(live, { ended: { record }, isStored: true });
        void concluded.then(() => life.tell({ type: 'recorded', invocation }));
        return records.answerOf(record);
      }
      await abortable(Promise.resolve(checkPayload?.(payload)), signal);
      const { attempts } = decision;
      logger.log('info', 'item started', { attempts, redrive: live.redrive });
      const item = { key, attempts, redrive: live.redrive };
      live.writer = records.begin({ ...admitted, payload, isAsync: true, id, item });
      await abortable(live.writer.begun, signal);
    } catch (error) {
      return this.#refuse(live, error);
    }
    const record = live.writer;
    const end = async (outcome: InvocationOutcome): Promise<void> => {
      const stored = await record.end(signal.aborted ? lostOutcome(outcome, signal.reason) : outcome);
      await this.#conclude(live, stored);
    };
    run(admitted, { payload, listener: () => undefined, record, end });
    return records.answer(record);
  }

  #refuse(live: LiveItem, error: unknown): RecordAnswer {
    const { records, life, signal } = this.#host;
    const { invocation, requestId } = live.admitted;
    live.task.close();
    this.#live.delete(live.key);
    if (live.writer !== undefined) records.forget(live.writer);
    life.tell({ type: 'mainEnded', invocation });
    life.tell({ type: 'recorded', invocation });
    const refused = signal.aborted
      ? refusal(503, requestId)
      : { status: statusOf(error), error: describeError(error, { requestId }) };
    return { ok: false, ...refused };
  }

  /** Tells the end that is recorded. Then the host ends, unless it does so already. Never rejects. */
  async #conclude(live: LiveItem, { ended, isStored }: StoredEnd): Promise<void> {
    const { records, life, signal } = this.#host;
    const { task, key, logger } = live;
    // Whoever asks for the record has it; and may start the item again.
    if (task.task === undefined) {
      this.#live.delete(key);
      return;
    }
    // From now on there is no place for anybody else: the process is about to end.
    life.tell({ type: 'ending' });
    const told = await task.tell(taskEndOf(ended, { isStored, uriOf: (at) => records.uriOf(at) }), signal);
    const { record, resultJson } = ended;
    if (told && record.status === 'FAILED' && record.item !== undefined) {
      const item = { ...record.item, told };
      await records.store({ record: { ...record, item }, resultJson }).catch((error: unknown) => {
        logger.log('error', 'that the end of the item was told cannot be stored', {
          error: messageOf(error),
        });
      });
    }
    if (!signal.aborted) void life.idle().then(() => this.#endHost('the item is done'));
  }

  #endHost(why: string, reason?: string): void {
    this.#endsHost = true;
    this.#host.endHost({ why, reason });
  }
}

/** What items need of their host. */
interface ItemHost {
  readonly logger: Logger;
  readonly records: InvocationRecords;
  readonly checkPayload?: ((payload: unknown) => Promise<void>) | undefined;
  readonly life: HostLife;
  /** Invocations at a time. */
  readonly concurrency: number;
  /** Aborted when the host ends. */
  readonly signal: AbortSignal;
  /** Runs an invocation that has its record, and has `end` record how it ended. */
  readonly run: (
    admitted: Admitted,
    work: MainWork & { readonly end: (outcome: InvocationOutcome) => Promise<void> },
  ) => void;
  readonly endHost: End;
}

/** An item from its admission until its end was told. */
interface LiveItem {
  readonly admitted: Admitted;
  readonly key: string;
  /** The highest with which it was started. */
  redrive: number;
  readonly task: WaitingTask;
  readonly logger: Logger;
  /** What whoever started it first was answered. */
  readonly begun: Deferred<RecordAnswer>;
  writer?: InvocationRecordWriter | undefined;
}

/** What a workflow makes of being stopped is no failure of its own: its session has ended, and the next attempt runs it again. */
function lostOutcome(outcome: InvocationOutcome, reason: unknown): InvocationOutcome {
  if (outcome.ok || outcome.status !== 503) return outcome;
  const { message: said } = outcome.error;
  const why = messageOf(reason);
  const message = said.includes(why) ? said : `${why} ${said}`;
  return { ...outcome, error: { ...outcome.error, name: SESSION_ENDED, message } };
}

/** What becomes the reason of what was stopped. */
const NOBODY_WAITS = stoppedRun(
  'nobody waits for the item any more, because its execution was stopped, or its task has timed out or was started elsewhere',
);
/** One that cannot be stopped must not keep the process. */
const STOP_SESSION_MS = 5_000;
