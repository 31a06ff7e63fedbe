import { type FramePoint, runWithLibrary } from './locate.ts';
import type { PageLibrary } from './page-library.ts';

/**
 * Asks a file input for its file chooser, without the click that the page would hear: the input may be hidden, and a click may
 * mean something else to the page. It does nothing when the input is gone or disabled.
 */
export async function openFileChooser({ frame, point }: FramePoint): Promise<void> {
  await runWithLibrary(frame, showPicker, point, { userGesture: true });
}

function showPicker(library: PageLibrary, point: { x: number; y: number }): void {
  const element = library.elementAt(point);
  const input = element === null ? null : library.controlOf(element);
  if (!(input instanceof HTMLInputElement) || input.type !== 'file' || input.disabled) return;
  input.showPicker();
}
