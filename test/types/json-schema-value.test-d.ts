/** The values that a JSON Schema allows. */
import { expectTypeOf } from 'expect-type';
import type { JsonSchemaValue } from '../../lib/sdk/index.ts';

const value = <const S>(_schema: S): JsonSchemaValue<S> => {
  throw new Error('only its type is of interest');
};

expectTypeOf(value({ type: 'string' })).toBeString();
expectTypeOf(value({ type: 'number' })).toBeNumber();
expectTypeOf(value({ type: 'integer' })).toBeNumber();
expectTypeOf(value({ type: 'boolean' })).toBeBoolean();
expectTypeOf(value({ type: 'null' })).toBeNull();
expectTypeOf(value({ type: ['string', 'integer', 'null'] })).toEqualTypeOf<string | number | null>();

expectTypeOf(value({ const: 'only' })).toEqualTypeOf<'only'>();
expectTypeOf(value({ enum: ['a', 1, null] })).toEqualTypeOf<'a' | 1 | null>();
expectTypeOf(value({ type: 'string', enum: ['a', 'b'] })).toEqualTypeOf<'a' | 'b'>();

expectTypeOf(value({ type: 'array' })).toEqualTypeOf<unknown[]>();
expectTypeOf(value({ type: 'array', items: { type: 'boolean' } })).toEqualTypeOf<boolean[]>();
expectTypeOf(value({ type: 'array', items: { type: 'array', items: { enum: ['x', 'o'] } } })).toEqualTypeOf<
  ('x' | 'o')[][]
>();

expectTypeOf(
  value({
    type: 'object',
    properties: {
      name: { type: 'string' },
      price: { type: ['number', 'null'] },
      maker: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
    },
    required: ['name', 'maker'],
  }),
).toEqualTypeOf<{ name: string; maker: { city: string }; price?: number | null }>();
expectTypeOf(value({ type: 'object', properties: { name: { type: 'string' } } })).toEqualTypeOf<{
  name?: string;
}>();

// Keywords that combine schemas are checked at run time only.
expectTypeOf(value({ anyOf: [{ type: 'string' }, { type: 'null' }] })).toBeUnknown();
expectTypeOf(value({ $ref: '#/definitions/product' })).toBeUnknown();
expectTypeOf(value({})).toBeUnknown();
