import type { Target } from '../language/intents.ts';
import { contains, type PageElement } from '../page/dom.ts';
import type { Page } from '../page/page.ts';
import { bestOf } from './best.ts';
import { pickItem } from './groups.ts';
import { HINT, rankControls } from './rank.ts';

/** The box to tick for a target. */
export function findCheckbox(page: Page, target: Target): PageElement | null {
  const roleless = target.role === 'field' || target.role === 'checkbox' ? { ...target, role: null } : target;
  for (const kinds of [['checkbox'], ['radio']] as const) {
    const item = target.role === 'item' && target.text === '' ? pickItem(page.root, target) : page.root;
    const some = page.controls.filter(
      ({ kind, element }) => kind === kinds[0] && item !== null && contains(item, element),
    );
    const ranked =
      target.text === ''
        ? some.map(({ element }) => ({ element, score: 1 }))
        : rankControls(page, roleless, kinds);
    const wanted = item === page.root ? target : { ...target, ordinal: null };
    const box = bestOf(page, wanted, ranked, HINT);
    if (box !== null) return box;
  }
  return null;
}
