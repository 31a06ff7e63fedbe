import { findClickable, findField, findVisible, smallestSaying } from '../find/controls.ts';
import { groupFor, pickItem } from '../find/groups.ts';
import { placeFor } from '../find/place.ts';
import type { Target } from '../language/intents.ts';
import { mentions, similarity } from '../language/words.ts';
import { descendants, type PageElement } from '../page/dom.ts';
import { fieldValue } from '../page/fields.ts';
import { groupsIn } from '../page/groups.ts';
import type { Page } from '../page/page.ts';
import { controlKind, headingLevel } from '../page/roles.ts';
import { linesOf, textOf } from '../page/text.ts';
import { moneyIn, ratingIn, shapeIn } from '../page/values.ts';
import { itemValue, labelledIn, meaningOf, nameOfItem } from './item-value.ts';

/** The heading that stands for the page; on pages without headings, the text in the largest letters. */
export function mainHeading(page: Page): string | null {
  const headings = page.elements.flatMap((element) => {
    const level = headingLevel(element);
    return level === null || textOf(element) === '' ? [] : [{ element, level }];
  });
  const top = Math.min(...headings.map(({ level }) => level));
  const first = headings.find(({ level }) => level === top);
  if (first !== undefined) return textOf(first.element);
  return largestText(page) ?? (page.title === '' ? null : page.title);
}

function largestText(page: Page): string | null {
  const leaves = page.elements.filter(
    (element) =>
      element.rect !== null &&
      element.rect.height > 0 &&
      descendants(element).length === 0 &&
      controlKind(element) === null,
  );
  const heights = leaves
    .filter((leaf) => textOf(leaf) !== '')
    .map(({ rect }) => rect?.height ?? 0)
    .sort((left, right) => left - right);
  const usual = heights[Math.floor(heights.length / 2)] ?? 0;
  let best: PageElement | null = null;
  for (const leaf of leaves) {
    const text = textOf(leaf);
    if (text === '' || text.length > 90 || (leaf.rect?.height ?? 0) < usual * 1.3) continue;
    if (best === null || (leaf.rect?.height ?? 0) > (best.rect?.height ?? 0)) best = leaf;
  }
  return best === null ? null : textOf(best);
}

/** The text of a thing on the page. */
export function textOfTarget(page: Page, target: Target): string | null {
  if (target.role === 'field' || target.role === 'select') {
    const field = findField(page, target);
    if (field !== null) return fieldValue(field);
  }
  if (target.role === 'heading' && target.text === '') {
    const headings = page.elements.filter((element) => headingLevel(element) !== null);
    const ordinal = target.ordinal ?? 1;
    const heading = headings.at(ordinal > 0 ? ordinal - 1 : ordinal);
    return heading === undefined ? null : textOf(heading);
  }
  if (target.role === 'cell' || target.role === 'row' || target.role === 'item') {
    const element = target.role === 'row' ? placeFor(page, target) : pickItem(page, page.root, target);
    if (element !== null) return textOf(element);
  }
  const section = target.role === 'section' || target.role === null ? placeFor(page, target) : null;
  if (section !== null) return textOf(section);
  if (target.role === 'text' && target.text === '') {
    const ordinal = target.ordinal ?? 1;
    const paragraph = page.elements.filter(({ tag }) => tag === 'p').at(ordinal > 0 ? ordinal - 1 : ordinal);
    return paragraph === undefined ? null : textOf(paragraph);
  }
  const labelled =
    target.role === null || target.role === 'text' ? labelledIn(page.root, target.text, page, 0.75) : null;
  if (labelled !== null) return labelled;
  const element = findClickable(page, target) ?? findVisible(page, target) ?? smallestSaying(page, target);
  return element === null ? null : (fieldValue(element) ?? textOf(element));
}

/** A labelled value ("confirmation number") in a part of the page. */
export function valueIn(scope: PageElement, label: string, page: Page): string | null {
  const strong = labelledIn(scope, label, page, 0.8);
  if (strong !== null && !(meaningOf(label) === 'price' && !/\d/.test(strong))) return strong;
  const own = byMeaningOnPage(scope, label, page);
  return own ?? labelledIn(scope, label, page, 0.55);
}

function byMeaningOnPage(scope: PageElement, label: string, page: Page): string | null {
  const plain = label.trim().toLowerCase();
  const area = scope === page.root ? (page.elements.find(({ tag }) => tag === 'main') ?? scope) : scope;
  const words = plain.split(/\s+/).length;
  switch (meaningOf(label)) {
    case 'price':
      return words <= 2 ? (moneyIn(area)?.text ?? null) : null;
    case 'rating':
      return ratingIn(area)?.text ?? null;
    case 'author':
      return (
        linesOf(area)
          .map((line) => /^by (.{2,60}?)(?:\s*[·|,–—].*)?$/i.exec(line)?.[1])
          .find((name) => name !== undefined) ?? null
      );
    case 'email':
      return shapeIn(textOf(area), 'email') ?? shapeIn(textOf(scope), 'email');
    case 'phone':
      return words <= 2 ? shapeIn(textOf(area), 'phone') : null;
    case 'date':
      return words === 1 ? shapeIn(textOf(area), 'date') : null;
    case 'name':
      if (scope !== page.root) return nameOfItem(scope, []);
      return /^(?:(?:product|item|hotel|article|book|page)s?\s)?(?:name|title|heading|headline)$/.test(plain)
        ? mainHeading(page)
        : null;
    default:
      return null;
  }
}

/** The part of the page that "of the first product", "for Ada" or "in the Total row" means, as an item where it is one. */
export function scopeOf(
  page: Page,
  of: Target,
): { readonly element: PageElement; readonly headers: readonly string[] } | null {
  const element = itemOf(page, of);
  if (element === null) return null;
  const table = groupsIn(page.root).find((group) => group.kind === 'table' && group.items.includes(element));
  return { element, headers: table?.headers ?? [] };
}

function itemOf(page: Page, of: Target): PageElement | null {
  if (of.ordinal !== null || of.extreme !== null || of.role === 'row') {
    const placed = placeFor(page, of);
    if (placed !== null || of.role === 'row') return placed;
  }
  const text = of.text;
  if (text === '' || of.role === 'list') return placeFor(page, of);
  // The item whose name it is; else the smallest that says it.
  let best: { readonly element: PageElement; readonly score: number } | null = null;
  for (const group of groupsIn(page.root)) {
    if (group.marginal) continue;
    for (const item of group.items) {
      const cells =
        group.kind === 'table' ? descendants(item).filter(({ tag }) => tag === 'td' || tag === 'th') : [];
      const names = group.kind === 'table' ? cells.map(textOf) : [nameOfItem(item, []) ?? ''];
      const named = Math.max(0, ...names.map((name) => similarity(text, name)));
      const score =
        named >= 0.7 ? 1 + named : mentions(textOf(item), text) ? 0.5 + 20 / (40 + textOf(item).length) : 0;
      if (score > 0 && (best === null || score > best.score)) best = { element: item, score };
    }
  }
  return best?.element ?? placeFor(page, of);
}

/** A value of something: "the price of the first product". */
export function valueOfItem(page: Page, label: string, of: Target): string | null {
  const scope = scopeOf(page, of);
  if (scope === null) return null;
  return itemValue(scope.element, label, scope.headers, page) ?? valueIn(scope.element, label, page);
}

/** Whether the noun names a group of the page: decides between a list and one value. */
export const hasGroup = (page: Page, noun: string): boolean => groupFor(page.root, noun) !== null;
