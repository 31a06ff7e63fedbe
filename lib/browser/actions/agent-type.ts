import { AgentRedirectError } from '../errors.ts';
import type { BrowserAction } from '../types.ts';
import { type ActionContext, boxOnPage } from './action-context.ts';
import { giveFiles, giveToWaiting } from './give-to-chooser.ts';
import { type FramePoint, type Located, locate, runWithLibrary } from './locate.ts';
import { openFileChooser } from './open-file-chooser.ts';
import type { ElementFacts, FocusFacts, PageLibrary } from './page-library.ts';
import { setValue } from './set-value.ts';
import { uploadFiles } from './upload.ts';

/**
 * Puts a text into the field at the centre of a box, in place of what it has. Selects, colours, sliders, dates
 * and files are set.
 * @throws AgentRedirectError when the field does not take it.
 */
export async function agentType(action: Type, context: ActionContext): Promise<void> {
  const { page, signal } = context;
  const { center } = await boxOnPage(page, action.box);
  const located = await locate(page, center);
  if (await giveToWaiting(located.facts, action.value, context)) return;
  const problem = whyNotTypeable(located.facts);
  if (problem !== undefined) throw new AgentRedirectError(problem);
  signal?.throwIfAborted();
  if (located.facts.type === 'file') return uploadInto(located, action.value, context);
  const isSet = await setValue(located, action.value);
  if (!isSet) {
    const chooser = await context.choosers.during(context.session, () =>
      page.mouse.click(center.x, center.y),
    );
    if (chooser !== undefined) return giveFiles(chooser, action.value, context);
    try {
      await typeIntoFocus(located, action.value, context);
    } catch (error) {
      // The page may have taken its time to open a chooser.
      if (await giveToWaiting(located.facts, action.value, context)) return;
      throw error;
    }
  }
  // Enter in a select would only open its list.
  if (action.pressEnter && located.facts.tag !== 'select') await page.keyboard.press('Enter');
}

type Type = Extract<BrowserAction, { name: 'agentType' }>;

/** Texts up to this length are typed key by key, since pages may listen to keys; longer ones are inserted at once. */
const MAX_KEYS = 64;
const FOCUS_WAIT_MS = 500;
const NOT_TYPEABLE = new Set(['checkbox', 'radio', 'button', 'submit', 'reset', 'image']);

function whyNotTypeable(facts: ElementFacts): string | undefined {
  if (facts.isDisabled) return 'This field is disabled, so nothing can be typed into it.';
  if (facts.tag === 'input' && NOT_TYPEABLE.has(facts.type)) {
    return `This is a ${facts.type} input, which takes no text. Use agentClick on it.`;
  }
  if (facts.isReadOnly) return 'This field is read-only. It may be set by clicking: use agentClick on it.';
  return undefined;
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

async function typeIntoFocus(located: Located, value: string, context: ActionContext): Promise<void> {
  const { page, signal } = context;
  const focus = await waitForFocus(located);
  signal?.throwIfAborted();
  if (focus.type === 'number' && value !== '' && !Number.isFinite(Number(value))) {
    throw new AgentRedirectError(`This field takes only numbers, not "${value}".`);
  }
  if (focus.kind === 'text' && !focus.isEmpty) await clear(located, focus, context);
  signal?.throwIfAborted();
  if (value === '') return;
  const hasControlCharacters = [...value].some((character) => character < ' ');
  if (value.length <= MAX_KEYS && !hasControlCharacters) await page.keyboard.type(value);
  else await page.keyboard.insertText(value);
}

async function clear({ chain }: Located, focus: FocusFacts, { page }: ActionContext): Promise<void> {
  if (focus.isContentEditable) {
    await page.keyboard.press('ControlOrMeta+A');
  } else {
    await Promise.all(chain.map(({ frame }) => runWithLibrary(frame, selectAll, undefined)));
  }
  await page.keyboard.press('Delete');
}

/** Where the keyboard goes after the click; a page may move the focus in its own time. */
async function waitForFocus({ chain }: Located): Promise<FocusFacts> {
  const [innermost] = chain;
  if (innermost === undefined) throw new AgentRedirectError('There is nothing at this box.');
  const focus = await focusIn(innermost, FOCUS_WAIT_MS);
  if (focus.kind !== 'none') return focus;
  for (const outer of chain.slice(1)) {
    const outside = await focusIn(outer, 0);
    if (outside.kind !== 'none') return outside;
  }
  throw new AgentRedirectError(
    'Nothing at this box takes text: a click there focuses no text field. Choose the box of a text field.',
  );
}

function focusIn({ frame, point }: FramePoint, waitMs: number): Promise<FocusFacts> {
  return runWithLibrary(frame, focusAfterClick, { point, waitMs });
}

function focusAfterClick(
  library: PageLibrary,
  given: { point: { x: number; y: number }; waitMs: number },
): Promise<FocusFacts> {
  const start = performance.now();
  return new Promise((resolve) => {
    const look = (): void => {
      const focus = library.focusOf(library.elementAt(given.point));
      if (focus.kind !== 'none' || performance.now() - start >= given.waitMs) resolve(focus);
      else requestAnimationFrame(look);
    };
    look();
  });
}

function selectAll(library: PageLibrary): void {
  const active = library.activeElement();
  if (active !== null && 'select' in active && typeof active.select === 'function') active.select();
}
