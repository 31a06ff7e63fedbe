import type { Page } from 'playwright-core';
import type { ViewportSize } from './box.ts';
import { runInFrame } from './page-script.ts';

/** The visible part of a page in CSS pixels, as the browser has it: pages may say something else of themselves. */
export function viewportOf(page: Page): Promise<ViewportSize> {
  return runInFrame(page.mainFrame(), viewportSize, undefined);
}

/** For scripts that tell it with what they are for. */
export function viewportSize(): ViewportSize {
  return { width: window.innerWidth, height: window.innerHeight };
}
