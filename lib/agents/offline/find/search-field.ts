import type { Target } from '../language/intents.ts';
import { similarity } from '../language/words.ts';
import { hasArea } from '../page/boxes.ts';
import { ancestors, attribute, contains, type PageElement } from '../page/dom.ts';
import type { Page } from '../page/page.ts';
import { findField } from './fields.ts';

/** The field to search with. */
export function findSearchField(page: Page, target: Target | null): PageElement | null {
  if (target !== null) return findField(page, target, ['text']);
  const search: Target = {
    text: 'search',
    fullText: 'search',
    quoted: false,
    role: 'field',
    noun: null,
    ordinal: null,
    extreme: null,
    within: null,
  };
  const named = findField(page, search, ['text']);
  if (named !== null) return named;
  return fieldBesideSearchButton(page);
}

/** The first text field of the form, or of the nearest part of the page, that a button "Search" belongs to. */
function fieldBesideSearchButton(page: Page): PageElement | null {
  const fields = page.controls
    .filter(({ kind, element }) => kind === 'text' && hasArea(element))
    .map(({ element }) => element)
    .filter((element) => /^(?:text|search)$/i.test(attribute(element, 'type') ?? 'text'));
  const buttons = page.controls.filter(
    ({ kind, names }) => kind === 'button' && names.some(({ text }) => similarity('search', text) >= 0.9),
  );
  for (const { element } of buttons) {
    const around = ancestors(element);
    const form = around.findIndex(({ tag }) => tag === 'form');
    for (const up of around.slice(0, form < 0 ? MAX_UP : form + 1)) {
      const field = fields.find((each) => contains(up, each));
      if (field !== undefined) return field;
    }
  }
  return fields.length === 1 && buttons.length > 0 ? (fields[0] ?? null) : null;
}

/** A button without a form belongs to what is at most this many levels around it. */
const MAX_UP = 3;
