/** The type of `data` follows from the schema. */
import { expectTypeOf } from 'expect-type';
import { z } from 'zod';
import type { ActGetResult, JsonSchema, NovaAct, StandardJsonSchema } from '../../lib/sdk/index.ts';

declare const nova: NovaAct;

const Product = z.object({
  name: z.string(),
  price: z.number().nullable(),
  size: z.enum(['S', 'M']).optional(),
  tags: z.array(z.string()),
  maker: z.object({ country: z.literal('FI') }),
});

// zod: what comes out of the schema.
expectTypeOf(await nova.actGet('…', z.string())).toEqualTypeOf<ActGetResult<string>>();
expectTypeOf((await nova.actGet('…', Product)).data).toEqualTypeOf<{
  name: string;
  price: number | null;
  size?: 'S' | 'M' | undefined;
  tags: string[];
  maker: { country: 'FI' };
}>();
expectTypeOf((await nova.actGet('…', z.array(Product))).data[0]).toEqualTypeOf<
  z.output<typeof Product> | undefined
>();
expectTypeOf((await nova.actGet('…', z.string().transform(Number))).data).toBeNumber();
expectTypeOf((await nova.actGet('…', z.string().default('none'))).data).toBeString();
expectTypeOf((await nova.actGet('…', z.union([z.string(), z.boolean()]))).data).toEqualTypeOf<
  string | boolean
>();

// Any other library of Standard Schema.
declare const standard: StandardJsonSchema<{ readonly title: string }>;
expectTypeOf((await nova.actGet('…', standard)).data).toEqualTypeOf<{ readonly title: string }>();

// JSON Schema, written in place: `as const` is not needed.
expectTypeOf((await nova.actGet('…', { type: 'integer' })).data).toBeNumber();
expectTypeOf((await nova.actGet('…', { enum: ['open', 'closed'] })).data).toEqualTypeOf<'open' | 'closed'>();
expectTypeOf(
  (
    await nova.actGet('…', {
      type: 'object',
      properties: { name: { type: 'string' }, price: { type: 'number' } },
      required: ['name'],
    })
  ).data,
).toEqualTypeOf<{ name: string; price?: number }>();

// Written elsewhere: with it, the same; without it, nothing is known.
const asConst = { type: 'array', items: { type: ['string', 'null'] } } as const;
const widened = { type: 'array', items: { type: 'string' } };
declare const fromFile: JsonSchema;
expectTypeOf((await nova.actGet('…', asConst)).data).toEqualTypeOf<(string | null)[]>();
expectTypeOf((await nova.actGet('…', widened)).data).toBeUnknown();
expectTypeOf((await nova.actGet('…', fromFile)).data).toBeUnknown();

// @ts-expect-error a schema is needed
void nova.actGet('…');
// @ts-expect-error the name of a type is no schema
void nova.actGet('…', 'string');
// @ts-expect-error a type's constructor is no schema
void nova.actGet('…', String);
// @ts-expect-error limits have units in their names
void nova.actGet('…', z.string(), { timeout: 2_000 });
