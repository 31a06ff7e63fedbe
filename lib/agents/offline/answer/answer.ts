import { isRecord } from '../../../core/is-record.ts';
import type { Query } from '../language/intents.ts';
import { readOrdinal } from '../language/ordinals.ts';
import { identifierWords, similarity } from '../language/words.ts';
import type { PageElement } from '../page/dom.ts';
import { unanswerable } from '../page/left-out.ts';
import type { Page } from '../page/page.ts';
import { type Found, found, type Json, missing, type Schema } from '../types.ts';
import { coerce, matchesSchema, plain, typeOf } from './coerce.ts';
import { collect } from './collect.ts';
import { answerFreely, type Value, wordsFor } from './freely.ts';
import { fillObject } from './object.ts';
import { scopeOf } from './scope.ts';
import { valueIn } from './value.ts';

/** Answers a question from the page, in the shape of the schema if there is one. Pure. */
export function answer(page: Page, query: Query, schema: Schema | null): Found<Json> {
  const reason = unanswerable(page, query);
  if (reason !== null) return missing(`${wordsFor(query)} for sure: ${reason}`);
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

function shapedList({ page, query, schema, root }: Asked): Found<Json> {
  if (query.kind === 'collect') return collect(page, query, schema, root);
  if (query.kind === 'value') {
    const { of } = query;
    // "The 2 cheapest products", "the second product": no list of all.
    if (of !== null && (of.ordinal !== null || of.extreme !== null)) return missing(wordsFor(query));
    const noun = of === null ? '' : of.role === 'item' ? of.text : `${of.text} ${of.noun ?? ''}`.trim();
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
  const properties = isRecord(schema.properties) ? Object.entries(schema.properties) : [];
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
  const ordered = readOrdinal(query.phrase);
  if (ordered === null || ordered.rest === '') return null;
  return scopeOf(page, {
    text: '',
    fullText: query.phrase,
    quoted: false,
    role: 'item',
    noun: ordered.rest,
    ordinal: ordered.ordinal,
    extreme: null,
    within: null,
  });
}
