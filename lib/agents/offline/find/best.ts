import type { Target } from '../language/intents.ts';
import { hasArea } from '../page/boxes.ts';
import { ancestors, attribute, type PageElement } from '../page/dom.ts';
import { sureBound } from '../page/left-out.ts';
import type { Page } from '../page/page.ts';
import { inPlace } from './place.ts';
import { boundFor, pick, type Ranked } from './rank.ts';

export function bestOf(page: Page, target: Target, ranked: readonly Ranked[]): PageElement | null {
  const good = ranked.filter(
    ({ score, element }) => score >= sureBound(page, boundFor(target)) && usable(page, element),
  );
  const placed = target.within === null ? good : inPlace(page, target.within, good);
  return pick(placed, target.ordinal);
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
