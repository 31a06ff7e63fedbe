import type { Target } from '../language/intents.ts';
import { mentions, similarity } from '../language/words.ts';
import { hasArea } from '../page/boxes.ts';
import { ancestors, attribute, childElements, descendants, type PageElement } from '../page/dom.ts';
import { optionsOf, optionText } from '../page/fields.ts';
import type { Page } from '../page/page.ts';
import { type ControlKind, controlKind, headingLevel, KINDS_FOR } from '../page/roles.ts';
import { tablesIn } from '../page/tables.ts';
import { linesOf, ownText, textOf } from '../page/text.ts';
import { pickItem } from './groups.ts';
import { inPlace, placeFor } from './place.ts';
import { boundFor, fits, isDisabled, pick, type Ranked, rankControls, sorted } from './rank.ts';

const CLICKABLE: readonly ControlKind[] = [
  'button',
  'link',
  'tab',
  'option',
  'combobox',
  'radio',
  'checkbox',
];
const FILLABLE: readonly ControlKind[] = ['text', 'select', 'combobox'];

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

function bestOf(page: Page, target: Target, ranked: readonly Ranked[]): PageElement | null {
  const good = ranked.filter(({ score, element }) => score >= boundFor(target) && usable(page, element));
  const placed = target.within === null ? good : inPlace(page, target.within, good);
  return pick(placed, target.ordinal);
}

const usable = (page: Page, element: PageElement): boolean =>
  hasArea(element) || labelOf(page, element) !== null;

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
export function mainControl(item: PageElement): PageElement {
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

/** The field to type into or to choose in. */
export function findField(
  page: Page,
  target: Target,
  kinds: readonly ControlKind[] = FILLABLE,
): PageElement | null {
  const fields = page.controls.filter(({ kind }) => kinds.includes(kind));
  const ranked =
    target.text === ''
      ? fields.map(({ element }) => ({ element, score: 1 }))
      : rankControls(
          page,
          { ...target, role: target.role === 'select' || target.role === 'list' ? null : target.role },
          kinds,
        );
  return bestOf(page, target, ranked);
}

/** The field to search with. */
export function findSearchField(page: Page, target: Target | null): PageElement | null {
  if (target !== null) {
    const named = findField(page, target, ['text']);
    if (named !== null) return named;
  }
  const search: Target = {
    text: 'search',
    fullText: 'search',
    quoted: false,
    role: 'field',
    noun: null,
    ordinal: null,
    extreme: null,
    within: null,
  };
  const named = findField(page, search, ['text']);
  if (named !== null) return named;
  // A page with one text field and a button that says "search".
  const texts = page.controls.filter(({ kind, element }) => kind === 'text' && hasArea(element));
  const hasButton = page.controls.some(
    ({ kind, names }) => kind === 'button' && names.some(({ text }) => similarity('search', text) >= 0.9),
  );
  return texts.length === 1 && hasButton ? (texts[0]?.element ?? null) : null;
}

/** The box to tick for a target. */
export function findCheckbox(page: Page, target: Target): PageElement | null {
  const roleless = target.role === 'field' || target.role === 'checkbox' ? { ...target, role: null } : target;
  for (const kinds of [['checkbox'], ['radio']] as const) {
    const some = page.controls.filter(({ kind }) => kind === kinds[0]);
    const ranked =
      target.text === ''
        ? some.map(({ element }) => ({ element, score: 1 }))
        : rankControls(page, roleless, kinds);
    const box = bestOf(page, target, ranked);
    if (box !== null) return box;
  }
  return null;
}

/** The visible label of a control that itself cannot be seen. */
export function labelOf(page: Page, element: PageElement): PageElement | null {
  const id = attribute(element, 'id');
  const labels = [
    ...(id === null ? [] : (page.labels.get(id) ?? [])),
    ...ancestors(element).filter(({ tag }) => tag === 'label'),
  ];
  return labels.find(hasArea) ?? null;
}

/** The label of a box that the page draws itself, with the real one hidden. */
export function orphanLabel(page: Page, target: Target): PageElement | null {
  const labels = page.elements.filter(
    (element) =>
      element.tag === 'label' && hasArea(element) && !page.ids.has(attribute(element, 'for') ?? ' '),
  );
  const free = labels.filter((label) => descendants(label).every((inner) => controlKind(inner) === null));
  const ranked = free.map((element) => ({ element, score: fits(target, textOf(element)) }));
  return bestOf(page, target, sorted(ranked));
}

/** The option of a select that is meant, as it is written. */
export function findOption(select: PageElement, target: Target): string | null {
  const options = optionsOf(select).filter((option) => !isDisabled(option));
  if (target.text === '' && target.ordinal !== null) {
    const option = options.at(target.ordinal > 0 ? target.ordinal - 1 : target.ordinal);
    return option === undefined ? null : optionText(option);
  }
  const ranked = options.map((element) => {
    const value = attribute(element, 'value');
    return {
      element,
      score: Math.max(fits(target, optionText(element)), value === null ? 0 : fits(target, value) * 0.97),
    };
  });
  const best = sorted(ranked)[0];
  return best === undefined || best.score < 0.6 ? null : optionText(best.element);
}

/** Where something is to be seen: a heading first, then a control, then any text. */
export function findVisible(page: Page, target: Target): PageElement | null {
  const headings = page.elements.filter(
    (element) => headingLevel(element) !== null || element.tag === 'legend' || element.tag === 'caption',
  );
  const ranked = headings.map((element) => ({ element, score: fits(target, textOf(element)) }));
  const heading =
    target.text === '' ? null : bestOf(page, target, sorted(ranked.filter(({ score }) => score >= 0.7)));
  if (heading !== null) return heading;
  if (
    target.role !== null &&
    target.role !== 'text' &&
    target.role !== 'section' &&
    target.role !== 'heading'
  ) {
    const control = findClickable(page, target);
    if (control !== null) return control;
  }
  const place = target.text === '' ? placeFor(page, target) : null;
  if (place !== null) return place;
  const control =
    target.text === ''
      ? null
      : bestOf(
          page,
          target,
          rankControls(page, target, [...CLICKABLE, ...FILLABLE]).filter(({ score }) => score >= 0.75),
        );
  return control ?? smallestSaying(page, target);
}

/** The smallest element that says the words. */
export function smallestSaying(page: Page, target: Target): PageElement | null {
  if (target.text === '') return null;
  let best: PageElement | null = null;
  for (const element of page.elements) {
    if (!hasArea(element) || !linesOf(element).some((line) => mentions(line, target.text))) continue;
    if (best === null || textOf(element).length <= textOf(best).length) best = element;
  }
  return best;
}
