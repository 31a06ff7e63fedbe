import type { BrowserContext, Page } from 'playwright-core';
import { quotePage } from '../quote-page.ts';

/** Hears of every dialog in a browser, whichever tab asks and however new it is. What it gives ends that. */
export function onAnsweredDialog(
  context: BrowserContext,
  listener: (dialog: AnsweredDialog) => void,
): Disposable {
  const all = listeners.get(context) ?? new Set();
  listeners.set(context, all.add(listener));
  return { [Symbol.dispose]: () => void all.delete(listener) };
}

/** Tells those who cannot see them. */
export function tellAnsweredDialog(context: BrowserContext, dialog: AnsweredDialog): void {
  for (const listener of listeners.get(context) ?? []) listener(dialog);
}

/** What a person is told of one. @param who - has asked */
export function dialogMessage(
  who: string,
  { isQuestionToLeave, message, outcome }: Omit<AnsweredDialog, 'page'>,
): string {
  const asked = isQuestionToLeave ? 'asked whether to leave it' : `said ${quotePage(message)}`;
  return `${who} ${asked}. Nobody can be shown that here: ${outcome}.`;
}

/** What a page has asked in a window of the browser's, and what has become of it. */
export interface AnsweredDialog {
  /** `null` for a tab that opens just now. */
  readonly page: Page | null;
  readonly isQuestionToLeave: boolean;
  readonly message: string;
  /** Such as `it was dismissed`. */
  readonly outcome: string;
}

const listeners = new WeakMap<BrowserContext, Set<(dialog: AnsweredDialog) => void>>();
