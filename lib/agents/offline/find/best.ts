import type { Target } from '../language/intents.ts';
import { hasArea } from '../page/boxes.ts';
import { ancestors, attribute, contains, type PageElement } from '../page/dom.ts';
import type { Page } from '../page/page.ts';
import { inPlace } from './place.ts';
import { EXACT, pick, type Ranked } from './rank.ts';

/**
 * The candidate that a target means, in the place that it names.
 * @throws Refusal when several fit alike.
 */
export function bestOf(
  page: Page,
  target: Target,
  ranked: readonly Ranked[],
  bound: number = EXACT,
): PageElement | null {
  // Of a page with parts left out, something there may say just the words.
  const sure = page.isThinned ? Math.max(bound, EXACT) : bound;
  const good = inFront(
    page,
    ranked.filter(({ score, element }) => score >= sure && usable(page, element)),
  );
  const placed = target.within === null ? good : inPlace(page, target.within, good);
  return pick(placed, target);
}

/** While a modal dialog is open, what is behind it cannot be used. */
function inFront(page: Page, ranked: readonly Ranked[]): readonly Ranked[] {
  const modal = page.elements.find(
    (element) => attribute(element, 'aria-modal') === 'true' && hasArea(element),
  );
  const inside = modal === undefined ? [] : ranked.filter(({ element }) => contains(modal, element));
  return inside.length > 0 ? inside : ranked;
}

const usable = (page: Page, element: PageElement): boolean =>
  hasArea(element) || labelOf(page, element) !== null;

/** The visible label of a control that itself cannot be seen. */
export function labelOf(page: Page, element: PageElement): PageElement | null {
  const id = attribute(element, 'id');
  const labels = [
    ...(id === null ? [] : (page.labels.get(id) ?? [])),
    ...ancestors(element).filter(({ tag }) => tag === 'label'),
  ];
  return labels.find(hasArea) ?? null;
}
