import { AgentRedirectError } from '../errors.ts';
import type { BrowserAction } from '../types.ts';
import type { ActionContext } from './action-context.ts';
import type { TypedField } from './check-typed.ts';
import { giveFiles, giveToWaiting } from './give-to-chooser.ts';
import type { Located } from './locate.ts';
import { openFileChooser } from './open-file-chooser.ts';
import type { ElementFacts } from './page-library.ts';
import { isDateType } from './parse-date.ts';
import { reach } from './reach.ts';
import { setValue } from './set-value.ts';
import { typeText } from './type-text.ts';
import { uploadFiles } from './upload.ts';

/**
 * Puts a text into the field at the centre of a box, in place of what it has. Selects, colours, sliders, dates
 * and files are set.
 * @throws AgentRedirectError when the field does not take it, or shows something else afterwards; Enter is not pressed then.
 */
export async function agentType(action: Type, context: ActionContext): Promise<void> {
  const { page, signal } = context;
  const reached = await reach(context, { box: action.box });
  const { center } = reached.box;
  if (await giveToWaiting(reached.facts, action.value, context)) return;
  const problem = whyNotTypeable(reached.facts);
  if (problem !== undefined) throw new AgentRedirectError(problem);
  signal.throwIfAborted();
  if (reached.facts.type === 'file') return uploadInto(reached, action.value, context);
  let typed: TypedField | undefined = SET;
  if (!(await setValue(reached, action.value, context))) {
    const chooser = await context.choosers.during(context.session, () =>
      page.mouse.click(center.x, center.y),
    );
    if (chooser !== undefined) return giveFiles(chooser, action.value, context);
    try {
      typed = await typeText(reached, action.value, context);
    } catch (error) {
      // The page may have taken its time to open a chooser.
      if (await giveToWaiting(reached.facts, action.value, context)) return;
      throw error;
    }
  }
  signal.throwIfAborted();
  // Enter in a select would only open its list.
  if (!action.pressEnter || typed === undefined || reached.facts.tag === 'select') return;
  // Pages empty their fields when a text is sent.
  context.lookAgain(typed.lookAfterEnter);
  await page.keyboard.press('Enter');
}

type Type = Extract<BrowserAction, { name: 'agentType' }>;

const SET: TypedField = { lookAfterEnter: undefined };
const NOT_TYPEABLE = new Set(['checkbox', 'radio', 'button', 'submit', 'reset', 'image']);

function whyNotTypeable(facts: ElementFacts): string | undefined {
  if (facts.tag === 'input' && NOT_TYPEABLE.has(facts.type)) {
    return `This is a ${facts.type} input, which takes no text. Use agentClick on it.`;
  }
  // Others may take text once they have the focus; these would be set without asking the page.
  const isSet = isDateType(facts.type) || facts.type === 'color' || facts.type === 'range';
  return facts.isReadOnly && isSet ? 'This field is read-only.' : undefined;
}

async function uploadInto(located: Located, value: string, context: ActionContext): Promise<void> {
  const files = uploadFiles(value, {
    allowed: context.allowedFileUploadPaths,
    isMultiple: located.facts.isMultiple,
  });
  const session = await located.frame.session();
  const chooser = await context.choosers.during(session, () => openFileChooser(located));
  if (chooser === undefined)
    throw new AgentRedirectError('The file input opens no file chooser. Look at the page again.');
  await chooser.setFiles(files);
}
