import type { PageElement } from './dom.ts';
import { controlKind } from './roles.ts';
import { textOf, without } from './text.ts';

/** The text of a value: without the buttons beside it ("− 2 +"), unless these are all there is. */
export function valueText(element: PageElement): string {
  if (controlKind(element) !== null) return textOf(element);
  const rest = textOf(without(element, (inner) => controlKind(inner) === 'button' || isSign(inner)));
  return rest === '' ? textOf(element) : rest;
}

/** A sign in a box of its own is a button in all but name; one that belongs to a number stands with its digits. */
const isSign = (element: PageElement): boolean => /^[-+−–×]$/.test(textOf(element));
