import { Ajv } from 'ajv';
import { isRecord } from '../../../core/is-record.ts';
import { similarity } from '../language/words.ts';
import { isFree, numberOf } from '../page/values.ts';
import { type Found, found, type Json, missing, type Schema } from '../types.ts';

/** Turns a value as read from the page into what the schema wants. */
export function coerce(value: Json, schema: Schema, what: string): Found<Json> {
  const choices = Array.isArray(schema.enum)
    ? schema.enum
    : schema.const === undefined
      ? null
      : [schema.const];
  if (choices !== null) return coerceToChoice(value, choices, what);
  switch (typeOf(schema)) {
    case 'string':
      return found(
        typeof value === 'string' ? value : typeof value === 'object' ? JSON.stringify(value) : String(value),
      );
    case 'integer':
    case 'number':
      return coerceToNumber(value, typeOf(schema) === 'integer', what);
    case 'boolean':
      return coerceToBoolean(value, what);
    case 'null':
      return found(null);
    case 'array':
      return Array.isArray(value) ? found(value) : missing(`a list for ${what}`);
    case 'object':
      return isRecord(value) ? found(value) : missing(`an object for ${what}`);
    default:
      return found(value);
  }
}

/** A schema with references followed and "or null" taken apart. */
export type Plain = { readonly schema: Schema; readonly nullable: boolean };

/** Follows `$ref`, unwraps `anyOf`/`oneOf`/`allOf` and type lists down to one schema that has a type. */
export function plain(schema: unknown, root: Schema, depth = 0): Plain {
  if (!isRecord(schema) || depth > 20) return { schema: {}, nullable: false };
  const reference = schema.$ref;
  if (typeof reference === 'string') {
    const target = reference
      .replace(/^#\/?/, '')
      .split('/')
      .filter(Boolean)
      .reduce<unknown>(
        (at, part) => (isRecord(at) ? at[part.replaceAll('~1', '/').replaceAll('~0', '~')] : undefined),
        root,
      );
    const { $ref: _, ...rest } = schema;
    return plain({ ...(isRecord(target) ? target : {}), ...rest }, root, depth + 1);
  }
  for (const word of ['anyOf', 'oneOf', 'allOf']) {
    const choices = schema[word];
    if (!Array.isArray(choices)) continue;
    const others = choices.filter((choice) => !isNull(choice));
    const { [word]: _, ...rest } = schema;
    const inner = plain({ ...rest, ...(isRecord(others[0]) ? others[0] : {}) }, root, depth + 1);
    return { schema: inner.schema, nullable: inner.nullable || others.length < choices.length };
  }
  const type = schema.type;
  if (Array.isArray(type)) {
    const others = type.filter((each) => each !== 'null');
    return { schema: { ...schema, type: others[0] ?? 'null' }, nullable: others.length < type.length };
  }
  return { schema, nullable: type === 'null' };
}

const isNull = (schema: unknown): boolean => isRecord(schema) && schema.type === 'null';

/** What a schema wants: its `type`, or what its other words imply. */
export function typeOf(schema: Schema): string | null {
  if (typeof schema.type === 'string') return schema.type;
  if (isRecord(schema.properties)) return 'object';
  if (schema.items !== undefined) return 'array';
  const example = Array.isArray(schema.enum) ? schema.enum[0] : schema.const;
  if (typeof example === 'string' || typeof example === 'number' || typeof example === 'boolean')
    return typeof example;
  return null;
}

function coerceToChoice(value: Json, choices: readonly unknown[], what: string): Found<Json> {
  const text = String(value);
  const ranked = choices
    .map((choice) => ({ choice, score: choice === value ? 2 : similarity(String(choice), text) }))
    .sort((left, right) => right.score - left.score);
  const best = ranked[0];
  if (best !== undefined && best.score >= 0.6 && isScalar(best.choice)) return found(best.choice);
  return missing(
    `one of ${choices.map((choice) => JSON.stringify(choice)).join(', ')} for ${what} (the page says ${JSON.stringify(value)})`,
  );
}

const isScalar = (value: unknown): value is null | boolean | number | string =>
  value === null || ['boolean', 'number', 'string'].includes(typeof value);

function coerceToNumber(value: Json, integer: boolean, what: string): Found<Json> {
  const number =
    typeof value === 'number'
      ? value
      : typeof value === 'string'
        ? (numberOf(value) ?? (isFree(value) ? 0 : null))
        : null;
  if (number === null) return missing(`a number for ${what} (the page says ${JSON.stringify(value)})`);
  if (integer && !Number.isInteger(number))
    return missing(`a whole number for ${what} (the page says ${JSON.stringify(value)})`);
  return found(number);
}

function coerceToBoolean(value: Json, what: string): Found<Json> {
  if (typeof value === 'boolean') return found(value);
  const text = String(value).trim();
  if (/^(?:yes|true|on|checked|enabled|available|in stock|✓|✔|y|1)\b|^[✓✔☑]/i.test(text)) return found(true);
  if (/^(?:no|false|off|unchecked|disabled|unavailable|out of stock|sold out|none|n|0)\b|^[✗✘☐×]/i.test(text))
    return found(false);
  return missing(`yes or no for ${what} (the page says ${JSON.stringify(value)})`);
}

/** Checks a finished value against the caller's whole schema. */
export function matchesSchema(value: Json, schema: Schema): Found<Json> {
  const { $schema: _, $id: __, ...rest } = schema;
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: false, logger: false });
  try {
    const validate = ajv.compile(rest);
    if (validate(value)) return found(value);
    return missing(`a value that fits the schema (${ajv.errorsText(validate.errors, { dataVar: 'value' })})`);
  } catch (error) {
    return missing(`a schema that can be used (${error instanceof Error ? error.message : String(error)})`);
  }
}
