import { isatty } from 'node:tty';
import type { Actuator, OpenBrowser } from '../../browser/index.ts';
import type { PageNews } from '../../contract/page-news.ts';
import { yieldIfAborted } from '../../core/async.ts';
import { messageOf } from '../../core/errors.ts';
import { keepSignIns } from '../auth/keep-sign-ins.ts';
import type { SessionAuth } from '../auth/session-auth.ts';
import { ValidationFailed } from '../errors.ts';
import { compileGuardrail } from '../guardrail/guardrail.ts';
import type { Human } from '../human/human.ts';
import { humanTools } from '../human/human-tools.ts';
import type { Called } from '../run/awaited-calls.ts';
import { SessionScopeEnded } from '../run/owned-sessions.ts';
import type { Workflow } from '../run/workflow.ts';
import { currentHost } from '../run/workflow-host.ts';
import { type BrowserTraceTargets, browserTraceTargets } from '../traces/browser/browser-trace-targets.ts';
import type { BrowserTraces } from '../traces/browser/browser-traces.ts';
import { traceWord } from '../traces/browser/trace-word.ts';
import { NO_ACTS, type SessionTotals, withAct } from '../traces/session-summary.ts';
import { SessionTraces } from '../traces/session-traces.ts';
import { type TraceTargets, traceTargets } from '../traces/trace-targets.ts';
import {
  ATTRIBUTE,
  asActive,
  describeSpan,
  failSpan,
  type Span,
  startSpan,
  succeedSpan,
} from '../tracing.ts';
import { ActControl } from './act-control.ts';
import { watchesCancelKey } from './cancel-key.ts';
import type { NovaActOptions } from './nova-act-options.ts';
import { type OpenedSession, openSession } from './open-session.ts';
import type { OpenTools } from './open-tools.ts';
import type { ActMetadata } from './reported-act.ts';
import { sortTools } from './session-tools.ts';
import type { Tool } from './tool.ts';

/** An open session: what its acts share, how they follow one another, and how it ends. */
export class ActSession {
  readonly workflow: Workflow;
  /** Id that the service gave the session. */
  readonly sessionId: string;
  readonly actuator: Actuator;
  /** Whom its acts may ask. */
  readonly human: Human | undefined;
  /** Aborted when the session is closed or canceled, or its run is. */
  readonly signal: AbortSignal;
  /** What acts are the children of. */
  readonly span: Span;
  /** Absent when nothing is recorded. */
  readonly traces: SessionTraces | undefined;

  /** Whose sign-ins the browser has, and where they are kept. */
  readonly auth: SessionAuth | undefined;
  /** Holds up and cancels its acts. */
  readonly control: ActControl;

  readonly #browser: OpenBrowser;
  readonly #browserTraces: BrowserTraces | undefined;
  readonly #tools: OpenTools;
  readonly #release: () => void;
  readonly #closed = new AbortController();
  readonly #news: NewsDesk;
  #running: Promise<unknown> | undefined;
  #totals = NO_ACTS;
  #closing: Promise<void> | undefined;

  private constructor(parts: {
    readonly workflow: Workflow;
    readonly options: NovaActOptions;
    readonly opened: OpenedSession;
    /** Tells the run that the session is closed. */
    readonly release: () => void;
    readonly span: Span;
    readonly news: NewsDesk;
    readonly targets: TraceTargets | undefined;
  }) {
    const { workflow, options, opened } = parts;
    this.workflow = workflow;
    this.sessionId = opened.sessionId;
    this.actuator = opened.actuator;
    this.human = options.human ?? workflow.human;
    this.signal = anySignal(workflow.signal, options.signal, this.#closed.signal);
    this.span = parts.span;
    this.auth = options.auth;
    const watchesKey = watchesCancelKey(terminalOf(options));
    if (watchesKey) workflow.notice('Ctrl+X cancels the act under way.');
    this.control = new ActControl(watchesKey);
    this.#browser = opened.browser;
    this.#browserTraces = opened.browserTraces;
    this.#tools = opened.tools;
    this.#release = parts.release;
    this.#news = parts.news;
    const { targets } = parts;
    this.traces = targets && new SessionTraces({ workflow, sessionId: opened.sessionId, targets });
  }

  /** Opens a session that ends with its run. @throws as {@link openSession}, with nothing left running. */
  static async open(workflow: Workflow, options: NovaActOptions): Promise<ActSession> {
    await yieldIfAborted(workflow.signal);
    const human = options.human ?? workflow.human;
    const tools = sortTools(options.tools, humanTools(human));
    const targets = traceTargets(options, workflow.traceOptions);
    const browserTargets = browserTargetsOf(workflow, options);
    const { guardrail = workflow.guardrail } = options;
    const check = compileGuardrail(guardrail);
    const ended = new AbortController();
    let opening: Promise<OpenedSession> | undefined;
    let session: ActSession | undefined;
    // A run that ends takes its sessions with it, also one that is still being started.
    const release = workflow.own({
      close: async () => {
        ended.abort(new Error('the run has ended'));
        await opening?.catch(() => {});
        await session?.close();
      },
    });
    const span = startSpan('nova_act.session', workflow.span);
    describeSpan(span, () => ({ [ATTRIBUTE.runId]: workflow.runId }));
    try {
      const signal = anySignal(workflow.signal, options.signal, ended.signal);
      const news: NewsDesk = { act: undefined };
      const onNews = (item: PageNews): void => publishNews({ item, news, workflow, span, session });
      opening = asActive(span, () =>
        openSession({ workflow, options, human, tools, check, browserTargets, signal, onNews }),
      );
      session = new ActSession({ workflow, options, opened: await opening, release, span, news, targets });
    } catch (error) {
      failSpan(span, error);
      release();
      throw error;
    }
    const { sessionId } = session;
    describeSpan(span, () => ({ [ATTRIBUTE.sessionId]: sessionId }));
    workflow.publish({ type: 'session', phase: 'started', workflowRunId: workflow.runId, sessionId });
    return session;
  }

  /**
   * Does `work` unless something else is under way or the session is closed. The run watches whether the caller waits for
   * the promise.
   *
   * @param prepare - reads the input; what is wrong with it is said first
   */
  exclusively<I, R>(
    called: Called,
    prepare: () => I,
    work: (session: ActSession, input: I) => Promise<R>,
  ): Promise<R> {
    return this.workflow.calls.watch(this.#exclusively(prepare, work), called);
  }

  #exclusively<I, R>(prepare: () => I, work: (session: ActSession, input: I) => Promise<R>): Promise<R> {
    try {
      const input = prepare();
      this.#mustBeFree();
      const working = this.signal.aborted
        ? yieldIfAborted(this.signal).then(() => work(this, input))
        : work(this, input);
      const running = working.finally(() => {
        this.#running = undefined;
      });
      this.#running = running;
      return running;
    } catch (error) {
      return yieldIfAborted(this.signal).then(() => {
        throw error;
      });
    }
  }

  get tools(): ReadonlyMap<string, Tool> {
    return this.#tools.byName;
  }

  /** Keeps the sign-ins that the browser has, if the session has `auth`. @throws BrowserAuthError */
  async keepSignIns(metadata?: ActMetadata): Promise<void> {
    if (this.auth === undefined) return;
    const timeoutMs = this.workflow.ending.aborted ? HURRIED_KEEP_MS : KEEP_MS;
    await keepSignIns(this.auth, this.#browser, { timeoutMs, metadata });
  }

  /** From now on, what the page does belongs to this act, or to none. */
  actBegins(act: ActOfNews | undefined): void {
    this.#news.act = act;
  }

  /** Counts an act that has ended, and lets its traces go where they should. */
  async actEnded(metadata: ActMetadata, { hasFailed }: { readonly hasFailed: boolean }): Promise<void> {
    this.#totals = withAct(this.#totals, metadata);
    this.traces?.sendOn();
    const { actId, prompt } = metadata;
    await this.#browserTraces?.actEnded({ actId, task: prompt, hasFailed });
  }

  /** Has nothing recorded of the browser until what it gives is disposed of: a person has it, who may type what is secret. */
  async leaveToPerson(): Promise<AsyncDisposable | undefined> {
    return await this.#browserTraces?.leaveToPerson();
  }

  /** What the acts so far have taken together. */
  get totals(): SessionTotals {
    return this.#totals;
  }

  /**
   * Cancels the act under way, and waits until it has ended.
   * @returns whether it has ended by that: one that was ending already may succeed
   */
  async cancelAct(reason: Error): Promise<boolean> {
    const running = this.#running;
    if (!this.control.cancel(reason) || running === undefined) return false;
    return await running.then(
      () => false,
      () => true,
    );
  }

  /**
   * Cancels what is under way, keeps the sign-ins, then closes the browser if it was opened here, and the sources of tools.
   * Calling it again is harmless.
   * @throws BrowserAuthError when they could not be kept
   */
  close(reason = new Error('the session was closed')): Promise<void> {
    this.#closing ??= this.#close(reason);
    return this.#closing;
  }

  /** The same at the end of a scope, which cannot tell whether its author meant to cancel anything. */
  leave(): Promise<void> {
    if (this.#running !== undefined && this.#closing === undefined) {
      // Whoever has waited for it in a race, say, gets no error.
      const message = 'An act was under way at the end of the scope of its session, and was canceled.';
      this.workflow.publish({ type: 'log', level: 'warn', message });
    }
    return this.close(new SessionScopeEnded());
  }

  /** @throws ValidationFailed when the session is closed. */
  mustBeOpen(mend: string): void {
    if (!this.#closed.signal.aborted) return;
    throw new ValidationFailed(`The session is closed. ${mend}`, { cause: this.#closed.signal.reason });
  }

  #mustBeFree(): void {
    this.mustBeOpen('Start another with NovaAct.start.');
    if (this.#running !== undefined) {
      throw new ValidationFailed(
        'This session is busy with another act. Await it first, or start a second session for parallel work.',
      );
    }
  }

  async #close(reason: Error): Promise<void> {
    const ended = this.#running?.catch(() => {});
    this.#closed.abort(reason);
    await ended;
    // Before anything reads what the browser has of sign-ins.
    await this.#browserTraces?.end();
    const keeping = this.keepSignIns();
    // Nothing is left running for it; it is said below.
    await keeping.catch(() => {});
    try {
      const ends = await Promise.allSettled([this.#closeBrowser(), this.#tools.close(), keeping]);
      const [failure, ...others] = ends
        .toReversed()
        .flatMap((end) => (end.status === 'rejected' ? [{ reason: end.reason }] : []));
      for (const { reason } of others)
        this.workflow.publish({ type: 'log', level: 'error', message: messageOf(reason) });
      if (failure !== undefined) throw failure.reason;
      succeedSpan(this.span);
    } catch (error) {
      failSpan(this.span, error);
      throw error;
    } finally {
      await Promise.all([this.traces?.close(this.#totals), this.#browserTraces?.close()]);
      this.#release();
      const { workflow, sessionId } = this;
      workflow.publish({ type: 'session', phase: 'ended', workflowRunId: workflow.runId, sessionId });
    }
  }

  async #closeBrowser(): Promise<void> {
    await this.actuator.endDownloads();
    await this.#browser.close();
  }
}

/** What keeping sign-ins may take, also when the process is about to end. */
const KEEP_MS = 15_000;
const HURRIED_KEEP_MS = 1_000;

/** The act that news belongs to. */
interface ActOfNews {
  readonly actId: string;
  readonly span: Span;
}

interface NewsDesk {
  act: ActOfNews | undefined;
}

function publishNews(given: {
  readonly item: PageNews;
  readonly news: NewsDesk;
  readonly workflow: Workflow;
  readonly span: Span;
  readonly session: ActSession | undefined;
}): void {
  const { item, news, workflow, span, session } = given;
  const { kind, summary: message } = item;
  (news.act?.span ?? span).addEvent('nova_act.page', { [ATTRIBUTE.newsKind]: kind });
  // Before the service has given an id to the session there is none to name.
  if (session === undefined) return;
  const ids = { workflowRunId: workflow.runId, sessionId: session.sessionId, actId: news.act?.actId };
  workflow.publish({ type: 'page', kind, ...ids, message });
}

function browserTargetsOf(workflow: Workflow, options: NovaActOptions): BrowserTraceTargets | undefined {
  const { definitionName, localAwsUrl, traceOptions } = workflow;
  if (options.actuator === undefined) {
    const place = { definitionName, localAwsUrl, environment: process.env };
    return browserTraceTargets(options, traceOptions, place);
  }
  if ((traceWord(options.trace ?? traceOptions.trace, process.env) ?? 'off') !== 'off')
    workflow.notice('A session with an actuator of its own is not traced by Playwright: it has no browser.');
  return undefined;
}

function terminalOf({ tty }: NovaActOptions): Parameters<typeof watchesCancelKey>[0] {
  const areTerminals = isatty(0) && isatty(2);
  return { tty, isHosted: currentHost() !== undefined, environment: process.env, areTerminals };
}

function anySignal(...signals: readonly (AbortSignal | undefined)[]): AbortSignal {
  return AbortSignal.any(signals.filter((signal) => signal !== undefined));
}
