/** Short constructors for the notation of `shape.ts`, so that the model reads like a table. */
import type {
  DocumentShape,
  IntegerShape,
  ListShape,
  Member,
  MemberMap,
  Shape,
  ShapeMap,
  StringLimits,
  StringShape,
  StructureShape,
  TimestampShape,
  UnionShape,
} from './shape.ts';

/** A string within limits. */
export function string(limits: StringLimits & { readonly sensitive?: boolean } = {}): StringShape {
  return { kind: 'string', ...limits };
}

/** One of a fixed set of strings. */
export function oneOf<const Value extends string>(...values: readonly Value[]): StringShape<Value> {
  return { kind: 'string', values };
}

/** A whole number within limits. */
export function integer(limits: { readonly min?: number; readonly max?: number } = {}): IntegerShape {
  return { kind: 'integer', ...limits };
}

/** An ISO 8601 timestamp. */
export function timestamp(): TimestampShape {
  return { kind: 'timestamp' };
}

/** Any JSON value. */
export function document(options: { readonly sensitive?: boolean } = {}): DocumentShape {
  return { kind: 'document', ...options };
}

/** A list of one shape. */
export function list<Item extends Shape>(
  name: string,
  item: Item,
  limits: { readonly minItems?: number; readonly maxItems?: number } = {},
): ListShape<Item> {
  return { kind: 'list', name, item, ...limits };
}

/** An object with named members. */
export function structure<const Members extends MemberMap>(
  name: string,
  members: Members,
): StructureShape<Members> {
  return { kind: 'structure', name, members };
}

/** An object with exactly one member of several. */
export function union<const Members extends ShapeMap>(
  name: string,
  members: Members,
  options: { readonly sensitive?: boolean } = {},
): UnionShape<Members> {
  return { kind: 'union', name, members, ...options };
}

/** A member that must be present, in the body. */
export function required<S extends Shape>(shape: S): Member<S, true> {
  return { shape, required: true, location: 'body' };
}

/** A member that may be absent, in the body. */
export function optional<S extends Shape>(shape: S): Member<S, false> {
  return { shape, required: false, location: 'body' };
}

/** A member that is part of the path; always required. */
export function inPath<S extends Shape>(shape: S): Member<S, true> {
  return { shape, required: true, location: 'path' };
}

/** A member of the query string. */
export function inQuery<S extends Shape, R extends boolean>(member: Member<S, R>): Member<S, R> {
  return { ...member, location: 'query' };
}

/** A member that travels as a header. */
export function inHeader<S extends Shape>(wireName: string, shape: S): Member<S, false> {
  return { shape, required: false, location: 'header', wireName };
}

/** A token that makes a repeated request harmless; the client fills it in when it is absent. */
export function idempotencyToken<S extends Shape>(shape: S): Member<S, false> {
  return { shape, required: false, location: 'body', idempotencyToken: true };
}
