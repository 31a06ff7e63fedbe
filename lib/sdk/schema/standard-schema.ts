import { type PayloadIssue, textOfIssues } from '../../contract/error.ts';
import { messageOf } from '../../core/errors.ts';
import { ValidationFailed } from '../errors.ts';
import type { JsonSchema } from './json-schema-type.ts';
import type { CheckValue, SchemaParts } from './schema-parts.ts';
import { zodWriter } from './zod-writer.ts';

/**
 * A schema object of any library that follows Standard Schema and can write itself as JSON Schema, such as zod 4.
 * @see https://standardschema.dev
 */
export interface StandardJsonSchema<Output = unknown, Input = unknown> {
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => StandardResult<Output> | Promise<StandardResult<Output>>;
    readonly types?: { readonly input: Input; readonly output: Output } | undefined;
  };
}

type StandardResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly StandardIssue[] };

interface StandardIssue {
  readonly message: string;
  readonly path?: readonly unknown[] | undefined;
}

/** Whether a value is a schema of a library that follows Standard Schema. */
export function isStandard(schema: unknown): schema is StandardJsonSchema {
  // Schemas of some libraries, such as ArkType, are functions.
  const canHaveMembers = typeof schema === 'object' || typeof schema === 'function';
  return canHaveMembers && schema !== null && '~standard' in schema;
}

/** Makes a Standard Schema ready. @throws ValidationFailed when it cannot be written as JSON Schema. */
export function fromStandard(schema: StandardJsonSchema): SchemaParts {
  // `$schema` says nothing to the model and costs prompt length. Draft 7 is what it knows.
  const { $schema: _, ...jsonSchema } = writeJsonSchema(schema, ['draft-07', 'draft-2020-12']);
  return { jsonSchema, check: checkByStandard(schema) };
}

/** How a Standard Schema reads a value. */
export function checkByStandard(schema: StandardJsonSchema): CheckValue {
  return async (value) => {
    const result = await validate(schema, value);
    if (result.issues === undefined) return { matches: true, data: result.value };
    const issues = result.issues.length === 0 ? [issueOf({})] : result.issues.map(issueOf);
    return { matches: false, problem: textOfIssues(issues), issues };
  };
}

/**
 * Each check once. By Standard Schema, zod tries without waiting first: asynchronous checks then run a second time, and what the
 * first ones reject with nobody catches, which ends the process.
 */
async function validate(schema: StandardJsonSchema, value: unknown): Promise<StandardResult<unknown>> {
  if (schema['~standard'].vendor !== 'zod' || !hasAsyncParse(schema)) {
    return await schema['~standard'].validate(value);
  }
  const parsed = await schema.safeParseAsync(value);
  return parsed.success ? { value: parsed.data } : { issues: parsed.error?.issues ?? [] };
}

/** How schemas of zod are asked by its own name, those of `zod/mini` as well. @see https://zod.dev/basics#parsing-data */
interface AsyncParse {
  safeParseAsync(value: unknown): Promise<{
    readonly success: boolean;
    readonly data?: unknown;
    readonly error?: { readonly issues: readonly StandardIssue[] } | undefined;
  }>;
}

function hasAsyncParse(schema: object): schema is AsyncParse {
  return 'safeParseAsync' in schema && typeof schema.safeParseAsync === 'function';
}

/** How a library writes a schema as JSON Schema; `input` is what goes into its validation. */
export interface JsonSchemaWriter {
  readonly input: (options: WriterOptions) => JsonSchema;
}

/** How it is written. */
export interface WriterOptions {
  readonly target: string;
  /** Of zod: `any` leaves open what cannot be expressed. */
  readonly libraryOptions?: { readonly unrepresentable: 'any' } | undefined;
}

/**
 * What goes *into* a schema, such as an agent's answer: defaults and transformations come after it.
 *
 * @param targets - dialects, the best first: a library need not write every one
 * @throws ValidationFailed when it cannot be written as JSON Schema
 */
export function writeJsonSchema(
  schema: StandardJsonSchema,
  targets: readonly string[],
  libraryOptions?: WriterOptions['libraryOptions'],
): JsonSchema {
  const standard: StandardJsonSchema['~standard'] & { readonly jsonSchema?: JsonSchemaWriter } =
    schema['~standard'];
  const writer = standard.jsonSchema ?? zodWriter(schema);
  if (typeof writer?.input !== 'function') {
    throw new ValidationFailed(
      `The ${standard.vendor} schema cannot be written as JSON Schema. Use zod 4, or pass a JSON Schema object.`,
    );
  }
  let failure: unknown;
  for (const target of targets) {
    try {
      return writer.input({ target, ...(libraryOptions && { libraryOptions }) });
    } catch (error) {
      failure ??= error;
    }
  }
  throw new ValidationFailed(
    `The schema has a part that JSON Schema cannot express: ${messageOf(failure)}. Describe plain data, and transform it afterwards.`,
    { cause: failure },
  );
}

/** A library that is careless may leave out the message, too. */
function issueOf({ message, path = [] }: Partial<StandardIssue>): PayloadIssue {
  const names = path.map((part) =>
    String(typeof part === 'object' && part !== null && 'key' in part ? part.key : part),
  );
  return { path: names.join('.'), message: message || 'is not valid' };
}
