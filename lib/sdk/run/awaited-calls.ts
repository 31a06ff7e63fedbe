import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { messageOf, nameOf } from '../../core/errors.ts';
import { isInstance } from '../../core/thrown.ts';
import { ActCanceledError, NotAwaitedError } from '../errors.ts';
import { SessionScopeEnded } from './owned-sessions.ts';
import { WatchedPromise } from './watched-promise.ts';

/** The calls that the code of a run has made, and whether it waits for them: what nobody waits for is no success. */
export class AwaitedCalls {
  readonly #calls = new Set<Call>();
  #isOver = false;
  #isClosed = false;

  /** Watches what the caller makes of `work`; hand the promise that this returns to the caller. */
  watch<T>(work: Promise<T>, called: Called): Promise<T> {
    // From here on nobody would tell.
    if (this.#isClosed) return work;
    const isLate = this.#isOver;
    const call: Call = { ...called, place: placeOf(called.by), state: 'pending', isAwaited: false, isLate };
    this.#calls.add(call);
    const settle = (state: Call['state'], error?: unknown): void => {
      Object.assign(call, { state, error });
      this.#forget(call);
      if (state === 'rejected') hearUnhandled(this);
    };
    const settled = work.then(
      (value) => {
        settle('fulfilled');
        return value;
      },
      (error: unknown) => {
        settle('rejected', error);
        throw error;
      },
    );
    return new WatchedPromise(settled, {
      waitedFor: () => {
        call.isAwaited = true;
        this.#forget(call);
      },
      valueHandled: () => {
        call.isReceived = true;
      },
      rejectionHandled: () => {
        call.isHandled = true;
      },
    });
  }

  /** Nothing is left that could make a call. @returns the same as {@link lost} */
  end(): NotAwaitedError | undefined {
    const lost = this.lost();
    this.#isClosed = true;
    stopHearing(this);
    return lost;
  }

  /** The code has come to its end. @returns why that is no success, if there is something that it did not wait for */
  lost(): NotAwaitedError | undefined {
    this.#isOver = true;
    const lost = [...this.#calls].filter(isLost);
    const [first] = lost;
    if (first === undefined) return undefined;
    const told = lost.slice(0, MOST_TOLD).map(describe).join('; ');
    const more = lost.length > MOST_TOLD ? `; and ${lost.length - MOST_TOLD} more` : '';
    const mend = lost.every(({ isAwaited }) => isAwaited)
      ? 'Wait for its end before you return, and within the scope of its session, or cancel it by a signal and wait then. ' +
        'A function that awaits it must be awaited, too, which `forEach` does not do.'
      : `Write \`await ${first.name}(…)\`, also in \`return await …\`: without it nobody knows whether that was done.`;
    return new NotAwaitedError(`Not awaited: ${told}${more}. ${mend}`, {
      // Of one that was cut off all is said, with its own advice it would be said twice.
      cause: isCutOff(first) ? undefined : first.error,
    });
  }

  /** The failures that nobody gets to know, without what they quote: for code that has thrown something else. */
  unseenFailures(): readonly string[] {
    return [...this.#calls]
      .filter(
        (call) =>
          call.state === 'rejected' &&
          isLost(call) &&
          !isCutOff(call) &&
          !isInstance(call.error, ActCanceledError),
      )
      .map(({ name, place, error }) => `${name}${at(place)} was not awaited, and failed: ${nameOf(error)}`);
  }

  /** Nobody dealt with an error of the program. */
  unhandled(error: unknown): void {
    for (const call of this.#calls) if (call.error === error) call.isUnhandled = true;
  }

  /** What has failed may come back as an error that nobody handles. */
  #forget(call: Call): void {
    if (call.isAwaited && call.state === 'fulfilled' && !call.isLate) this.#calls.delete(call);
  }
}

/** What was called. */
export interface Called {
  /** As its author wrote it, such as `nova.act`. */
  readonly name: string;
  /** What tells it from others, such as a prompt; no address, which may have secrets in it. */
  readonly text?: string | undefined;
  /** The function that the author's code called: the place is that of its caller. */
  readonly by: (...args: never[]) => unknown;
}

interface Call extends Called {
  /** Its stack is made into text only when it is asked for. */
  readonly place: { readonly stack?: string };
  state: 'pending' | 'fulfilled' | 'rejected';
  error?: unknown;
  isAwaited: boolean;
  /** A function of its author's gets its value. */
  isReceived?: boolean;
  isHandled?: boolean;
  isUnhandled?: boolean;
  /** Made when the code had come to its end. */
  readonly isLate: boolean;
}

const MOST_TOLD = 3;
const MOST_CHARACTERS = 80;

function isLost(call: Call): boolean {
  if (call.state === 'pending' || call.isLate) return true;
  // Whatever waited for it was itself not waited for: the code that makes the session's scope has gone on without it.
  if (isCutOff(call) || call.isUnhandled) return true;
  if (call.isAwaited || call.isHandled) return false;
  return call.state === 'rejected' || call.isReceived !== true;
}

/** By the end of the session's scope, or not even begun after it. */
function isCutOff({ error }: Call): boolean {
  return isInstance(error, Error) && isInstance(error.cause, SessionScopeEnded);
}

const hearing = new Set<AwaitedCalls>();

/**
 * Where nobody listens, an error that nobody handles ends the process, and the run with it. Where a program listens, only
 * listening tells.
 */
function hearUnhandled(calls: AwaitedCalls): void {
  if (hearing.size === 0) {
    if (process.listenerCount('unhandledRejection') === 0) return;
    process.on('unhandledRejection', onUnhandled);
  }
  hearing.add(calls);
}

function stopHearing(calls: AwaitedCalls): void {
  if (hearing.delete(calls) && hearing.size === 0) process.off('unhandledRejection', onUnhandled);
}

function onUnhandled(error: unknown): void {
  for (const calls of hearing) calls.unhandled(error);
}

function describe(call: Call): string {
  const { name, place } = call;
  // Of JavaScript it may be anything.
  const text = String(call.text ?? '');
  const shown = text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS - 1)}…` : text;
  return `${name}(${text === '' ? '' : JSON.stringify(shown)})${at(place)}, which ${endOf(call)}`;
}

function endOf(call: Call): string {
  if (call.state === 'pending') return 'was still under way at the end';
  if (call.isLate) return 'was made after the end';
  if (call.state === 'fulfilled') return 'nobody waited for';
  return isCutOff(call) && isInstance(call.error, ActCanceledError)
    ? 'was cut off at the end of its session'
    : `failed (${messageOf(call.error)})`;
}

/** Where a function was called: only that frame, because it is read when something is wrong only. */
function placeOf(by: Called['by']): { readonly stack?: string } {
  const { stackTraceLimit } = Error;
  const place: { readonly stack?: string } = {};
  Error.stackTraceLimit = 1;
  Error.captureStackTrace(place, by);
  Error.stackTraceLimit = stackTraceLimit;
  return place;
}

function at({ stack = '' }: Call['place']): string {
  const [, where, line] = /(?:\(|at (?:async )?)([^\s()]+):(\d+):\d+\)?$/.exec(stack) ?? [];
  if (where === undefined) return '';
  const file = where.startsWith('file:') ? fileURLToPath(where) : where;
  const inProject = path.relative(process.cwd(), file);
  return ` at ${inProject.startsWith('..') ? file : inProject}:${line}`;
}
