import { Ajv } from 'ajv';
import { messageOf } from '../text/error-text.ts';
import { ValidationFailed } from './errors.ts';
import type { JsonSchema, JsonSchemaValue } from './json-schema-type.ts';

/**
 * A schema object of any library that follows Standard Schema and can write itself as JSON Schema, such as zod 4.
 * @see https://standardschema.dev
 */
export interface StandardJsonSchema<Output = unknown> {
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => StandardResult<Output> | Promise<StandardResult<Output>>;
    readonly types?: { readonly input: unknown; readonly output: Output } | undefined;
  };
}

type StandardResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | {
      readonly issues: ReadonlyArray<{
        readonly message: string;
        readonly path?: readonly unknown[] | undefined;
      }>;
    };

/** What `actGet` takes: a Standard Schema that can be written as JSON Schema (zod 4 and others), or a JSON Schema. */
export type OutputSchema = StandardJsonSchema | JsonSchema;

/** The type of the data that a schema describes. */
export type SchemaOutput<S extends OutputSchema> =
  S extends StandardJsonSchema<infer Output> ? Output : JsonSchemaValue<S>;

/** The outcome of reading the model's text by a schema. */
export type ParsedOutput<T> =
  | { readonly matches: true; readonly data: T }
  | { readonly matches: false; readonly problem: string };

/** A schema made ready: what is sent to the model, and how its answer is read. */
export interface CompiledSchema<T> {
  readonly jsonSchema: JsonSchema;
  parse(text: string): Promise<ParsedOutput<T>>;
}

type Check = (value: unknown) => Promise<ParsedOutput<unknown>>;

/** Makes a schema ready, or throws ValidationFailed when it is not a schema. Nothing is called. */
export function compileSchema<S extends OutputSchema>(schema: S): CompiledSchema<SchemaOutput<S>> {
  const { jsonSchema, check } = isStandard(schema) ? fromStandard(schema) : fromJsonSchema(schema);
  const parse = async (text: string): Promise<ParsedOutput<SchemaOutput<S>>> => {
    let firstProblem: string | undefined;
    for (const candidate of readings(text)) {
      const outcome = await check(candidate);
      if (outcome.matches) return outcome as ParsedOutput<SchemaOutput<S>>;
      firstProblem ??= outcome.problem;
    }
    return { matches: false, problem: firstProblem ?? 'the answer is empty' };
  };
  return { jsonSchema, parse };
}

/** The suffix by which the service is told the wanted form. */
export function schemaSuffix(jsonSchema: JsonSchema): string {
  return `, format output with jsonschema: ${JSON.stringify(jsonSchema)}`;
}

/** What a text may mean, most literal first: JSON, or the bare text. A string schema thus takes `42` as "42". */
function* readings(text: string): Generator<unknown> {
  try {
    yield JSON.parse(text);
  } catch {
    // Not JSON: the bare text remains.
  }
  yield text;
}

function isStandard(schema: unknown): schema is StandardJsonSchema {
  return typeof schema === 'object' && schema !== null && '~standard' in schema;
}

function fromStandard(schema: StandardJsonSchema): { jsonSchema: JsonSchema; check: Check } {
  const standard: StandardJsonSchema['~standard'] & {
    readonly jsonSchema?: { readonly output?: (options: { target: string }) => JsonSchema };
  } = schema['~standard'];
  if (typeof standard.jsonSchema?.output !== 'function') {
    throw new ValidationFailed(
      `The ${standard.vendor} schema cannot be written as JSON Schema. Use zod 4 (4.2 or later), or pass a JSON Schema object.`,
    );
  }
  let jsonSchema: JsonSchema;
  try {
    // `$schema` says nothing to the model and costs prompt length.
    const { $schema: _, ...rest } = standard.jsonSchema.output({ target: 'draft-07' });
    jsonSchema = rest;
  } catch (cause) {
    throw new ValidationFailed(
      `The schema has a part that JSON Schema cannot express: ${messageOf(cause)}. Describe plain data, and transform it after the act.`,
      { cause },
    );
  }
  const check: Check = async (value) => {
    const result = await standard.validate(value);
    if (result.issues === undefined) return { matches: true, data: result.value };
    return { matches: false, problem: result.issues.map(issueText).join('; ') };
  };
  return { jsonSchema, check };
}

function fromJsonSchema(schema: unknown): { jsonSchema: JsonSchema; check: Check } {
  const ajv = new Ajv({ allErrors: true, strict: false, validateFormats: false });
  if (!isPlainObject(schema) || Object.keys(schema).length === 0) {
    throw new ValidationFailed(
      'The schema is not a schema: pass a zod schema such as z.string(), or a JSON Schema object such as { type: "string" }.',
    );
  }
  const { $schema: _, ...jsonSchema } = schema;
  if (ajv.validateSchema(jsonSchema) !== true) {
    throw new ValidationFailed(
      `The JSON Schema is not valid (draft 7): ${ajv.errorsText(ajv.errors, { dataVar: 'schema' })}.`,
    );
  }
  if (!DESCRIBING_KEYWORDS.some((keyword) => keyword in jsonSchema)) {
    throw new ValidationFailed(
      `The schema is not a schema: it has none of ${DESCRIBING_KEYWORDS.join(', ')} (its keys are ${Object.keys(schema).join(', ')}).`,
    );
  }
  let validate: ReturnType<Ajv['compile']>;
  try {
    validate = ajv.compile(jsonSchema);
  } catch (cause) {
    throw new ValidationFailed(`The JSON Schema is not valid: ${messageOf(cause)}.`, { cause });
  }
  const check: Check = async (value) =>
    validate(value)
      ? { matches: true, data: value }
      : { matches: false, problem: ajv.errorsText(validate.errors, { dataVar: 'value' }) };
  return { jsonSchema, check };
}

/** A schema without any of these describes nothing, which is nearly always an object passed by mistake. */
const DESCRIBING_KEYWORDS = [
  'type',
  'enum',
  'const',
  'properties',
  'items',
  'anyOf',
  'oneOf',
  'allOf',
  '$ref',
] as const;

function isPlainObject(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function issueText(issue: {
  readonly message: string;
  readonly path?: readonly unknown[] | undefined;
}): string {
  const path = (issue.path ?? [])
    .map((part) => String(isPlainObject(part) && 'key' in part ? part.key : part))
    .join('.');
  return path === '' ? issue.message : `${path}: ${issue.message}`;
}
