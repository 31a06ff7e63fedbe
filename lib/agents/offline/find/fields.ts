import type { Target } from '../language/intents.ts';
import { attribute, type PageElement } from '../page/dom.ts';
import { optionsOf, optionText } from '../page/fields.ts';
import { isCutList } from '../page/left-out.ts';
import type { Page } from '../page/page.ts';
import type { ControlKind } from '../page/roles.ts';
import { bestOf } from './best.ts';
import { EXACT, fits, HINT, isDisabled, pick, rankControls, sorted } from './rank.ts';

export const FILLABLE: readonly ControlKind[] = ['text', 'select', 'combobox'];

/** The field to type into or to choose in. */
export function findField(
  page: Page,
  target: Target,
  kinds: readonly ControlKind[] = FILLABLE,
): PageElement | null {
  const fields = page.controls.filter(({ kind }) => kinds.includes(kind));
  const ranked =
    target.text === ''
      ? fields.map(({ element }) => ({ element, score: 1 }))
      : rankControls(page, { ...target, role: null }, kinds);
  return bestOf(page, target, ranked, HINT);
}

/** The option of a select that is meant, as it is written. Of a list that is cut, only what is called just so is meant for sure. */
export function findOption(select: PageElement, target: Target, isSure = isCutList(select)): string | null {
  const options = optionsOf(select).filter((option) => !isDisabled(option));
  if (target.text === '' && target.ordinal !== null) {
    if (isSure) return null;
    const option = options.at(target.ordinal > 0 ? target.ordinal - 1 : target.ordinal);
    return option === undefined ? null : optionText(option);
  }
  const ranked = options.map((element) => {
    const value = attribute(element, 'value');
    return {
      element,
      score: Math.max(fits(target, optionText(element)), value === null ? 0 : fits(target, value) * 0.95),
    };
  });
  const best = pick(sorted(ranked.filter(({ score }) => score >= (isSure ? 1 : EXACT))), target);
  return best === null ? null : optionText(best);
}
