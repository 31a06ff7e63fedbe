import { attribute, descendants, type PageElement } from './dom.ts';
import { controlKind } from './roles.ts';
import { textOf } from './text.ts';

/** The options of a select, as shown. */
export function optionsOf(select: PageElement): readonly PageElement[] {
  return descendants(select).filter(({ tag }) => tag === 'option');
}

export function optionText(option: PageElement): string {
  return attribute(option, 'label') ?? textOf(option);
}

/** What a field holds now; `null` where the element is no field or its value is not shown. */
export function fieldValue(element: PageElement): string | null {
  const kind = controlKind(element);
  if (element.tag === 'select') {
    const options = optionsOf(element);
    const chosen = options.find((option) => attribute(option, 'selected') !== null) ?? options[0];
    return chosen === undefined ? null : optionText(chosen);
  }
  if (kind === 'text' || kind === 'combobox') return attribute(element, 'value') ?? textOf(element);
  return null;
}

/** Whether a box is ticked; `null` where the element cannot be. */
export function isChecked(element: PageElement): boolean | null {
  const aria =
    attribute(element, 'aria-checked') ??
    attribute(element, 'aria-pressed') ??
    attribute(element, 'aria-selected');
  const kind = controlKind(element);
  if (element.tag === 'input' && (kind === 'checkbox' || kind === 'radio')) {
    const live = attribute(element, 'checked');
    return live !== null && live !== 'false';
  }
  if (aria !== null) return aria === 'true';
  return kind === 'checkbox' || kind === 'radio' ? false : null;
}
