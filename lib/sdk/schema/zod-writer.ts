import { type $ZodType, toJSONSchema } from 'zod/v4/core';
import type { JsonSchemaWriter } from './standard-schema.ts';

/**
 * The writer for schemas of zod 4 that do not bring one themselves: those of `zod/mini`, and of versions before 4.2.
 * Bundlers take only what it needs out of zod, which has no schemas in it.
 *
 * @returns `undefined` for other schemas
 */
export function zodWriter(schema: object): JsonSchemaWriter | undefined {
  if (!isZod4(schema)) return undefined;
  return {
    input: ({ target, libraryOptions: given }) => toJSONSchema(schema, { ...given, target, io: 'input' }),
  };
}

/** @see https://zod.dev/library-authors */
function isZod4(schema: object): schema is $ZodType {
  return '_zod' in schema;
}
