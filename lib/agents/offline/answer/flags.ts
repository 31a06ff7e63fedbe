import { mentions, normalize } from '../language/words.ts';
import type { PageElement } from '../page/dom.ts';
import { isChecked } from '../page/fields.ts';
import type { Page } from '../page/page.ts';
import { linesOf } from '../page/text.ts';
import { coerce } from './coerce.ts';
import { itemValue } from './item-value.ts';

/** A yes-or-no property of a part of the page: `inStock`, `isFeatured`, `hasReviews`. `null`: the page does not say. */
export function itemFlag(
  scope: PageElement,
  labels: readonly string[],
  headers: readonly string[],
  page: Page,
): boolean | null {
  for (const label of labels) {
    const plain = label.replace(/^(?:is|has|have|are|can|was)\s+/i, '');
    const value = itemValue(scope, plain, headers, page);
    const said = value === null ? null : coerce(value, { type: 'boolean' }, plain);
    if (said?.found === true && typeof said.value === 'boolean') return said.value;
    const box = page.controls.find(
      ({ kind, element, names }) =>
        kind === 'checkbox' && isInside(scope, element) && names.some(({ text }) => mentions(text, plain)),
    );
    if (box !== undefined) return isChecked(box.element);
    const lines = linesOf(scope).map(normalize);
    const phrase = normalize(plain);
    const opposite = phrase.startsWith('in ') ? phrase.replace(/^in /, 'out of ') : null;
    if (
      lines.some(
        (line) =>
          line.includes(`not ${phrase}`) ||
          line.includes(`no ${phrase}`) ||
          line.includes(`un${phrase}`) ||
          (opposite !== null && line.includes(opposite)),
      )
    )
      return false;
    if (
      /^(?:in stock|available)/.test(phrase) &&
      lines.some((line) => /\b(?:sold out|unavailable)\b/.test(line))
    )
      return false;
    if (lines.some((line) => ` ${line} `.includes(` ${phrase} `))) return true;
  }
  // A badge that is not there says no: only for properties that are named as questions.
  return labels.some((label) => /^(?:is|has|have)\s/i.test(label)) ? false : null;
}

function isInside(scope: PageElement, element: PageElement): boolean {
  for (let up: PageElement | null = element; up !== null; up = up.parent) if (up === scope) return true;
  return false;
}
