import type { ErrorDescription } from '../contract/error.ts';
import { itemInvocationId, itemSessionId } from '../contract/fleet-item.ts';
import type { InvocationRecord } from '../contract/invocation-record.ts';
import type { ItemRun, ItemTask } from '../contract/item-run.ts';
import { stoppedRun } from '../contract/stopped-run.ts';
import { abortable } from '../core/async.ts';
import { messageOf } from '../core/errors.ts';
import { type ItemAdmission, type RefusedInvocation, refusal } from './admission.ts';
import { describeError, statusOf } from './describe-error.ts';
import type { End } from './end-process.ts';
import { EndingTime } from './ending-time.ts';
import type { HostLife } from './host-life.ts';
import type { InvocationOutcome } from './invocation-outcome.ts';
import type { StoredEnd } from './invocation-record-writer.ts';
import { type InvocationRecords, NoRecordError, type RecordAnswer } from './invocation-records.ts';
import { concludeItem } from './item-conclusion.ts';
import { itemProblem, otherItem, unreadableRecord, whatToDoWithItem } from './item-policy.ts';
import { runtimeRegion } from './item-task.ts';
import { itemOutcome, LiveItem } from './live-item.ts';
import type { Logger } from './logger.ts';
import type { Admitted, MainWork } from './run-main.ts';

/**
 * The items of fleets in this host: each runs once at a time, however often it is started, and what is known of earlier attempts
 * decides whether it runs at all. When one is done, whoever waits for it is told, and the host ends with its session.
 */
export class ItemRuns {
  readonly #host: ItemHost;
  readonly #time: EndingTime;
  readonly #live = new Map<string, LiveItem>();
  #session: (ItemTask & { readonly sessionId: string }) | undefined;
  #endsHost = false;

  constructor(host: ItemHost) {
    this.#host = host;
    this.#time = new EndingTime(host.signal);
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
      const other = otherItem(known.run, item);
      if (other !== undefined) return { status: 400, error: { ...other, requestId } };
      if (known.task.isTooLate || signal.aborted) return refusal(503, requestId);
      known.handOver(item);
      this.#noteSession(known);
      return { begin: () => this.#answer(known), answered: () => undefined };
    }
    const status = life.admit(invocation);
    if (status !== undefined)
      return refusal(status, requestId, { concurrency, ids: records.underWay(sessionId) });
    const live = new LiveItem({
      admitted,
      run: item,
      logger: this.#host.logger.with({ sessionId, requestId, item: item.key }),
      onGone: () => this.#endHost('nobody waits for the item any more', NOBODY_WAITS),
    });
    this.#live.set(item.key, live);
    this.#noteSession(live);
    return {
      begin: async (payload) => {
        const answer = await this.#begin(live, payload);
        live.begun.resolve(answer);
        return answer;
      },
      answered: () => {
        live.answered.resolve();
        life.tell({ type: 'answered', invocation });
      },
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

  #noteSession({ task: { task }, sessionId }: LiveItem): void {
    if (task !== undefined) this.#session = { ...task, sessionId };
  }

  async #answer(live: LiveItem): Promise<RecordAnswer> {
    const answer = await live.begun.promise;
    return answer.ok && live.writer !== undefined ? this.#host.records.answer(live.writer) : answer;
  }

  /** Never rejects. */
  async #begin(live: LiveItem, payload: unknown): Promise<RecordAnswer> {
    const { records, checkPayload, signal, run } = this.#host;
    const { admitted, key, logger } = live;
    const { sessionId } = admitted;
    const id = itemInvocationId(key);
    try {
      const before = await abortable(records.stored(id, sessionId), signal);
      const decision = whatToDoWithItem(before, live.run);
      if (decision.what === 'refuse') return this.#refuse(live, { status: 400, error: decision.error });
      if (decision.what === 'tell') return this.#tell(live, decision.record);
      await abortable(Promise.resolve(checkPayload?.(payload)), signal);
      const { execution, redrive } = live.run;
      const item = { ...decision.item, execution, redrive };
      logger.log('info', 'item started', { attempts: item.attempts, redrive });
      live.writer = records.begin({
        ...admitted,
        payload,
        isAsync: true,
        id,
        item,
        isFirst: before === undefined,
      });
      await abortable(live.writer.begun, signal);
    } catch (error) {
      if (error instanceof NoRecordError)
        return this.#refuse(live, { status: 400, error: unreadableRecord(id, 'it is no record') });
      return this.#refuse(live, { status: statusOf(error), error: describeError(error) });
    }
    const record = live.writer;
    const end = async (outcome: InvocationOutcome): Promise<void> => {
      const nowMs = performance.now();
      const stored = await record.end(itemOutcome(outcome, signal), (work) =>
        this.#time.waitFor(work, nowMs),
      );
      await this.#conclude(live, stored);
    };
    // A workflow that takes the process down with it must not take the answer, too: whoever waits would start it again and again.
    void abortable(live.answered.promise, signal)
      .catch(() => undefined)
      .then(() => run(admitted, { payload, listener: () => undefined, record, end }));
    return records.answer(record);
  }

  #tell(live: LiveItem, record: InvocationRecord): RecordAnswer {
    const { life, records } = this.#host;
    const { invocation } = live.admitted;
    live.logger.log('info', 'the item is not run again', { status: record.status });
    life.tell({ type: 'mainEnded', invocation });
    // What is stored is the place of a large result. What was given up just now is stored when it was told.
    const concluded = this.#conclude(live, { ended: { record }, isStored: true });
    void concluded.then(() => life.tell({ type: 'recorded', invocation }));
    return records.answerOf(record);
  }

  #refuse(
    live: LiveItem,
    why: { readonly status: 400 | 500; readonly error: ErrorDescription },
  ): RecordAnswer {
    const { records, life, signal } = this.#host;
    const { invocation, requestId } = live.admitted;
    live.task.close();
    this.#live.delete(live.key);
    if (live.writer !== undefined) records.forget(live.writer);
    life.tell({ type: 'mainEnded', invocation });
    life.tell({ type: 'recorded', invocation });
    if (signal.aborted) return { ok: false, ...refusal(503, requestId) };
    return { ok: false, status: why.status, error: { ...why.error, requestId } };
  }

  /** Tells the end that is recorded. Then the host ends, unless it does so already. Never rejects. */
  async #conclude(live: LiveItem, stored: StoredEnd): Promise<void> {
    const { records, life, signal } = this.#host;
    // Whoever asks for the record has it; and may start the item again.
    if (live.task.task === undefined) {
      this.#live.delete(live.key);
      return;
    }
    // From now on there is no place for anybody else: the process is about to end.
    life.tell({ type: 'ending' });
    await concludeItem(live, stored, { records, signal, time: this.#time });
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

/** What becomes the reason of what was stopped. */
const NOBODY_WAITS = stoppedRun(
  'nobody waits for the item any more, because its execution was stopped, or its task has timed out or was started elsewhere',
);
/** One that cannot be stopped must not keep the process. */
const STOP_SESSION_MS = 5_000;
