/** What a tool's function gets follows from its schema. */
import { expectTypeOf } from 'expect-type';
import { z } from 'zod';
import { defineTool, type Tool } from '../../lib/sdk/index.ts';

const about = { name: 'find-order', description: 'Finds an order.' };

const tool = defineTool({
  ...about,
  input: z.object({ id: z.number(), note: z.string().optional() }),
  run: (input, context) => {
    expectTypeOf(input).toEqualTypeOf<{ id: number; note?: string | undefined }>();
    expectTypeOf(context).toEqualTypeOf<{ readonly signal: AbortSignal }>();
    return input.id;
  },
});
expectTypeOf(tool).toEqualTypeOf<Tool>();

defineTool({
  ...about,
  input: { type: 'object', properties: { id: { type: 'integer' } }, required: ['id'] },
  run: async (input) => expectTypeOf(input).toEqualTypeOf<{ id: number }>(),
});

// Tools of different input stand in one list.
expectTypeOf([tool, defineTool({ ...about, input: z.string(), run: (text) => text })]).toEqualTypeOf<
  Tool[]
>();

// @ts-expect-error the function takes something else than the schema describes
defineTool({ ...about, input: z.object({ id: z.number() }), run: (input: string) => input });
// @ts-expect-error the agent must know what it is for
defineTool({ name: 'find-order', input: z.string(), run: () => 1 });
// @ts-expect-error a tool has a schema
defineTool({ ...about, run: () => 1 });
