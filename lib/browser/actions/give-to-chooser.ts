import type { FileChooser } from 'playwright-core';
import type { ActionContext } from './action-context.ts';
import type { ElementFacts } from './page-library.ts';
import { uploadFiles } from './upload.ts';

/**
 * Gives the files that a text names to the chooser that the page waits with, unless the text is meant for something that has
 * a value of its own.
 *
 * @returns whether there was one that took them
 * @throws AgentRedirectError when they may not be uploaded, or the chooser is gone
 */
export async function giveToWaiting(
  facts: ElementFacts,
  text: string,
  context: ActionContext,
): Promise<boolean> {
  const chooser = context.choosers.waiting(context.page);
  if (chooser === undefined || takesValue(facts) || !looksLikePath(text)) return false;
  await giveFiles(chooser, text, context);
  return true;
}

/** Gives a chooser the files that a text names. @throws AgentRedirectError as {@link giveToWaiting}. */
export function giveFiles(chooser: FileChooser, text: string, context: ActionContext): Promise<void> {
  const allowed = context.allowedFileUploadPaths;
  const files = uploadFiles(text, { allowed, isMultiple: chooser.isMultiple() });
  return context.choosers.answer(chooser, files);
}

function takesValue({ tag, type, isEditable }: ElementFacts): boolean {
  return isEditable || tag === 'select' || (tag === 'input' && !BUTTON_TYPES.has(type));
}

const BUTTON_TYPES = new Set(['button', 'submit', 'reset', 'image']);

/** Other texts are for whatever takes the keys, such as an editor that is no field. */
function looksLikePath(text: string): boolean {
  return /[\\/]|\.\w{1,8}\s*$/.test(text);
}
