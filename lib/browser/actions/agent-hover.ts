import type { BrowserAction } from '../types.ts';
import { type ActionContext, boxOnPage } from './action-context.ts';
import { locate } from './locate.ts';

/** Moves the mouse over the centre of a box. */
export async function agentHover(
  action: Extract<BrowserAction, { name: 'agentHover' }>,
  { page }: ActionContext,
): Promise<void> {
  const { center } = await boxOnPage(page, action.box);
  await locate(page, center);
  await page.mouse.move(center.x, center.y);
}
