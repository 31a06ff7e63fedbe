import type { Box } from '../box.ts';
import { AgentRedirectError } from '../errors.ts';
import { type ActionContext, boxOnPage } from './action-context.ts';
import { findObstacle, type Obstacle } from './find-obstacle.ts';
import { type Located, locate, runWithLibrary } from './locate.ts';
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
  const box = await boxOnPage(page, given.box);
  const isFree = ({ obstacle }: Look): boolean =>
    obstacle === null || (obstacle.kind !== 'covered' && given.mayBeDisabled === true);
  const seen = await poll(() => look(context, box), { until: isFree, timeoutMs: PATIENCE_MS, signal });
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
  readonly located: Located;
  readonly obstacle: Obstacle | null;
}

async function look({ page }: ActionContext, box: Box): Promise<Look> {
  const located = await locate(page, box.center);
  const { frame, point } = located;
  const left = point.x - (box.center.x - box.left);
  const top = point.y - (box.center.y - box.top);
  const rect = { left, top, right: left + box.right - box.left, bottom: top + box.bottom - box.top };
  return { located, obstacle: await runWithLibrary(frame, findObstacle, { point, rect }) };
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
