import type { BrowserAction } from '../types.ts';
import type { ActionContext } from './action-context.ts';
import { reach } from './reach.ts';

/** Moves the mouse over the centre of a box. */
export async function agentHover(
  action: Extract<BrowserAction, { name: 'agentHover' }>,
  context: ActionContext,
): Promise<void> {
  const { box } = await reach(context, { box: action.box, mayBeDisabled: true });
  context.signal.throwIfAborted();
  await context.page.mouse.move(box.center.x, box.center.y);
}
