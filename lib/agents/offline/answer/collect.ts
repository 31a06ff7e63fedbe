import { isRecord } from '../../../core/is-record.ts';
import { findField } from '../find/fields.ts';
import {
  GOOD,
  isGeneric,
  MAYBE,
  meansTableRows,
  onlyGroup,
  type RankedGroup,
  rankGroups,
} from '../find/groups.ts';
import { placeFor } from '../find/place.ts';
import type { Query } from '../language/intents.ts';
import { isKindWord } from '../language/kind-words.ts';
import { namedTarget } from '../language/parse-target.ts';
import { identifierWords, similarity } from '../language/words.ts';
import { OpenQuestion } from '../open-question.ts';
import { contains, descendants, type PageElement } from '../page/dom.ts';
import { optionsOf, optionText } from '../page/fields.ts';
import type { Group } from '../page/groups.ts';
import { mustBeWhole } from '../page/left-out.ts';
import type { Page } from '../page/page.ts';
import { headingLevel } from '../page/roles.ts';
import { cellsOf, tablesIn } from '../page/tables.ts';
import { textOf } from '../page/text.ts';
import { type Found, found, type Json, missing, type Schema } from '../types.ts';
import { coerce, plain, typeOf } from './coerce.ts';
import { itemFlag } from './flags.ts';
import { mustBeNameOnly, nameOfItem } from './item-name.ts';
import { itemValue } from './item-value.ts';
import { withoutSummary } from './summary.ts';

/** Lists what repeats on the page. */
export function collect(page: Page, query: Collect, schema: Schema | null, root: Schema): Found<Json> {
  const scope = query.within === null ? page.root : placeFor(page, query.within);
  if (scope === null) return missing(`'${query.within?.fullText ?? ''}'`);
  if (query.limit === null) mustBeWhole(scope);
  const item = plain(schema?.items, root);
  const controls = controlsNamed(page, scope, query);
  const limit = query.limit ?? (typeof schema?.maxItems === 'number' ? schema.maxItems : null);
  const cut = <T>(list: readonly T[]): readonly T[] =>
    limit === null ? list : limit < 0 ? list.slice(limit) : list.slice(0, limit);
  if (controls !== null && typeOf(item.schema) !== 'object')
    return coerceAll(cut(controls), item.schema, query.noun);
  const columns = typeOf(item.schema) === 'object' ? columnsOf(item.schema, query, root) : [];
  const group = bestGroup(page, scope, query, columns);
  if (group === null)
    return missing(
      query.noun === '' ? `a list with ${query.attributes.join(', ')}` : `a list of ${query.noun}`,
    );
  const items = query.noun === '' ? group.items : withoutSummary(group.items, query.noun);
  if (query.limit !== null && items.length < Math.abs(query.limit))
    return missing(`${Math.abs(query.limit)} ${query.noun}: there are ${items.length}`);
  if (columns.length === 0) {
    const texts = items.map((each) => scalarOf(each, group, query, page));
    const lacking = texts.indexOf(null);
    if (lacking >= 0 && query.attributes.length > 0)
      return missing(`'${query.attributes.join(', ')}' of item ${lacking + 1}`);
    return coerceAll(
      cut(texts.filter((text): text is Json & string => text !== null)),
      item.schema,
      query.noun,
    );
  }
  const records: Json[] = [];
  for (const each of cut(items)) {
    const record = recordOf(each, group, columns, page);
    if (!record.found) return record;
    records.push(record.value);
  }
  return found(records);
}

/** One thing to read from each item: how it is called in the result and on the page. */
type Column = {
  readonly key: string;
  readonly labels: readonly string[];
  readonly schema: Schema;
  readonly nullable: boolean;
  readonly required: boolean;
};

function coerceAll(values: readonly Json[], schema: Schema, what: string): Found<Json> {
  const list: Json[] = [];
  for (const value of values) {
    const one = coerce(value, schema, what === '' ? 'the list' : what);
    if (!one.found) return one;
    list.push(one.value);
  }
  return found(list);
}

/** Lists of controls: all links, headings, options of a list, column headers. */
function controlsNamed(page: Page, scope: PageElement, query: Collect): readonly string[] | null {
  const noun = query.noun.replace(/^(?:visible|page) /i, '');
  const texts = (elements: readonly PageElement[]): readonly string[] =>
    elements.map(textOf).filter((text) => text !== '');
  if (/^(?:hyper)?links?$|^link texts?$/i.test(noun))
    return texts(
      page.controls
        .filter(({ kind, element }) => kind === 'link' && contains(scope, element))
        .map(({ element }) => element),
    );
  if (/^buttons?$/i.test(noun)) {
    return page.controls
      .filter(({ kind, element }) => kind === 'button' && contains(scope, element))
      .map(({ names }) => names[0]?.text ?? '')
      .filter((name) => name !== '');
  }
  if (/^tabs?$/i.test(noun))
    return texts(page.controls.filter(({ kind }) => kind === 'tab').map(({ element }) => element));
  if (/^(?:sub ?)?headings?$/i.test(noun))
    return texts(descendants(scope).filter((element) => headingLevel(element) !== null));
  if (/^(?:table )?(?:columns?|(?:column )?headers?|column names?)$/i.test(noun))
    return tablesIn(scope)[0]?.headers ?? null;
  const options = /^(?:(.*) )?options?$|^(.*) choices?$/i.exec(noun);
  const named =
    options === null ? null : (query.within ?? namedTarget(options[1] ?? options[2] ?? '', 'select'));
  const select = named === null ? null : findField(page, named, ['select']);
  return select === null ? null : optionsOf(select).map(optionText);
}

function columnsOf(schema: Schema, query: Collect, root: Schema): readonly Column[] {
  const properties = isRecord(schema.properties) ? Object.entries(schema.properties) : [];
  const required = Array.isArray(schema.required) ? schema.required : [];
  return properties.map(([key, value], index) => {
    const { schema: own, nullable } = plain(value, root);
    const words = identifierWords(key);
    const hints = [own.title, own.description].filter(
      (hint): hint is string => typeof hint === 'string' && hint.length <= 60,
    );
    const asked = query.attributes.find((attribute) => similarity(attribute, words) >= 0.6);
    const byPlace =
      query.attributes.length === properties.length &&
      properties.every(([name]) =>
        query.attributes.every((attribute) => similarity(attribute, identifierWords(name)) < 0.5),
      )
        ? query.attributes[index]
        : undefined;
    const labels = [
      ...new Set(
        [
          byPlace,
          withoutNoun(words, query.noun),
          words,
          asked,
          isNoun(words, query.noun) ? 'name' : undefined,
          ...hints,
        ].filter((label): label is string => label !== undefined && label !== ''),
      ),
    ];
    return { key, labels, schema: own, nullable, required: required.includes(key) };
  });
}

/** `{ product: string }` of products is their name, unless the page calls something else so. */
const isNoun = (words: string, noun: string): boolean =>
  noun !== '' && similarity(words, noun.split(' ').at(-1) ?? '') >= 0.95;

/** `productName` of products is their name. */
function withoutNoun(words: string, noun: string): string {
  const first = words.split(' ')[0] ?? '';
  return words.includes(' ') && noun !== '' && similarity(first, noun.split(' ').at(-1) ?? '') >= 0.9
    ? words.slice(first.length + 1)
    : words;
}

/**
 * The group that fits the noun and whose items have what is asked for.
 * @throws OpenQuestion when several do.
 */
function bestGroup(page: Page, scope: PageElement, query: Collect, columns: readonly Column[]): Group | null {
  const wanted = columns.filter((column) => column.required && !column.nullable);
  const needed = columns.length > 0 || query.attributes.length > 0;
  const fitting = rankGroups(scope, query.noun).flatMap((ranked): (RankedGroup & { total: number })[] => {
    const { group, score, named } = ranked;
    const sample = group.items.slice(0, 8);
    const share = (test: (item: PageElement) => boolean): number =>
      sample.filter(test).length / sample.length;
    const asked =
      columns.length > 0
        ? share((item) =>
            (wanted.length > 0 ? wanted : columns).every(
              (column) => columnValue(item, group, column, page) !== null,
            ),
          )
        : query.attributes.length > 0
          ? share((item) =>
              query.attributes.every(
                (attribute) => itemValue(item, singular(attribute), group.headers, page, query.noun) !== null,
              ),
            )
          : 0;
    if (needed && asked < 0.5) return [];
    const mayBe = isGeneric(query.noun) || (needed && isKindWord(query.noun));
    if (named === 0 && (group.marginal || !mayBe)) return [];
    if (named === 0 && score < MAYBE) return [];
    return [{ ...ranked, total: score + asked + (group.items.length === 1 ? -0.3 : 0) }];
  });
  const best = onlyGroup(
    [...fitting].sort((left, right) => right.total - left.total),
    query.noun,
  );
  const isGood = ({ group, named, score }: RankedGroup): boolean =>
    group === best && (needed || named > 0 || score > GOOD);
  return fitting.some(isGood) ? best : null;
}

const singular = (word: string): string => word.replace(/ies$/, 'y').replace(/([^s])s$/, '$1');

function scalarOf(item: PageElement, group: Group, query: Collect, page: Page): string | null {
  const [first] = query.attributes;
  if (first !== undefined) {
    const values = query.attributes.map((attribute) =>
      itemValue(item, singular(attribute), group.headers, page, query.noun),
    );
    return values.includes(null) ? null : values.join(' – ');
  }
  if (group.kind === 'table' && /rows?$/i.test(query.noun))
    return cellsOf(item).map(textOf).join(' | ') || textOf(item);
  const name = nameOfItem(item, group.kind === 'table' ? cellsOf(item) : []);
  mustBeNameOnly(item, query.noun, name);
  return name ?? textOf(item);
}

function columnValue(item: PageElement, group: Group, column: Column, page: Page): Json {
  if (typeOf(column.schema) === 'boolean') return itemFlag(item, column.labels, group.headers, page);
  for (const label of column.labels) {
    const value = itemValue(item, label, group.headers, page);
    if (value === null) continue;
    const fitting = coerce(value, column.schema, column.key);
    if (fitting.found) return fitting.value;
  }
  return null;
}

function recordOf(item: PageElement, group: Group, columns: readonly Column[], page: Page): Found<Json> {
  const record: Record<string, Json> = {};
  for (const column of columns) {
    const value = columnValue(item, group, column, page);
    if (value !== null || column.nullable) record[column.key] = value;
    else if (column.required) return missing(`'${column.key}' of '${textOf(item).slice(0, 60)}'`);
  }
  return found(record);
}

/** Without a schema: each item with all that its headers, or the asked-for attributes, name. */
export function collectFreely(page: Page, query: Collect): Found<Json> {
  const scope = query.within === null ? page.root : placeFor(page, query.within);
  if (scope === null) return missing(`'${query.within?.fullText ?? ''}'`);
  if (query.attributes.length > 1) {
    const properties = Object.fromEntries(
      query.attributes.map((attribute) => [singular(attribute), { type: 'string' }]),
    );
    const schema: Schema = { items: { type: 'object', properties, required: Object.keys(properties) } };
    return collect(page, query, schema, schema);
  }
  const tables = meansTableRows(query.noun) ? tablesIn(scope).filter((each) => each.rows.length > 0) : [];
  if (tables.length > 1) throw new OpenQuestion(`tell which table is meant: there are ${tables.length}`);
  const [table] = tables;
  if (table !== undefined && table.headers.length > 0) {
    return found(
      table.rows.map(({ cells }) =>
        Object.fromEntries(
          table.headers.map((header, index) => [
            header,
            cells[index] === undefined ? '' : textOf(cells[index]),
          ]),
        ),
      ),
    );
  }
  return collect(page, query, { items: { type: 'string' } }, {});
}

type Collect = Extract<Query, { kind: 'collect' }>;
