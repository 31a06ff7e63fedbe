/**
 * The notation in which the service model is written.
 *
 * A shape is plain data. Four things are derived from it: the TypeScript types (here, {@link Infer}), the
 * schemas of the SDK's serializer (`schemas.ts`), the operations table (`operations.ts`) and the checks of
 * constraints (`validate-input.ts`).
 */
import type { DocumentType } from '@smithy/types';

/** A JSON value as the service passes it through, unread ("document" in Smithy). */
export type JsonDocument = DocumentType;

/** Limits of a string. Lengths count Unicode code points; `pattern` must match the whole string. */
export interface StringLimits {
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
}

/** A string, perhaps one of a fixed set of values. Sensitive strings are left out of the SDK's logs. */
export interface StringShape<Value extends string = string> extends StringLimits {
  readonly kind: 'string';
  readonly values?: readonly Value[];
  readonly sensitive?: boolean;
}

/** A whole number, `min` and `max` included. */
export interface IntegerShape {
  readonly kind: 'integer';
  readonly min?: number;
  readonly max?: number;
}

/** A moment: ISO 8601 text on the wire, `Date` in TypeScript. */
export interface TimestampShape {
  readonly kind: 'timestamp';
}

/** Any JSON value. */
export interface DocumentShape {
  readonly kind: 'document';
  readonly sensitive?: boolean;
}

/** A list with limits on the number of its items. */
export interface ListShape<Item extends Shape = Shape> {
  readonly kind: 'list';
  readonly name: string;
  readonly item: Item;
  readonly minItems?: number;
  readonly maxItems?: number;
}

/** An object with named members; `name` is the shape's name in the service model. */
export interface StructureShape<Members extends MemberMap = MemberMap> {
  readonly kind: 'structure';
  readonly name: string;
  readonly members: Members;
}

/** An object with exactly one of its members. */
export interface UnionShape<Members extends ShapeMap = ShapeMap> {
  readonly kind: 'union';
  readonly name: string;
  readonly members: Members;
  readonly sensitive?: boolean;
}

/** Any shape. */
export type Shape =
  | StringShape
  | IntegerShape
  | TimestampShape
  | DocumentShape
  | ListShapeAny
  | StructureShapeAny
  | UnionShapeAny;

/** Where a member travels in the HTTP message. */
export type MemberLocation = 'body' | 'path' | 'query' | 'header';

/** A member of a structure. `wireName` differs from the member's name only for headers. */
export interface Member<S extends Shape = Shape, Required extends boolean = boolean> {
  readonly shape: S;
  readonly required: Required;
  readonly location: MemberLocation;
  readonly wireName?: string;
  readonly idempotencyToken?: boolean;
}

// Interfaces, not aliases: only they may refer to themselves.
interface ListShapeAny extends ListShape<Shape> {}
interface StructureShapeAny extends StructureShape<MemberMap> {}
interface UnionShapeAny extends UnionShape<ShapeMap> {}

/** Members of a structure by name. */
export interface MemberMap {
  readonly [name: string]: Member;
}

/** Members of a union by name. */
export interface ShapeMap {
  readonly [name: string]: Shape;
}

type RequiredKeys<M extends MemberMap> = {
  [K in keyof M]: M[K] extends Member<Shape, true> ? K : never;
}[keyof M];

type InferMembers<M extends MemberMap> = {
  -readonly [K in keyof Pick<M, RequiredKeys<M>>]: Infer<M[K]['shape']>;
} & {
  -readonly [K in keyof Omit<M, RequiredKeys<M>>]?: Infer<M[K]['shape']> | undefined;
};

type Flat<T> = { [K in keyof T]: T[K] };

/** The TypeScript type of the values of a shape. */
export type Infer<S extends Shape> =
  S extends StringShape<infer Value>
    ? Value
    : S extends IntegerShape
      ? number
      : S extends TimestampShape
        ? Date
        : S extends DocumentShape
          ? JsonDocument
          : S extends ListShape<infer Item>
            ? Infer<Item>[]
            : S extends StructureShape<infer Members>
              ? Flat<InferMembers<Members>>
              : S extends UnionShape<infer Members>
                ? { [K in keyof Members]: { [L in K]: Infer<Members[K]> } }[keyof Members]
                : never;
