import { placeFor } from '../find/place.ts';
import type { Target } from '../language/intents.ts';
import { mentions, similarity } from '../language/words.ts';
import type { PageElement } from '../page/dom.ts';
import { groupsIn } from '../page/groups.ts';
import type { Page } from '../page/page.ts';
import { cellsOf } from '../page/tables.ts';
import { textOf } from '../page/text.ts';
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
    if (placed !== null || of.role === 'row') return placed;
  }
  const text = of.text;
  if (text === '' || of.role === 'list') return placeFor(page, of);
  // The item whose name it is; else the smallest that says it.
  let best: { readonly element: PageElement; readonly score: number } | null = null;
  for (const group of groupsIn(page.root)) {
    if (group.marginal) continue;
    for (const item of group.items) {
      const cells = group.kind === 'table' ? cellsOf(item) : [];
      const names = group.kind === 'table' ? cells.map(textOf) : [nameOfItem(item, []) ?? ''];
      const named = Math.max(
        0,
        ...names.flatMap((name, index) => [
          similarity(text, name),
          // "the student card", where the column is called "Card type" and the cell "Student".
          name !== '' && mentions(text, name) ? similarity(text, `${name} ${group.headers[index] ?? ''}`) : 0,
        ]),
      );
      const score =
        named >= 0.7 ? 1 + named : mentions(textOf(item), text) ? 0.5 + 20 / (40 + textOf(item).length) : 0;
      if (score > 0 && (best === null || score > best.score)) best = { element: item, score };
    }
  }
  return best?.element ?? placeFor(page, of);
}
