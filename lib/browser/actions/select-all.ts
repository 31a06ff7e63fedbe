import type { ActionContext } from './action-context.ts';
import { type FramePoint, runWithLibrary } from './locate.ts';
import type { FocusFacts, PageLibrary } from './page-library.ts';

/** Selects the text of what has the focus, so that the next key replaces it. */
export async function selectAll(
  focus: FocusFacts,
  { frame }: FramePoint,
  context: ActionContext,
): Promise<void> {
  context.signal.throwIfAborted();
  if (focus.isContentEditable || !focus.isAtTarget) await selectAllByKeys(focus, context);
  else await runWithLibrary(frame, selectAllInField, undefined);
}

/** Not Playwright's `ControlOrMeta`: the system that matters is the browser's, which may run elsewhere. */
async function selectAllByKeys({ isApple }: FocusFacts, { session }: ActionContext): Promise<void> {
  const key = { key: 'a', code: 'KeyA', windowsVirtualKeyCode: 65, modifiers: isApple ? 4 : 2 };
  await session.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', commands: ['selectAll'], ...key });
  await session.send('Input.dispatchKeyEvent', { type: 'keyUp', ...key });
}

function selectAllInField(library: PageLibrary): void {
  const active = library.activeElement();
  if (active instanceof HTMLInputElement || active instanceof HTMLTextAreaElement) active.select();
}
