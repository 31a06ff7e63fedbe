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

  /** Watches what the caller makes of `work`; hand the promise that this returns to the caller. */
  watch<T>(work: Promise<T>, called: Called): Promise<T> {
    // From here on nobody would tell.
    if (this.#isOver) return work;
    const call: Call = { ...called, place: placeOf(called.by), state: 'pending', isAwaited: false };
    this.#calls.add(call);
    const settle = (state: Call['state'], error?: unknown): void => {
      Object.assign(call, { state, error });
      this.#forget(call);
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
      rejectionHandled: () => {
        call.isHandled = true;
      },
    });
  }

  /** The code has come to its end. @returns why that is no success, if there is something that it did not wait for */
  end(): NotAwaitedError | undefined {
    this.#isOver = true;
    const lost = [...this.#calls].filter(isLost);
    const [first] = lost;
    if (first === undefined) return undefined;
    const told = lost.slice(0, MOST_TOLD).map(describe).join('; ');
    const more = lost.length > MOST_TOLD ? `; and ${lost.length - MOST_TOLD} more` : '';
    const mend = lost.every(({ isAwaited }) => isAwaited)
      ? 'Wait for its end before you return, or cancel it by a signal and wait then.'
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
        (call) => call.state === 'rejected' && isLost(call) && !isInstance(call.error, ActCanceledError),
      )
      .map(({ name, place, error }) => `${name}${at(place)} was not awaited, and failed: ${nameOf(error)}`);
  }

  #forget(call: Call): void {
    if (call.isAwaited && call.state !== 'pending') this.#calls.delete(call);
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
  isHandled?: boolean;
}

const MOST_TOLD = 3;
const MOST_CHARACTERS = 80;

function isLost(call: Call): boolean {
  if (call.state === 'pending') return true;
  if (call.isAwaited) return false;
  // Its author deals with its errors; but this one is that the session did not wait for it.
  return call.isHandled !== true || isCutOff(call);
}

function isCutOff({ error }: Call): boolean {
  return isInstance(error, ActCanceledError) && isInstance(error.cause, SessionScopeEnded);
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
  if (call.state === 'fulfilled') return 'nobody waited for';
  return isCutOff(call) ? 'was cut off at the end of its session' : `failed (${messageOf(call.error)})`;
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
