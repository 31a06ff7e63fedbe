import { placeFor } from '../find/place.ts';
import type { Target } from '../language/intents.ts';
import { isKindWord } from '../language/kind-words.ts';
import { mentions, similarity, wordsOf } from '../language/words.ts';
import { attribute, contains, type PageElement } from '../page/dom.ts';
import { type Group, groupsIn } from '../page/groups.ts';
import type { Page } from '../page/page.ts';
import { cellsOf } from '../page/tables.ts';
import { textOf } from '../page/text.ts';
import { Refusal } from '../refusal.ts';
import { nameOfItem } from './item-name.ts';

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
    if (placed !== null || of.role === 'row' || of.extreme !== null) return placed;
  }
  if (of.text === '' || of.role === 'list') return placeFor(page, of);
  return itemCalled(page, of.text) ?? placeFor(page, of);
}

/**
 * The item whose name it is; else the one that says it.
 * @throws Refusal when several do.
 */
function itemCalled(page: Page, text: string): PageElement | null {
  const graded = groupsIn(page.root).flatMap((group) =>
    group.marginal
      ? []
      : group.items
          .map((item) => ({ item, grade: gradeOf(group, item, text) }))
          .filter(({ grade }) => grade > 0),
  );
  const best = Math.max(0, ...graded.map(({ grade }) => grade));
  const top = graded.filter(({ grade }) => grade === best).map(({ item }) => item);
  const inner = top.filter((item) => !top.some((other) => other !== item && contains(item, other)));
  // The cells of a row, or the parts of a card, are no things of their own.
  const apart = inner.filter(
    (item, index) => !inner.some((other, at) => at < index && sharesItem(top, item, other)),
  );
  if (apart.length > 1) throw new Refusal(`tell which '${text}' is meant: ${apart.length} things say so`);
  const [only] = apart;
  if (only === undefined) return null;
  const around = top.filter((item) => contains(item, only) && textOf(item).length > textOf(only).length);
  return around.find(isWhole) ?? around.at(-1) ?? only;
}

const isWhole = (item: PageElement): boolean =>
  /^(?:li|tr|article)$/.test(item.tag) || /^(?:listitem|row|article)$/.test(attribute(item, 'role') ?? '');

const sharesItem = (top: readonly PageElement[], left: PageElement, right: PageElement): boolean =>
  top.some((item) => contains(item, left) && contains(item, right));

/** 3: it is called so; 2: it is called so with the kind of thing it is; 1: it says so. */
function gradeOf(group: Group, item: PageElement, text: string): number {
  const names = group.kind === 'table' ? cellsOf(item).map(textOf) : [nameOfItem(item, []) ?? ''];
  if (names.some((name) => similarity(text, name) >= 0.95)) return 3;
  const kinds = new Set(wordsOf(group.context));
  const kindless = text.replace(/\s+(\S+)$/, (whole, last: string) =>
    isKindWord(last) || wordsOf(last).every((word) => kinds.has(word)) ? '' : whole,
  );
  const called = names.some(
    (name, index) =>
      name !== '' &&
      // "the student card", where the column is called "Card type" and the cell "Student".
      ((kindless !== text && similarity(kindless, name) >= 0.95) ||
        (mentions(text, name) && similarity(text, `${name} ${group.headers[index] ?? ''}`) > 0)),
  );
  return called ? 2 : mentions(textOf(item), text) ? 1 : 0;
}
