import type { Query, Role, Target } from '../language/intents.ts';
import { readOrdinal } from '../language/ordinals.ts';
import { attributesOf } from '../language/parse-query.ts';
import type { Page } from '../page/page.ts';
import { type Found, found, type Json, missing } from '../types.ts';
import { collectFreely } from './collect.ts';
import { count } from './count.ts';
import { mainHeading } from './headings.ts';
import { mustBeNameOnly } from './item-name.ts';
import { itemValue } from './item-value.ts';
import { labelledIn } from './labelled.ts';
import { announcementOn } from './prose.ts';
import { scopeOf } from './scope.ts';
import { textOfTarget } from './text-of.ts';
import { isOneOfMany, valueIn, valueOfItem } from './value.ts';
import { exists, hasState } from './yes-no.ts';

/** A question in few words, for messages. */
export function wordsFor(query: Query): string {
  switch (query.kind) {
    case 'heading':
      return 'the main heading';
    case 'title':
      return 'the title';
    case 'url':
      return 'the URL';
    case 'text':
      return `the text of '${query.target.fullText}'`;
    case 'value':
      return `'${query.phrase}'`;
    case 'count':
      return `the number of ${query.target.fullText}`;
    case 'exists':
    case 'state':
      return `'${query.target.fullText}'`;
    case 'collect':
      return [query.attributes.join(', '), query.noun].filter(Boolean).join(' of all ');
    default:
      return query satisfies never;
  }
}

export function answerFreely(page: Page, query: Query): Found<Json> {
  const orMissing = (value: string | null): Found<Json> =>
    value === null || value === '' ? missing(wordsFor(query)) : found(value);
  switch (query.kind) {
    case 'heading':
      return orMissing(mainHeading(page));
    case 'title':
      return orMissing(page.title);
    case 'url':
      return found(page.url);
    case 'text':
      return orMissing(textOfTarget(page, query.target));
    case 'count':
      return count(page, query.target);
    case 'exists':
      return found(exists(page, query.target) !== query.negated);
    case 'state':
      return hasState(page, query);
    case 'collect':
      return collectFreely(page, query);
    case 'value':
      return values(page, query);
    default:
      return query satisfies never;
  }
}

export type Value = Extract<Query, { kind: 'value' }>;

function values(page: Page, query: Value): Found<Json> {
  const whole = valueIn(page.root, query.phrase, page);
  const wholeFits = whole !== null && query.of !== null;
  if (query.attributes.length === 1 || wholeFits) {
    const value = oneValue(page, query, query.attributes[0] ?? '');
    return value === null ? lacking(page, query.attributes[0] ?? '', wordsFor(query)) : found(value);
  }
  const record: Record<string, Json> = {};
  for (const attribute of query.attributes) {
    const value = oneValue(page, query, attribute);
    if (value === null) return lacking(page, attribute, `'${attribute}'`);
    record[attribute] = value;
  }
  return found(record);
}

/** What to say of a value that the page lacks, or has too many of. */
const lacking = (page: Page, attribute: string, words: string): Found<Json> =>
  missing(
    isOneOfMany(page, attribute) ? `one ${words}: the page has several different ones, say of which` : words,
  );

function oneValue(page: Page, query: Value, attribute: string): string | null {
  if (query.of !== null) {
    const labelled = labelledIn(page.root, query.phrase, page, 0.85);
    if (labelled !== null) return labelled;
  }
  if (query.of !== null) return valueOfItem(page, attribute, query.of);
  const special = specialValue(page, attribute);
  if (special !== null) return special;
  return (
    valueIn(page.root, attribute, page) ?? announcementOn(page, attribute) ?? textOfNamed(page, attribute)
  );
}

export function specialValue(page: Page, attribute: string): string | null {
  if (/^(?:main |page )?heading$/i.test(attribute)) return mainHeading(page);
  if (/^(?:page )?title$/i.test(attribute)) return page.title;
  return /^(?:page |current )?url$/i.test(attribute) ? page.url : null;
}

/** "the first product", "the second heading", "the error message": a thing whose text is meant. */
function textOfNamed(page: Page, attribute: string): string | null {
  const [part = ''] = attributesOf(attribute, []);
  const ordered = readOrdinal(part);
  const extreme = /^(cheapest|most expensive)\s+(.+)$/i.exec(part);
  const noun = ordered?.rest ?? extreme?.[2] ?? '';
  if (noun === '') return null;
  const target: Target = {
    text: '',
    fullText: attribute,
    quoted: false,
    role: roleOf(noun),
    noun,
    ordinal: ordered?.ordinal ?? null,
    extreme:
      extreme === null
        ? null
        : { of: 'price', pick: /^cheapest$/i.test(extreme[1] ?? '') ? 'lowest' : 'highest' },
    within: null,
  };
  const scope = target.role === 'item' ? scopeOf(page, target) : null;
  if (scope !== null) {
    const name = itemValue(scope.element, 'name', scope.headers, page);
    mustBeNameOnly(scope.element, noun, name);
    return name;
  }
  return textOfTarget(page, target);
}

function roleOf(noun: string): Role {
  if (/^headings?$/i.test(noun)) return 'heading';
  if (/^paragraphs?$/i.test(noun)) return 'text';
  return /^rows?$/i.test(noun) ? 'row' : 'item';
}
