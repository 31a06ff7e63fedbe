import { randomUUID } from 'node:crypto';
import type { Browser } from '../browser/index.ts';
import type { PingReport } from '../contract/host.ts';
import type { ProgressEvent } from '../contract/progress.ts';
import { notify } from '../contract/progress.ts';
import { abortable, deferred } from '../core/async.ts';
import { messageOf, stackOf } from '../core/errors.ts';
import { OpenTakeOvers } from '../sdk/human/take-over/open-take-overs.ts';
import type { TakeOverDoor } from '../sdk/human/take-over/take-over-door.ts';
import { AwaitedCalls } from '../sdk/run/awaited-calls.ts';
import { runInHost } from '../sdk/run/workflow-host.ts';
import type { TraceSink } from '../sdk/traces/trace-sink.ts';
import { type Admission, type RefusedInvocation, refusal, SHUTTING_DOWN } from './admission.ts';
import { describeError, statusOf } from './describe-error.ts';
import { HostLife } from './host-life.ts';
import {
  contextFromHeaders,
  type InvocationContext,
  type RequestHeaders,
  runInContext,
} from './invocation-context.ts';
import { checkResult, encodeResult, type InvocationOutcome } from './invocation-outcome.ts';
import type { InvocationRecordWriter } from './invocation-record-writer.ts';
import type { InvocationRecords, RecordAnswer } from './invocation-records.ts';
import { logProgress } from './log-progress.ts';
import type { Logger } from './logger.ts';
import { OpenRuns } from './open-runs.ts';
import { rememberPayload } from './redact.ts';
import { inTraceOfCaller } from './trace-context.ts';

/** Lets invocations in, runs and records them, and ends what does not end by itself. */
export class Invocations {
  readonly #options: InvocationsOptions;
  readonly #life: HostLife;
  readonly #runs = new OpenRuns();
  readonly #stop = new AbortController();
  readonly #abandoned = deferred<'abandoned'>();
  #failure: { readonly error: unknown } | undefined;

  /** Where people are connected who take over. */
  readonly takeOvers = new OpenTakeOvers();

  constructor(options: InvocationsOptions) {
    this.#options = options;
    this.#life = new HostLife(options.concurrency);
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
    this.#abandoned.resolve('abandoned');
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
    const ended = hasBegun && (await Promise.race([this.#run(admitted, work), this.#abandoned.promise]));
    const outcome = this.#outcomeOf(ended, requestId);
    this.#life.tell({ type: 'mainEnded', invocation });
    void work.record.end(outcome).then(() => this.#life.tell({ type: 'recorded', invocation }));
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

  async #run({ invocation: _own, ...request }: Admitted, work: Work): Promise<InvocationOutcome> {
    const { requestId, sessionId } = request;
    const { payload, listener, record } = work;
    const logger = this.#options.logger.with({ sessionId, requestId });
    const publishProgress = (event: ProgressEvent): void => {
      // Whoever watches must not break what is watched.
      notify([(seen) => record.note(seen), (seen) => logProgress(logger, seen), listener], event);
    };
    record.begun.catch((error: unknown) => {
      const message = `The record of this invocation cannot be stored: ${messageOf(error)}`;
      notify([listener], { type: 'log', level: 'error', message });
    });
    const { signal } = this.#stop;
    const context: InvocationContext = Object.freeze({ ...request, signal, publishProgress });
    const startedAtMs = performance.now();
    const durationMs = (): number => Math.round(performance.now() - startedAtMs);
    const withoutPayload = rememberPayload(payload);
    const calls = new AwaitedCalls();
    logger.log('info', 'invocation started');
    try {
      const { main, browser: readyBrowser, traces: artifacts } = this.#options;
      const browser = await readyBrowser?.();
      const ownRun = this.#ownRun;
      const takeOvers = this.#door(sessionId);
      const host = {
        signal,
        publish: publishProgress,
        browser,
        artifacts,
        ownRun,
        calls,
        checkResult,
        takeOvers,
      };
      const result = await runInContext(context, () =>
        runInHost(host, () => inTraceOfCaller(request.headers, async () => main(payload, context))),
      );
      const lost = calls.end();
      if (lost !== undefined) throw lost;
      const json = encodeResult(result);
      logger.log('info', 'invocation succeeded', {
        durationMs: durationMs(),
        resultBytes: Buffer.byteLength(json),
      });
      return { ok: true, json };
    } catch (error) {
      calls.end();
      for (const message of calls.unseenFailures()) logger.log('error', message);
      const status = signal.aborted ? 503 : statusOf(error);
      const debug = logger.level === 'debug';
      const described = describeError(error, { requestId, debug });
      logger.log(status === 400 ? 'warn' : 'error', 'invocation failed', {
        durationMs: durationMs(),
        status,
        errorName: withoutPayload(described.name),
        errorCode: described.code && withoutPayload(described.code),
        paths: described.issues?.map(({ path }) => path),
        error: status === 400 ? undefined : withoutPayload(stackOf(error)),
      });
      return { ok: false, status, error: described };
    }
  }
}

/** The workflow's function. Its second argument is for code that does not use the SDK. */
export type Main = (payload: unknown, context: InvocationContext) => unknown;

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
}

/** An invocation that has a place: what its request says, and its name in the life of the host. */
type Admitted = Pick<InvocationContext, 'sessionId' | 'requestId' | 'headers'> & {
  readonly invocation: string;
};

interface Work {
  readonly payload: unknown;
  readonly listener: (event: ProgressEvent) => void;
  readonly record: InvocationRecordWriter;
}
