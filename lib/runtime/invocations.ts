import { randomUUID } from 'node:crypto';
import type { Browser } from '../browser/index.ts';
import type { ErrorDescription } from '../contract/error.ts';
import type { ProgressEvent } from '../contract/progress.ts';
import { notify } from '../contract/progress.ts';
import { stackOf } from '../core/errors.ts';
import { runInHost } from '../sdk/run/workflow-host.ts';
import { describeError, statusOf } from './describe-error.ts';
import {
  contextFromHeaders,
  type InvocationContext,
  type RequestHeaders,
  runInContext,
} from './invocation-context.ts';
import { checkResult, encodeResult, type InvocationOutcome } from './invocation-outcome.ts';
import type { Logger, LogLevel } from './logger.ts';
import { PingState } from './ping-state.ts';
import { rememberPayload } from './redact.ts';
import { inTraceOfCaller } from './trace-context.ts';

/** Lets invocations in, runs them, and knows which are under way. */
export class Invocations {
  readonly ping = new PingState();
  readonly #main: Main;
  readonly #concurrency: number;
  readonly #logger: Logger;
  readonly #browser: (() => Promise<Browser | undefined>) | undefined;
  readonly #stop = new AbortController();
  #idle: (() => void)[] = [];

  constructor(options: {
    readonly main: Main;
    readonly concurrency: number;
    readonly logger: Logger;
    /** The browser for sessions that name none. */
    readonly browser?: (() => Promise<Browser | undefined>) | undefined;
  }) {
    this.#main = options.main;
    this.#concurrency = options.concurrency;
    this.#logger = options.logger;
    this.#browser = options.browser;
  }

  /** Takes a place for an invocation, or says why there is none. */
  admit(headers: RequestHeaders): Admission | RefusedInvocation {
    const request = contextFromHeaders({ headers, newRequestId: randomUUID });
    const { requestId } = request;
    if (this.#stop.signal.aborted) {
      return refuse(503, requestId, 'ShuttingDown', 'The runtime host is ending. Invoke with a new session.');
    }
    if (this.ping.open >= this.#concurrency) {
      const limit = this.#concurrency === 1 ? 'one invocation' : `${this.#concurrency} invocations`;
      const message = `This session already runs ${limit}. Wait for the end, or invoke with another session id.`;
      return refuse(409, requestId, 'InvocationInProgress', message);
    }
    const end = this.ping.begin();
    return {
      requestId,
      sessionId: request.sessionId,
      run: (payload, listener) => this.#run(request, payload, listener),
      release: () => {
        end();
        if (this.ping.open === 0) for (const resolve of this.#idle.splice(0)) resolve();
      },
    };
  }

  /** Tells everything under way to stop, and lets nothing new in. */
  stop(reason: Error): void {
    this.#stop.abort(reason);
  }

  /** Resolves when nothing is under way. */
  idle(): Promise<void> {
    if (this.ping.open === 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.#idle.push(resolve);
    });
  }

  async #run(
    request: Pick<InvocationContext, 'sessionId' | 'requestId' | 'headers'>,
    payload: unknown,
    listener: (event: ProgressEvent) => void,
  ): Promise<InvocationOutcome> {
    const { requestId, sessionId } = request;
    const logger = this.#logger.with({ sessionId, requestId });
    const publishProgress = (event: ProgressEvent): void => {
      // Whoever watches must not break what is watched.
      notify([(seen) => logProgress(logger, seen), listener], event);
    };
    const { signal } = this.#stop;
    const context: InvocationContext = Object.freeze({ ...request, signal, publishProgress });
    const startedAtMs = performance.now();
    const durationMs = (): number => Math.round(performance.now() - startedAtMs);
    const withoutPayload = rememberPayload(payload);
    logger.log('info', 'invocation started');
    try {
      const browser = await this.#browser?.();
      const result = await runInContext(context, () =>
        runInHost({ signal, publish: publishProgress, browser, checkResult }, () =>
          inTraceOfCaller(request.headers, async () => this.#main(payload, context)),
        ),
      );
      const json = encodeResult(result);
      logger.log('info', 'invocation succeeded', {
        durationMs: durationMs(),
        resultBytes: Buffer.byteLength(json),
      });
      return { ok: true, json };
    } catch (error) {
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

/** Why an invocation did not begin. */
export type RefusedInvocation = { readonly status: 409 | 503; readonly error: ErrorDescription };

/** One invocation that has been let in. */
export interface Admission {
  readonly requestId: string;
  readonly sessionId: string | undefined;
  /** Runs `main`; never rejects. */
  run(payload: unknown, listener: (event: ProgressEvent) => void): Promise<InvocationOutcome>;
  /** Gives the place back. Call it when the answer has been sent, also when `run` was never called. */
  release(): void;
}

function refuse(status: 409 | 503, requestId: string, name: string, message: string): RefusedInvocation {
  return { status, error: { name, message, retryable: true, requestId } };
}

function logProgress(logger: Logger, event: ProgressEvent): void {
  if (event.type === 'log') {
    logger.log(event.level, event.message);
    return;
  }
  const { type, ...fields } = event;
  // The SDK's session is a browser session; the line's own `sessionId` is AgentCore's.
  const { sessionId: browserSessionId, ...rest } = { sessionId: undefined, ...fields };
  const level: LogLevel = type === 'step' ? 'debug' : 'info';
  const message = 'phase' in event ? `${type} ${event.phase}` : type;
  logger.log(level, message, { ...rest, browserSessionId });
}
