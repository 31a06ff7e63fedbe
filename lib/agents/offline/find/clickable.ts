import type { Target } from '../language/intents.ts';
import { mentions } from '../language/words.ts';
import { OpenQuestion } from '../open-question.ts';
import { hasArea } from '../page/boxes.ts';
import { ancestors, attribute, contains, descendants, type PageElement } from '../page/dom.ts';
import { BESIDE } from '../page/names.ts';
import type { Page } from '../page/page.ts';
import { type ControlKind, controlKind, headingLevel, KINDS_FOR } from '../page/roles.ts';
import { tablesIn } from '../page/tables.ts';
import { ownText, textOf } from '../page/text.ts';
import { bestOf } from './best.ts';
import { findField } from './fields.ts';
import { pickItem } from './groups.ts';
import { placeFor } from './place.ts';
import { EXACT, fits, pick, type Ranked, rankControls, sorted } from './rank.ts';

export const CLICKABLE: readonly ControlKind[] = [
  'button',
  'link',
  'tab',
  'option',
  'combobox',
  'radio',
  'checkbox',
];

/**
 * What to click for a target: something that one can click.
 * @throws OpenQuestion when several fit alike.
 */
export function findClickable(page: Page, target: Target, verb?: string): PageElement | null {
  if (target.role === 'field') {
    const field = findField(page, target);
    if (field !== null) return field;
  }
  if (isNthItem(target)) {
    const scope = target.within === null ? page.root : placeFor(page, target.within);
    const item = scope === null ? null : pickItem(scope, target);
    if (item === null) return null;
    return verb === undefined ? openerOf(item) : chooserOf(page, item, verb);
  }
  if (target.role === 'row' || target.role === 'cell') return findRow(page, target);
  if (target.text === '' && target.ordinal === null && target.role !== null && !BARE.has(target.role)) {
    const named = { ...target, text: target.noun ?? target.fullText };
    const control = bestOf(page, named, rankControls(page, named, CLICKABLE));
    return control ?? (target.role === 'image' ? bestOf(page, target, linkedImages(page, target)) : null);
  }
  if (target.role === 'image') return bestOf(page, target, linkedImages(page, target));
  const kinds = (target.role === null ? undefined : KINDS_FOR[target.role]) ?? CLICKABLE;
  const controls = target.text === '' ? ofKinds(page, kinds) : rankControls(tied(page), target, kinds);
  return bestOf(page, target, controls) ?? bestOf(page, target, rankText(page, target, saysClickable));
}

/** "The second message", "the cheapest flight": one of a list. */
const isNthItem = ({ role, text, ordinal, extreme }: Target): boolean =>
  (ordinal !== null || extreme !== null) &&
  (role === 'item' || (text === '' && role !== null && role !== 'row' && KINDS_FOR[role] === undefined));

/** What to double-click or right-click: texts can be, so the text rather than the box beside it. */
export function findPressable(page: Page, target: Target): PageElement | null {
  const isText = target.role === null && target.text !== '' && target.ordinal === null;
  const text = isText ? bestOf(page, target, rankText(page, target, isNoBox)) : null;
  return text ?? findClickable(page, target);
}

const isNoBox = (element: PageElement): boolean =>
  !/^(?:checkbox|radio)$/.test(controlKind(element) ?? '') || element.tag === 'label';

/** Text beside a box is its name when it is to be ticked; when the text is to be clicked, that is another thing. */
const tied = (page: Page): Page => ({
  ...page,
  controls: page.controls.map((control) =>
    control.kind === 'checkbox' || control.kind === 'radio'
      ? { ...control, names: control.names.filter(({ weight }) => weight > BESIDE) }
      : control,
  ),
});

/** Kinds that are enough to say what is meant ("the button"). */
const BARE: ReadonlySet<string> = new Set(['link', 'button', 'tab', 'checkbox', 'radio', 'option']);

const linkedImages = (page: Page, target: Target): readonly Ranked[] =>
  page.elements
    .filter((element) => element.tag === 'img' && hasArea(element) && saysClickable(element))
    .map((element) => ({
      element,
      score: target.text === '' ? 1 : fits(target, attribute(element, 'alt') ?? ''),
    }));

/** All controls of the first kind that the page has. */
function ofKinds(page: Page, kinds: readonly ControlKind[]): readonly Ranked[] {
  for (const kind of kinds) {
    const some = page.controls.filter((control) => control.kind === kind && hasArea(control.element));
    if (some.length > 0) return some.map(({ element }) => ({ element, score: 1 }));
  }
  return [];
}

/** Whether the page says of something, or of what is around it, that it can be clicked. */
function saysClickable(element: PageElement): boolean {
  return [element, ...ancestors(element)].some(
    (each) =>
      controlKind(each) !== null ||
      [
        'tabindex',
        'data-nova-act-clickable',
        'aria-haspopup',
        'aria-expanded',
        'aria-controls',
        'aria-pressed',
        'aria-selected',
      ].some((name) => each.attributes.has(name) && attribute(each, name) !== '-1'),
  );
}

/** Pages made of plain boxes: whatever says just these words. */
function rankText(page: Page, target: Target, may: (element: PageElement) => boolean): readonly Ranked[] {
  if (target.text === '') return [];
  const ranked: Ranked[] = [];
  for (const element of page.elements) {
    if (!hasArea(element) || /^(?:html|body|main|option)$/.test(element.tag) || !may(element)) continue;
    const names = [
      textOf(element),
      ownText(element),
      attribute(element, 'aria-label') ?? '',
      attribute(element, 'alt') ?? '',
      attribute(element, 'title') ?? '',
    ];
    const score = Math.max(...names.map((name) => fits(target, name)));
    if (score >= EXACT) ranked.push({ element, score });
  }
  return sorted(ranked);
}

/** What one clicks to open an item: the item itself, the link of its heading, or its only link. */
function openerOf(item: PageElement): PageElement | null {
  if (controlKind(item) !== null) return item;
  const inside = descendants(item);
  const links = inside.filter((element) => controlKind(element) === 'link' && hasArea(element));
  const heading = inside.find((element) => headingLevel(element) !== null);
  const titled =
    heading === undefined
      ? undefined
      : (links.find((link) => contains(heading, link)) ?? links.find((link) => contains(link, heading)));
  if (titled !== undefined) return titled;
  const places = new Set(links.map((link) => attribute(link, 'href')));
  if (places.size === 1) return links[0] ?? null;
  return links.length === 0 && saysClickable(item) ? item : null;
}

/** What chooses an item: the control in it that is called as the verb is, the item itself, or the control that is all of it. */
function chooserOf(page: Page, item: PageElement, verb: string): PageElement | null {
  if (controlKind(item) !== null) return item;
  const inside = page.controls.filter(({ element }) => contains(item, element));
  const called = (words: RegExp) =>
    inside.filter(({ names }) => names.some(({ text, weight }) => weight >= 0.9 && words.test(text.trim())));
  const same = called(new RegExp(`^${verb}$`, 'i'));
  const choosing = same.length > 0 ? same : called(/^(?:select|choose|pick)$/i);
  if (choosing.length > 0 || inside.length > 1)
    return choosing.length === 1 ? (choosing[0]?.element ?? null) : null;
  const [only] = inside;
  if (only === undefined) return saysClickable(item) ? item : null;
  const isAll = textOf(only.element) === textOf(item) || /^(?:checkbox|radio|option)$/.test(only.kind);
  return isAll ? only.element : null;
}

function findRow(page: Page, target: Target): PageElement | null {
  const scope = target.within === null ? page.root : placeFor(page, target.within);
  if (scope === null) return null;
  const tables = tablesIn(scope);
  const rows = tables.flatMap((table) => table.rows);
  const fitting =
    target.text === '' ? rows : rows.filter(({ element }) => mentions(textOf(element), target.text));
  if (target.text === '' && tables.length > 1)
    throw new OpenQuestion(`tell which table is meant: there are ${tables.length}`);
  const row = pick(
    fitting.map(({ element }) => ({ element, score: 1 })),
    target,
  );
  return row === null ? null : openerOf(row);
}
