import type { Target } from '../language/intents.ts';
import { mentions } from '../language/words.ts';
import { hasArea } from '../page/boxes.ts';
import { ancestors, attribute, contains, descendants, type PageElement } from '../page/dom.ts';
import type { Page } from '../page/page.ts';
import { type ControlKind, controlKind, headingLevel, KINDS_FOR } from '../page/roles.ts';
import { tablesIn } from '../page/tables.ts';
import { ownText, textOf } from '../page/text.ts';
import { Refusal } from '../refusal.ts';
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
 * @throws Refusal when several fit alike.
 */
export function findClickable(page: Page, target: Target): PageElement | null {
  if (target.role === 'field') {
    const field = findField(page, target);
    if (field !== null) return field;
  }
  if (target.role === 'item' && (target.ordinal !== null || target.extreme !== null)) {
    const scope = target.within === null ? page.root : placeFor(page, target.within);
    const item = scope === null ? null : pickItem(scope, target);
    return item === null ? null : openerOf(item);
  }
  if (target.role === 'row' || target.role === 'cell') return findRow(page, target);
  if (target.text === '' && target.ordinal === null && target.role !== null && !BARE.has(target.role)) {
    const named = { ...target, text: target.noun ?? target.fullText };
    const control = bestOf(page, named, rankControls(page, named, CLICKABLE));
    return control ?? (target.role === 'image' ? bestOf(page, target, linkedImages(page)) : null);
  }
  const kinds = (target.role === null ? undefined : KINDS_FOR[target.role]) ?? CLICKABLE;
  const controls = target.text === '' ? ofKinds(page, kinds) : rankControls(page, target, kinds);
  return bestOf(page, target, controls) ?? bestOf(page, target, rankText(page, target, saysClickable));
}

/** What to double-click or right-click: texts can be, so the text rather than the box beside it. */
export function findPressable(page: Page, target: Target): PageElement | null {
  const isText = target.role === null && target.text !== '' && target.ordinal === null;
  const text = isText ? bestOf(page, target, rankText(page, target, isNoBox)) : null;
  return text ?? findClickable(page, target);
}

const isNoBox = (element: PageElement): boolean =>
  !/^(?:checkbox|radio)$/.test(controlKind(element) ?? '') || element.tag === 'label';

/** Kinds that are enough to say what is meant ("the button"). */
const BARE: ReadonlySet<string> = new Set(['link', 'button', 'tab', 'checkbox', 'radio', 'option']);

const linkedImages = (page: Page): readonly Ranked[] =>
  page.elements
    .filter((element) => element.tag === 'img' && hasArea(element) && saysClickable(element))
    .map((element) => ({ element, score: 1 }));

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
      each.tag === 'label' ||
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

function findRow(page: Page, target: Target): PageElement | null {
  const scope = target.within === null ? page.root : placeFor(page, target.within);
  if (scope === null) return null;
  const tables = tablesIn(scope);
  const rows = tables.flatMap((table) => table.rows);
  const fitting =
    target.text === '' ? rows : rows.filter(({ element }) => mentions(textOf(element), target.text));
  if (target.text === '' && tables.length > 1)
    throw new Refusal(`tell which table is meant: there are ${tables.length}`);
  const row = pick(
    fitting.map(({ element }) => ({ element, score: 1 })),
    target,
  );
  return row === null ? null : openerOf(row);
}
