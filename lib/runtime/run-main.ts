import type { Browser } from '../browser/index.ts';
import type { ProgressEvent } from '../contract/progress.ts';
import { notify } from '../contract/progress.ts';
import { messageOf, stackOf } from '../core/errors.ts';
import type { TakeOverDoor } from '../sdk/human/take-over/take-over-door.ts';
import { AwaitedCalls } from '../sdk/run/awaited-calls.ts';
import { runInHost, type WorkflowHost } from '../sdk/run/workflow-host.ts';
import type { TraceSink } from '../sdk/traces/trace-sink.ts';
import { describeError, statusOf } from './describe-error.ts';
import { type InvocationContext, runInContext } from './invocation-context.ts';
import { checkResult, encodeResult, type InvocationOutcome } from './invocation-outcome.ts';
import type { InvocationRecordWriter } from './invocation-record-writer.ts';
import { logProgress } from './log-progress.ts';
import type { Logger } from './logger.ts';
import { rememberPayload } from './redact.ts';

/** Runs the workflow's function once, in its invocation, and says how it ended. Never rejects. */
export async function runMain(given: MainRun): Promise<InvocationOutcome> {
  const { main, request, payload, listener, record, signal } = given;
  const { requestId, sessionId } = request;
  const logger = given.logger.with({ sessionId, requestId });
  const publishProgress = (event: ProgressEvent): void => {
    // Whoever watches must not break what is watched.
    notify([(seen) => record.note(seen), (seen) => logProgress(logger, seen), listener], event);
  };
  record.begun.catch((error: unknown) => {
    const message = `The record of this invocation cannot be stored: ${messageOf(error)}`;
    notify([listener], { type: 'log', level: 'error', message });
  });
  const context: InvocationContext = Object.freeze({ ...request, signal, publishProgress });
  const startedAtMs = performance.now();
  const durationMs = (): number => Math.round(performance.now() - startedAtMs);
  const withoutPayload = rememberPayload(payload);
  const calls = new AwaitedCalls();
  logger.log('info', 'invocation started');
  try {
    const { ownRun, takeOvers, traces: artifacts } = given;
    // Loaded behind the open port: the first ping does not wait for it.
    const [browser, { inTraceOfCaller }] = await Promise.all([
      given.browser?.(),
      import('./trace-context.ts'),
    ]);
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

/** The workflow's function. Its second argument is for code that does not use the SDK. */
export type Main = (payload: unknown, context: InvocationContext) => unknown;

/** An invocation that has a place: what its request says, and its name in the life of the host. */
export type Admitted = Request & { readonly invocation: string };

type Request = Pick<InvocationContext, 'sessionId' | 'requestId' | 'headers'>;

/** What is done in an invocation, and who hears of it. */
export interface MainWork {
  readonly payload: unknown;
  readonly listener: (event: ProgressEvent) => void;
  readonly record: InvocationRecordWriter;
}

interface MainRun extends MainWork {
  readonly main: Main;
  readonly request: Request;
  readonly logger: Logger;
  /** Aborted when the host ends. */
  readonly signal: AbortSignal;
  /** The browser for sessions that name none. */
  readonly browser?: (() => Promise<Browser | undefined>) | undefined;
  readonly traces?: TraceSink | undefined;
  readonly ownRun: NonNullable<WorkflowHost['ownRun']>;
  readonly takeOvers?: TakeOverDoor | undefined;
}
