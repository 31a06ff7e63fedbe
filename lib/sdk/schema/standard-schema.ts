import { messageOf } from '../../core/errors.ts';
import { ValidationFailed } from '../errors.ts';
import type { JsonSchema } from './json-schema-type.ts';
import type { SchemaParts } from './schema-parts.ts';
import { zodWriter } from './zod-writer.ts';

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

/** Whether a value is a schema of a library that follows Standard Schema. */
export function isStandard(schema: unknown): schema is StandardJsonSchema {
  // Schemas of some libraries, such as ArkType, are functions.
  const canHaveMembers = typeof schema === 'object' || typeof schema === 'function';
  return canHaveMembers && schema !== null && '~standard' in schema;
}

/** Makes a Standard Schema ready. @throws ValidationFailed when it cannot be written as JSON Schema. */
export function fromStandard(schema: StandardJsonSchema): SchemaParts {
  const standard: StandardJsonSchema['~standard'] & { readonly jsonSchema?: JsonSchemaWriter } =
    schema['~standard'];
  const writer = standard.jsonSchema ?? zodWriter(schema);
  if (typeof writer?.input !== 'function') {
    throw new ValidationFailed(
      `The ${standard.vendor} schema cannot be written as JSON Schema. Use zod 4, or pass a JSON Schema object.`,
    );
  }
  const jsonSchema = writeJsonSchema(writer);
  const check: SchemaParts['check'] = async (value) => {
    const result = await standard.validate(value);
    if (result.issues === undefined) return { matches: true, data: result.value };
    return { matches: false, problem: result.issues.map(issueText).join('; ') };
  };
  return { jsonSchema, check };
}

/** How a library writes a schema as JSON Schema; `input` is what goes into its validation. */
export interface JsonSchemaWriter {
  readonly input: (options: { readonly target: string }) => JsonSchema;
}

/** The agent's answer is what goes *into* the schema: defaults and transformations come after it. */
function writeJsonSchema(writer: JsonSchemaWriter): JsonSchema {
  let failure: unknown;
  // Draft 7 is what the model knows; a library need not write every dialect.
  for (const target of ['draft-07', 'draft-2020-12']) {
    try {
      // `$schema` says nothing to the model and costs prompt length.
      const { $schema: _, ...jsonSchema } = writer.input({ target });
      return jsonSchema;
    } catch (error) {
      failure ??= error;
    }
  }
  throw new ValidationFailed(
    `The schema has a part that JSON Schema cannot express: ${messageOf(failure)}. Describe plain data, and transform it after the act.`,
    { cause: failure },
  );
}

function issueText(issue: {
  readonly message: string;
  readonly path?: readonly unknown[] | undefined;
}): string {
  const path = (issue.path ?? [])
    .map((part) => String(typeof part === 'object' && part !== null && 'key' in part ? part.key : part))
    .join('.');
  return path === '' ? issue.message : `${path}: ${issue.message}`;
}
