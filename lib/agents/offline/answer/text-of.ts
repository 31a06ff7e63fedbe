import { findClickable } from '../find/clickable.ts';
import { findField } from '../find/fields.ts';
import { pickItem } from '../find/groups.ts';
import { placeFor } from '../find/place.ts';
import { findVisible, smallestSaying } from '../find/visible.ts';
import type { Target } from '../language/intents.ts';
import { nth } from '../language/ordinals.ts';
import { fieldValue } from '../page/fields.ts';
import type { Page } from '../page/page.ts';
import { headingLevel } from '../page/roles.ts';
import { seenText, textOf } from '../page/text.ts';
import { labelledIn } from './labelled.ts';
import { announcementOn, paragraphsOf } from './prose.ts';

/** The text of a thing on the page. */
export function textOfTarget(page: Page, target: Target): string | null {
  // A text beside a field is not its value.
  if (target.role === 'field' || target.role === 'select') {
    const field = findField(page, target);
    return field === null ? null : fieldValue(field);
  }
  if (target.role === 'list') {
    const select = findField(page, target, ['select', 'combobox']);
    return select === null ? null : fieldValue(select);
  }
  if (target.role === 'heading' && target.text === '') {
    const headings = page.elements.filter((element) => headingLevel(element) !== null);
    const ordinal = target.ordinal ?? 1;
    const heading = headings.at(ordinal > 0 ? ordinal - 1 : ordinal);
    return heading === undefined ? null : textOf(heading);
  }
  if (target.role === 'cell' || target.role === 'row' || target.role === 'item') {
    const element = target.role === 'row' ? placeFor(page, target) : pickItem(page.root, target);
    if (element !== null) return textOf(element);
  }
  const section = target.role === 'section' || target.role === null ? placeFor(page, target) : null;
  if (section !== null) return textOf(section);
  if (target.role === 'text' && target.text === '') {
    const paragraph = nth(paragraphsOf(page), target.ordinal ?? 1);
    return paragraph === undefined ? null : seenText(paragraph);
  }
  const announced = announcementOn(page, target.fullText);
  if (announced !== null) return announced;
  const labelled =
    target.role === null || target.role === 'text' ? labelledIn(page.root, target.text, page, 0.75) : null;
  if (labelled !== null) return labelled;
  const element = findClickable(page, target) ?? findVisible(page, target) ?? smallestSaying(page, target);
  return element === null ? null : (fieldValue(element) ?? textOf(element));
}
