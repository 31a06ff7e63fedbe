import { randomUUID } from 'node:crypto';
import {
  type Actuator,
  checkActuatorOptions,
  createActuator,
  defaultBrowser,
  type OpenBrowser,
  viewportOf,
} from '../../browser/index.ts';
import type { PageNews } from '../../contract/page-news.ts';
import { VARIABLE } from '../../contract/variables.ts';
import { messageOf } from '../../core/errors.ts';
import { isInstance } from '../../core/thrown.ts';
import { CreateSessionCommand } from '../../service/index.ts';
import { repeatCall } from '../../service/repeat-call.ts';
import {
  ActCanceledError,
  ActGuardrailsError,
  AuthError,
  type NovaActError,
  StartFailed,
  ValidationFailed,
} from '../errors.ts';
import { guardedActuator } from '../guardrail/guarded-actuator.ts';
import type { PageCheck } from '../guardrail/guardrail.ts';
import { checkViewport } from '../limits.ts';
import type { Workflow } from '../run/workflow.ts';
import { currentHost } from '../run/workflow-host.ts';
import { rethrowAsSdkError } from '../service-errors.ts';
import { tellRepeats } from '../tell-repeats.ts';
import { SESSION_PATIENCE } from './act-patience.ts';
import { adaptActuator, startActuator } from './adapt-actuator.ts';
import type { NovaActOptions } from './nova-act-options.ts';

/**
 * Opens browser and session at the same time, then the starting page.
 *
 * @throws ValidationFailed, AuthError, ActGuardrailsError, ActCanceledError or StartFailed, with nothing left running.
 */
export async function openSession(opening: Opening): Promise<OpenedSession> {
  let browser: OpenBrowser | undefined;
  try {
    opening.signal.throwIfAborted();
    checkPageOptions(opening.options);
    const opened = await openBoth(opening);
    browser = opened.browser;
    const actuator = await prepare(opening, browser);
    return { ...opened, actuator };
  } catch (error) {
    await browser?.close().catch(() => {});
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
}

interface Opening {
  readonly workflow: Workflow;
  readonly options: NovaActOptions;
  /** Of the session's guardrail. */
  readonly check: PageCheck | undefined;
  readonly signal: AbortSignal;
  readonly onNews: (news: PageNews) => void;
}

/** When one of the two fails, the other one is given up. */
async function openBoth(opening: Opening): Promise<Omit<OpenedSession, 'actuator'>> {
  const failure = new AbortController();
  const signal = AbortSignal.any([opening.signal, failure.signal]);
  const giveUpOther = (error: unknown): never => {
    failure.abort(error);
    throw error;
  };
  const [session, browser] = await Promise.allSettled([
    createSession(opening.workflow, signal).catch(giveUpOther),
    openBrowser(opening, signal).catch(giveUpOther),
  ]);
  if (session.status === 'fulfilled' && browser.status === 'fulfilled') {
    return { sessionId: session.value, browser: browser.value };
  }
  if (browser.status === 'fulfilled') await browser.value.close().catch(() => {});
  throw failure.signal.reason;
}

async function createSession(workflow: Workflow, abortSignal: AbortSignal): Promise<string> {
  const { definitionName: workflowDefinitionName, runId: workflowRunId } = workflow;
  const command = new CreateSessionCommand({
    workflowDefinitionName,
    workflowRunId,
    // By its token a request that is sent again makes no second session.
    clientToken: randomUUID(),
  });
  const { sessionId } = await repeatCall(workflow.client, command, {
    patience: SESSION_PATIENCE,
    signal: abortSignal,
    onRepeat: tellRepeats('CreateSession', (event) => workflow.publish(event)),
  }).catch(rethrowAsSdkError);
  return sessionId;
}

async function openBrowser({ workflow, options }: Opening, signal: AbortSignal): Promise<OpenBrowser> {
  const onNotice = (text: string): void => workflow.notice(text);
  if (options.actuator !== undefined) return await startActuator(options.actuator, signal);
  const browser =
    options.browser ?? currentHost()?.browser ?? defaultBrowser({ environment: process.env, onNotice });
  return await browser.open({ signal });
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
  if (isInstance(error, ActGuardrailsError)) return error;
  return new StartFailed(`The browser session could not be started: ${messageOf(error)}`, { cause: error });
}
