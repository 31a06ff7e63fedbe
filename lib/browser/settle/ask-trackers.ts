import type { CDPSession, Frame, Page } from 'playwright-core';
import { abortable, within } from '../../core/async.ts';
import { type PageTracker, TRACKER_KEY, type TrackedFacts } from './tracked-facts.ts';
import { LATE_TRACKER_SCRIPT } from './tracker/install.ts';

/**
 * Asks all frames of a page what they are busy with. The tracker lives among the page's own scripts, whose functions it has
 * to replace. `replaced` means that the document of the page went away meanwhile, `hangs` that it does not answer.
 */
export async function askTrackers(given: {
  readonly page: Page;
  /** A CDP session of that page. */
  readonly session: CDPSession;
  /** How many frames of the screen the page is watched before it answers. */
  readonly frames: number;
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
}): Promise<readonly (TrackedFacts | 'unknown')[] | 'replaced' | 'hangs'> {
  const { page, session, frames, timeoutMs, signal } = given;
  const [main, ...others] = await abortable(
    Promise.all([
      askMain(session, { frames, timeoutMs }),
      ...childFrames(page).map((frame) => askChild(frame, ask('look', 0))),
    ]),
    signal,
  );
  if (main === 'replaced' || main === 'hangs') return main;
  return [main, ...others.filter((facts) => facts !== undefined)];
}

async function askMain(
  session: CDPSession,
  { frames, timeoutMs }: { frames: number; timeoutMs: number },
): Promise<TrackedFacts | 'unknown' | 'replaced' | 'hangs'> {
  try {
    const watched = evaluateInMain(session, ask('look', frames));
    const first = await within({ work: watched, timeoutMs: FRAMES_TIMEOUT_MS, fallback: 'hangs' });
    if (first !== 'hangs') return asFacts(first);
    // A document whose scripts are forbidden has neither timers nor frames.
    const atOnce = evaluateInMain(session, ask('look', 0));
    const second = await within({ work: atOnce, timeoutMs, fallback: 'hangs' });
    return second === 'hangs' ? 'hangs' : asFacts(second);
  } catch {
    return 'replaced';
  }
}

const FRAMES_TIMEOUT_MS = 400;

/** Tells all frames of a page that an action begins. */
export async function tellTrackers(page: Page, session: CDPSession): Promise<void> {
  const begin = ask('beginAction', 0);
  const told = [
    evaluateInMain(session, begin).catch(() => {}),
    ...childFrames(page).map((frame) => askChild(frame, begin)),
  ];
  await within({ work: Promise.all(told), timeoutMs: CHILD_TIMEOUT_MS, fallback: undefined });
}

/** A frame whose document is on its way cannot be asked; its request is waited for instead. */
const CHILD_TIMEOUT_MS = 300;

function childFrames(page: Page): Frame[] {
  return page.frames().filter((frame) => frame !== page.mainFrame());
}

async function askChild(frame: Frame, expression: string): Promise<TrackedFacts | 'unknown' | undefined> {
  const asked = frame
    .evaluate<unknown>(expression)
    .then((value) => (value === UNTRACKED ? frame.evaluate<unknown>(LATE) : value))
    .catch(() => undefined);
  const answer = await within({ work: asked, timeoutMs: CHILD_TIMEOUT_MS, fallback: undefined });
  return answer === undefined ? undefined : asFacts(answer);
}

/** A document that was there before us gets a tracker first. */
async function evaluateInMain(session: CDPSession, expression: string): Promise<unknown> {
  const answer = await evaluate(session, expression);
  return answer === UNTRACKED ? await evaluate(session, LATE) : answer;
}

/** Plain CDP needs nothing of the page's main world, where any function may have been replaced. */
async function evaluate(session: CDPSession, expression: string): Promise<unknown> {
  const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
    expression,
    awaitPromise: true,
    returnByValue: true,
  });
  if (exceptionDetails !== undefined) throw new Error(exceptionDetails.text);
  return result.value;
}

/** Calls a method of the tracker. The tracker itself is sent only where there is none, since it is long. */
function ask(method: keyof PageTracker, argument: number): string {
  const tracker = `window[Symbol.for(${JSON.stringify(TRACKER_KEY)})]`;
  return `${tracker} === undefined ? '${UNTRACKED}' : ${tracker}.${method}(${argument})`;
}

const UNTRACKED = 'untracked';
const LATE = `(${LATE_TRACKER_SCRIPT}, 'unknown')`;

function asFacts(answer: unknown): TrackedFacts | 'unknown' {
  return typeof answer === 'object' && answer !== null && 'documentId' in answer
    ? (answer as TrackedFacts)
    : 'unknown';
}
