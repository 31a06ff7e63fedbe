import { AgentRedirectError } from '../errors.ts';
import type { ActionContext } from './action-context.ts';
import { checkTyped, readField, type TypedField } from './check-typed.ts';
import { hasKeptOld } from './compare-text.ts';
import { watchField } from './field-watch.ts';
import { type FramePoint, runWithLibrary } from './locate.ts';
import { numberAdvice } from './number-value.ts';
import type { FocusFacts, PageLibrary } from './page-library.ts';
import { poll } from './poll.ts';
import type { Reached } from './reach.ts';
import { selectAll } from './select-all.ts';

/**
 * Types into what has the focus after a click, in place of what it has, and reads what the page made of it.
 * @returns the field to press Enter in, if there still is one.
 * @throws AgentRedirectError when nothing takes text, or the page shows another text.
 */
export async function typeText(
  reached: Reached,
  value: string,
  context: ActionContext,
): Promise<TypedField | undefined> {
  const { signal } = context;
  const { focus, at } = await waitForFocus(reached, context);
  signal.throwIfAborted();
  if (focus.type === 'number' && value !== '' && !Number.isFinite(Number(value))) {
    throw new AgentRedirectError(`This field takes only numbers, not "${value}".${numberAdvice(value)}`);
  }
  await runWithLibrary(at.frame, watchField, { task: 'begin', point: at.point });
  // Editors may put brackets around what is selected instead of typing over it.
  const isTypedOver = value !== '' && focus.isAtTarget && /^(input|textarea)$/.test(focus.tag);
  // As a person would: many pages fill a field anew that becomes empty.
  if (isTypedOver && !focus.isEmpty) await selectAll(focus, at, context);
  if (!isTypedOver) await empty(reached, { focus, at }, context);
  await write(value, context);
  // Masks may keep the cursor at the end, whatever is selected.
  const reading = isTypedOver && !focus.isEmpty ? await readField(at) : null;
  if (reading !== null && hasKeptOld(value, reading)) {
    await empty(reached, { focus, at }, context);
    await write(value, context);
  }
  if (focus.isContentEditable && (await hasJoinedLines(value, at))) {
    await clear({ ...focus, isEmpty: false }, at, context);
    await writeLines(value, context);
  }
  return await checkTyped({ wanted: value, at, context });
}

async function write(value: string, { page, signal }: ActionContext): Promise<void> {
  const { atOnce, keys } = splitForKeys(value);
  signal.throwIfAborted();
  if (atOnce !== '') await page.keyboard.insertText(atOnce);
  for (const key of keys) {
    signal.throwIfAborted();
    await page.keyboard.type(key);
  }
}

/** Some editors of rich text drop the ends of lines of a text that comes at once. */
async function hasJoinedLines(value: string, at: FramePoint): Promise<boolean> {
  const lines = value.split('\n').map((line) => line.trim());
  if (lines.filter((line) => line !== '').length < 2) return false;
  const reading = await readField(at);
  const text = reading?.fields[0]?.text ?? '';
  return !text.trim().includes('\n') && text.replace(/\s+/g, '') === value.replace(/\s+/g, '');
}

/** Shift keeps Enter from sending what is written so far. */
async function writeLines(value: string, context: ActionContext): Promise<void> {
  for (const [index, line] of value.split(/\r?\n/).entries()) {
    if (index > 0) await context.page.keyboard.press('Shift+Enter');
    await write(line, context);
  }
}

/** Texts up to this length are typed key by key, since pages may listen to keys. */
const MAX_KEYS = 64;
/** Of longer ones, these are, so that such pages hear of a change. */
const LAST_KEYS = 3;
const FOCUS_WAIT_MS = 500;

/** What has control characters, such as line ends, is never typed: Enter and Tab do other things than write. */
function splitForKeys(value: string): { atOnce: string; keys: readonly string[] } {
  const characters = [...value];
  const lastControl = characters.findLastIndex((character) => character < ' ');
  const first = Math.max(lastControl + 1, characters.length <= MAX_KEYS ? 0 : characters.length - LAST_KEYS);
  return { atOnce: characters.slice(0, first).join(''), keys: characters.slice(first) };
}

async function empty(reached: Reached, { focus, at }: Focus, context: ActionContext): Promise<void> {
  await clear(focus, at, context);
  await refocus(reached, focus, context);
}

async function clear(focus: FocusFacts, at: FramePoint, context: ActionContext): Promise<void> {
  // The focused field of an editor is often empty, and what it shows is elsewhere.
  if (focus.kind !== 'text' || (focus.isEmpty && focus.isAtTarget)) return;
  await selectAll(focus, at, context);
  await context.page.keyboard.press('Delete');
}

/** A page may make its field anew when it becomes empty, even with a text in it, which is then typed over. */
async function refocus(reached: Reached, before: FocusFacts, context: ActionContext): Promise<void> {
  const { center } = reached.box;
  if (before.isEmpty || (await findFocus(reached.chain)) !== undefined) return;
  context.signal.throwIfAborted();
  await context.page.mouse.click(center.x, center.y);
  const now = await findFocus(reached.chain);
  if (now?.focus.kind === 'text' && !now.focus.isEmpty) await selectAll(now.focus, now.at, context);
}

const READ_ONLY =
  'This field is read-only, also after a click: look whether the click has opened something to choose from.';

interface Focus {
  readonly focus: FocusFacts;
  readonly at: FramePoint;
}

/** Where the keyboard goes after the click; a page may move the focus in its own time. */
async function waitForFocus({ chain, facts }: Reached, { signal }: ActionContext): Promise<Focus> {
  const found = await poll(() => findFocus(chain), {
    until: (focus) => focus !== undefined,
    timeoutMs: FOCUS_WAIT_MS,
    signal,
  });
  if (found !== undefined) return found;
  // Some fields are read-only until they have the focus, so that browsers do not fill them; this is none of those.
  if (facts.isReadOnly) throw new AgentRedirectError(READ_ONLY);
  throw new AgentRedirectError(
    'Nothing at this box takes text: a click there focuses no text field. Choose the box of a text field.',
  );
}

async function findFocus(chain: readonly FramePoint[]): Promise<Focus | undefined> {
  for (const at of chain) {
    const focus = await runWithLibrary(at.frame, focusAt, at.point);
    if (focus.kind !== 'none') return { focus, at };
  }
  return undefined;
}

function focusAt(library: PageLibrary, point: { x: number; y: number }): FocusFacts {
  return library.focusOf(library.elementAt(point));
}
