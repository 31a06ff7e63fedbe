import type { Box } from '../box.ts';
import { AgentRedirectError } from '../errors.ts';
import { type ActionContext, boxOnPage } from './action-context.ts';
import { findObstacle, type Obstacle } from './find-obstacle.ts';
import { type Located, locate, runWithLibrary } from './locate.ts';
import { poll } from './poll.ts';

/**
 * Finds what is at the centre of a box for an action that is meant for it. Something in the way gets a moment to go.
 * @throws AgentRedirectError when something else covers it or, unless that is no matter, when it is disabled.
 */
export async function reach(
  context: ActionContext,
  given: { readonly box: string; readonly mayBeDisabled?: boolean | undefined },
): Promise<Reached> {
  const { page, signal } = context;
  const box = await boxOnPage(page, given.box);
  const { located, obstacle } = await poll(() => look(context, box), {
    until: (seen) => seen.obstacle === null,
    // A disabled field that may be hovered over is no reason to wait.
    timeoutMs: given.mayBeDisabled ? 0 : PATIENCE_MS,
    signal,
  });
  if (obstacle !== null && !(obstacle.kind === 'disabled' && given.mayBeDisabled)) throw inTheWay(obstacle);
  return { ...located, box };
}

/** For what a page enables after the last action in its own time, and for notices that go away. */
const PATIENCE_MS = 500;

/** What an action is made on. */
export interface Reached extends Located {
  /** The box as the page is now. */
  readonly box: Box;
}

async function look(
  { page }: ActionContext,
  box: Box,
): Promise<{ located: Located; obstacle: Obstacle | null }> {
  const located = await locate(page, box.center);
  const { frame, point } = located;
  const left = point.x - (box.center.x - box.left);
  const top = point.y - (box.center.y - box.top);
  const rect = { left, top, right: left + box.right - box.left, bottom: top + box.bottom - box.top };
  return { located, obstacle: await runWithLibrary(frame, findObstacle, { point, rect }) };
}

function inTheWay(obstacle: Obstacle): AgentRedirectError {
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
