import type { Target } from '../language/intents.ts';
import { hasArea } from '../page/boxes.ts';
import { attribute, descendants, type PageElement } from '../page/dom.ts';
import type { Page } from '../page/page.ts';
import { controlKind } from '../page/roles.ts';
import { textOf } from '../page/text.ts';
import { bestOf } from './best.ts';
import { fits, HINT, rankControls, sorted } from './rank.ts';

/** The box to tick for a target. */
export function findCheckbox(page: Page, target: Target): PageElement | null {
  const roleless = target.role === 'field' || target.role === 'checkbox' ? { ...target, role: null } : target;
  for (const kinds of [['checkbox'], ['radio']] as const) {
    const some = page.controls.filter(({ kind }) => kind === kinds[0]);
    const ranked =
      target.text === ''
        ? some.map(({ element }) => ({ element, score: 1 }))
        : rankControls(page, roleless, kinds);
    const box = bestOf(page, target, ranked, HINT);
    if (box !== null) return box;
  }
  return null;
}

/** The label of a box that the page draws itself, with the real one hidden. */
export function orphanLabel(page: Page, target: Target): PageElement | null {
  const labels = page.elements.filter(
    (element) =>
      element.tag === 'label' && hasArea(element) && !page.ids.has(attribute(element, 'for') ?? ' '),
  );
  const free = labels.filter((label) => descendants(label).every((inner) => controlKind(inner) === null));
  const ranked = free.map((element) => ({ element, score: fits(target, textOf(element)) }));
  return bestOf(page, target, sorted(ranked), HINT);
}
