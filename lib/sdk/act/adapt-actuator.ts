import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Actuator,
  AgentRedirectError,
  type BrowserAction,
  type OpenBrowser,
} from '../../browser/index.ts';
import type { PageNews } from '../../contract/page-news.ts';
import { OPENING_CALL } from '../../contract/protocol.ts';
import { abortable, settles } from '../../core/async.ts';
import { fullMessageOf, messageOf } from '../../core/errors.ts';
import { show } from '../../core/problems.ts';
import { isInstance } from '../../core/thrown.ts';
import { mustBe } from '../check-option.ts';
import { ActActuationError, ValidationFailed } from '../errors.ts';
import { type CustomAction, type CustomActuator, PAGE_OPTIONS } from './custom-actuator.ts';
import { completeObservation } from './custom-observation.ts';

/** Hands and eyes of the program's, in the place of those of this library. */
export function adaptActuator(custom: CustomActuator, options: AdaptOptions): Actuator {
  let address = '';
  const observe: Actuator['observe'] = async ({ signal = NEVER } = {}) => {
    const given = await abortable(custom.observe({ signal }), signal);
    const observation = completeObservation(given, options);
    address = observation.activeURL;
    return observation;
  };
  const perform = async (action: CustomAction, signal: AbortSignal): Promise<null> => {
    try {
      await abortable(custom.perform(action, { signal }), signal);
      return null;
    } catch (error) {
      if (isInstance(error, AgentRedirectError)) {
        const { kind, message: text, summary } = error;
        options.onNews({ kind, text, summary });
      }
      throw error;
    }
  };
  return {
    page: () => noPages('page'),
    pages: () => [],
    address: () => address,
    untilEnd: () => ({ signal: NEVER, [Symbol.dispose]: () => {} }),
    takeNews: () => [],
    downloads: () => noPages('downloads'),
    nextDownload: async () => noPages('nextDownload'),
    allDownloads: async () => noPages('allDownloads'),
    endDownloads: async () => {},
    settle: async () => {},
    observe,
    // Whatever people take over there is theirs to arrange.
    handOver: () => ({ [Symbol.dispose]: () => {} }),
    hasWindow: async () => undefined,
    screenshot: async (options) => (await observe(options)).screenshotBase64,
    goTo: async () => noPages('goToUrl'),
    perform: async (action, { signal = NEVER } = {}) => {
      if (isForHands(action)) return await perform(action, signal);
      if (action.name === OPENING_CALL.observe) return await observe({ signal });
      if (action.name === 'wait') await sleep(action.seconds * 1000, undefined, { signal });
      return 'value' in action && action.name !== 'think' ? action.value : null;
    },
  };
}

/** How it is used. */
export interface AdaptOptions {
  readonly ignoreScreenSize: boolean;
  /** Hears of each mistake that the agent is told. */
  readonly onNews: (news: PageNews) => void;
}

/** Starts it, for a session that treats it like a browser. @throws what it throws, when it has stopped */
export async function startActuator(
  custom: CustomActuator,
  {
    signal = NEVER,
    ending,
    onFailure,
  }: {
    readonly signal?: AbortSignal | undefined;
    /** Aborted when the process is ending. */
    readonly ending: AbortSignal;
    /** Hears what else has failed when it does not start. */
    readonly onFailure: (message: string) => void;
  },
): Promise<OpenBrowser> {
  let stopping: Promise<void> | undefined;
  const close = (): Promise<void> => {
    stopping ??= stop(custom, ending.aborted ? HURRIED_STOP_MS : STOP_MS);
    return stopping;
  };
  try {
    await abortable(custom.start({ signal }), signal);
  } catch (error) {
    await close().catch((failure: unknown) => onFailure(messageOf(failure)));
    throw error;
  }
  return {
    get context() {
      return noPages('context');
    },
    page: () => noPages('page'),
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** What is wrong is said before anything is started. @throws ValidationFailed */
export function checkActuator(options: Readonly<Record<string, unknown>>): void {
  const { actuator } = options;
  if (actuator === undefined) return;
  mustBe('actuator', actuator, 'actuator');
  const others = PAGE_OPTIONS.filter((name) => options[name] !== undefined && options[name] !== 'off');
  if (others.length === 0) return;
  throw new ValidationFailed(
    `actuator was given together with ${others.join(', ')}. A session with an actuator of your own has no browser and no pages: leave ${others.length === 1 ? 'that' : 'these'} out, or the actuator.`,
  );
}

/** What it may take, so that a run ends. */
const STOP_MS = 15_000;
const HURRIED_STOP_MS = 1_000;

/** @throws ActActuationError */
async function stop(custom: CustomActuator, timeoutMs: number): Promise<void> {
  try {
    // Also what throws at once.
    if (await settles((async () => await custom.stop())(), timeoutMs)) return;
  } catch (error) {
    throw new ActActuationError(`stop() of the actuator failed: ${fullMessageOf(error)}`, { cause: error });
  }
  throw new ActActuationError(
    `stop() of the actuator did not return within ${timeoutMs / 1000} s: what it uses may be running still.`,
  );
}

const NEVER = new AbortController().signal;

function isForHands(action: BrowserAction): action is CustomAction {
  return action.name.startsWith('agent') || action.name === 'goToUrl';
}

function noPages(name: string): never {
  throw new ValidationFailed(
    `The session has an actuator of its own, and so no ${show(name)}: there is no browser. Ask the actuator.`,
  );
}
