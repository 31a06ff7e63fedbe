import type { Page } from 'playwright-core';
import {
  type Actuator,
  type Browser,
  createActuator,
  defaultBrowser,
  type OpenBrowser,
} from '../browser/index.ts';
import { CreateSessionCommand } from '../service/index.ts';
import { messageOf } from '../text/error-text.ts';
import type { ActGetResult, ActResult } from './act-result.ts';
import { currentWorkflow } from './current-workflow.ts';
import { ActInvalidModelGenerationError, AuthError, StartFailed, ValidationFailed } from './errors.ts';
import { checkMaxSteps, checkTask, checkTimeout, checkViewport, DEFAULT_MAX_STEPS } from './limits.ts';
import {
  type CompiledSchema,
  compileSchema,
  type OutputSchema,
  type SchemaOutput,
  schemaSuffix,
} from './output-schema.ts';
import { type ActRequest, runAct } from './run-act.ts';
import { toSdkError } from './service-errors.ts';
import type { Tool } from './tool.ts';
import type { Workflow } from './workflow.ts';

/** What a session is started with. */
export interface NovaActOptions {
  /** Page to open first. @default a blank page, for prompts that say where to go */
  readonly startingPage?: string;
  /** @default a local one; with `NOVA_ACT_BROWSER=agentcore` in the environment, AgentCore Browser */
  readonly browser?: Browser;
  /** @default the run of the `workflow()` or `Workflow.run` around the code */
  readonly workflow?: Workflow;
  /** Cancels the start and every act of the session. */
  readonly signal?: AbortSignal;
  /** Limit for loading the starting page and for `goToUrl`. @default 60000 */
  readonly goToUrlTimeoutMs?: number;
  /** Steps an act may take unless it says otherwise. @default 30 */
  readonly maxSteps?: number;
  /**
   * Sends the page's simplified DOM along with each screenshot, as the offline agent needs it.
   * @default on with a loopback endpoint or when `NOVA_ACT_REPLAYABLE` is set, off otherwise
   */
  readonly replayable?: boolean;
  /** Functions of yours that the agent may call; see `defineTool`. @default none */
  readonly tools?: readonly Tool[];
  /** Files or folders (`/dir/*`) whose files the agent may upload. @default none */
  readonly allowedFileUploadPaths?: readonly string[];
  /** Files or folders (`/dir/*`) that the agent may open as `file:` URLs. @default none */
  readonly allowedFileOpenPaths?: readonly string[];
  /** Do not insist on a viewport that the model was made for. @default false */
  readonly ignoreScreenSize?: boolean;
}

/** Limits of one act. */
export interface ActOptions {
  /** Whole milliseconds, 2000 to 1800000; a step under way is stopped. @default no limit */
  readonly timeoutMs?: number;
  /** Calls of the service, 1 to 199. @default the session's, otherwise 30 */
  readonly maxSteps?: number;
  /** Cancels the act: it is reported FAILED. */
  readonly signal?: AbortSignal;
}

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
  readonly #browser: OpenBrowser;
  readonly #actuator: Actuator;
  readonly #options: NovaActOptions;
  readonly #tools: ReadonlyMap<string, Tool>;
  readonly #closed = new AbortController();
  readonly #signal: AbortSignal;
  readonly #release: () => void;
  #running: Promise<unknown> | undefined;
  #closing: Promise<void> | undefined;

  private constructor(parts: {
    readonly sessionId: string;
    readonly workflow: Workflow;
    readonly browser: OpenBrowser;
    readonly actuator: Actuator;
    readonly options: NovaActOptions;
    readonly tools: ReadonlyMap<string, Tool>;
  }) {
    this.sessionId = parts.sessionId;
    this.#workflow = parts.workflow;
    this.#browser = parts.browser;
    this.#actuator = parts.actuator;
    this.#options = parts.options;
    this.#tools = parts.tools;
    this.#signal = anySignal(parts.workflow.signal, parts.options.signal, this.#closed.signal);
    this.#release = parts.workflow.own(this);
  }

  /**
   * Opens the browser and the session at the same time, then the starting page.
   *
   * @throws ValidationFailed outside a workflow or with wrong options; AuthError; StartFailed when the browser or the
   * page cannot be opened, with nothing left running.
   */
  static async start(options: NovaActOptions = {}): Promise<NovaAct> {
    const workflow = options.workflow ?? currentWorkflow();
    if (workflow === undefined) {
      throw new ValidationFailed(
        'NovaAct.start needs a workflow run. Call it inside a function made with workflow(), inside Workflow.run(), or pass `workflow`.',
      );
    }
    checkMaxSteps(options.maxSteps ?? DEFAULT_MAX_STEPS);
    checkTimeout(options.goToUrlTimeoutMs);
    const tools = byName(options.tools ?? []);
    const signal = anySignal(workflow.signal, options.signal);
    let browser: OpenBrowser | undefined;
    try {
      signal.throwIfAborted();
      const [session, opening] = await Promise.allSettled([
        workflow.client.send(
          new CreateSessionCommand({
            workflowDefinitionName: workflow.definitionName,
            workflowRunId: workflow.runId,
          }),
        ),
        (
          options.browser ??
          defaultBrowser({ environment: process.env, onNotice: (text) => workflow.notice(text) })
        ).open({ signal }),
      ]);
      if (opening.status === 'fulfilled') browser = opening.value;
      if (session.status === 'rejected') throw toSdkError(session.reason);
      if (opening.status === 'rejected') throw opening.reason;
      const actuator = createActuator({
        browser: opening.value,
        captureDom: options.replayable ?? (workflow.isLocal || Boolean(process.env.NOVA_ACT_REPLAYABLE)),
        allowedFileUploadPaths: options.allowedFileUploadPaths ?? [],
        allowedFileOpenPaths: options.allowedFileOpenPaths ?? [],
      });
      if (options.ignoreScreenSize !== true) checkViewport(await viewportOf(actuator.page()));
      if (options.startingPage !== undefined) {
        await actuator.goTo(options.startingPage, {
          signal,
          ...(options.goToUrlTimeoutMs === undefined ? {} : { timeoutMs: options.goToUrlTimeoutMs }),
        });
      }
      const { sessionId } = session.value;
      const nova = new NovaAct({ sessionId, workflow, browser: opening.value, actuator, options, tools });
      workflow.publish({ type: 'session', phase: 'started', workflowRunId: workflow.runId, sessionId });
      return nova;
    } catch (error) {
      await browser?.close().catch(() => {});
      if (error instanceof AuthError || error instanceof ValidationFailed) throw error;
      throw new StartFailed(`The browser session could not be started: ${messageOf(error)}`, {
        cause: error,
      });
    }
  }

  /** The newest tab as a Playwright page. Type passwords with it: they do not belong in prompts. */
  get page(): Page {
    return this.#actuator.page();
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
  async act(prompt: string, options: ActOptions = {}): Promise<ActResult> {
    const { response, metadata } = await this.#run(prompt, '', options, async () => undefined);
    return { response, metadata };
  }

  /**
   * Does what the prompt says and returns what the agent found, in the form that the schema describes.
   *
   * @param schema - a zod 4 schema (or any Standard Schema that can be written as JSON Schema), or a JSON Schema
   * @throws ActInvalidModelGenerationError when the answer does not match, and as {@link NovaAct.act}.
   */
  async actGet<S extends OutputSchema>(
    prompt: string,
    schema: S,
    options: ActOptions = {},
  ): Promise<ActGetResult<SchemaOutput<S>>> {
    const compiled = compileSchema(schema);
    const { value, response, metadata } = await this.#run(
      prompt,
      schemaSuffix(compiled.jsonSchema),
      options,
      (text) => readBySchema(compiled, text),
    );
    return { data: value, response: response ?? '', metadata };
  }

  /**
   * Opens a page without the agent.
   *
   * @throws StartFailed's sibling of the browser, ActuationError, when the page cannot be loaded.
   */
  async goToUrl(url: string): Promise<void> {
    await this.#exclusively(() =>
      this.#actuator.goTo(url, {
        signal: this.#signal,
        ...(this.#options.goToUrlTimeoutMs === undefined
          ? {}
          : { timeoutMs: this.#options.goToUrlTimeoutMs }),
      }),
    );
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
  ): ReturnType<typeof runAct<T>> {
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
          actuator: this.#actuator,
          tools: this.#tools,
          publish: (event) => workflow.publish(event),
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
    this.#closed.abort(new Error('the session was closed'));
    await this.#running?.catch(() => {});
    try {
      await this.#browser.close();
    } finally {
      this.#release();
      const { runId: workflowRunId } = this.#workflow;
      this.#workflow.publish({ type: 'session', phase: 'ended', workflowRunId, sessionId: this.sessionId });
    }
  }
}

async function readBySchema<T>(compiled: CompiledSchema<T>, text: string | null): Promise<T> {
  const outcome = await compiled.parse(text ?? '');
  if (outcome.matches) return outcome.data;
  throw new ActInvalidModelGenerationError(`The answer does not match the schema: ${outcome.problem}`, {
    ...(text === null ? {} : { rawResponse: text }),
  });
}

function byName(tools: readonly Tool[]): ReadonlyMap<string, Tool> {
  const map = new Map(tools.map((tool) => [tool.name, tool]));
  if (map.size < tools.length)
    throw new ValidationFailed('Two tools have the same name. Give each a name of its own.');
  return map;
}

async function viewportOf(page: Page): Promise<{ readonly width: number; readonly height: number }> {
  return (
    page.viewportSize() ?? page.evaluate(() => ({ width: window.innerWidth, height: window.innerHeight }))
  );
}

function anySignal(...signals: readonly (AbortSignal | undefined)[]): AbortSignal {
  return AbortSignal.any(signals.filter((signal) => signal !== undefined));
}
