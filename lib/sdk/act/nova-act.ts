import type { Page } from 'playwright-core';
import { ActuationError, type CompleteDownload, type PageDownload } from '../../browser/index.ts';
import type { ProgressEvent } from '../../contract/progress.ts';
import { messageOf } from '../../core/errors.ts';
import { isRecord } from '../../core/is-record.ts';
import { show } from '../../core/problems.ts';
import { isInstance } from '../../core/thrown.ts';
import { hasPlace } from '../auth/keep-sign-ins.ts';
import { checkKeys } from '../check-keys.ts';
import { checkOption, mustBe } from '../check-option.ts';
import {
  ActActuationError,
  ActCanceledError,
  ActInvalidModelGenerationError,
  ValidationFailed,
} from '../errors.ts';
import { checkHuman } from '../human/check-human.ts';
import {
  checkMaxSteps,
  checkObservationDelay,
  checkTask,
  checkTimeout,
  DEFAULT_MAX_STEPS,
} from '../limits.ts';
import { currentWorkflow, type Workflow } from '../run/workflow.ts';
import { isJsonSchema } from '../schema/json-schema.ts';
import {
  type CompiledSchema,
  compileSchema,
  type OutputSchema,
  type SchemaOutput,
  schemaSuffix,
} from '../schema/output-schema.ts';
import { isStandard } from '../schema/standard-schema.ts';
import { checkNoSecret } from '../secrets/check-no-secret.ts';
import { checkTraceWord } from '../traces/browser/trace-word.ts';
import type { SessionTotals } from '../traces/session-summary.ts';
import { ActSession } from './act-session.ts';
import { checkActuator } from './adapt-actuator.ts';
import { ACT_KEYS, type ActOptions, type NovaActOptions, SESSION_KEYS } from './nova-act-options.ts';
import type { ActMetadata } from './reported-act.ts';
import { type ActRequest, runAct } from './run-act.ts';
import { type DownloadOptions, waitForDownloads } from './wait-for-downloads.ts';

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

  readonly #session: ActSession;
  readonly #maxSteps: number;

  private constructor(session: ActSession, maxSteps: number) {
    // What people write who know the Python SDK; the types see it in TypeScript only.
    if (session?.control === undefined) {
      throw new ValidationFailed(
        'A session is not made with `new NovaAct(…)`. Use `await NovaAct.start(…)`: it opens the browser first.',
      );
    }
    this.sessionId = session.sessionId;
    this.#session = session;
    this.#maxSteps = maxSteps;
  }

  /**
   * Opens the browser and the session at the same time, then the starting page.
   *
   * @throws ValidationFailed outside a workflow or with wrong options; AuthError; ActCanceledError; BrowserAuthError when
   * sign-ins cannot be read; StartFailed when the browser or the page cannot be opened. Nothing is left running then.
   */
  static start(options: NovaActOptions = {}): Promise<NovaAct> {
    // No options at all are told below, by a rejection.
    const given = options?.workflow;
    const workflow = given === undefined ? currentWorkflow() : given;
    const starting = NovaAct.#start(workflow, options);
    const called = { name: 'NovaAct.start', by: NovaAct.start };
    return isRun(workflow) ? workflow.calls.watch(starting, called) : starting;
  }

  static async #start(workflow: Workflow | undefined, options: NovaActOptions): Promise<NovaAct> {
    checkKeys('NovaAct.start', options, SESSION_KEYS, { python: true });
    if (workflow === undefined) {
      throw new ValidationFailed(
        'NovaAct.start needs a workflow run. Call it inside a function made with workflow(), inside Workflow.run(), or pass `workflow`.',
      );
    }
    if (!isRun(workflow)) {
      throw new ValidationFailed(
        `workflow is ${show(workflow)}; it must be a run: what Workflow.run() hands to its function, or Workflow.start() gives.`,
      );
    }
    const { maxSteps = DEFAULT_MAX_STEPS } = options;
    checkMaxSteps(maxSteps);
    checkTimeout(options.goToUrlTimeoutMs, 'goToUrlTimeoutMs');
    checkObservationDelay(options.observationDelayMs);
    checkOption('startingPage', options.startingPage, 'address');
    checkOption('signal', options.signal, 'signal');
    checkOption('browser', options.browser, 'browser');
    checkOption('replayable', options.replayable, 'flag');
    checkOption('ignoreScreenSize', options.ignoreScreenSize, 'flag');
    checkOption('tty', options.tty, 'flag');
    checkHuman(options.human);
    checkTraceWord('trace', options.trace);
    checkActuator({ ...options });
    return new NovaAct(await ActSession.open(workflow, options), maxSteps);
  }

  /**
   * The newest tab as a Playwright page. Type passwords with it: they do not belong in prompts.
   * @throws ValidationFailed in a session with an actuator of its own
   */
  get page(): Page {
    return this.#session.actuator.page();
  }

  /**
   * The files that pages have downloaded so far, newest last, also those that are under way or brought nothing.
   *
   * @example
   * ```ts
   * await using nova = await NovaAct.start({ startingPage: 'https://example.com', downloadsDir: 'reports' });
   * await nova.act("Click the 'Export' button");
   * const { path, sizeBytes } = await nova.nextDownload();
   * ```
   */
  get downloads(): readonly PageDownload[] {
    return this.#session.actuator.downloads();
  }

  /** What the acts of the session so far have taken together, those that failed as well. */
  get totals(): SessionTotals {
    return this.#session.totals;
  }

  /** What happens in this session from now on, until it is closed; as {@link Workflow.events}. */
  events(): AsyncIterableIterator<ProgressEvent> {
    return this.workflow.events({ sessionId: this.sessionId });
  }

  /** The run that the session belongs to. */
  get workflow(): Workflow {
    return this.#session.workflow;
  }

  /**
   * Does what the prompt says.
   *
   * @param prompt - plain words, at most 10,000 characters; good prompts name one goal
   * @throws ActError (see its leaves), AuthError, or ValidationFailed before anything is called. An act that failed may
   * already have clicked or sent something: look before you try again. BrowserAuthError when the act has succeeded, but
   * what `saveAuth` asks for has not.
   */
  act(prompt: string, options: ActOptions = {}): Promise<ActResult> {
    return this.#session.exclusively(
      { name: 'nova.act', text: prompt, by: this.act },
      () => this.#request({ prompt, suffix: '', options, read: async (response) => ({ response }) }),
      actAndKeep,
    );
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
    return this.#session.exclusively(
      { name: 'nova.actGet', text: prompt, by: this.actGet },
      () => {
        checkNoOptions(schema);
        const compiled = compileSchema(schema);
        const suffix = schemaSuffix(compiled.jsonSchema);
        return this.#request({ prompt, suffix, options, read: (text) => readBySchema(compiled, text) });
      },
      actAndKeep,
    );
  }

  /**
   * Opens a page without the agent.
   *
   * @throws ActActuationError when the page cannot be loaded, ActCanceledError when the session is closed meanwhile,
   * ValidationFailed when no text is given.
   */
  goToUrl(url: string): Promise<void> {
    const prepare = (): string => {
      mustBe('The address given to goToUrl', url, 'address');
      return url;
    };
    return this.#session.exclusively({ name: 'nova.goToUrl', by: this.goToUrl }, prepare, goTo);
  }

  /**
   * Waits for the next file, and gives each of them once, oldest first: also one that came before it was asked for. Acts may
   * go on meanwhile.
   *
   * @throws ActActuationError when the download failed or was canceled, or none came in time; ActCanceledError when the
   * session is closed meanwhile; ValidationFailed when it is closed already, or an option is wrong.
   */
  nextDownload(options: DownloadOptions = {}): Promise<CompleteDownload> {
    const session = this.#session;
    const called = { name: 'nova.nextDownload', by: this.nextDownload };
    return waitForDownloads(session, called, options, (wait) => session.actuator.nextDownload(wait));
  }

  /**
   * Waits until nothing is being downloaded any more, and gives what {@link NovaAct.downloads} has then.
   *
   * @throws ActActuationError when that takes too long; ActCanceledError when the session is closed meanwhile;
   * ValidationFailed when it is closed already, or an option is wrong.
   */
  allDownloads(options: DownloadOptions = {}): Promise<readonly PageDownload[]> {
    const session = this.#session;
    const called = { name: 'nova.allDownloads', by: this.allDownloads };
    return waitForDownloads(session, called, options, (wait) => session.actuator.allDownloads(wait));
  }

  /**
   * Lets the act under way stand still before it does the next thing that the agent asks for, or asks the agent for more; never in the
   * middle of a click. Meanwhile its time limit stands still, people may use the page, and so may the program ({@link NovaAct.page}). Without
   * an act, the next one waits before it is created, so that the wait is in none of its times.
   *
   * When it goes on, the agent looks at the page again first: what it had decided before is not done.
   *
   * @returns when the act stands still, or has ended before it could. A tool or callback of the act must not wait for it: it would wait
   * for itself
   * @throws ValidationFailed when the session is closed
   */
  async pause(): Promise<void> {
    this.#session.mustBeOpen('There is nothing to pause.');
    await this.#session.control.pause();
  }

  /** Lets acts go on after {@link NovaAct.pause}. Otherwise nothing happens. @throws ValidationFailed when the session is closed */
  resume(): void {
    this.#session.mustBeOpen('There is nothing to resume.');
    this.#session.control.resume();
  }

  /**
   * Ends the act under way, which throws ActCanceledError, and a pause with it. Browser and session stay as they are, and can be used.
   *
   * @param reason - said in the error
   * @returns when the act has ended: whether it was canceled. False without an act, and for one that came to its end first.
   */
  async cancel(reason = 'the program called cancel()'): Promise<boolean> {
    mustBe('The reason given to cancel', reason, 'text');
    return await this.#session.cancelAct(new Error(reason));
  }

  /**
   * Cancels an act that is under way, keeps the sign-ins if the session has `auth`, then closes the browser if it was opened
   * here. Calling it again is harmless.
   *
   * @throws BrowserAuthError when the sign-ins could not be kept; the browser is closed all the same. ActActuationError when an
   * actuator of your own could not be stopped.
   */
  close(): Promise<void> {
    return this.#session.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#session.leave();
  }

  /** @throws ValidationFailed when the act is not to be begun. */
  #request<T>(given: {
    readonly prompt: string;
    readonly suffix: string;
    readonly options: ActOptions;
    readonly read: ActRequest<T>['read'];
  }): KeptAct<T> {
    const { prompt, suffix, read } = given;
    checkNoSchema(given.options);
    checkKeys('An act', given.options, ACT_KEYS, { others: { 'NovaAct.start': SESSION_KEYS }, python: true });
    const { timeoutMs, maxSteps = this.#maxSteps, signal, saveAuth = false } = given.options;
    checkTask({ prompt, suffix });
    checkNoSecret(prompt + suffix);
    checkTimeout(timeoutMs);
    checkMaxSteps(maxSteps);
    checkOption('signal', signal, 'signal');
    checkOption('saveAuth', saveAuth, 'flag');
    if (saveAuth && !hasPlace(this.#session.auth))
      throw new ValidationFailed('saveAuth needs a place: start the session with an `auth` that saves.');
    return { task: prompt + suffix, maxSteps, timeoutMs, signal, read, saveAuth };
  }
}

/** An act, and whether what it has signed in to is kept at once. */
interface KeptAct<T> extends ActRequest<T> {
  readonly saveAuth: boolean;
}

async function actAndKeep<T>(
  session: ActSession,
  request: KeptAct<T>,
): Promise<T & { readonly metadata: ActMetadata }> {
  const result = await runAct(session, request);
  if (request.saveAuth) await session.keepSignIns(result.metadata);
  return result;
}

/** What `act` gives. */
export interface ActResult {
  /** What the agent said at the end, or null when it said nothing. */
  readonly response: string | null;
  readonly metadata: ActMetadata;
}

/** What `actGet` gives: `data` matches the schema. */
export interface ActGetResult<T> {
  readonly data: T;
  /** The text that `data` was read from. */
  readonly response: string;
  readonly metadata: ActMetadata;
}

/** Options in the place of the schema would be taken for one that allows everything. @throws ValidationFailed */
function checkNoOptions(schema: unknown): void {
  if (!isRecord(schema)) return;
  const keys = Object.keys(schema);
  if (keys.includes('schema') && keys.every((key) => key === 'schema' || Object.hasOwn(ACT_KEYS, key))) {
    throw new ValidationFailed(
      'nova.actGet was given an object with `schema` in place of a schema. Pass the schema itself, as the second argument: actGet(prompt, schema, { … }).',
    );
  }
  if (keys.length === 0 || !keys.every((key) => Object.hasOwn(ACT_KEYS, key))) return;
  throw new ValidationFailed(
    `nova.actGet was given options (${keys.join(', ')}) in place of a schema. Options are its third argument: actGet(prompt, schema, { … }).`,
  );
}

/** @throws ValidationFailed for a schema in the place of options */
function checkNoSchema(options: unknown): void {
  if (!isStandard(options) && !isJsonSchema(options)) return;
  throw new ValidationFailed(
    'An act was given a schema in place of its options. For an answer in the form of a schema call nova.actGet(prompt, schema); options come after the schema.',
  );
}

/** By what it can do: another copy of this package has another class. */
function isRun(workflow: Workflow | undefined): workflow is Workflow {
  return typeof workflow?.calls?.watch === 'function';
}

async function readBySchema<T>(
  compiled: CompiledSchema<T>,
  text: string | null,
): Promise<Omit<ActGetResult<T>, 'metadata'>> {
  const outcome = await compiled.parse(text);
  if (outcome.matches) return { data: outcome.data, response: text ?? '' };
  throw new ActInvalidModelGenerationError(`The answer does not match the schema: ${outcome.problem}`, {
    rawResponse: text ?? undefined,
  });
}

async function goTo({ actuator, signal }: ActSession, url: string): Promise<void> {
  try {
    await actuator.goTo(url, { signal });
  } catch (error) {
    if (signal.aborted)
      throw new ActCanceledError(`The page was not opened: ${messageOf(signal.reason)}`, {
        cause: signal.reason,
      });
    if (!isInstance(error, ActuationError)) throw error;
    throw new ActActuationError(messageOf(error), { cause: error });
  }
}
