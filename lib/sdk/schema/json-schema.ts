import type { Ajv, ErrorObject } from 'ajv';
import type { PayloadIssue } from '../../contract/error.ts';
import { messageOf } from '../../core/errors.ts';
import { isInstance } from '../../core/thrown.ts';
import { ValidationFailed } from '../errors.ts';
import type { JsonSchema } from './json-schema-type.ts';
import { loadAjv } from './load-ajv.cjs';
import type { SchemaParts } from './schema-parts.ts';

/** Makes a JSON Schema ready. @throws ValidationFailed when it is not one. */
export function fromJsonSchema(schema: unknown): SchemaParts {
  if (!isPlainObject(schema) || Object.keys(schema).length === 0) {
    throw new ValidationFailed(
      'The schema is not a schema: pass a zod schema such as z.string(), or a JSON Schema object such as { type: "string" }.',
    );
  }
  const { ajv, dialect } = dialectOf(schema);
  // An `$async` schema would be checked by promises only.
  const { $schema: _, $async: __, ...jsonSchema } = schema;
  checkMetaSchema(ajv, dialect, jsonSchema);
  if (!DESCRIBING_KEYWORDS.some((keyword) => keyword in jsonSchema)) {
    throw new ValidationFailed(
      `The schema is not a schema: it has none of ${DESCRIBING_KEYWORDS.join(', ')} (its keys are ${Object.keys(schema).join(', ')}).`,
    );
  }
  let validate: ReturnType<Ajv['compile']>;
  try {
    validate = ajv.compile(jsonSchema);
  } catch (cause) {
    // A schema that does not say of which draft it is may be of the later one.
    if (isInstance(cause, LaterKeywordError) && schema.$schema === undefined) {
      return fromJsonSchema({ ...schema, $schema: LATER_DIALECT });
    }
    throw new ValidationFailed(`The JSON Schema is not valid: ${messageOf(cause)}.`, { cause });
  }
  const check: SchemaParts['check'] = async (value) =>
    validate(value)
      ? { matches: true, data: value }
      : {
          matches: false,
          problem: ajv.errorsText(validate.errors, { dataVar: 'value' }),
          issues: (validate.errors ?? []).map(issueOf),
        };
  return { jsonSchema, check };
}

/** Whether something can only be meant as a JSON Schema. */
export function isJsonSchema(value: unknown): boolean {
  return isPlainObject(value) && DESCRIBING_KEYWORDS.some((keyword) => keyword in value);
}

/** A schema without any of these describes nothing, which is nearly always an object passed by mistake. */
const DESCRIBING_KEYWORDS = [
  'type',
  'enum',
  'const',
  'properties',
  'required',
  'items',
  'prefixItems',
  'anyOf',
  'oneOf',
  'allOf',
  'not',
  '$ref',
] as const;

const AJV_OPTIONS = {
  allErrors: true,
  strict: false,
  validateFormats: false,
  validateSchema: false,
} as const;

/** What draft 7 would ignore in silence, so that it would check less than is written. */
const LATER_KEYWORDS = [
  'dependentRequired',
  'dependentSchemas',
  'maxContains',
  'minContains',
  'prefixItems',
  'unevaluatedItems',
  'unevaluatedProperties',
];
const LATER_DIALECT = 'https://json-schema.org/draft/2020-12/schema';

class LaterKeywordError extends Error {}

function draft7(): Ajv {
  const { Ajv: OfDraft7 } = loadAjv();
  const ajv = new OfDraft7(AJV_OPTIONS);
  for (const keyword of LATER_KEYWORDS) {
    const compile = (): never => {
      throw new LaterKeywordError(
        `"${keyword}" is of a later draft than 7: write $schema: "${LATER_DIALECT}"`,
      );
    };
    ajv.addKeyword({ keyword, compile });
  }
  return ajv;
}

/** Draft 7 unless the schema says that it is of a later one, as those that zod writes do. */
function dialectOf({ $schema }: JsonSchema): { readonly ajv: Ajv; readonly dialect: Dialect } {
  if (typeof $schema !== 'string' || !/\/(2019-09|2020-12)\//.test($schema))
    return { ajv: draft7(), dialect: 'draft 7' };
  const { Ajv2020 } = loadAjv();
  return { ajv: new Ajv2020(AJV_OPTIONS), dialect: '2020-12' };
}

/** The library leaves out of some messages what helps most. */
function issueOf({ instancePath, message = 'is not valid', params }: ErrorObject): PayloadIssue {
  const path = instancePath.slice(1).replaceAll('/', '.').replaceAll('~1', '/').replaceAll('~0', '~');
  const { additionalProperty, allowedValues } = params;
  if (additionalProperty !== undefined) return { path, message: `has no property "${additionalProperty}"` };
  if (Array.isArray(allowedValues))
    return { path, message: `must be one of ${JSON.stringify(allowedValues)}` };
  return { path, message };
}

type Dialect = 'draft 7' | '2020-12';

/** One for each dialect: the schema of schemas is compiled once, which takes longer than most schemas. */
const metaSchemas = new Map<Dialect, Ajv>();

function checkMetaSchema(own: Ajv, dialect: Dialect, schema: JsonSchema): void {
  const ajv = metaSchemas.get(dialect) ?? own;
  metaSchemas.set(dialect, ajv);
  let isValid: unknown;
  try {
    isValid = JSON.stringify(schema) !== undefined && ajv.validateSchema(schema);
  } catch (cause) {
    throw new ValidationFailed(`The schema cannot be written as JSON: ${messageOf(cause)}.`, { cause });
  }
  if (isValid === true) return;
  throw new ValidationFailed(
    `The JSON Schema is not valid (${dialect}): ${ajv.errorsText(ajv.errors, { dataVar: 'schema' })}.`,
  );
}

function isPlainObject(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
