import { isRecord } from '../../../core/is-record.ts';
import type { Query } from '../language/intents.ts';
import { identifierWords, similarity } from '../language/words.ts';
import type { PageElement } from '../page/dom.ts';
import type { Page } from '../page/page.ts';
import { type Found, found, type Json, missing, type Schema } from '../types.ts';
import { coerce, plain, typeOf } from './coerce.ts';
import { collect } from './collect.ts';
import { count } from './count.ts';
import { itemFlag } from './flags.ts';
import { specialValue } from './freely.ts';
import { itemValue } from './item-value.ts';
import { valueIn } from './value.ts';

type Fill = {
  readonly page: Page;
  readonly schema: Schema;
  readonly root: Schema;
  readonly scope: PageElement;
  readonly headers: readonly string[];
  readonly query: Query;
  readonly depth: number;
};

export function fillObject(fill: Fill): Found<Json> {
  const { schema, root } = fill;
  const properties = isRecord(schema.properties) ? Object.entries(schema.properties) : [];
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
    (attribute) => similarity(attribute, words) >= 0.95 || similarity(words, attribute) >= 0.6,
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
