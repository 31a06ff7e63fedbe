import { findCheckbox } from '../find/boxes.ts';
import { findClickable } from '../find/clickable.ts';
import { findField } from '../find/fields.ts';
import { filterItems, groupFor } from '../find/groups.ts';
import { placeFor } from '../find/place.ts';
import { fits, isDisabled, rankControls } from '../find/rank.ts';
import type { FieldState, Query, Role, Target } from '../language/intents.ts';
import { mentions, normalize } from '../language/words.ts';
import { attribute, contains, descendants, type PageElement } from '../page/dom.ts';
import { fieldValue, isChecked, optionsOf, optionText } from '../page/fields.ts';
import type { Page } from '../page/page.ts';
import { type ControlKind, headingLevel, KINDS_FOR } from '../page/roles.ts';
import { tablesIn } from '../page/tables.ts';
import { linesOf, textOf } from '../page/text.ts';
import { type Found, found, missing } from '../types.ts';

const SURE = 0.68;
const SAME: Readonly<Partial<Record<Role, readonly ControlKind[]>>> = {
  field: ['text', 'select', 'combobox'],
  checkbox: ['checkbox'],
  link: ['link', 'button'],
  button: ['button', 'link'],
};

/** Whether the page has what is asked for. */
export function exists(page: Page, target: Target): boolean {
  const scope = target.within === null ? page.root : placeFor(page, target.within);
  if (scope === null) return false;
  if (target.role === null || target.role === 'text' || target.role === 'section')
    return existsAnyhow(page, scope, target);
  const inside = [...descendants(scope)];
  if (target.role === 'heading')
    return inside.some((element) => headingLevel(element) !== null && says(target, textOf(element)));
  if (target.role === 'image') {
    return inside.some(
      (element) =>
        (element.tag === 'img' || attribute(element, 'role') === 'img') &&
        says(target, attribute(element, 'alt') ?? attribute(element, 'aria-label') ?? ''),
    );
  }
  if (target.role === 'table')
    return tablesIn(scope).some(
      (table) =>
        target.text === '' ||
        fits(target, table.name) >= SURE ||
        mentions(textOf(table.element), target.text),
    );
  if (target.role === 'row' || target.role === 'cell') {
    return tablesIn(scope).some((table) =>
      table.rows.some((row) => target.text === '' || mentions(textOf(row.element), target.text)),
    );
  }
  if (target.role === 'item') {
    const noun = target.noun ?? '';
    const group = groupFor(scope, target.text) ?? groupFor(scope, noun);
    return group === null ? lineSays(scope, target) : filterItems(group.items, target.text, noun).length > 0;
  }
  if (target.role === 'option' && selectsSay(page, scope, target)) return true;
  const kinds = SAME[target.role] ?? KINDS_FOR[target.role] ?? [];
  if (target.text === '') {
    const first = kinds[0];
    if (target.role === 'list')
      return inside.some(({ tag }) => tag === 'ul' || tag === 'ol' || tag === 'select');
    return page.controls.some(({ kind, element }) => kind === first && contains(scope, element));
  }
  const byName = rankControls(page, target, kinds).some(
    ({ element, score }) => score >= SURE && contains(scope, element),
  );
  return byName || (target.role === 'list' && groupFor(scope, target.text) !== null);
}

const says = (target: Target, text: string): boolean =>
  target.text === '' || fits(target, text) >= SURE || mentions(text, target.text);

function selectsSay(page: Page, scope: PageElement, target: Target): boolean {
  return page.controls.some(
    ({ element }) =>
      element.tag === 'select' &&
      contains(scope, element) &&
      optionsOf(element).some((option) => fits(target, optionText(option)) >= 0.8),
  );
}

function existsAnyhow(page: Page, scope: PageElement, target: Target): boolean {
  if (lineSays(scope, target)) return true;
  if (target.quoted) {
    return page.controls.some(
      ({ element, names }) =>
        contains(scope, element) &&
        names.some(({ text, weight }) => weight > 0.9 && normalize(text) === normalize(target.text)),
    );
  }
  return page.controls.some(
    ({ element, names }) =>
      contains(scope, element) && names.some(({ text, weight }) => fits(target, text) * weight >= 0.8),
  );
}

function lineSays(scope: PageElement, target: Target): boolean {
  if (target.text === '') return false;
  const phrase = normalize(target.text);
  return linesOf(scope).some((line) =>
    target.quoted ? ` ${normalize(line)} `.includes(` ${phrase} `) : mentions(line, target.text),
  );
}

/** Whether a control is in a state. */
export function hasState(page: Page, query: Extract<Query, { kind: 'state' }>): Found<boolean> {
  const element = controlFor(page, query.target, query.state);
  if (element === null) return missing(`'${query.target.fullText}'`);
  const state = stateOf(element, query.state);
  if (state === null) return missing(`whether '${query.target.fullText}' is ${query.state}`);
  return found(query.negated ? !state : state);
}

function controlFor(page: Page, target: Target, state: FieldState): PageElement | null {
  if (state === 'checked') return findCheckbox(page, target) ?? findClickable(page, target);
  if (state === 'empty' || state === 'required') return findField(page, { ...target, role: 'field' });
  return findClickable(page, target) ?? findField(page, target) ?? findCheckbox(page, target);
}

function stateOf(element: PageElement, state: FieldState): boolean | null {
  switch (state) {
    case 'checked':
      return isChecked(element);
    case 'disabled':
      return isDisabled(element);
    case 'enabled':
      return !isDisabled(element);
    case 'empty':
      return fieldValue(element)?.trim() === '';
    case 'required':
      return element.attributes.has('required') || attribute(element, 'aria-required') === 'true';
    case 'expanded': {
      const expanded = attribute(element, 'aria-expanded');
      if (expanded !== null) return expanded === 'true';
      const details = element.tag === 'summary' ? element.parent : element;
      return details?.tag === 'details' ? details.attributes.has('open') : null;
    }
    case 'visible':
      return true;
    default:
      return state satisfies never;
  }
}
