import { descendants, type PageElement } from '../page/dom.ts';
import { groupsIn } from '../page/groups.ts';
import { textOf, without } from '../page/text.ts';
import { Refusal } from '../refusal.ts';
import { nameOfItem } from './item-name.ts';

/** A name that only says which of its prices it is. */
const NO_NAME =
  /^(?:regular|sale|old|new|was|now|from|list|unit|normal|special|offer|our|price|rrp|per|save|\W|\d)+$/i;

/**
 * Reads a value that a part of the page has once. Lists whose items have different ones ("the price" where there
 * are ten products) are left out: none of them is the one that is meant.
 */
export function readOne(area: PageElement, read: (element: PageElement) => string | null): string | null {
  const differing = itemsThatDiffer(area, read);
  return read(differing.size === 0 ? area : without(area, (element) => differing.has(element)));
}

/** Whether only lists have such values, and different ones. */
export function isAmbiguous(area: PageElement, read: (element: PageElement) => string | null): boolean {
  return itemsThatDiffer(area, read).size > 0 && readOne(area, read) === null;
}

function itemsThatDiffer(
  area: PageElement,
  read: (element: PageElement) => string | null,
): ReadonlySet<PageElement> {
  const known = new Set(descendants(area));
  const differing = new Set<PageElement>();
  for (const { items, marginal, kind } of groupsIn(area)) {
    if (items.length < 2 || marginal) continue;
    const values = items.map((item) => readOrRefuse(item, read));
    if (new Set(values.filter((value) => value !== null)).size < 2) continue;
    const named = items.filter((item) => kind === 'table' || isNamed(item));
    if (named.length < 2) continue;
    for (const item of items) {
      // Items without a wrapper of their own are made up of elements of the page.
      for (const part of known.has(item) ? [item] : item.children) {
        if (typeof part !== 'string') differing.add(part);
      }
    }
  }
  return differing;
}

/** An item that has several values itself has none in common with the others. */
function readOrRefuse(item: PageElement, read: (element: PageElement) => string | null): string | null {
  try {
    return read(item);
  } catch (error) {
    if (error instanceof Refusal) return textOf(item);
    throw error;
  }
}

function isNamed(item: PageElement): boolean {
  const name = nameOfItem(item, []);
  return name !== null && !NO_NAME.test(name.replace(/\s+/g, ''));
}
