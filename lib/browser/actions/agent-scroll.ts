import type { Point } from '../box.ts';
import { AgentRedirectError } from '../errors.ts';
import type { BrowserAction, ScrollDirection } from '../types.ts';
import { type ActionContext, boxOnPage } from './action-context.ts';
import { locate, runWithLibrary } from './locate.ts';
import { poll } from './poll.ts';
import { type ScrollQuestion, type ScrollState, watchScroll } from './scroll-watch.ts';

/** Scrolls what is under the centre of a box by most of its visible size, with the mouse wheel. */
export async function agentScroll(action: Scroll, context: ActionContext): Promise<void> {
  const { page, signal } = context;
  const { center } = await boxOnPage(context, action.box);
  const { chain } = await locate(page, center);
  const { direction, distancePx } = action;
  const ask = (task: ScrollQuestion['task']): Promise<ScrollState[]> =>
    Promise.all(
      chain.map(({ frame, point }) =>
        runWithLibrary(frame, watchScroll, { task, point, direction, distancePx }),
      ),
    );
  const before = await ask('begin');
  try {
    const distance = before.find((state) => state.distance > 0)?.distance ?? NOTHING_TO_SCROLL_PX;
    const { x, y } = unitVector(direction);
    signal.throwIfAborted();
    await page.mouse.move(center.x, center.y);
    await page.mouse.wheel(x * distance, y * distance);
    const isHandled = await comesToRest({ look: () => ask('look'), before, signal });
    if (isHandled || isMoved(before, await ask('force'))) return;
    throw new AgentRedirectError(nothingMoved(direction));
  } finally {
    // A page that is gone, or that hangs, keeps nothing.
    ask('end').catch(() => {});
  }
}

type Scroll = Extract<BrowserAction, { name: 'agentScroll' }>;

/** For pages that do something else with the wheel. */
const NOTHING_TO_SCROLL_PX = 100;

/** In milliseconds. With something to scroll, the browser gets longer to begin. */
const BEGIN = { somethingMs: 300, nothingMs: 60 };
const STILL_MS = 100;
const MAX_SCROLL_MS = 1_500;

/** Waits until the scrolling is over; false when nothing has happened. */
async function comesToRest(given: {
  readonly look: () => Promise<ScrollState[]>;
  readonly before: readonly ScrollState[];
  readonly signal: AbortSignal;
}): Promise<boolean> {
  const { before, signal } = given;
  const start = performance.now();
  const beginMs = before.some(({ distance }) => distance > 0) ? BEGIN.somethingMs : BEGIN.nothingMs;
  let last = before;
  let movedAt: number | undefined;
  let isHandled = false;
  await poll(given.look, {
    signal,
    timeoutMs: MAX_SCROLL_MS,
    until: (states) => {
      const at = performance.now();
      if (isMoved(last, states)) movedAt = at;
      last = states;
      isHandled = movedAt !== undefined || states.some(({ wheel }) => wheel === 'prevented');
      if (movedAt === undefined) return isHandled || at - start > beginMs;
      return states.some(({ hasEnded }) => hasEnded) || at - movedAt > STILL_MS;
    },
  });
  return isHandled;
}

function isMoved(before: readonly ScrollState[], now: readonly ScrollState[]): boolean {
  return now.some(({ position }, index) => position !== before[index]?.position);
}

function nothingMoved(direction: ScrollDirection): string {
  return `Nothing can be scrolled ${direction} there: it is at its end already, or does not scroll in that direction.`;
}

function unitVector(direction: ScrollDirection): Point {
  switch (direction) {
    case 'up':
      return { x: 0, y: -1 };
    case 'down':
      return { x: 0, y: 1 };
    case 'left':
      return { x: -1, y: 0 };
    case 'right':
      return { x: 1, y: 0 };
  }
}
