/** A JSON Schema, as far as the agent reads it. */
export type Schema = Readonly<Record<string, unknown>>;

/** JSON as it stands in a schema or goes into a result. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** What was looked for: either there, or missing with words that say what is missing. */
export type Found<T> =
  | { readonly found: true; readonly value: T }
  | { readonly found: false; readonly missing: string };

export const found = <T>(value: T): Found<T> => ({ found: true, value });
export const missing = (what: string): Found<never> => ({ found: false, missing: what });
