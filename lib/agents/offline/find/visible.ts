import type { Target } from '../language/intents.ts';
import { mentions } from '../language/words.ts';
import { hasArea } from '../page/boxes.ts';
import type { PageElement } from '../page/dom.ts';
import type { Page } from '../page/page.ts';
import { headingLevel } from '../page/roles.ts';
import { linesOf, textOf } from '../page/text.ts';
import { bestOf } from './best.ts';
import { CLICKABLE, findClickable } from './clickable.ts';
import { FILLABLE } from './fields.ts';
import { placeFor } from './place.ts';
import { fits, rankControls, sorted } from './rank.ts';

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
