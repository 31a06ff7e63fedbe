import { AsyncLocalStorage } from 'node:async_hooks';
import { knownSecrets } from '../../contract/known-secrets.ts';
import { notify, type ProgressEvent, type ProgressListener } from '../../contract/progress.ts';
import { LATEST_MODEL } from '../../contract/protocol.ts';
import { VARIABLE } from '../../contract/variables.ts';
import { yieldIfAborted } from '../../core/async.ts';
import { fullMessageOf, messageOf, nameOf } from '../../core/errors.ts';
import { isGenerator } from '../../core/is-generator.ts';
import { LinkedSignal } from '../../core/linked-signal.ts';
import { firstThrown } from '../../core/suppressed.ts';
import { isInstance } from '../../core/thrown.ts';
import { visibleLine } from '../../core/visible.ts';
import { API_KEY_DEFINITION } from '../../service/api-key-client.ts';
import { AccessDeniedException, type NovaActClient } from '../../service/index.ts';
import { checkKeys } from '../check-keys.ts';
import { checkOption, mustBe } from '../check-option.ts';
import {
  ActCanceledError,
  AuthError,
  BrowserAuthError,
  NotAwaitedError,
  ValidationFailed,
} from '../errors.ts';
import type { Guardrail } from '../guardrail/guardrail.ts';
import type { Human } from '../human/human.ts';
import { checkDefinitionName } from '../limits.ts';
import { toSdkError } from '../service-errors.ts';
import { tellRepeats } from '../tell-repeats.ts';
import { type TraceOptions, traceTargets } from '../traces/trace-targets.ts';
import {
  ATTRIBUTE,
  asActive,
  describeSpan,
  failSpan,
  type Span,
  startSpan,
  succeedSpan,
} from '../tracing.ts';
import { apiKeyNotice, apiKeyOf } from './api-key.ts';
import { AwaitedCalls, type Called } from './awaited-calls.ts';
import { checkConnection } from './check-connection.ts';
import { checkWorkflowOptions } from './check-workflow-options.ts';
import { type Connection, connect } from './connection.ts';
import { consoleProgress } from './console-progress.ts';
import { type Interruption, leaveInterruptsToHost, watchInterrupts } from './interrupts.ts';
import { type OwnedSession, OwnedSessions } from './owned-sessions.ts';
import { type ProgressEventOf, RunEvents, type Subscription } from './run-events.ts';
import { canceledRun, createRun, type RunOutcome, reportRun, startFailure } from './run-record.ts';
import { currentHost } from './workflow-host.ts';
import type { WorkflowOptions } from './workflow-options.ts';

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
  /** @internal For sessions that have none of their own. */
  readonly guardrail: Guardrail | undefined;
  /** @internal For sessions that say nothing of it. */
  readonly traceOptions: TraceOptions;
  /** @internal For sessions that do not say it. */
  readonly human: Human | undefined;
  /** @internal What sessions are the children of. */
  readonly span: Span;
  /** @internal Aborted when the process is ending: reports hurry then. */
  readonly ending: AbortSignal;
  /** @internal What the run's code calls and should wait for. */
  readonly calls = new AwaitedCalls();

  readonly #connection: Connection;
  readonly #listeners: readonly ProgressListener[];
  readonly #sessions = new OwnedSessions();
  readonly #noticed = new Set<string>();
  readonly #unstored: string[] = [];
  readonly #events = new RunEvents();
  readonly #afterEnd: ((status: RunOutcome) => Promise<void>)[] = [];
  readonly #interruption: Interruption;
  #succeeded = false;
  #failure: unknown;
  /** Why a run that was called a success is none; told once. */
  #lost: LostRunError | undefined;
  #endedElsewhere = false;
  #ending: Promise<RunOutcome> | undefined;

  private constructor(parts: {
    readonly definitionName: string;
    readonly modelId: string;
    readonly runId: string;
    readonly connection: Connection;
    readonly listeners: readonly ProgressListener[];
    readonly interruption: Interruption;
    readonly signal: AbortSignal;
    readonly ending: AbortSignal;
    readonly guardrail: Guardrail | undefined;
    readonly traceOptions: TraceOptions;
    readonly human: Human | undefined;
    readonly span: Span;
  }) {
    // What people write who know the Python SDK; the types see it in TypeScript only.
    if (parts?.interruption === undefined) {
      throw new ValidationFailed(
        'A run is not made with `new Workflow(…)`. Use `await Workflow.run(options, fn)`, or `await Workflow.start(options)`: they create it first.',
      );
    }
    this.definitionName = parts.definitionName;
    this.modelId = parts.modelId;
    this.runId = parts.runId;
    this.signal = parts.signal;
    this.ending = parts.ending;
    this.guardrail = parts.guardrail;
    this.traceOptions = parts.traceOptions;
    this.human = parts.human;
    this.span = parts.span;
    this.#connection = parts.connection;
    this.#listeners = parts.listeners;
    this.#interruption = parts.interruption;
    parts.interruption.onForcedEnd({ id: this.runId, end: () => this.#forceEnd() });
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
   * @throws StartFailed when the run cannot be created, AuthError without credentials or when a call is not allowed, that
   * which reports the end included, NotAwaitedError when `fn` did not wait for what it had begun, and whatever `fn` throws.
   */
  static run<R>(options: WorkflowOptions, fn: (workflow: Workflow) => Promise<R> | R): Promise<R> {
    return Workflow.runFor(Workflow.run, options, fn);
  }

  /** @internal The same for a function that stands for {@link Workflow.run}. @param before what must succeed for a run to be created */
  static runFor<R>(
    by: Called['by'],
    options: WorkflowOptions,
    fn: (workflow: Workflow) => Promise<R> | R,
    before?: () => Promise<void>,
  ): Promise<R> {
    const calls = currentWorkflow()?.calls ?? currentHost()?.calls;
    const run =
      before === undefined ? Workflow.#run(options, fn) : before().then(() => Workflow.#run(options, fn));
    const called = { name: 'workflow', text: options?.definitionName, by };
    return calls?.watch(run, called) ?? run;
  }

  static async #run<R>(options: WorkflowOptions, fn: (workflow: Workflow) => Promise<R> | R): Promise<R> {
    mustBe('What a workflow should do', fn, 'function');
    // What a run within a run returns need not leave the process.
    const checkResult = currentWorkflow() === undefined ? currentHost()?.checkResult : undefined;
    const workflow = await Workflow.start(options);
    try {
      const result = await workflows.run(workflow, () => asActive(workflow.span, () => fn(workflow)));
      if (isGenerator(result)) {
        throw new ValidationFailed(
          'A workflow cannot be a generator: its code would run after the run has ended. Return a value or a promise.',
        );
      }
      const lost = workflow.calls.lost();
      if (lost !== undefined) throw lost;
      checkResult?.(result);
      workflow.#succeeded = true;
      // Whoever gets a result can rely on the run being SUCCEEDED.
      if ((await workflow.#end()) === 'FAILED') throw workflow.#whyFailed();
      return result;
    } catch (error) {
      const failure = workflow.#firstOf(knownSecrets.hideInError(error));
      workflow.#failure = failure;
      // Also when `fn` had called it a success before.
      workflow.#succeeded = false;
      throw failure;
    } finally {
      await workflow.#end();
    }
  }

  /**
   * Creates a run that you end yourself, as with `await using`. A scope's end cannot tell success from an exception, so
   * the run is SUCCEEDED only if {@link Workflow.succeed} was called before {@link Workflow.close}, otherwise FAILED. It is
   * FAILED, too, and closing it throws NotAwaitedError, when its code did not wait for what it had begun.
   *
   * @throws StartFailed when the run cannot be created, AuthError without credentials.
   */
  static async start(options: WorkflowOptions): Promise<Workflow> {
    checkWorkflowOptions(options);
    const givenName = process.env[VARIABLE.definitionName] || options.definitionName;
    checkDefinitionName(givenName);
    const ownLines = linesOf(options);
    const { region, endpoint, credentials, client } = options;
    checkConnection({ region, endpoint, credentials, client, apiKey: undefined });
    const apiKey = apiKeyOf(options, process.env);
    const definitionName = apiKey === undefined ? givenName : API_KEY_DEFINITION;
    const { guardrail, human } = options;
    const artifacts = options.artifacts === undefined ? currentHost()?.artifacts : options.artifacts;
    const traceOptions: TraceOptions = {
      logsDirectory: traceTargets(options, {})?.directory,
      artifacts,
      trace: options.trace,
    };
    const modelId = options.modelId ?? LATEST_MODEL;
    const logGroupName =
      apiKey === undefined
        ? (options.logGroupName ?? (process.env[VARIABLE.logGroupName] || undefined))
        : undefined;
    const host = currentHost();
    const canceling = definedOnly([options.signal, host?.signal, currentWorkflow()?.signal]);
    for (const signal of canceling) {
      if (!signal.aborted) continue;
      await yieldIfAborted(signal);
      throw canceledRun(signal);
    }
    const listeners = definedOnly([
      options.onProgress ?? (host === undefined ? ownLines : undefined),
      host?.publish,
    ]);

    const connection = await connect({ ...options, apiKey }).catch((error: unknown) => {
      throw startFailure(definitionName, error);
    });
    const watched = host === undefined ? watchInterrupts() : leaveInterruptsToHost(host);
    // That of a host outlives many runs, and programs may leave listeners behind.
    const linked = new LinkedSignal(...canceling, watched.signal);
    const { signal } = linked;
    const release = (): void => {
      watched.release();
      linked[Symbol.dispose]();
    };
    const interruption: Interruption = { ...watched, release };
    const ending = AbortSignal.any([...definedOnly([host?.signal]), interruption.signal]);
    const span = startSpan('nova_act.run');
    describeSpan(span, () => ({ [ATTRIBUTE.definitionName]: definitionName, [ATTRIBUTE.modelId]: modelId }));
    let runId: string;
    try {
      const onRepeat = tellRepeats('CreateWorkflowRun', (event) => notify(listeners, event));
      // Where nothing is deployed for good: on AWS somebody has to want a definition.
      const createMissing = connection.isLoopback && process.env[VARIABLE.missingDefinition] === 'create';
      const run = { definitionName, modelId, logGroupName, createMissing, signal, onRepeat };
      runId = await asActive(span, () => createRun(connection.client, run));
    } catch (error) {
      failSpan(span, error);
      interruption.release();
      connection.release();
      throw error;
    }
    describeSpan(span, () => ({ [ATTRIBUTE.runId]: runId }));
    const parts = {
      definitionName,
      modelId,
      runId,
      connection,
      listeners,
      interruption,
      signal,
      ending,
      guardrail,
      traceOptions,
      human,
      span,
    };
    const workflow = new Workflow(parts);
    workflow.publish(workflow.#event('started', 'RUNNING'));
    const { isLoopback } = connection;
    const notice = apiKeyNotice({ apiKey, isLoopback, definitionName: givenName, environment: process.env });
    if (notice !== undefined) workflow.notice(notice);
    if (signal.aborted) {
      await workflow.close();
      throw canceledRun(signal);
    }
    return workflow;
  }

  /** Says that the run did what it should: it will end SUCCEEDED. @throws ValidationFailed when it has been closed. */
  succeed(): void {
    if (this.#ending !== undefined && !this.signal.aborted) {
      throw new ValidationFailed(`The run ${this.runId} has ended. Call succeed() before close().`);
    }
    this.#succeeded = true;
  }

  /**
   * Closes the sessions, reports how the run ended, and frees what the run holds. Calling it again is harmless.
   *
   * @throws NotAwaitedError, once, when {@link Workflow.succeed} was called although an act or the like was not awaited;
   * AuthError, once, when a success may not be reported; BrowserAuthError, once, when a session could not keep its sign-ins.
   */
  async close(): Promise<void> {
    await this.#end();
    const lost = this.#lost;
    this.#lost = undefined;
    if (lost !== undefined) throw lost;
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

  /** The address of local AWS when the run talks to it: its demo site is at `/demo/`. */
  get localAwsUrl(): string | undefined {
    const { isLoopback, url } = this.#connection;
    return isLoopback ? url : undefined;
  }

  /**
   * What happens from now on, until the run has ended. Each call makes a reader of its own; at most 1000 events wait for it, then
   * the oldest are dropped, which a `log` event says in their place. Read them beside the work, and do not await their end inside the run's own function.
   *
   * @param of - a session, by its id, to which the events should belong; then they end with it
   * @example
   * ```ts
   * await Workflow.run({ definitionName: 'shop' }, async (workflow) => {
   *   const watching = watch(workflow.events()); // async: for await (const event of events) …
   *   …
   * });
   * ```
   */
  events(of: { readonly sessionId?: string | undefined } = {}): AsyncIterableIterator<ProgressEvent> {
    checkKeys('workflow.events', of, { sessionId: true });
    checkOption('sessionId', of.sessionId, 'text');
    return this.#events.read(of.sessionId);
  }

  /**
   * Calls a function with each event of a type, as it happens. What it throws or rejects with changes nothing.
   *
   * @returns ends that: call it, or declare it with `using`
   * @throws ValidationFailed for a type that there is not
   */
  on<T extends ProgressEvent['type']>(
    type: T,
    listener: (event: ProgressEventOf<T>) => unknown,
  ): Subscription {
    return this.#events.on(type, listener);
  }

  /** @internal Tells the listeners. */
  publish(event: ProgressEvent): void {
    notify([...this.#listeners, this.#events.publish], event);
  }

  /** @internal Tells the listeners something worth knowing, once in a run. */
  notice(message: string): void {
    if (this.#noticed.has(message)) return;
    this.#noticed.add(message);
    this.publish({ type: 'log', level: 'info', message });
  }

  /** @internal Tells what of the run's traces is not where it should be, now and once more at its end. */
  unstored(message: string): void {
    this.#unstored.push(message);
    this.publish({ type: 'log', level: 'error', message });
  }

  /** @internal For what depends on how the run ends: called when that is known, before it is told. It bounds itself. */
  afterEnd(work: (status: RunOutcome) => Promise<void>): void {
    this.#afterEnd.push(work);
  }

  /**
   * @internal Makes a session end with the run; returns how to let it go.
   * @throws ValidationFailed when the run has ended.
   */
  own(session: OwnedSession): () => void {
    if (this.#ending !== undefined) {
      throw new ValidationFailed(
        `The run ${this.runId} has ended. Start sessions before its function returns.`,
      );
    }
    return this.#sessions.add(session);
  }

  #end(): Promise<RunOutcome> {
    this.#ending ??= this.#endOnce();
    return this.#ending;
  }

  /** Ends the run whatever its code does, also when that hangs in closing it. */
  #forceEnd(): Promise<RunOutcome> {
    this.#sessions.hurry();
    return this.#end();
  }

  async #endOnce(): Promise<RunOutcome> {
    this.#lose(this.calls.lost());
    if (!isInstance(this.#failure, NotAwaitedError)) {
      for (const message of this.calls.unseenFailures())
        this.publish({ type: 'log', level: 'error', message });
    }
    for (const failure of await this.#sessions.close()) this.#sessionFailed(failure);
    this.#lose(this.calls.end());
    const wanted = this.#succeeded && !this.signal.aborted ? 'SUCCEEDED' : 'FAILED';
    const reported = await this.#report(wanted);
    // What is not known is told, and does not take a result away, unless no run of this role can ever be reported.
    const status = reported ?? (this.#lost === undefined ? wanted : 'FAILED');
    await Promise.allSettled(this.#afterEnd.map((work) => work(status)));
    this.#interruption.release();
    const unstored = this.#unstored.length === 0 ? undefined : this.#unstored.slice(0, MAX_UNSTORED);
    const event = { ...this.#event('ended', status), ...(unstored && { unstored }) };
    this.publish(reported === undefined ? { ...event, reported: false } : event);
    if (status === 'SUCCEEDED') succeedSpan(this.span);
    else failSpan(this.span, this.#failure ?? (this.signal.aborted ? canceledRun(this.signal) : undefined));
    this.#connection.release();
    return status;
  }

  /** What a session could not keep is missing in the next run, whatever else this one has done. */
  #sessionFailed(failure: unknown): void {
    if (isInstance(failure, BrowserAuthError) && this.#succeeded) this.#lose(failure);
    else this.publish({ type: 'log', level: 'error', message: messageOf(failure) });
  }

  /** Of what a scope has thrown at its end after something else, that it was no success is said by what came first. */
  #firstOf(error: unknown): unknown {
    const { first, later } = firstThrown(error);
    for (const each of later)
      this.publish({
        type: 'log',
        level: 'error',
        message: `After the run had failed, the end of a scope threw: ${nameOf(each)}: ${fullMessageOf(each)}`,
      });
    return first;
  }

  #lose(lost: LostRunError | undefined): void {
    if (lost === undefined || !this.#succeeded) return;
    this.#succeeded = false;
    this.#failure = lost;
    this.#lost = lost;
  }

  /** @returns how the run has ended at the service; `undefined` when it could not be told. */
  async #report(status: RunOutcome): Promise<RunOutcome | undefined> {
    const { definitionName, runId, ending } = this;
    const onRepeat = tellRepeats('UpdateWorkflowRun', (event) => this.publish(event));
    try {
      const found = await reportRun(this.client, { definitionName, runId, status, ending, onRepeat });
      if (found !== status) this.#endedElsewhere = true;
      return found;
    } catch (error) {
      const message = `The run ${runId} could not be reported ${status}, and may stay RUNNING: ${messageOf(toSdkError(error))}`;
      this.publish({ type: 'log', level: 'error', message });
      process.emitWarning(visibleLine(message), 'NovaActWarning');
      const isDenied = isInstance(error, AuthError) && isInstance(error.cause, AccessDeniedException);
      if (isDenied) this.#lose(new AuthError(message, { cause: error }));
      return undefined;
    }
  }

  /** Why the run is FAILED although its function returned. */
  #whyFailed(): ActCanceledError | LostRunError {
    if (this.#lost !== undefined) return this.#lost;
    if (this.signal.aborted) return canceledRun(this.signal);
    return new ActCanceledError(
      this.#endedElsewhere
        ? `The run ${this.runId} had been ended by someone else, or by its time limit, before its function returned: it has not SUCCEEDED.`
        : 'The run was closed inside its own function, so it is FAILED. Leave closing it to Workflow.run.',
    );
  }

  #event(phase: 'started' | 'ended', status: 'RUNNING' | RunOutcome): RunEvent {
    return { type: 'run', phase, status, definitionName: this.definitionName, workflowRunId: this.runId };
  }
}

/** The workflow run around the running code: that of the nearest `workflow()` or `Workflow.run`; whatever that awaits sees the same. */
export function currentWorkflow(): Workflow | undefined {
  return workflows.getStore();
}

const workflows = new AsyncLocalStorage<Workflow>();

/** What takes a success away. */
type LostRunError = NotAwaitedError | AuthError | BrowserAuthError;
/** Of more, these say what is wrong. */
const MAX_UNSTORED = 100;

type RunEvent = Extract<ProgressEvent, { readonly type: 'run' }>;

/** What is wrong is said wherever the workflow runs. @throws ValidationFailed */
function linesOf({ logLevel, onProgress }: WorkflowOptions): ProgressListener | undefined {
  if (logLevel !== undefined && onProgress !== undefined) {
    throw new ValidationFailed(
      'logLevel and onProgress were both given. With onProgress you decide what is printed: leave logLevel out, or call consoleProgress({ level })?.(event).',
    );
  }
  return onProgress === undefined ? consoleProgress({ level: logLevel }) : undefined;
}

function definedOnly<T>(values: readonly (T | undefined)[]): readonly T[] {
  return values.filter((value) => value !== undefined);
}
