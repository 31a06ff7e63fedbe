import type { Query, Target } from '../language/intents.ts';
import { attributesOf } from '../language/parse-query.ts';
import { identifierWords, similarity } from '../language/words.ts';
import type { PageElement } from '../page/dom.ts';
import type { Page } from '../page/page.ts';
import type { Schema } from '../task.ts';
import { type Found, found, isObject, type Json, missing } from '../types.ts';
import { coerce, matchesSchema, plain, typeOf } from './coerce.ts';
import { collect, collectFreely } from './collect.ts';
import { count } from './count.ts';
import { itemFlag } from './flags.ts';
import { itemValue, labelledIn } from './item-value.ts';
import { mainHeading, scopeOf, textOfTarget, valueIn, valueOfItem } from './value.ts';
import { exists, hasState } from './yes-no.ts';

/** Answers a question from the page, in the shape of the schema if there is one. Pure. */
export function answer(page: Page, query: Query, schema: Schema | null): Found<Json> {
  if (schema === null) return answerFreely(page, query);
  const { schema: wanted, nullable } = plain(schema, schema);
  const value = shaped({ page, query, schema: wanted, root: schema });
  const result = !value.found && nullable ? found(null) : value;
  return result.found ? matchesSchema(result.value, schema) : result;
}

/** Fills a schema from the page when the task asks nothing in words. */
export function answerFromSchema(page: Page, schema: Schema): Found<Json> {
  const { schema: wanted } = plain(schema, schema);
  if (typeOf(wanted) !== 'object' && typeOf(wanted) !== 'array')
    return missing('a question in the task (say what to return)');
  const noun = typeof wanted.title === 'string' ? wanted.title : '';
  return answer(page, { kind: 'collect', attributes: [], noun, limit: null, within: null }, schema);
}

type Asked = { readonly page: Page; readonly query: Query; readonly schema: Schema; readonly root: Schema };

function shaped({ page, query, schema, root }: Asked): Found<Json> {
  const type = typeOf(schema);
  if (type === 'array') return shapedList({ page, query, schema, root });
  if (type === 'object') return shapedObject({ page, query, schema, root });
  if (type === 'boolean' && (query.kind === 'value' || query.kind === 'text')) {
    const raw = answerFreely(page, query);
    const asFlag = raw.found ? coerce(raw.value, schema, wordsFor(query)) : raw;
    return asFlag;
  }
  // "Return the items" may mean a number on the page that is called so.
  const single: Query =
    query.kind === 'collect' && query.attributes.length === 0
      ? { kind: 'value', phrase: query.noun, attributes: [query.noun], of: query.within }
      : query;
  const raw = answerFreely(page, single);
  const fitting = raw.found ? coerce(raw.value, schema, wordsFor(query)) : raw;
  if (fitting.found || single === query) return fitting;
  const list = answerFreely(page, query);
  return list.found ? coerce(list.value, schema, wordsFor(query)) : fitting;
}

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

function answerFreely(page: Page, query: Query): Found<Json> {
  const orMissing = (value: string | null): Found<Json> =>
    value === null || value === '' ? missing(wordsFor(query)) : found(value);
  switch (query.kind) {
    case 'heading':
      return orMissing(mainHeading(page));
    case 'title':
      return orMissing(page.title === '' ? mainHeading(page) : page.title);
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

type Value = Extract<Query, { kind: 'value' }>;

function values(page: Page, query: Value): Found<Json> {
  const whole = valueIn(page.root, query.phrase, page);
  const wholeFits = whole !== null && query.of !== null;
  if (query.attributes.length === 1 || wholeFits) {
    const value = oneValue(page, query, query.attributes[0] ?? '');
    return value === null ? missing(wordsFor(query)) : found(value);
  }
  const record: Record<string, Json> = {};
  for (const attribute of query.attributes) {
    const value = oneValue(page, query, attribute);
    if (value === null) return missing(`'${attribute}'`);
    record[attribute] = value;
  }
  return found(record);
}

function oneValue(page: Page, query: Value, attribute: string): string | null {
  if (query.of !== null) {
    const labelled = labelledIn(page.root, query.phrase, page, 0.85);
    if (labelled !== null) return labelled;
  }
  if (query.of !== null) return valueOfItem(page, attribute, query.of);
  const special = specialValue(page, attribute);
  if (special !== null) return special;
  return valueIn(page.root, attribute, page) ?? textOfNamed(page, attribute, query);
}

function specialValue(page: Page, attribute: string): string | null {
  if (/^(?:main |page )?heading$/i.test(attribute)) return mainHeading(page);
  if (/^(?:page )?title$/i.test(attribute)) return page.title;
  return /^(?:page |current )?url$/i.test(attribute) ? page.url : null;
}

/** "the first product", "the second heading", "the error message": a thing whose text is meant. */
function textOfNamed(page: Page, attribute: string, query: Value): string | null {
  const [part] = attributesOf(attribute, []);
  const match = /^(first|second|third|last|cheapest|most expensive)\s+(.+)$/i.exec(part ?? '');
  void query;
  if (match === null) return null;
  const target: Target = {
    text: '',
    fullText: attribute,
    quoted: false,
    role: /^headings?$/i.test(match[2] ?? '') ? 'heading' : /^rows?$/i.test(match[2] ?? '') ? 'row' : 'item',
    noun: match[2] ?? null,
    ordinal:
      ({ first: 1, second: 2, third: 3, last: -1 } as Readonly<Record<string, number>>)[
        (match[1] ?? '').toLowerCase()
      ] ?? null,
    extreme: /^cheapest$/i.test(match[1] ?? '')
      ? { of: 'price', pick: 'lowest' }
      : /^most/i.test(match[1] ?? '')
        ? { of: 'price', pick: 'highest' }
        : null,
    within: null,
  };
  const scope = target.role === 'item' ? scopeOf(page, target) : null;
  if (scope !== null) return itemValue(scope.element, 'name', scope.headers, page);
  return textOfTarget(page, target);
}

function shapedList({ page, query, schema, root }: Asked): Found<Json> {
  if (query.kind === 'collect') return collect(page, query, schema, root);
  if (query.kind === 'value') {
    const noun = query.of?.noun ?? query.of?.text ?? '';
    const asList: Query = {
      kind: 'collect',
      attributes: query.of === null && query.attributes.length === 1 ? [] : query.attributes,
      noun: query.of === null && query.attributes.length === 1 ? query.phrase : noun,
      limit: null,
      within: query.of?.within ?? null,
    };
    return collect(page, asList, schema, root);
  }
  if (query.kind === 'text')
    return collect(
      page,
      {
        kind: 'collect',
        attributes: [],
        noun: query.target.fullText,
        limit: null,
        within: query.target.within,
      },
      schema,
      root,
    );
  return missing(`a list for ${wordsFor(query)}`);
}

function shapedObject({ page, query, schema, root }: Asked): Found<Json> {
  const properties = isObject(schema.properties) ? Object.entries(schema.properties) : [];
  const [only] = properties;
  const of = query.kind === 'value' ? query.of : null;
  const place = of === null ? null : scopeOf(page, of);
  if (
    of !== null &&
    place === null &&
    query.kind === 'value' &&
    valueIn(page.root, query.phrase, page) === null
  )
    return missing(`'${of.fullText}'`);
  const itself = query.kind === 'value' && of === null ? ordinalItem(page, query) : null;
  const scope = place ?? itself ?? { element: page.root, headers: [] };
  // One property for a question with one answer: `{ "count": 5 }`.
  if (only !== undefined && properties.length === 1 && isNamed(only[0], query)) {
    const inner = plain(only[1], root);
    const direct = shaped({ page, query, schema: inner.schema, root });
    if (direct.found) return found({ [only[0]]: direct.value });
    if (query.kind !== 'collect' && query.kind !== 'value') return direct;
  }
  return fillObject({ page, schema, root, scope: scope.element, headers: scope.headers, query, depth: 0 });
}

/** Whether a property is what the question asks for: it is called so, or has a name that says nothing. */
function isNamed(key: string, query: Query): boolean {
  const words = identifierWords(key);
  if (query.kind !== 'value' && query.kind !== 'collect') return true;
  if (/^(?:results?|values?|answer|text|output|data|items|list)$/i.test(words)) return true;
  const asked =
    query.kind === 'value' ? [...query.attributes, query.phrase] : [...query.attributes, query.noun];
  return asked.some((name) => similarity(words, name) >= 0.5 || similarity(name, words) >= 0.5);
}

function ordinalItem(
  page: Page,
  query: Value,
): { readonly element: PageElement; readonly headers: readonly string[] } | null {
  const match = /^(?:the )?(first|second|third|last)\s+(.+)$/i.exec(query.phrase);
  if (match === null) return null;
  const ordinal =
    ({ first: 1, second: 2, third: 3, last: -1 } as Readonly<Record<string, number>>)[
      (match[1] ?? '').toLowerCase()
    ] ?? 1;
  return scopeOf(page, {
    text: '',
    fullText: query.phrase,
    quoted: false,
    role: 'item',
    noun: match[2] ?? null,
    ordinal,
    extreme: null,
    within: null,
  });
}

type Fill = {
  readonly page: Page;
  readonly schema: Schema;
  readonly root: Schema;
  readonly scope: PageElement;
  readonly headers: readonly string[];
  readonly query: Query;
  readonly depth: number;
};

function fillObject(fill: Fill): Found<Json> {
  const { schema, root } = fill;
  const properties = isObject(schema.properties) ? Object.entries(schema.properties) : [];
  if (properties.length === 0) return missing('properties in the schema to fill');
  const required = Array.isArray(schema.required) ? schema.required : [];
  const record: Record<string, Json> = {};
  for (const [index, [key, value]] of properties.entries()) {
    const { schema: own, nullable } = plain(value, root);
    const filled = fillProperty({
      ...fill,
      key,
      own,
      labels: labelsOf(key, own, fill.query, index, properties.length),
    });
    if (filled.found) record[key] = filled.value;
    else if (nullable) record[key] = null;
    else if (required.includes(key)) return filled;
  }
  return found(record);
}

function labelsOf(
  key: string,
  schema: Schema,
  query: Query,
  index: number,
  total: number,
): readonly string[] {
  const words = identifierWords(key);
  const hints = [schema.title, schema.description].filter(
    (hint): hint is string => typeof hint === 'string' && hint.length <= 60,
  );
  const attributes = query.kind === 'value' ? query.attributes : [];
  const asked = attributes.filter(
    (attribute) => similarity(attribute, words) >= 0.6 || similarity(words, attribute) >= 0.6,
  );
  const byPlace =
    attributes.length > 1 && attributes.length === total && asked.length === 0
      ? attributes[index]
      : undefined;
  return [
    ...new Set(
      [...asked, words, byPlace, ...hints].filter(
        (label): label is string => label !== undefined && label !== '',
      ),
    ),
  ];
}

type Property = Fill & { readonly key: string; readonly own: Schema; readonly labels: readonly string[] };

function fillProperty({ page, own, root, scope, headers, query, depth, key, labels }: Property): Found<Json> {
  const type = typeOf(own);
  if (depth > 6) return missing(`'${key}'`);
  if (type === 'array') {
    const noun = query.kind === 'collect' && query.noun !== '' ? query.noun : (labels[0] ?? key);
    const attributes = query.kind === 'collect' ? query.attributes : [];
    return collect(page, { kind: 'collect', attributes, noun, limit: null, within: null }, own, root);
  }
  if (type === 'object')
    return fillObject({ page, schema: own, root, scope, headers, query, depth: depth + 1 });
  if (type === 'boolean') {
    const flag = itemFlag(scope, labels, headers, page);
    return flag === null ? missing(`'${key}'`) : found(flag);
  }
  let problem: Found<Json> = missing(`'${key}'`);
  for (const label of labels) {
    for (const value of candidates(page, scope, headers, label)) {
      const fitting = coerce(value, own, `'${key}'`);
      if (fitting.found) return fitting;
      problem = fitting;
    }
  }
  return problem;
}

function* candidates(
  page: Page,
  scope: PageElement,
  headers: readonly string[],
  label: string,
): Generator<Json> {
  if (scope === page.root) {
    const special = specialValue(page, label);
    if (special !== null && special !== '') yield special;
    const counted = /^(?:number|count|total) of (.+)$|^(.+) count$/i.exec(label);
    const value = valueIn(scope, label, page);
    if (value !== null) yield value;
    const noun = counted?.[1] ?? counted?.[2];
    if (noun !== undefined) {
      const number = count(page, {
        text: noun,
        fullText: noun,
        quoted: false,
        role: /^rows?$/.test(noun) ? 'row' : /^links?$/.test(noun) ? 'link' : 'item',
        noun,
        ordinal: null,
        extreme: null,
        within: null,
      });
      if (number.found) yield number.value;
    }
    return;
  }
  const value = itemValue(scope, label, headers, page) ?? valueIn(scope, label, page);
  if (value !== null) yield value;
}
