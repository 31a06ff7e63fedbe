import { labelOf } from '../find/best.ts';
import { findCheckbox } from '../find/boxes.ts';
import { findClickable } from '../find/clickable.ts';
import type { Intent, Target } from '../language/intents.ts';
import { hasArea } from '../page/boxes.ts';
import type { PageElement } from '../page/dom.ts';
import { isChecked } from '../page/fields.ts';
import type { Page } from '../page/page.ts';
import { done, fail, type Outcome, once, type Situation, waitOrFail } from './outcome.ts';
import { clickOn } from './reach.ts';
import { targetWords } from './target-words.ts';

/** Ticks or unticks, and looks at the page afterwards whether it is so. */
export function planCheck(intent: Extract<Intent, { kind: 'check' }>, situation: Situation): Outcome {
  const { page, attempts } = situation;
  const tries = attempts.filter(({ phase }) => phase === 'do');
  const box = findCheckbox(page, intent.target);
  if (box === null) {
    if (tries.length > 0 && tries.at(-1)?.error === null) return done;
    const drawn = toggleButton(page, intent.target);
    if (drawn === null) return waitOrFail(situation, `find a box to tick for ${targetWords(intent.target)}`);
    if (isChecked(drawn) === intent.checked) return done;
    return once(situation, () => clickOn(situation, drawn));
  }
  if (isChecked(box) === intent.checked) return done;
  if (tries.length >= 2)
    return fail(
      `${intent.checked ? 'tick' : 'untick'} ${targetWords(intent.target)}: it stays as it was after ${tries.length} clicks`,
    );
  const label = labelOf(page, box);
  const target = hasArea(box) && (tries.length === 0 || label === null) ? box : (label ?? box);
  return clickOn(situation, target);
}

/** A button that says whether it is on. */
function toggleButton(page: Page, target: Target): PageElement | null {
  const button = findClickable(page, { ...target, role: 'button' });
  return button !== null && isChecked(button) !== null ? button : null;
}
