import { findField } from '../find/fields.ts';
import { groupFor } from '../find/groups.ts';
import { placeFor } from '../find/place.ts';
import { EXACT, fits, isDisabled } from '../find/rank.ts';
import type { Role, Target } from '../language/intents.ts';
import { namedTarget } from '../language/parse-target.ts';
import { mentions, normalize, similarity, wordsOf } from '../language/words.ts';
import { OpenQuestion } from '../open-question.ts';
import { ancestors, attribute, contains, descendants, type PageElement } from '../page/dom.ts';
import { optionsOf } from '../page/fields.ts';
import type { Group } from '../page/groups.ts';
import { mustBeWhole } from '../page/left-out.ts';
import type { Page } from '../page/page.ts';
import { pairsIn } from '../page/pairs.ts';
import { type ControlKind, controlKind, headingLevel } from '../page/roles.ts';
import { cellsOf, type Table, tablesIn } from '../page/tables.ts';
import { linesOf, textOf } from '../page/text.ts';
import { valueText } from '../page/value-text.ts';
import { type Found, found, missing } from '../types.ts';
import { labelledIn } from './labelled.ts';
import { withoutSummary } from './summary.ts';

/** How many of something the page has. */
export function count(page: Page, target: Target): Found<number> {
  const scope = target.within === null ? page.root : scopeFor(page, target.within);
  const what = `'${target.fullText}'`;
  if (scope === null) return missing(`'${target.within?.fullText ?? ''}'`);
  mustBeWhole(scope);
  if (/^columns?$/i.test(target.text)) {
    const table = tableFor(scope, '');
    return table === null
      ? missing('a table')
      : found(Math.max(table.headers.length, table.rows[0]?.cells.length ?? 0));
  }
  if (target.role === 'row') return countRows(scope, target.text);
  if (target.role === 'option') return countOptions(page, scope, target);
  if (target.role === 'table') return found(tablesIn(scope).length);
  if (target.role === 'heading' || target.role === 'image') {
    if (target.text !== '') return missing(what);
    const isOne = (element: PageElement): boolean =>
      target.role === 'heading'
        ? headingLevel(element) !== null
        : element.tag === 'img' || attribute(element, 'role') === 'img';
    return found(descendants(scope).filter(isOne).length);
  }
  const kinds = target.role === null ? undefined : KIND[target.role];
  if (kinds !== undefined) {
    const some = page.controls.filter(
      ({ kind, element }) => kinds.includes(kind) && contains(scope, element),
    );
    if (target.text === '') return found(some.length);
    const scores = some.map(({ names }) => Math.max(0, ...names.map(({ text }) => fits(target, text))));
    const called = scores.filter((score) => score >= EXACT).length;
    // "External links": whether the word is a name or a property cannot be told where nothing is called just so.
    const alike = some.some(
      ({ names }, index) =>
        (scores[index] ?? 0) < EXACT && names.some(({ text }) => mentions(text, target.text)),
    );
    return alike || (called === 0 && !target.quoted) ? missing(what) : found(called);
  }
  // "Unread messages: 5"
  const stated = labelledIn(scope, target.fullText, page, 0.85);
  const number = stated === null ? null : /^\d[\d,.]*$/.exec(stated.trim())?.[0];
  if (number !== null && number !== undefined) return found(Number(number.replace(/[,.]/g, '')));
  return countItems(scope, page, target, what);
}

const KIND: Readonly<Partial<Record<Role, readonly ControlKind[]>>> = {
  link: ['link'],
  button: ['button'],
  tab: ['tab'],
  checkbox: ['checkbox'],
  radio: ['radio'],
  field: ['text', 'select', 'combobox'],
  select: ['select', 'combobox'],
};

function scopeFor(page: Page, within: Target): PageElement | null {
  const place = placeFor(page, within);
  // What is near, or in, something that is not there is not there.
  if (place !== null || within.within !== null) return place;
  const table = within.role === 'table' ? tableFor(page.root, within.text) : null;
  if (table !== null) return table.element;
  const select = findField(page, within, ['select']);
  if (select !== null) return select;
  return groupFor(page.root, within.text)?.container ?? null;
}

/**
 * The table that some words mean; without words, the only one.
 * @throws OpenQuestion when several do.
 */
function tableFor(scope: PageElement, words: string): Table | null {
  const tables = tablesIn(scope).filter((table) => table.rows.length > 0);
  const fitting =
    words === ''
      ? tables
      : tables.filter((table) =>
          [table.name, ...namesAbove(table.element)].some((name) => similarity(words, name) >= 0.55),
        );
  if (fitting.length > 1)
    throw new OpenQuestion(
      `tell which table is meant${words === '' ? '' : ` by '${words}'`}: there are ${fitting.length}`,
    );
  return fitting[0] ?? null;
}

function namesAbove(element: PageElement): readonly string[] {
  const siblings = element.parent?.children ?? [];
  const before = siblings.slice(0, siblings.indexOf(element)).filter((node) => typeof node !== 'string');
  return [
    ...before
      .filter((node) => headingLevel(node) !== null)
      .map(textOf)
      .slice(-1),
    attribute(element, 'id') ?? '',
  ];
}

function countRows(scope: PageElement, words: string): Found<number> {
  const named = words.replace(/\btable\b/i, '').trim();
  const table = tableFor(scope, named);
  if (table !== null) return found(table.rows.length);
  const empty = tablesIn(scope)[0];
  if (empty !== undefined && named === '') return found(empty.rows.length);
  const group = named === '' ? null : groupFor(scope, named);
  return group === null
    ? missing(named === '' ? 'a table' : `a table of ${named}`)
    : found(group.items.length);
}

function countOptions(page: Page, scope: PageElement, target: Target): Found<number> {
  if (scope.tag === 'select') return found(optionsOf(scope).length);
  const select = findField(page, target.text === '' ? namedTarget('', 'select') : target, ['select']);
  return select === null ? missing('a list with options') : found(optionsOf(select).length);
}

/** "Showing 1–3 of 40" */
function totalOn(scope: PageElement): number | null {
  const total = linesOf(scope)
    .map((line) => /\b\d+\s*(?:[-–—]|to)\s*\d+ of (\d[\d,.]*)/i.exec(line)?.[1])
    .find((each) => each !== undefined);
  return total === undefined ? null : Number(total.replace(/[,.]/g, ''));
}

/**
 * The page may say the number, too.
 * @throws OpenQuestion when it says another one, as of things that are not shown.
 */
function mustAgree(scope: PageElement, page: Page, target: Target, counted: number): void {
  const noun = wordsOf(target.noun ?? target.text).at(-1);
  for (const { label, value } of pairsIn(scope, page)) {
    if (/^\d+$/.test(value) && Number(value) !== counted && wordsOf(label).at(-1) === noun)
      throw new OpenQuestion(
        `count the ${target.fullText}: ${counted} are seen, the page says '${label}: ${value}'`,
      );
  }
  for (const line of linesOf(scope)) {
    for (const [said, number = '', words = ''] of line.matchAll(STATED)) {
      const isSaid = wordsOf(words)
        .slice(0, 2)
        .some((word) => word === noun);
      const value = /\d/.test(number) ? Number(number.replace(/[,.]/g, '')) : 0;
      if (isSaid && value !== counted)
        throw new OpenQuestion(`count the ${target.fullText}: ${counted} are seen, the page says '${said}'`);
    }
  }
}

/** @throws OpenQuestion when the page leads on to more of a list. */
function mustBeLast(scope: PageElement, target: Target): void {
  const more = descendants(scope).find(
    (element) => controlKind(element) !== null && !isDisabled(element) && leadsOn(element),
  );
  if (more !== undefined)
    throw new OpenQuestion(`count all ${target.fullText}: '${textOf(more)}' leads on to more`);
}

const leadsOn = (element: PageElement): boolean =>
  MORE.test(textOf(element)) ||
  (/^next\b\W*$/i.test(textOf(element)) &&
    (attribute(element, 'rel') === 'next' || ancestors(element).some(({ tag }) => tag === 'nav')));

const MORE =
  /^\W*(?:next page|older|older posts|(?:load|show|see|view) (?:more|all)(?: .*)?|more results)\W*$/i;

const STATED = /(?<![\p{L}\d])(\d[\d,.]*|no)\s+(\p{L}+(?:\s\p{L}+)?)/giu;

/** @throws OpenQuestion when an item stands for several, as the lines of an order do. */
function mustBeSingle({ headers, items }: Group, target: Target): void {
  const column = headers.findIndex((header) => /^(?:qty|quantity|number|amount|pieces|count)$/i.test(header));
  const isMany = items.some((item) => {
    const cell = column < 0 ? undefined : cellsOf(item)[column];
    const said =
      cell === undefined
        ? linesOf(item).flatMap((line) => TIMES.exec(line)?.slice(1) ?? [])
        : [valueText(cell)];
    return said.some((number) => number !== undefined && /^\d+$/.test(number) && Number(number) !== 1);
  });
  if (isMany) throw new OpenQuestion(`count the ${target.fullText}: an item of the list stands for several`);
}

/** "2 × Blue mug", "Quantity: 2" */
const TIMES = /(?:^|\s)(?:(?:qty|quantity):?\s*(\d+)|[×x]\s?(\d+)|(\d+)\s?[×x])(?=\s|$)/i;

function countItems(scope: PageElement, page: Page, target: Target, what: string): Found<number> {
  const noun = target.noun ?? target.text.split(' ').at(-1) ?? target.text;
  if (/^(?:search )?(?:results?|matches|hits)$/i.test(normalize(target.text))) {
    const [stated, other] = new Set(
      linesOf(scope).flatMap(
        (line) => /(?:^|\b)(\d[\d,.]*)\s+(?:\w+\s+)?(?:results?|matches|hits)\b/i.exec(line)?.[1] ?? [],
      ),
    );
    if (other !== undefined)
      throw new OpenQuestion(`tell whether '${stated}' or '${other}' ${target.fullText} are meant`);
    if (stated !== undefined) return found(Number(stated.replace(/[,.]/g, '')));
    if (linesOf(scope).some((line) => /\bno (?:results|matches|hits|products|items)\b/i.test(line)))
      return found(0);
  }
  const group = groupFor(scope, target.text === '' ? noun : target.text);
  if (group !== null) {
    const { length } = withoutSummary(group.items, target.text);
    const total = totalOn(scope);
    if (total !== null && total !== length)
      throw new OpenQuestion(
        `tell whether all ${total} ${target.fullText} are meant, or the ${length} on this page`,
      );
    mustAgree(scope, page, target, length);
    if (target.within === null) mustBeLast(scope, target);
    mustBeSingle(group, target);
    return found(length);
  }
  if (target.within !== null && (scope.tag === 'ul' || scope.tag === 'ol'))
    return found(scope.children.filter((child) => typeof child !== 'string' && child.tag === 'li').length);
  return missing(what);
}
