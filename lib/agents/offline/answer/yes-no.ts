import { findCheckbox } from '../find/boxes.ts';
import { findClickable } from '../find/clickable.ts';
import { findField } from '../find/fields.ts';
import { groupFor } from '../find/groups.ts';
import { placeFor } from '../find/place.ts';
import { EXACT, fits, isDisabled, rankControls } from '../find/rank.ts';
import type { FieldState, Query, Role, Target } from '../language/intents.ts';
import { hasJoint } from '../language/pointing.ts';
import { mentions, normalize, wordsOf } from '../language/words.ts';
import { OpenQuestion } from '../open-question.ts';
import { attribute, contains, descendants, type PageElement } from '../page/dom.ts';
import { fieldValue, isChecked, optionsOf, optionText } from '../page/fields.ts';
import { mustBeWhole } from '../page/left-out.ts';
import type { Page } from '../page/page.ts';
import { type ControlKind, controlKind, headingLevel, KINDS_FOR } from '../page/roles.ts';
import { tablesIn } from '../page/tables.ts';
import { linesOf, textOf, without } from '../page/text.ts';
import { type Found, found, missing } from '../types.ts';

const SAME: Readonly<Partial<Record<Role, readonly ControlKind[]>>> = {
  field: ['text', 'select', 'combobox'],
  checkbox: ['checkbox'],
  link: ['link', 'button'],
  button: ['button', 'link'],
};

/**
 * Whether the page has what is asked for. That it has not is said only where nothing on the page is like it.
 * @throws OpenQuestion when the page does not tell.
 */
export function exists(page: Page, target: Target): boolean {
  const scope = target.within === null ? page.root : placeFor(page, target.within);
  if (scope === null) throw new OpenQuestion(`find '${target.within?.fullText ?? ''}'`);
  if (has(page, scope, target)) {
    const denial = target.role === 'item' ? denialIn(scope, target.noun ?? target.text) : null;
    if (denial === null) return true;
    throw new OpenQuestion(`tell whether there is '${target.fullText}': the page says '${denial}'`);
  }
  mustBeWhole(scope);
  if (isHinted(page, scope, target))
    throw new OpenQuestion(`tell whether there is '${target.fullText}': the page has something like it`);
  return false;
}

function has(page: Page, scope: PageElement, target: Target): boolean {
  const inside = [...descendants(scope)];
  switch (target.role) {
    case null:
    case 'text':
    case 'section':
      return existsAnyhow(page, scope, target);
    case 'heading':
      return inside.some(
        (element) =>
          headingLevel(element) !== null && (target.text === '' || fits(target, textOf(element)) >= EXACT),
      );
    case 'image':
      return inside.some(
        (element) =>
          (element.tag === 'img' || attribute(element, 'role') === 'img') &&
          says(target, attribute(element, 'alt') ?? attribute(element, 'aria-label') ?? ''),
      );
    case 'table':
      return tablesIn(scope).some((table) => says(target, table.name) || says(target, textOf(table.element)));
    case 'row':
    case 'cell':
      return tablesIn(scope).some((table) => table.rows.some((row) => says(target, textOf(row.element))));
    case 'item':
      return (
        groupFor(scope, target.text === '' ? (target.noun ?? '') : target.text) !== null ||
        lineSays(scope, target)
      );
    case 'list':
      if (target.text !== '')
        return groupFor(scope, target.text) !== null || namedControl(page, scope, target);
      return inside.some(({ tag }) => tag === 'ul' || tag === 'ol' || tag === 'select');
    case 'option':
      return selectsSay(page, scope, target) || namedControl(page, scope, target);
    default:
      return namedControl(page, scope, target);
  }
}

function namedControl(page: Page, scope: PageElement, target: Target): boolean {
  const kinds = target.role === null ? [] : (SAME[target.role] ?? KINDS_FOR[target.role] ?? []);
  if (target.text === '')
    return page.controls.some(({ kind, element }) => kind === kinds[0] && contains(scope, element));
  return rankControls(page, target, kinds).some(
    ({ element, score }) => score >= EXACT && contains(scope, element),
  );
}

const says = (target: Target, text: string): boolean =>
  target.text === '' || fits(target, text) > 0 || (!target.quoted && mentions(text, target.text));

function selectsSay(page: Page, scope: PageElement, target: Target): boolean {
  return page.controls.some(
    ({ element }) =>
      element.tag === 'select' &&
      contains(scope, element) &&
      optionsOf(element).some((option) => fits(target, optionText(option)) >= EXACT),
  );
}

function existsAnyhow(page: Page, scope: PageElement, target: Target): boolean {
  return (
    lineSays(scope, target) ||
    page.controls.some(
      ({ element, names }) =>
        contains(scope, element) && names.some(({ text, weight }) => weight > 0.9 && isCalled(target, text)),
    )
  );
}

/**
 * Whether a text of the page says the words: quoted ones anywhere; others as a text of its own, in this form ("review"
 * is not there where "218 reviews" is), and not as a link, which is about another page.
 * @throws OpenQuestion when a line says the words, and that it is not so.
 */
function lineSays(scope: PageElement, target: Target): boolean {
  if (target.text === '') return false;
  const phrase = normalize(target.text);
  const lines = linesOf(target.quoted ? scope : without(scope, (each) => controlKind(each) !== null));
  const saying = lines.filter((line) =>
    target.quoted ? ` ${normalize(line)} `.includes(` ${phrase} `) : isNamedIn(line, phrase),
  );
  const sure = target.quoted ? saying : saying.filter((line) => !DENIAL.test(line));
  if (sure.length === 0 && saying.length > 0)
    throw new OpenQuestion(
      `tell whether there is '${target.fullText}': the page says '${saying[0]?.slice(0, 60)}'`,
    );
  return sure.length > 0;
}

/** A line that begins with the words, or has them set off, names the thing. */
const isNamedIn = (line: string, phrase: string): boolean =>
  line.split(/[:·|•,;.!?()–—]/).some((piece) => ` ${normalize(piece)} `.startsWith(` ${phrase} `));

/** "No reviews yet" */
function denialIn(scope: PageElement, noun: string): string | null {
  const said = linesOf(scope).flatMap((line) => [
    ...line.matchAll(/(?<![\p{L}\d])(?:no|0|zero)\s+\p{L}+(?:\s\p{L}+)?/giu),
  ]);
  return said.find(([words]) => mentions(words, noun))?.[0] ?? null;
}

const DENIAL = /\b(?:no|not|none|never|without|0|zero|isn['’]t|aren['’]t|don['’]t|cannot|can['’]t)\b/i;

/** A link "Videos" is no video. */
const isCalled = (target: Target, name: string): boolean =>
  fits(target, name) >= EXACT && (target.quoted || isPlural(target.text) === isPlural(name));

const isPlural = (words: string): boolean => /[^s]s$/i.test(words.trim());

/** Whether something on the page may be what is asked for, under another name or without one. */
function isHinted(page: Page, scope: PageElement, target: Target): boolean {
  if (target.quoted && (target.role === null || target.role === 'text')) return false;
  const words = wordsOf(target.fullText);
  // A long description that is nowhere on the page need not be said there in these words.
  if (!target.quoted && (words.length > MAX_WORDS || hasJoint(target.fullText))) return true;
  const noun = normalize(target.text === '' ? target.fullText : target.text).replace(/s$/, '');
  if (
    descendants(scope).some(
      (element) => element.tag === (TAGS[noun] ?? noun) || attribute(element, 'role') === noun,
    )
  )
    return true;
  if (target.role === null || target.role === 'text' || target.role === 'item') {
    const there = new Set(wordsOf(textOf(scope)));
    return (
      (MESSAGE.test(target.fullText) &&
        descendants(scope).some((element) => /^(?:alert|status)$/.test(attribute(element, 'role') ?? ''))) ||
      words.some((word) => word.length > 2 && there.has(word))
    );
  }
  if (!target.quoted && target.text !== '' && linesOf(scope).some((line) => mentions(line, target.text)))
    return true;
  const kinds = SAME[target.role] ?? KINDS_FOR[target.role] ?? [];
  return page.controls.some(
    ({ kind, element, names }) =>
      kinds.includes(kind) &&
      contains(scope, element) &&
      (names.length === 0 || (!target.quoted && names.some(({ text }) => fits(target, text) > 0))),
  );
}

/** So many words, the kind of thing among them, name a thing; more describe it. */
const MAX_WORDS = 3;

const MESSAGE = /\b(?:errors?|warnings?|alerts?|messages?|notices?|notifications?)$/i;
const TAGS: Readonly<Record<string, string>> = {
  picture: 'img',
  photo: 'img',
  map: 'iframe',
  chart: 'canvas',
  graph: 'canvas',
  animation: 'canvas',
  dialog: 'dialog',
  quote: 'blockquote',
};

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
