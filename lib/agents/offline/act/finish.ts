import { isRecord } from '../../../core/is-record.ts';
import { answer, answerFromSchema } from '../answer/answer.ts';
import { coerce, matchesSchema, plain, typeOf } from '../answer/coerce.ts';
import { wordsFor } from '../answer/freely.ts';
import type { Clause, Query } from '../language/intents.ts';
import { identifierWords, similarity } from '../language/words.ts';
import type { Page } from '../page/page.ts';
import { type Found, found, type Json, missing, type Schema } from '../types.ts';

export type Finish = {
  readonly clauses: readonly Clause[];
  /** Answers to earlier questions, by clause. */
  readonly notes: Readonly<Record<string, Json>>;
  /** What came along with the actions. */
  readonly news: readonly string[];
  readonly page: Page;
  readonly schema: Schema | null;
};

/** The result of a task whose clauses are all done, or what is missing for it. */
export function finish({ clauses, notes, news, page, schema }: Finish): Found<string> {
  const queries = clauses.flatMap(({ intent }, index) =>
    intent.kind === 'query' ? [{ index, query: intent.query }] : [],
  );
  const [only] = queries;
  if (only === undefined) return withoutQuestion({ clauses, news, page, schema });
  if (queries.length === 1)
    return asText(single(only.index, only.query, { clauses, notes, news, page, schema }), schema);
  const values = queries.map(({ index, query }) => ({ query, value: notes[index] ?? null }));
  if (schema === null)
    return found(values.map(({ query, value }) => `${wordsFor(query)}: ${textOfValue(value)}`).join('; '));
  return asText(combine(values, schema), schema);
}

function withoutQuestion({ clauses, news, page, schema }: Omit<Finish, 'notes'>): Found<string> {
  const done = `Done: ${[...new Set(clauses.map(({ words }) => words))].join('; ')}.`;
  const summary = [done, ...news].join(' ');
  if (schema === null) return found(summary);
  const { schema: wanted } = plain(schema, schema);
  const type = typeOf(wanted);
  if (type === null || (type === 'string' && wanted.enum === undefined))
    return asText(found(summary), schema);
  return asText(answerFromSchema(page, schema), schema);
}

/** The last clause is answered from the page as it is now, an earlier one from what was noted then. */
function single(index: number, query: Query, { clauses, notes, page, schema }: Finish): Found<Json> {
  const noted = notes[index];
  const isLast = index === clauses.length - 1;
  if (isLast || noted === undefined) return answer(page, query, schema);
  if (schema === null) return found(noted);
  const value = coerce(noted, plain(schema, schema).schema, wordsFor(query));
  return value.found ? matchesSchema(value.value, schema) : value;
}

/** Several answers in one schema: properties by name, else in order; lists in order. */
function combine(
  values: readonly { readonly query: Query; readonly value: Json }[],
  schema: Schema,
): Found<Json> {
  const { schema: wanted } = plain(schema, schema);
  if (typeOf(wanted) === 'array') {
    const item = plain(wanted.items, schema).schema;
    const list: Json[] = [];
    for (const { query, value } of values) {
      const one = coerce(value, item, wordsFor(query));
      if (!one.found) return one;
      list.push(one.value);
    }
    return matchesSchema(list, schema);
  }
  if (typeOf(wanted) !== 'object' || !isRecord(wanted.properties)) {
    const text = values.map(({ query, value }) => `${wordsFor(query)}: ${textOfValue(value)}`).join('; ');
    return typeOf(wanted) === 'string'
      ? matchesSchema(text, schema)
      : missing('one value for the schema: the task asks several questions');
  }
  const record: Record<string, Json> = {};
  const free = [...values];
  for (const [key, property] of Object.entries(wanted.properties)) {
    const ranked = free
      .map((each, order) => ({
        each,
        score: similarity(identifierWords(key), wordsFor(each.query)) - order * 0.001,
      }))
      .sort((left, right) => right.score - left.score);
    const best = ranked[0]?.each;
    if (best === undefined) continue;
    free.splice(free.indexOf(best), 1);
    const value = coerce(best.value, plain(property, schema).schema, `'${key}'`);
    if (!value.found) return value;
    record[key] = value.value;
  }
  return matchesSchema(record, schema);
}

function textOfValue(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** With a schema the result is JSON text, otherwise plain text. */
function asText(value: Found<Json>, schema: Schema | null): Found<string> {
  if (!value.found) return value;
  return found(schema === null ? textOfValue(value.value) : JSON.stringify(value.value));
}
