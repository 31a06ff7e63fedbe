import { randomUUID } from 'node:crypto';
import {
  type Actuator,
  type Browser,
  checkActuatorOptions,
  createActuator,
  defaultBrowser,
  type OpenBrowser,
  viewportOf,
} from '../../browser/index.ts';
import type { PageNews } from '../../contract/page-news.ts';
import { VARIABLE } from '../../contract/variables.ts';
import { abortable } from '../../core/async.ts';
import { messageOf } from '../../core/errors.ts';
import { isInstance } from '../../core/thrown.ts';
import { createdId } from '../../service/created-id.ts';
import { CreateSessionCommand } from '../../service/index.ts';
import { repeatCall } from '../../service/repeat-call.ts';
import { checkAuth, openSignedIn } from '../auth/open-signed-in.ts';
import {
  ActCanceledError,
  ActGuardrailsError,
  AuthError,
  BrowserAuthError,
  type NovaActError,
  StartFailed,
  ValidationFailed,
} from '../errors.ts';
import { guardedActuator } from '../guardrail/guarded-actuator.ts';
import type { PageCheck } from '../guardrail/guardrail.ts';
import type { Human } from '../human/human.ts';
import { checkViewport } from '../limits.ts';
import type { Workflow } from '../run/workflow.ts';
import { currentHost } from '../run/workflow-host.ts';
import { rethrowAsSdkError } from '../service-errors.ts';
import { tellRepeats } from '../tell-repeats.ts';
import type { BrowserTraceTargets } from '../traces/browser/browser-trace-targets.ts';
import type { BrowserTraces } from '../traces/browser/browser-traces.ts';
import { SESSION_PATIENCE } from './act-patience.ts';
import { adaptActuator, startActuator } from './adapt-actuator.ts';
import type { NovaActOptions } from './nova-act-options.ts';
import { type OpenTools, openTools } from './open-tools.ts';
import type { SessionTools } from './session-tools.ts';

/**
 * Opens browser, session and sources of tools at the same time, then the starting page.
 *
 * @throws ValidationFailed, AuthError, BrowserAuthError, ActGuardrailsError, ActCanceledError or StartFailed, with nothing
 * left running.
 */
export async function openSession(opening: Opening): Promise<OpenedSession> {
  let opened: OpenedParts | undefined;
  let browserTraces: BrowserTraces | undefined;
  try {
    opening.signal.throwIfAborted();
    checkPageOptions(opening.options);
    const chosen = chooseBrowser(opening);
    checkAuth(opening.options.auth, chosen);
    await abortable((async () => await opening.human?.prepare?.())(), opening.signal);
    opened = await openTogether(opening, chosen);
    browserTraces = await record(opening, opened);
    const actuator = await prepare(opening, opened.browser);
    return { ...opened, actuator, browserTraces };
  } catch (error) {
    // Why a session does not start is what one wants to see.
    await browserTraces?.end();
    if (opened !== undefined) await closeAll(opening.workflow, [opened.browser, opened.tools]);
    await browserTraces?.close();
    throw startError(error, opening.signal);
  }
}

function checkPageOptions(options: NovaActOptions): void {
  try {
    checkActuatorOptions(options);
  } catch (error) {
    throw new ValidationFailed(messageOf(error), { cause: error });
  }
}

/** A session at the service with its browser, on its starting page. */
export interface OpenedSession {
  readonly sessionId: string;
  readonly browser: OpenBrowser;
  readonly actuator: Actuator;
  readonly tools: OpenTools;
  /** Absent when it is not recorded. */
  readonly browserTraces: BrowserTraces | undefined;
}

type OpenedParts = Omit<OpenedSession, 'actuator' | 'browserTraces'>;

interface Opening {
  readonly workflow: Workflow;
  readonly options: NovaActOptions;
  /** Whom its acts may ask. */
  readonly human: Human | undefined;
  readonly tools: SessionTools;
  /** Of the session's guardrail. */
  readonly check: PageCheck | undefined;
  /** Absent when it is not to be recorded. */
  readonly browserTargets: BrowserTraceTargets | undefined;
  readonly signal: AbortSignal;
  readonly onNews: (news: PageNews) => void;
}

/** When one of them fails, the others are given up. */
async function openTogether(opening: Opening, chosen: Browser): Promise<OpenedParts> {
  const { workflow } = opening;
  const failure = new AbortController();
  const signal = AbortSignal.any([opening.signal, failure.signal]);
  const giveUpOthers = (error: unknown): never => {
    failure.abort(error);
    throw error;
  };
  const onNotice = (message: string): void => workflow.publish({ type: 'log', level: 'warn', message });
  const [session, browser, tools] = await Promise.allSettled([
    createSession(workflow, signal).catch(giveUpOthers),
    openBrowser(opening, chosen, signal).catch(giveUpOthers),
    openTools(opening.tools, { signal, onNotice }).catch(giveUpOthers),
  ]);
  if (session.status === 'fulfilled' && browser.status === 'fulfilled' && tools.status === 'fulfilled') {
    return { sessionId: session.value, browser: browser.value, tools: tools.value };
  }
  const opened = [browser, tools].flatMap((end) => (end.status === 'fulfilled' ? [end.value] : []));
  await closeAll(workflow, opened);
  throw failure.signal.reason;
}

/** What is not closed by that is told besides the error that comes out. */
async function closeAll(workflow: Workflow, opened: readonly { close(): Promise<void> }[]): Promise<void> {
  for (const end of await Promise.allSettled(opened.map(async (each) => await each.close())))
    if (end.status === 'rejected')
      workflow.publish({ type: 'log', level: 'error', message: messageOf(end.reason) });
}

async function createSession(workflow: Workflow, abortSignal: AbortSignal): Promise<string> {
  const { definitionName: workflowDefinitionName, runId: workflowRunId } = workflow;
  const command = new CreateSessionCommand({
    workflowDefinitionName,
    workflowRunId,
    // By its token a request that is sent again makes no second session.
    clientToken: randomUUID(),
  });
  return await repeatCall(workflow.client, command, {
    patience: SESSION_PATIENCE,
    signal: abortSignal,
    onRepeat: tellRepeats('CreateSession', (event) => workflow.publish(event)),
  })
    .then((answer) => createdId(answer, 'sessionId', 'CreateSession'))
    .catch(rethrowAsSdkError);
}

function chooseBrowser({ workflow, options }: Opening): Browser {
  const { actuator } = options;
  if (actuator !== undefined) {
    const { ending } = workflow;
    const onFailure = (message: string): void => workflow.publish({ type: 'log', level: 'error', message });
    return { kind: 'own', open: ({ signal } = {}) => startActuator(actuator, { signal, ending, onFailure }) };
  }
  const onNotice = (text: string): void => workflow.notice(text);
  return options.browser ?? currentHost()?.browser ?? defaultBrowser({ environment: process.env, onNotice });
}

function openBrowser(opening: Opening, chosen: Browser, signal: AbortSignal): Promise<OpenBrowser> {
  const { workflow, options } = opening;
  const onWarning = (message: string): void => workflow.publish({ type: 'log', level: 'warn', message });
  return openSignedIn(chosen, options.auth, { signal, onWarning });
}

async function record(
  { workflow, browserTargets: targets }: Opening,
  { sessionId, browser }: OpenedParts,
): Promise<BrowserTraces | undefined> {
  if (targets === undefined) return undefined;
  // Nobody else pays for it.
  const { BrowserTraces } = await import('../traces/browser/browser-traces.ts');
  return await BrowserTraces.start({ workflow, sessionId, browser, targets });
}

async function prepare(opening: Opening, browser: OpenBrowser): Promise<Actuator> {
  const { workflow, options, check, signal, onNews } = opening;
  const guarded = (actuator: Actuator): Actuator =>
    check === undefined ? actuator : guardedActuator(actuator, check);
  const { actuator: custom, ignoreScreenSize = false } = options;
  if (custom !== undefined) return guarded(adaptActuator(custom, { ignoreScreenSize, onNews }));
  const unguarded = createActuator({
    browser,
    captureDom: options.replayable ?? (workflow.isLocal || Boolean(process.env[VARIABLE.replayable])),
    allowedFileUploadPaths: options.allowedFileUploadPaths,
    allowedFileOpenPaths: options.allowedFileOpenPaths,
    dialogs: options.dialogs,
    downloadsDir: options.downloadsDir,
    navigationTimeoutMs: options.goToUrlTimeoutMs,
    observationDelayMs: options.observationDelayMs,
    onNews,
    onFailure: (message) => workflow.publish({ type: 'log', level: 'error', message }),
  });
  const actuator = guarded(unguarded);
  if (!ignoreScreenSize) {
    const page = actuator.page();
    checkViewport(page.viewportSize() ?? (await viewportOf(page)));
  }
  if (options.startingPage !== undefined) await actuator.goTo(options.startingPage, { signal });
  return actuator;
}

function startError(error: unknown, signal: AbortSignal): NovaActError {
  if (signal.aborted) {
    return new ActCanceledError(
      `The start of the browser session was canceled: ${messageOf(signal.reason)}`,
      {
        cause: signal.reason,
      },
    );
  }
  if (isInstance(error, AuthError) || isInstance(error, ValidationFailed)) return error;
  if (isInstance(error, ActGuardrailsError) || isInstance(error, BrowserAuthError)) return error;
  return new StartFailed(`The browser session could not be started: ${messageOf(error)}`, { cause: error });
}
