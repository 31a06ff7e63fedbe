import type { PayloadIssue } from '../../contract/error.ts';
import type { JsonSchema } from './json-schema-type.ts';

/** A schema of either kind, taken apart. */
export interface SchemaParts {
  /** What the model is told. */
  readonly jsonSchema: JsonSchema;
  readonly check: CheckValue;
}

/** Reads a value by a schema: what comes out has its defaults and transformations. */
export type CheckValue = (value: unknown) => Promise<CheckedValue>;

/** What a schema makes of a value. */
export type CheckedValue =
  | { readonly matches: true; readonly data: unknown }
  | {
      readonly matches: false;
      /** In one line. */
      readonly problem: string;
      /** The same, place by place. */
      readonly issues: readonly PayloadIssue[];
    };

/** The outcome of reading the model's text by a schema. */
export type ParsedOutput<T> =
  | { readonly matches: true; readonly data: T }
  | { readonly matches: false; readonly problem: string };
