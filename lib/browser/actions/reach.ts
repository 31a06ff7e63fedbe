import type { Page } from 'playwright-core';
import type { Box, Point, ViewportSize } from '../box.ts';
import { AgentRedirectError } from '../errors.ts';
import { PageFrame } from '../frames/page-frame.ts';
import { viewportSize } from '../viewport.ts';
import { type ActionContext, boxIn, boxOnPage } from './action-context.ts';
import { findObstacle, type Obstacle } from './find-obstacle.ts';
import { type Located, locate, lookAt, runTextWithLibrary, runWithLibrary } from './locate.ts';
import type { ElementFacts } from './page-library.ts';
import { poll } from './poll.ts';

/**
 * Finds what is at the centre of a box for an action that is meant for it. Something in the way gets a moment to go.
 * What only says that it is disabled (`aria-disabled`) is tried, and the agent is told.
 * @throws AgentRedirectError when something else covers it or, unless that is no matter, when it is disabled.
 */
export async function reach(
  context: ActionContext,
  given: { readonly box: string; readonly mayBeDisabled?: boolean | undefined },
): Promise<Reached> {
  const { page, signal } = context;
  const isFree = ({ obstacle }: Look): boolean =>
    obstacle === null || (obstacle.kind !== 'covered' && given.mayBeDisabled === true);
  const { box, seen: first } = await firstLook(context, given.box);
  const seen = isFree(first)
    ? first
    : await poll(() => look(page, box), { until: isFree, timeoutMs: PATIENCE_MS, signal });
  const { located, obstacle } = seen;
  if (obstacle !== null && !isFree(seen)) {
    if (obstacle.kind !== 'marked') throw inTheWay(obstacle);
    const text = `The ${obstacle.target} is marked as disabled: look whether the page did anything.`;
    context.tell({ kind: 'disabled', text, summary: 'What an action was for is marked as disabled.' });
  }
  return { ...located, box };
}

/** For what a page enables after the last action in its own time, and for notices that go away. */
const PATIENCE_MS = 500;

/** What an action is made on. */
export interface Reached extends Located {
  /** The box as the page is now. */
  readonly box: Box;
}

interface Look {
  readonly viewport: ViewportSize;
  readonly located: Located;
  readonly obstacle: Obstacle | null;
}

/** The box as the page is now, and what is there. As long as the page keeps its size, that is one question. */
async function firstLook(context: ActionContext, text: string): Promise<{ box: Box; seen: Look }> {
  const { page, begun } = context;
  const expected = boxAsBefore(page, text);
  if (expected !== undefined) {
    const [seen] = await Promise.all([look(page, expected.box), begun]);
    const { width, height } = seen.viewport;
    if (width === expected.viewport.width && height === expected.viewport.height)
      return { box: expected.box, seen };
  }
  const box = await boxOnPage(context, text);
  return { box, seen: await look(page, box) };
}

function boxAsBefore(page: Page, text: string): { box: Box; viewport: ViewportSize } | undefined {
  const viewport = viewports.get(page);
  try {
    return viewport === undefined ? undefined : { box: boxIn(viewport, text), viewport };
  } catch {
    // It is told with the size that the page has now.
    return undefined;
  }
}

/** The size of each page when it was looked at last. */
const viewports = new WeakMap<Page, ViewportSize>();

async function look(page: Page, box: Box): Promise<Look> {
  const main = PageFrame.main(page);
  const around = surroundings(box, box.center);
  const outer = await runTextWithLibrary<OuterLook>(main, LOOK, around);
  viewports.set(page, outer.viewport);
  const located = await locate(page, box.center, outer.facts);
  const obstacle =
    located.frame === main
      ? outer.obstacle
      : await runWithLibrary(located.frame, findObstacle, surroundings(box, located.point));
  return { located, obstacle, viewport: outer.viewport };
}

/** What the frame that fills the tab tells in one go. */
interface OuterLook {
  readonly viewport: ViewportSize;
  readonly facts: ElementFacts;
  readonly obstacle: Obstacle | null;
}

const LOOK = `(library, around) => ({
  viewport: (${viewportSize})(),
  facts: (${lookAt})(library, around.point),
  obstacle: (${findObstacle})(library, around),
})`;

/** A point, and the box around it, in the coordinates of its frame. */
function surroundings(box: Box, point: Point): Parameters<typeof findObstacle>[1] {
  const left = point.x - (box.center.x - box.left);
  const top = point.y - (box.center.y - box.top);
  const rect = { left, top, right: left + box.right - box.left, bottom: top + box.bottom - box.top };
  return { point, rect };
}

function inTheWay(obstacle: Exclude<Obstacle, { kind: 'marked' }>): AgentRedirectError {
  if (obstacle.kind === 'disabled') {
    return new AgentRedirectError(`The ${obstacle.target} is disabled, so nothing was done.`, {
      kind: 'disabled',
      summary: 'An action was not done: what it was for is disabled.',
    });
  }
  return new AgentRedirectError(
    `The ${obstacle.target} is covered by the ${obstacle.by}: scroll, or close what covers it, first.`,
    { kind: 'covered', summary: 'An action was not done: what it was for is covered by something else.' },
  );
}
