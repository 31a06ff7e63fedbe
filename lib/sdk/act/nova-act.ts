import type { Page } from 'playwright-core';
import { ActuationError } from '../../browser/index.ts';
import { messageOf } from '../../core/errors.ts';
import {
  ActActuationError,
  ActCanceledError,
  ActInvalidModelGenerationError,
  ValidationFailed,
} from '../errors.ts';
import { checkMaxSteps, checkTask, checkTimeout, DEFAULT_MAX_STEPS } from '../limits.ts';
import { currentWorkflow } from '../run/current-workflow.ts';
import type { Workflow } from '../run/workflow.ts';
import {
  type CompiledSchema,
  compileSchema,
  type OutputSchema,
  type SchemaOutput,
  schemaSuffix,
} from '../schema/output-schema.ts';
import {
  ATTRIBUTE,
  asActive,
  describeSpan,
  failSpan,
  type Span,
  startSpan,
  succeedSpan,
} from '../tracing.ts';
import type { ActGetResult, ActResult } from './act-result.ts';
import type { ActOptions, NovaActOptions } from './nova-act-options.ts';
import { type OpenedSession, openSession } from './open-session.ts';
import { type ActOutcome, type ActRequest, runAct } from './run-act.ts';
import { type Tool, toolsByName } from './tool.ts';

/**
 * A browser session of a workflow run. Acts of a session follow one another; for parallel work start several.
 *
 * @example
 * ```ts
 * await using nova = await NovaAct.start({ startingPage: 'https://example.com' });
 * await nova.act("Click the 'More information' link");
 * const { data } = await nova.actGet('Return the main heading', z.string());
 * ```
 */
export class NovaAct implements AsyncDisposable {
  /** Id that the service gave the session. */
  readonly sessionId: string;

  readonly #workflow: Workflow;
  readonly #session: OpenedSession;
  readonly #options: NovaActOptions;
  readonly #tools: ReadonlyMap<string, Tool>;
  readonly #closed = new AbortController();
  readonly #signal: AbortSignal;
  readonly #release: () => void;
  readonly #span: Span;
  #running: Promise<unknown> | undefined;
  #handedOut: Promise<unknown> | undefined;
  #closing: Promise<void> | undefined;

  private constructor(parts: {
    readonly workflow: Workflow;
    readonly session: OpenedSession;
    readonly options: NovaActOptions;
    readonly tools: ReadonlyMap<string, Tool>;
    /** Tells the run that the session is closed. */
    readonly release: () => void;
    readonly span: Span;
  }) {
    this.sessionId = parts.session.sessionId;
    this.#workflow = parts.workflow;
    this.#session = parts.session;
    this.#options = parts.options;
    this.#tools = parts.tools;
    this.#signal = anySignal(parts.workflow.signal, parts.options.signal, this.#closed.signal);
    this.#release = parts.release;
    this.#span = parts.span;
  }

  /**
   * Opens the browser and the session at the same time, then the starting page.
   *
   * @throws ValidationFailed outside a workflow or with wrong options; AuthError; ActCanceledError; StartFailed when
   * the browser or the page cannot be opened. Nothing is left running then.
   */
  static async start(options: NovaActOptions = {}): Promise<NovaAct> {
    const workflow = options.workflow ?? currentWorkflow();
    if (workflow === undefined) {
      throw new ValidationFailed(
        'NovaAct.start needs a workflow run. Call it inside a function made with workflow(), inside Workflow.run(), or pass `workflow`.',
      );
    }
    checkMaxSteps(options.maxSteps ?? DEFAULT_MAX_STEPS);
    checkTimeout(options.goToUrlTimeoutMs, 'goToUrlTimeoutMs');
    const tools = toolsByName(options.tools ?? []);
    const ended = new AbortController();
    let opening: Promise<OpenedSession> | undefined;
    let nova: NovaAct | undefined;
    // A run that ends takes its sessions with it, also one that is still being started.
    const release = workflow.own({
      close: async () => {
        ended.abort(new Error('the run has ended'));
        await opening?.catch(() => {});
        await nova?.close();
      },
    });
    const span = startSpan('nova_act.session', workflow.span);
    describeSpan(span, () => ({ [ATTRIBUTE.runId]: workflow.runId }));
    try {
      const signal = anySignal(workflow.signal, options.signal, ended.signal);
      opening = asActive(span, () => openSession({ workflow, options, signal }));
      nova = new NovaAct({ workflow, session: await opening, options, tools, release, span });
    } catch (error) {
      failSpan(span, error);
      release();
      throw error;
    }
    const { sessionId } = nova;
    describeSpan(span, () => ({ [ATTRIBUTE.sessionId]: sessionId }));
    workflow.publish({ type: 'session', phase: 'started', workflowRunId: workflow.runId, sessionId });
    return nova;
  }

  /** The newest tab as a Playwright page. Type passwords with it: they do not belong in prompts. */
  get page(): Page {
    return this.#session.actuator.page();
  }

  /** The run that the session belongs to. */
  get workflow(): Workflow {
    return this.#workflow;
  }

  /**
   * Does what the prompt says.
   *
   * @param prompt - plain words, at most 10,000 characters; good prompts name one goal
   * @throws ActError (see its leaves), AuthError, or ValidationFailed before anything is called. An act that failed may
   * already have clicked or sent something: look before you try again.
   */
  act(prompt: string, options: ActOptions = {}): Promise<ActResult> {
    return this.#handOut(async () => {
      const { response, metadata } = await this.#run(prompt, '', options, async () => undefined);
      return { response, metadata };
    });
  }

  /**
   * Does what the prompt says and returns what the agent found, in the form that the schema describes.
   *
   * @param schema - a zod 4 schema (or any Standard Schema that can be written as JSON Schema), or a JSON Schema
   * @throws ActInvalidModelGenerationError when the answer does not match, and as {@link NovaAct.act}.
   */
  actGet<const S extends OutputSchema>(
    prompt: string,
    schema: S,
    options: ActOptions = {},
  ): Promise<ActGetResult<SchemaOutput<S>>> {
    return this.#handOut(async () => {
      const compiled = compileSchema(schema);
      const suffix = schemaSuffix(compiled.jsonSchema);
      const read = (text: string | null): Promise<SchemaOutput<S>> => readBySchema(compiled, text);
      const { value, response, metadata } = await this.#run(prompt, suffix, options, read);
      return { data: value, response: response ?? '', metadata };
    });
  }

  /**
   * Opens a page without the agent.
   *
   * @throws ActActuationError when the page cannot be loaded, ActCanceledError when the session is closed meanwhile.
   */
  async goToUrl(url: string): Promise<void> {
    const signal = this.#signal;
    await this.#exclusively(async () => {
      try {
        await this.#session.actuator.goTo(url, { signal });
      } catch (error) {
        if (signal.aborted)
          throw new ActCanceledError(`The page was not opened: ${messageOf(signal.reason)}`, {
            cause: error,
          });
        if (!(error instanceof ActuationError)) throw error;
        throw new ActActuationError(error.message, { cause: error });
      }
    });
  }

  /** Cancels an act that is under way, then closes the browser if it was opened here. Calling it again is harmless. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #run<T>(
    prompt: string,
    suffix: string,
    options: ActOptions,
    read: ActRequest<T>['read'],
  ): Promise<ActOutcome<T>> {
    checkTask({ prompt, suffix });
    checkTimeout(options.timeoutMs);
    const maxSteps = options.maxSteps ?? this.#options.maxSteps ?? DEFAULT_MAX_STEPS;
    checkMaxSteps(maxSteps);
    const workflow = this.#workflow;
    return this.#exclusively(() =>
      runAct(
        {
          client: workflow.client,
          definitionName: workflow.definitionName,
          workflowRunId: workflow.runId,
          sessionId: this.sessionId,
          actuator: this.#session.actuator,
          tools: this.#tools,
          publish: (event) => workflow.publish(event),
          span: this.#span,
        },
        {
          task: prompt + suffix,
          maxSteps,
          timeoutMs: options.timeoutMs,
          signal: anySignal(this.#signal, options.signal),
          read,
        },
      ),
    );
  }

  /** Remembers the promise that the caller has, for {@link NovaAct.close}. */
  #handOut<T>(work: () => Promise<T>): Promise<T> {
    const promise = work();
    this.#handedOut = promise;
    return promise;
  }

  async #exclusively<T>(work: () => Promise<T>): Promise<T> {
    if (this.#closed.signal.aborted)
      throw new ValidationFailed('The session is closed. Start another with NovaAct.start.');
    if (this.#running !== undefined) {
      throw new ValidationFailed(
        'This session is busy with another act. Await it first, or start a second session for parallel work.',
      );
    }
    const running = work();
    this.#running = running;
    try {
      return await running;
    } finally {
      this.#running = undefined;
    }
  }

  async #close(): Promise<void> {
    // `return nova.act(…)` in an `await using` scope closes the session before anyone listens to the act: its
    // rejection reaches the caller a little later, and must not end the process as unhandled meanwhile.
    if (this.#running !== undefined) this.#handedOut?.catch(() => {});
    this.#closed.abort(new Error('the session was closed'));
    await this.#running?.catch(() => {});
    try {
      await this.#session.browser.close();
      succeedSpan(this.#span);
    } catch (error) {
      failSpan(this.#span, error);
      throw error;
    } finally {
      this.#release();
      const { runId: workflowRunId } = this.#workflow;
      this.#workflow.publish({ type: 'session', phase: 'ended', workflowRunId, sessionId: this.sessionId });
    }
  }
}

async function readBySchema<T>(compiled: CompiledSchema<T>, text: string | null): Promise<T> {
  const outcome = await compiled.parse(text);
  if (outcome.matches) return outcome.data;
  throw new ActInvalidModelGenerationError(`The answer does not match the schema: ${outcome.problem}`, {
    ...(text === null ? {} : { rawResponse: text }),
  });
}

function anySignal(...signals: readonly (AbortSignal | undefined)[]): AbortSignal {
  return AbortSignal.any(signals.filter((signal) => signal !== undefined));
}
