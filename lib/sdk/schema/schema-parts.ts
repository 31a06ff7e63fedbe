import type { JsonSchema } from './json-schema-type.ts';

/** A schema of either kind, taken apart. */
export interface SchemaParts {
  /** What the model is told. */
  readonly jsonSchema: JsonSchema;
  readonly check: (value: unknown) => Promise<ParsedOutput<unknown>>;
}

/** The outcome of reading the model's text by a schema. */
export type ParsedOutput<T> =
  | { readonly matches: true; readonly data: T }
  | { readonly matches: false; readonly problem: string };
