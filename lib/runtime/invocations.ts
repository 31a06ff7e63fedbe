import { randomUUID } from 'node:crypto';
import type { Browser } from '../browser/index.ts';
import type { PingReport } from '../contract/host.ts';
import type { ItemRun } from '../contract/item-run.ts';
import type { ProgressEvent } from '../contract/progress.ts';
import { abortable } from '../core/async.ts';
import { messageOf } from '../core/errors.ts';
import { OpenTakeOvers } from '../sdk/human/take-over/open-take-overs.ts';
import type { TakeOverDoor } from '../sdk/human/take-over/take-over-door.ts';
import { runInHost } from '../sdk/run/workflow-host.ts';
import type { TraceSink } from '../sdk/traces/trace-sink.ts';
import {
  type Admission,
  type ItemAdmission,
  type RefusedInvocation,
  refusal,
  SHUTTING_DOWN,
} from './admission.ts';
import { describeError, statusOf } from './describe-error.ts';
import type { End } from './end-process.ts';
import { HostLife } from './host-life.ts';
import { contextFromHeaders, type RequestHeaders } from './invocation-context.ts';
import type { InvocationOutcome } from './invocation-outcome.ts';
import type { InvocationRecordWriter } from './invocation-record-writer.ts';
import type { InvocationRecords, RecordAnswer } from './invocation-records.ts';
import { ItemRuns } from './item-runs.ts';
import { logProgress } from './log-progress.ts';
import type { Logger } from './logger.ts';
import { OpenRuns } from './open-runs.ts';
import { type Admitted, type Main, type MainWork, runMain } from './run-main.ts';

/** Lets invocations in, runs and records them, and ends what does not end by itself. */
export class Invocations {
  readonly #options: InvocationsOptions;
  readonly #life: HostLife;
  readonly #items: ItemRuns;
  readonly #runs = new OpenRuns();
  readonly #stop = new AbortController();
  readonly #abandoned = new AbortController();
  #failure: { readonly error: unknown } | undefined;

  /** Where people are connected who take over. */
  readonly takeOvers = new OpenTakeOvers();

  constructor(options: InvocationsOptions) {
    const { logger, records, checkPayload, concurrency } = options;
    const { endHost = ({ why, reason = why }) => this.stop(new Error(reason)) } = options;
    this.#options = options;
    this.#life = new HostLife(concurrency);
    const signal = this.#stop.signal;
    const run = (admitted: Admitted, work: Work): void => void this.#complete(admitted, work);
    this.#items = new ItemRuns({
      logger,
      records,
      concurrency,
      checkPayload,
      life: this.#life,
      signal,
      run,
      endHost,
    });
  }

  /** Takes a place for an invocation, or says why there is none. */
  admit(headers: RequestHeaders): Admission | RefusedInvocation {
    const request = contextFromHeaders({ headers, newRequestId: randomUUID });
    const invocation = randomUUID();
    const status = this.#life.admit(invocation);
    const { records, concurrency } = this.#options;
    if (status !== undefined) {
      const ids = records.underWay(request.sessionId);
      return refusal(status, request.requestId, { concurrency, ids });
    }
    const admitted: Admitted = { ...request, invocation };
    return {
      run: (payload, listener) => {
        const record = records.begin({ ...request, payload, isAsync: false });
        return this.#complete(admitted, { payload, listener, record });
      },
      start: (payload, listener) => {
        const record = records.begin({ ...request, payload, isAsync: false, isKept: true });
        const outcome = this.#complete(admitted, { payload, listener, record });
        return { id: record.id, outcome, leave: () => records.keep(record) };
      },
      begin: (payload) => this.#begin(admitted, payload),
      answered: () => this.#life.tell({ type: 'answered', invocation }),
    };
  }

  /** The same for an item of a fleet; one that runs here already goes on, and tells whoever has started it now. */
  admitItem(headers: RequestHeaders, item: ItemRun): ItemAdmission | RefusedInvocation<400 | 409 | 503> {
    const request = contextFromHeaders({ headers, newRequestId: randomUUID });
    return this.#items.admit({ ...request, invocation: randomUUID() }, item);
  }

  /** Stops the runtime session, when nothing of it is left to do: an idle one counts against the quota for minutes. Never rejects. */
  leaveSession(): Promise<void> {
    return this.#items.stopSession({ hasFailed: this.#failure !== undefined });
  }

  ping(): PingReport {
    return this.#life.ping();
  }

  /**
   * Tells everything under way to stop, and lets nothing new in.
   *
   * @param failure what brought the host down, if something did: then it is what became of all that is under way
   */
  stop(reason: Error, failure?: { readonly error: unknown }): void {
    this.#failure ??= failure;
    this.#life.tell({ type: 'ending' });
    this.#stop.abort(reason);
  }

  /**
   * Ends what has not stopped: first its runs, as FAILED, and then its callers are answered. `main` is not waited for
   * any more.
   *
   * @param limitMs how long ending the runs may take
   */
  async abandon(limitMs: number): Promise<void> {
    await this.endRuns(limitMs);
    this.#life.tell({ type: 'abandoned' });
    this.#abandoned.abort();
  }

  /** Ends the runs that are still open as FAILED, and waits for that no longer than `limitMs`. */
  endRuns(limitMs: number): Promise<void> {
    return this.#runs.endAll(limitMs);
  }

  /** Resolves when nothing is under way. */
  idle(): Promise<void> {
    return this.#life.idle();
  }

  /** Does work that belongs to no invocation, such as loading the workflow: runs that it begins end with the host, too. */
  inHost<R>(work: () => R): R {
    const { logger } = this.#options;
    const publish = (event: ProgressEvent): void => logProgress(logger, event);
    const host = {
      signal: this.#stop.signal,
      publish,
      ownRun: this.#ownRun,
      artifacts: this.#options.traces,
    };
    return runInHost(host, work);
  }

  /** People reach it by the session's id: without one they cannot. */
  #door(runtimeSessionId: string | undefined): TakeOverDoor | undefined {
    if (runtimeSessionId === undefined || this.#options.hasWebSocket !== true) return undefined;
    return {
      channel: { kind: 'runtime', runtimeSessionId },
      open: (questionId, serve) => this.takeOvers.open(questionId, serve),
    };
  }

  readonly #ownRun = (end: () => Promise<unknown>): (() => void) => this.#runs.own(end);

  /** Begins an invocation that nobody waits for. Nothing is run when there is no place to keep its result. */
  async #begin(admitted: Admitted, payload: unknown): Promise<RecordAnswer> {
    const { records, checkPayload } = this.#options;
    const { invocation, requestId } = admitted;
    let record: InvocationRecordWriter | undefined;
    try {
      // Whoever waits for no end is told at once.
      await abortable(Promise.resolve(checkPayload?.(payload)), this.#stop.signal);
      record = records.begin({ ...admitted, payload, isAsync: true });
      await abortable(record.begun, this.#stop.signal);
    } catch (error) {
      const refused = this.#stop.signal.aborted
        ? refusal(503, requestId)
        : { status: statusOf(error), error: describeError(error, { requestId }) };
      this.#life.tell({ type: 'mainEnded', invocation });
      this.#life.tell({ type: 'recorded', invocation });
      if (record !== undefined) records.forget(record);
      return { ok: false, ...refused };
    }
    void this.#complete(admitted, { payload, listener: () => undefined, record });
    return records.answer(record);
  }

  /** Runs `main` for as long as it is waited for, and has the end recorded. Never rejects. */
  async #complete(admitted: Admitted, work: Work): Promise<InvocationOutcome> {
    const { invocation, requestId } = admitted;
    this.#life.tell({ type: 'started', invocation });
    const hasBegun = this.#life.phase(invocation) === 'running';
    const ended = hasBegun && (await this.#runUnlessAbandoned(admitted, work));
    const outcome = this.#outcomeOf(ended, requestId);
    this.#life.tell({ type: 'mainEnded', invocation });
    const { record, end = (how) => record.end(how) } = work;
    void end(outcome).then(() => this.#life.tell({ type: 'recorded', invocation }));
    return outcome;
  }

  /** @param ended how `main` ended, if it did; `false` when it never began */
  #outcomeOf(ended: InvocationOutcome | 'abandoned' | false, requestId: string): InvocationOutcome {
    if (ended === false) return { ok: false, ...refusal(503, requestId) };
    // Whatever else became of it: its process was in no state to be trusted any more.
    if (this.#failure !== undefined) {
      const debug = this.#options.logger.level === 'debug';
      return { ok: false, status: 500, error: describeError(this.#failure.error, { requestId, debug }) };
    }
    if (ended !== 'abandoned') return ended;
    const message = `${messageOf(this.#stop.signal.reason)} The workflow did not end when it was told to, so its runs were ended as FAILED.`;
    return { ok: false, status: 503, error: { name: SHUTTING_DOWN, message, requestId } };
  }

  /** Leaves nothing of it behind in what lives as long as the host, as a race of promises would. */
  #runUnlessAbandoned(admitted: Admitted, work: Work): Promise<InvocationOutcome | 'abandoned'> {
    // What is run never rejects.
    return abortable(this.#run(admitted, work), this.#abandoned.signal).catch(() => 'abandoned' as const);
  }

  #run({ invocation: _own, ...request }: Admitted, work: Work): Promise<InvocationOutcome> {
    const { main, logger, browser, traces } = this.#options;
    const [ownRun, takeOvers] = [this.#ownRun, this.#door(request.sessionId)];
    const signal = this.#stop.signal;
    return runMain({ ...work, request, main, logger, browser, traces, ownRun, takeOvers, signal });
  }
}

/** What invocations are run with. */
interface InvocationsOptions {
  readonly main: Main;
  /** How many run at a time. */
  readonly concurrency: number;
  readonly logger: Logger;
  readonly records: InvocationRecords;
  /** Throws a PayloadError for what `main` would refuse. */
  readonly checkPayload?: ((payload: unknown) => Promise<void>) | undefined;
  /** Whether people can be connected here. @default false */
  readonly hasWebSocket?: boolean | undefined;
  /** The browser for sessions that name none. */
  readonly browser?: (() => Promise<Browser | undefined>) | undefined;
  /** Where runs store the traces of acts that do not say it. */
  readonly traces?: TraceSink | undefined;
  /** Ends the process in order. @default what runs is told to stop */
  readonly endHost?: End | undefined;
}

interface Work extends MainWork {
  /** Records the end. @default in its record, and no more */
  readonly end?: ((outcome: InvocationOutcome) => Promise<unknown>) | undefined;
}
