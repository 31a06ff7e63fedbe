export { schemaSuffix } from '../../contract/task.ts';

import { fromJsonSchema } from './json-schema.ts';
import type { JsonSchema, JsonSchemaValue } from './json-schema-type.ts';
import type { ParsedOutput } from './schema-parts.ts';
import { fromStandard, isStandard, type StandardJsonSchema } from './standard-schema.ts';

/** What `actGet` takes: a Standard Schema that can be written as JSON Schema (zod 4 and others), or a JSON Schema. */
export type OutputSchema = StandardJsonSchema | JsonSchema;

/** The type of the data that a schema describes. */
export type SchemaOutput<S extends OutputSchema> =
  S extends StandardJsonSchema<infer Output> ? Output : JsonSchemaValue<S>;

/** The type of what goes into a schema, before its defaults and transformations. */
export type SchemaInput<S extends OutputSchema> =
  S extends StandardJsonSchema<unknown, infer Input> ? Input : JsonSchemaValue<S>;

/** A schema made ready: what is sent to the model, and how its answer is read. */
export interface CompiledSchema<T> {
  readonly jsonSchema: JsonSchema;
  /** @param text what the agent returned, null when it returned nothing */
  parse(text: string | null): Promise<ParsedOutput<T>>;
}

/** Makes a schema ready, or throws ValidationFailed when it is not a schema. Nothing is called. */
export function compileSchema<S extends OutputSchema>(schema: S): CompiledSchema<SchemaOutput<S>> {
  const { jsonSchema, check } = isStandard(schema) ? fromStandard(schema) : fromJsonSchema(schema);
  const parse = async (text: string | null): Promise<ParsedOutput<SchemaOutput<S>>> => {
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

/**
 * What an answer may mean, most literal first: JSON, the bare text, JSON that was written as a JSON string. A string
 * schema thus takes `42` as "42". No answer is null, which only a schema that allows null takes.
 */
function* readings(text: string | null): Generator<unknown> {
  if (text === null) {
    yield null;
    return;
  }
  const json = fromJson(text);
  if (json !== undefined) yield json.value;
  yield text;
  const inner = typeof json?.value === 'string' ? fromJson(json.value) : undefined;
  if (inner !== undefined) yield inner.value;
}

function fromJson(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}
