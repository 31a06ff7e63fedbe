import type { Target } from '../language/intents.ts';
import { mentions } from '../language/words.ts';
import { hasArea } from '../page/boxes.ts';
import { ancestors, attribute, childElements, descendants, type PageElement } from '../page/dom.ts';
import type { Page } from '../page/page.ts';
import { type ControlKind, controlKind, headingLevel, KINDS_FOR } from '../page/roles.ts';
import { tablesIn } from '../page/tables.ts';
import { ownText, textOf } from '../page/text.ts';
import { bestOf } from './best.ts';
import { findField } from './fields.ts';
import { pickItem } from './groups.ts';
import { placeFor } from './place.ts';
import { fits, isDisabled, type Ranked, rankControls, sorted } from './rank.ts';

export const CLICKABLE: readonly ControlKind[] = [
  'button',
  'link',
  'tab',
  'option',
  'combobox',
  'radio',
  'checkbox',
];

/** What to click for a target. */
export function findClickable(page: Page, target: Target): PageElement | null {
  if (target.role === 'field') {
    const field = findField(page, target);
    if (field !== null) return field;
  }
  if (target.role === 'item' && (target.ordinal !== null || target.extreme !== null)) {
    const scope = target.within === null ? page.root : placeFor(page, target.within);
    const item = scope === null ? null : pickItem(page, scope, target);
    return item === null ? null : mainControl(item);
  }
  if (target.role === 'row' || target.role === 'cell') return findRow(page, target);
  if (target.text === '' && target.ordinal === null && target.role !== null && !BARE.has(target.role)) {
    const named = { ...target, text: target.noun ?? target.fullText };
    const control = bestOf(page, named, rankControls(page, named, CLICKABLE));
    return control ?? (target.role === 'image' ? linkedImage(page) : null);
  }
  const kinds = (target.role === null ? undefined : KINDS_FOR[target.role]) ?? CLICKABLE;
  const control = bestOf(
    page,
    target,
    target.text === '' ? ofKinds(page, kinds) : rankControls(page, target, kinds),
  );
  if (control !== null) return control;
  return (
    bestOf(page, target, rankText(page, target)) ?? (target.role === 'item' ? itemNamed(page, target) : null)
  );
}

/** Kinds that are enough to say what is meant ("the button"). */
const BARE: ReadonlySet<string> = new Set(['link', 'button', 'tab', 'checkbox', 'radio', 'option']);

function linkedImage(page: Page): PageElement | null {
  const image = page.elements.find((element) => element.tag === 'img' && hasArea(element));
  return image ?? null;
}

/** All controls of the first kind that the page has. */
function ofKinds(page: Page, kinds: readonly ControlKind[]): readonly Ranked[] {
  for (const kind of kinds) {
    const some = page.controls.filter((control) => control.kind === kind && hasArea(control.element));
    if (some.length > 0)
      return some.map(({ element }) => ({ element, score: isDisabled(element) ? 0.97 : 1 }));
  }
  return [];
}

/** Pages made of plain boxes: whatever says just these words may be a button. */
function rankText(page: Page, target: Target): readonly Ranked[] {
  if (target.text === '') return [];
  const ranked: Ranked[] = [];
  for (const element of page.elements) {
    if (!hasArea(element) || /^(?:html|body|main|option)$/.test(element.tag)) continue;
    const text = textOf(element);
    if (text.length > Math.max(60, target.text.length * 3)) continue;
    const names = [
      text,
      ownText(element),
      attribute(element, 'aria-label') ?? '',
      attribute(element, 'alt') ?? '',
      attribute(element, 'title') ?? '',
    ];
    const score = Math.max(...names.map((name) => fits(target, name)));
    const bound = target.quoted ? 0.6 : 0.8;
    if (score >= bound)
      ranked.push({ element, score: score * (childElements(element).length === 0 ? 0.95 : 0.93) });
  }
  return sorted(ranked);
}

function itemNamed(page: Page, target: Target): PageElement | null {
  const item = pickItem(page, page.root, target);
  return item === null ? null : mainControl(item);
}

/** What one clicks to open an item: the link of its heading, its first link, its button, the item itself. */
function mainControl(item: PageElement): PageElement {
  const inside = descendants(item);
  const heading = inside.find((element) => headingLevel(element) !== null);
  const linkOf = (element: PageElement): PageElement | undefined =>
    descendants(element).find((inner) => controlKind(inner) === 'link' && hasArea(inner));
  const around =
    heading === undefined ? undefined : ancestors(heading).find((up) => controlKind(up) === 'link');
  return (
    (heading === undefined ? undefined : (linkOf(heading) ?? around)) ??
    (controlKind(item) === null ? linkOf(item) : item) ??
    inside.find((element) => controlKind(element) === 'button' && hasArea(element)) ??
    item
  );
}

function findRow(page: Page, target: Target): PageElement | null {
  const scope = target.within === null ? page.root : (placeFor(page, target.within) ?? page.root);
  const rows = tablesIn(scope).flatMap((table) => table.rows);
  const fitting =
    target.text === '' ? rows : rows.filter(({ element }) => mentions(textOf(element), target.text));
  const ordinal = target.ordinal ?? 1;
  const row = fitting.at(ordinal > 0 ? ordinal - 1 : ordinal)?.element;
  return row === undefined ? null : mainControl(row);
}
