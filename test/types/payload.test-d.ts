/** What a schema makes of the arguments of a workflow. */
import { expectTypeOf } from 'expect-type';
import { z } from 'zod';
import { Workflow, workflow } from '../../lib/sdk/index.ts';

const options = { definitionName: 'shop' };
const Order = z.object({ count: z.string().transform(Number), unit: z.string().default('pair') });

// The function gets what comes out of the schema, its caller gives what goes in.
const buy = workflow({ ...options, payload: Order }, async (order, note?: string) => {
  expectTypeOf(order).toEqualTypeOf<{ count: number; unit: string }>();
  return `${order.count} ${order.unit} ${note ?? ''}`;
});
expectTypeOf(buy).toEqualTypeOf<
  (payload: { count: string; unit?: string | undefined }, note?: string) => Promise<string>
>();

// A payload that may be empty may be left out.
const open = workflow({ ...options, payload: z.object({ url: z.url().optional() }) }, ({ url }) => url);
expectTypeOf(open).toEqualTypeOf<
  (payload?: { url?: string | undefined } | undefined) => Promise<string | undefined>
>();
void open();

// JSON Schema says the type, too.
workflow(
  {
    ...options,
    payload: { type: 'object', properties: { url: { type: 'string' } }, required: ['url'] },
  },
  async (payload) => {
    expectTypeOf(payload).toEqualTypeOf<{ url: string }>();
  },
);

// @ts-expect-error the function takes something else
workflow({ ...options, payload: z.object({ url: z.string() }) }, async (payload: { url: number }) => payload);
// @ts-expect-error no schema
workflow({ ...options, payload: 'url' }, async (payload: unknown) => payload);
// @ts-expect-error the payload is missing
void buy();
// @ts-expect-error a number is what comes out
void buy({ count: 1 });
// @ts-expect-error a run has no payload
void Workflow.run({ ...options, payload: Order }, async () => 1);

class Shop {
  @workflow({ ...options, payload: z.object({ url: z.url() }) })
  async visit(payload: { url: string }, _depth?: number): Promise<string> {
    return payload.url;
  }

  @workflow({ ...options, payload: z.object({ url: z.url() }) })
  async whatever(payload: unknown): Promise<unknown> {
    return payload;
  }

  // @ts-expect-error its first argument is no such payload
  @workflow({ ...options, payload: z.object({ url: z.url() }) })
  async wrong(url: string): Promise<string> {
    return url;
  }
}
expectTypeOf<Shop['visit']>().toEqualTypeOf<(payload: { url: string }, depth?: number) => Promise<string>>();
