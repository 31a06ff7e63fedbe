import { CreateWorkflowRunCommand, type NovaActClient, UpdateWorkflowRunCommand } from '../service/index.ts';
import { messageOf } from '../text/error-text.ts';
import { type Connection, type ConnectionOptions, connect } from './client.ts';
import { consoleProgress } from './console-progress.ts';
import { withCurrentWorkflow } from './current-workflow.ts';
import { ActCanceledError, AuthError, StartFailed } from './errors.ts';
import { currentHost } from './host.ts';
import { watchInterrupts } from './interrupts.ts';
import { checkDefinitionName } from './limits.ts';
import { notify, type ProgressEvent, type ProgressListener } from './progress.ts';
import { toSdkError } from './service-errors.ts';
import { COMPATIBILITY_VERSION, SDK_VERSION } from './version.ts';

/** What a run is made of. */
export interface WorkflowOptions extends ConnectionOptions {
  /**
   * Name of the workflow definition, 1-40 characters out of letters, digits, `_` and `-`.
   * `NOVA_ACT_WORKFLOW_DEFINITION_NAME` in the environment wins over it: a deployment may name its definition itself.
   */
  readonly definitionName: string;
  /** @default 'nova-act-latest' */
  readonly modelId?: string;
  /** CloudWatch log group the service writes the run's log to. @default `NOVA_ACT_LOG_GROUP_NAME`, otherwise none */
  readonly logGroupName?: string;
  /** Cancels the run: it ends FAILED. */
  readonly signal?: AbortSignal;
  /** Gets what happens. @default lines on stderr when that is a terminal */
  readonly onProgress?: ProgressListener;
}

/** A session that ends with its run. */
interface OwnedSession {
  close(): Promise<void>;
}

/** How long the last report of a run may take. */
const REPORT_TIMEOUT_MS = 15_000;

/**
 * A workflow run. Prefer {@link Workflow.run}, which knows success from failure by itself.
 *
 * @see https://docs.aws.amazon.com/nova-act/latest/userguide/
 */
export class Workflow implements AsyncDisposable {
  readonly definitionName: string;
  readonly modelId: string;
  /** Id that the service gave the run. */
  readonly runId: string;
  /** Aborted when the run is cancelled, the process interrupted, or the host stops. */
  readonly signal: AbortSignal;

  readonly #connection: Connection;
  readonly #listeners: readonly ProgressListener[];
  readonly #sessions = new Set<OwnedSession>();
  readonly #noticed = new Set<string>();
  readonly #interruption: AbortController;
  readonly #stopWatching: () => void;
  #succeeded = false;
  #closing: Promise<void> | undefined;

  private constructor(parts: {
    readonly definitionName: string;
    readonly modelId: string;
    readonly runId: string;
    readonly connection: Connection;
    readonly listeners: readonly ProgressListener[];
    readonly signals: readonly AbortSignal[];
    readonly watchesSignals: boolean;
  }) {
    this.definitionName = parts.definitionName;
    this.modelId = parts.modelId;
    this.runId = parts.runId;
    this.#connection = parts.connection;
    this.#listeners = parts.listeners;
    this.#interruption = new AbortController();
    this.signal = AbortSignal.any([...parts.signals, this.#interruption.signal]);
    this.#stopWatching = parts.watchesSignals ? this.#watchSignals() : () => {};
  }

  /**
   * Creates a run, hands it to `fn`, and ends it: SUCCEEDED with `fn`'s result, FAILED when `fn` throws, the run is
   * cancelled, or the process is interrupted. Sessions that are still open are closed first.
   *
   * @example
   * ```ts
   * const titles = await Workflow.run({ definitionName: 'compare' }, async () => {
   *   await using left = await NovaAct.start({ startingPage: 'https://example.com' });
   *   await using right = await NovaAct.start({ startingPage: 'https://example.org' });
   *   return Promise.all([left.actGet('Return the title', z.string()), right.actGet('Return the title', z.string())]);
   * });
   * ```
   * @throws StartFailed when the run cannot be created, AuthError without credentials, and whatever `fn` throws.
   */
  static async run<R>(options: WorkflowOptions, fn: (workflow: Workflow) => Promise<R> | R): Promise<R> {
    const workflow = await Workflow.start(options);
    try {
      const result = await withCurrentWorkflow(workflow, () => fn(workflow));
      if (workflow.signal.aborted) throw canceled(workflow.signal);
      workflow.succeed();
      return result;
    } finally {
      await workflow.close();
    }
  }

  /**
   * Creates a run that you end yourself, as with `await using`. A scope's end cannot tell success from an exception, so
   * the run is SUCCEEDED only if {@link Workflow.succeed} was called before {@link Workflow.close}, otherwise FAILED.
   *
   * @throws StartFailed when the run cannot be created, AuthError without credentials.
   */
  static async start(options: WorkflowOptions): Promise<Workflow> {
    const definitionName = process.env.NOVA_ACT_WORKFLOW_DEFINITION_NAME || options.definitionName;
    checkDefinitionName(definitionName);
    const modelId = options.modelId ?? 'nova-act-latest';
    const logGroupName = options.logGroupName ?? (process.env.NOVA_ACT_LOG_GROUP_NAME || undefined);
    const host = currentHost();
    const signals = [options.signal, host?.signal].filter((signal) => signal !== undefined);
    for (const signal of signals) if (signal.aborted) throw canceled(signal);
    const listeners = [
      options.onProgress ?? (host === undefined ? consoleProgress() : undefined),
      host?.publish,
    ].filter((listener) => listener !== undefined);

    const connection = connect(options);
    try {
      const { workflowRunId } = await connection.client.send(
        new CreateWorkflowRunCommand({
          workflowDefinitionName: definitionName,
          modelId,
          ...(logGroupName === undefined ? {} : { logGroupName }),
          clientInfo: { compatibilityVersion: COMPATIBILITY_VERSION, sdkVersion: SDK_VERSION },
        }),
      );
      const workflow = new Workflow({
        definitionName,
        modelId,
        runId: workflowRunId,
        connection,
        listeners,
        signals,
        watchesSignals: host === undefined,
      });
      workflow.publish(workflow.#event('started', 'RUNNING'));
      return workflow;
    } catch (error) {
      connection.release();
      throw startFailure(definitionName, error);
    }
  }

  /** Says that the run did what it should: it will end SUCCEEDED. */
  succeed(): void {
    this.#succeeded = true;
  }

  /** Closes the sessions, reports how the run ended, and frees what the run holds. Calling it again is harmless. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  /** The client that the run talks through. */
  get client(): NovaActClient {
    return this.#connection.client;
  }

  /** Whether the run talks to local AWS. */
  get isLocal(): boolean {
    return this.#connection.isLoopback;
  }

  /** @internal Tells the listeners. */
  publish(event: ProgressEvent): void {
    notify(this.#listeners, event);
  }

  /** @internal Tells the listeners something worth knowing, once in a run. */
  notice(message: string): void {
    if (this.#noticed.has(message)) return;
    this.#noticed.add(message);
    this.publish({ type: 'log', level: 'info', message });
  }

  /** @internal Makes a session end with the run; returns how to let it go. */
  own(session: OwnedSession): () => void {
    this.#sessions.add(session);
    return () => this.#sessions.delete(session);
  }

  async #close(): Promise<void> {
    await Promise.allSettled([...this.#sessions].map((session) => session.close()));
    const status = this.#succeeded && !this.#interruption.signal.aborted ? 'SUCCEEDED' : 'FAILED';
    try {
      await this.client.send(
        new UpdateWorkflowRunCommand({
          workflowDefinitionName: this.definitionName,
          workflowRunId: this.runId,
          status,
        }),
        { abortSignal: AbortSignal.timeout(REPORT_TIMEOUT_MS) },
      );
    } catch (error) {
      // The workflow's own result or error matters more than the report of it.
      const message = `The run ${this.runId} could not be reported ${status}: ${toSdkError(error).message}`;
      this.publish({ type: 'log', level: 'warn', message });
      process.emitWarning(message, 'NovaActWarning');
    } finally {
      this.#stopWatching();
      this.publish(this.#event('ended', status));
      this.#connection.release();
    }
  }

  #watchSignals(): () => void {
    let ended: () => void = () => {};
    const { release } = watchInterrupts({
      interrupt: (signal) => this.#interruption.abort(new Error(`the process got ${signal}`)),
      ended: new Promise<void>((resolve) => {
        ended = resolve;
      }),
      forceEnd: () => this.close(),
    });
    return () => {
      ended();
      release();
    };
  }

  #event(phase: 'started' | 'ended', status: 'RUNNING' | 'SUCCEEDED' | 'FAILED'): ProgressEvent {
    return { type: 'run', phase, status, definitionName: this.definitionName, workflowRunId: this.runId };
  }
}

function canceled(signal: AbortSignal): ActCanceledError {
  return new ActCanceledError(`The run was canceled: ${messageOf(signal.reason)}`, { cause: signal.reason });
}

function startFailure(definitionName: string, error: unknown): StartFailed | AuthError {
  const cause = toSdkError(error);
  if (cause instanceof AuthError) return cause;
  const isMissing = 'statusCode' in cause && cause.statusCode === 404;
  const hint = isMissing
    ? ` Create the workflow definition "${definitionName}" first: \`npx cdk deploy\` on AWS, \`npm run local\` offline.`
    : '';
  return new StartFailed(
    `The run of workflow definition "${definitionName}" could not be started: ${cause.message}${hint}`,
    {
      cause,
    },
  );
}
