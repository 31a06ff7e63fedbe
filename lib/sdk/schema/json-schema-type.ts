/** A JSON Schema (draft 7) as a plain object. */
export type JsonSchema = { readonly [keyword: string]: unknown };

/**
 * The type of the values that a JSON Schema allows, for the keywords that describe data: `const`, `enum`, `type`,
 * `properties`, `required`, `items`. Anything else is `unknown`. A schema that is not written where it is used must be
 * written `as const`.
 */
export type JsonSchemaValue<S> = S extends { readonly const: infer C }
  ? C
  : S extends { readonly enum: readonly (infer E)[] }
    ? E
    : S extends { readonly type: infer T }
      ? T extends 'object'
        ? ObjectValue<S>
        : T extends 'array'
          ? S extends { readonly items: infer I }
            ? JsonSchemaValue<I>[]
            : unknown[]
          : T extends keyof JsonTypes
            ? JsonTypes[T]
            : T extends readonly (infer U)[]
              ? U extends keyof JsonTypes
                ? JsonTypes[U]
                : unknown
              : unknown
      : unknown;

type JsonTypes = {
  string: string;
  number: number;
  integer: number;
  boolean: boolean;
  null: null;
};

type Properties<S> = S extends { readonly properties: infer P } ? P : Record<never, never>;
type RequiredKeys<S> = S extends { readonly required: readonly (infer K)[] } ? K : never;

type ObjectValue<S> = OneObject<
  {
    -readonly [K in keyof Properties<S> as K extends RequiredKeys<S> ? K : never]: JsonSchemaValue<
      Properties<S>[K]
    >;
  } & {
    -readonly [K in keyof Properties<S> as K extends RequiredKeys<S> ? never : K]?: JsonSchemaValue<
      Properties<S>[K]
    >;
  }
>;

/** Shows the parts of an object type as the one object that they are. */
type OneObject<T> = { [K in keyof T]: T[K] };
