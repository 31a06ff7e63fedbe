import { findField } from '../find/fields.ts';
import { filterItems, groupFor } from '../find/groups.ts';
import { placeFor } from '../find/place.ts';
import type { Role, Target } from '../language/intents.ts';
import { namedTarget } from '../language/parse-target.ts';
import { mentions, normalize, similarity } from '../language/words.ts';
import { attribute, contains, descendants, type PageElement } from '../page/dom.ts';
import { optionsOf } from '../page/fields.ts';
import type { Page } from '../page/page.ts';
import { type ControlKind, headingLevel } from '../page/roles.ts';
import { type Table, tablesIn } from '../page/tables.ts';
import { linesOf, textOf } from '../page/text.ts';
import { type Found, found, missing } from '../types.ts';
import { labelledIn } from './labelled.ts';

/** How many of something the page has. */
export function count(page: Page, target: Target): Found<number> {
  const scope = target.within === null ? page.root : scopeFor(page, target.within);
  const what = `'${target.fullText}'`;
  if (scope === null) return missing(`'${target.within?.fullText ?? ''}'`);
  if (/^columns?$/i.test(target.text)) {
    const table = tableFor(scope, '');
    return table === null
      ? missing('a table')
      : found(Math.max(table.headers.length, table.rows[0]?.cells.length ?? 0));
  }
  if (target.role === 'row') return countRows(scope, target.text);
  if (target.role === 'option') return countOptions(page, scope, target);
  if (target.role === 'table') return found(tablesIn(scope).length);
  if (target.role === 'heading')
    return found(
      inside(scope).filter((element) => headingLevel(element) !== null && said(target, textOf(element)))
        .length,
    );
  if (target.role === 'image') {
    return found(
      inside(scope).filter((element) => element.tag === 'img' || attribute(element, 'role') === 'img').length,
    );
  }
  const kinds = target.role === null ? undefined : KIND[target.role];
  if (kinds !== undefined) {
    return found(
      page.controls.filter(
        ({ kind, element, names }) =>
          kinds.includes(kind) &&
          contains(scope, element) &&
          (target.text === '' ||
            names.some(({ text, weight }) => weight > 0.85 && mentions(text, target.text))),
      ).length,
    );
  }
  // "Unread messages: 5"
  const stated = labelledIn(scope, target.fullText, page, 0.85);
  const number = stated === null ? null : /^\d[\d,.]*$/.exec(stated.trim())?.[0];
  if (number !== null && number !== undefined) return found(Number(number.replace(/[,.]/g, '')));
  return countItems(scope, target, what);
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

const inside = (scope: PageElement): readonly PageElement[] => descendants(scope);
const said = (target: Target, text: string): boolean => target.text === '' || mentions(text, target.text);

function scopeFor(page: Page, within: Target): PageElement | null {
  const place = placeFor(page, within);
  if (place !== null) return place;
  const table = within.role === 'table' ? tableFor(page.root, within.text) : null;
  if (table !== null) return table.element;
  const select = findField(page, within, ['select']);
  if (select !== null) return select;
  return groupFor(page.root, within.text)?.container ?? null;
}

/** The table that some words mean; without words, the one with the most rows. */
function tableFor(scope: PageElement, words: string): Table | null {
  const tables = tablesIn(scope).filter((table) => table.rows.length > 0);
  const scored = tables.map((table) => {
    const names = [table.name, ...namesAbove(table.element)];
    return {
      table,
      score: words === '' ? table.rows.length : Math.max(0, ...names.map((name) => similarity(words, name))),
    };
  });
  const best = scored.sort((left, right) => right.score - left.score)[0];
  if (best === undefined) return null;
  return words === '' || best.score >= 0.55 || tables.length === 1 ? best.table : null;
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
  const table = tableFor(scope, words.replace(/\btable\b/i, '').trim());
  if (table !== null) return found(table.rows.length);
  const empty = tablesIn(scope)[0];
  if (empty !== undefined) return found(empty.rows.length);
  const group = groupFor(scope, words === '' ? 'items' : words);
  return group === null ? missing('a table') : found(group.items.length);
}

function countOptions(page: Page, scope: PageElement, target: Target): Found<number> {
  if (scope.tag === 'select') return found(optionsOf(scope).length);
  const select = findField(page, target.text === '' ? namedTarget('', 'select') : target, ['select']);
  return select === null ? missing('a list with options') : found(optionsOf(select).length);
}

function countItems(scope: PageElement, target: Target, what: string): Found<number> {
  const noun = target.noun ?? target.text.split(' ').at(-1) ?? target.text;
  if (/^(?:search )?(?:results?|matches|hits)$/i.test(normalize(target.text))) {
    const stated = linesOf(scope)
      .map((line) => /(?:^|\b)(\d[\d,.]*)\s+(?:\w+\s+)?(?:results?|matches|hits)\b/i.exec(line)?.[1])
      .find((number) => number !== undefined);
    if (stated !== undefined) return found(Number(stated.replace(/[,.]/g, '')));
    if (linesOf(scope).some((line) => /\bno (?:results|matches|hits|products|items)\b/i.test(line)))
      return found(0);
  }
  const group = groupFor(scope, target.text === '' ? noun : target.text) ?? groupFor(scope, noun);
  if (group !== null) {
    const items = filterItems(group.items, target.text, noun, group.context);
    if (items.length > 0) return found(items.length);
  }
  const word = noun.replace(/s$/i, '');
  const stated = linesOf(scope)
    .map(
      (line) =>
        new RegExp(`\\b(\\d[\\d,.]*)\\s+${word.replace(/[^\p{L}\p{N} ]/gu, '.')}`, 'iu').exec(line)?.[1],
    )
    .find((number) => number !== undefined);
  if (stated !== undefined) return found(Number(stated.replace(/[,.]/g, '')));
  if (target.within !== null && (scope.tag === 'ul' || scope.tag === 'ol'))
    return found(scope.children.filter((child) => typeof child !== 'string' && child.tag === 'li').length);
  return missing(what);
}
