import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import * as mini from 'zod/mini';
import { compileSchema, type SchemaOutput, schemaSuffix } from '../../../lib/sdk/schema/output-schema.ts';

const Price = z.object({ name: z.string(), price: z.number() });

describe('when the schema is a zod schema', () => {
  test('the model is told it as JSON Schema, without the dialect', () => {
    expect(schemaSuffix(compileSchema(z.string()).jsonSchema)).toBe(
      ', format output with jsonschema: {"type":"string"}',
    );
  });

  test('JSON that matches becomes the data', async () => {
    expect(await compileSchema(z.array(Price)).parse('[{"name":"Shoe","price":9.5}]')).toEqual({
      matches: true,
      data: [{ name: 'Shoe', price: 9.5 }],
    });
  });

  test('transformations of the schema are applied', async () => {
    const trimmed = z.string().overwrite((text) => text.trim());

    expect(await compileSchema(trimmed).parse('" a "')).toEqual({ matches: true, data: 'a' });
  });

  test('the model is told what goes into the schema; defaults and transformations come after', async () => {
    const schema = z.object({ length: z.string().transform(Number), unit: z.string().default('cm') });
    const compiled = compileSchema(schema);

    expect(compiled.jsonSchema).toMatchObject({
      properties: { length: { type: 'string' } },
      required: ['length'],
    });
    expect(await compiled.parse('{"length":"7"}')).toEqual({
      matches: true,
      data: { length: 7, unit: 'cm' },
    });
  });

  test('JSON inside a JSON string is read, too', async () => {
    expect(await compileSchema(Price).parse(JSON.stringify('{"name":"Shoe","price":9.5}'))).toMatchObject({
      matches: true,
      data: { price: 9.5 },
    });
  });

  test.each([
    [z.number().nullable(), true],
    [z.string().nullable(), true],
    [z.string(), false],
    [z.number(), false],
  ])('no answer is null, which only a schema that allows it takes (%#)', async (schema, matches) => {
    expect(await compileSchema(schema).parse(null)).toMatchObject(
      matches ? { matches, data: null } : { matches },
    );
  });

  test('JSON that does not match names the place', async () => {
    const outcome = await compileSchema(Price).parse('{"name":"Shoe","price":"cheap"}');

    expect(outcome).toMatchObject({ matches: false, problem: expect.stringContaining('price: ') });
  });

  test('a schema that JSON Schema cannot express is refused', () => {
    expect(() => compileSchema(z.date())).toThrow('The schema has a part that JSON Schema cannot express');
  });
});

test('a schema of zod/mini, which does not write itself, is as good as one of zod', async () => {
  const Shoe = mini.object({
    name: mini.string().check(mini.minLength(2)),
    price: mini.pipe(mini.string(), mini.transform(Number)),
    unit: mini._default(mini.string(), 'EUR'),
  });
  const compiled = compileSchema(Shoe);

  expect(compiled.jsonSchema).toMatchObject({
    properties: { name: { type: 'string', minLength: 2 }, price: { type: 'string' } },
    required: ['name', 'price'],
  });
  const outcome = await compiled.parse('{"name":"Boot","price":"7"}');
  expect(outcome).toEqual({ matches: true, data: { name: 'Boot', price: 7, unit: 'EUR' } });
  if (outcome.matches) outcome.data.price satisfies number;
  expect(await compiled.parse('{"name":"B","price":"7"}')).toMatchObject({ matches: false });
  expect(() => compileSchema(mini.date())).toThrow('The schema has a part that JSON Schema cannot express');
});

describe('when the schema is a JSON Schema', () => {
  const schema = {
    type: 'object',
    properties: { rows: { type: 'integer' }, tags: { type: 'array', items: { type: 'string' } } },
    required: ['rows'],
  } as const;

  test('data that matches has the type that the schema describes', async () => {
    const outcome = await compileSchema(schema).parse('{"rows":3}');
    if (!outcome.matches) throw new Error(outcome.problem);

    const data: { rows: number; tags?: string[] } = outcome.data satisfies SchemaOutput<typeof schema>;
    expect(data).toEqual({ rows: 3 });
  });

  test('data that does not match says what is wrong', async () => {
    expect(await compileSchema(schema).parse('{}')).toEqual({
      matches: false,
      problem: "value must have required property 'rows'",
    });
  });

  test('of draft 2020-12 is checked by the rules of that draft', async () => {
    const tuple = {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'array',
      prefixItems: [{ type: 'string' }, { type: 'number' }],
    };
    const compiled = compileSchema(tuple);

    expect(compiled.jsonSchema).not.toHaveProperty('$schema');
    expect(await compiled.parse('["a",1]')).toMatchObject({ matches: true });
    expect(await compiled.parse('["a","b"]')).toMatchObject({ matches: false });
  });

  test('that does not name its draft is of that whose keywords it has', async () => {
    const both = { type: 'object', dependentRequired: { a: ['b'] } } as const;

    expect(await compileSchema(both).parse('{"a":1}')).toMatchObject({ matches: false });
    expect(() => compileSchema({ ...both, $schema: 'http://json-schema.org/draft-07/schema#' })).toThrow(
      '"dependentRequired" is of a later draft than 7: write $schema: "https://json-schema.org/draft/2020-12/schema"',
    );
    // A member may have any name.
    const named = compileSchema({ type: 'object', properties: { prefixItems: { type: 'number' } } });
    expect(await named.parse('{"prefixItems":"x"}')).toMatchObject({ matches: false });
  });

  test('with words of other formats is taken', () => {
    const annotated = { type: 'string', example: 'x', 'x-order': 1, nullable: true, format: 'uuid' };
    expect(compileSchema(annotated).jsonSchema).toEqual(annotated);
  });

  test('that goes round in a circle is refused', () => {
    const circle: Record<string, unknown> = { type: 'object' };
    circle.properties = { self: circle };

    expect(() => compileSchema(circle)).toThrow('The schema cannot be written as JSON');
  });

  test.each([
    [null, 'The schema is not a schema'],
    [{}, 'The schema is not a schema'],
    [[], 'The schema is not a schema'],
    ['string', 'The schema is not a schema'],
    [{ foo: 1 }, 'its keys are foo'],
    [{ type: 'strnig' }, 'The JSON Schema is not valid (draft 7)'],
    [{ type: 'array', items: { $ref: '#/nowhere' } }, 'The JSON Schema is not valid'],
  ])('%j is refused', (value, message) => {
    expect(() => compileSchema(value as never)).toThrow(message);
  });
});

test('a schema that is a function, and knows only the newest dialect, is as good as any', async () => {
  const schema = Object.assign(() => {}, {
    '~standard': {
      version: 1 as const,
      vendor: 'other',
      validate: (value: unknown) => ({ value }),
      jsonSchema: {
        input: ({ target }: { target: string }) => {
          if (target !== 'draft-2020-12') throw new Error('unknown dialect');
          return { type: 'string' };
        },
      },
    },
  });

  expect(compileSchema(schema).jsonSchema).toEqual({ type: 'string' });
});

describe('when the schema is a string', () => {
  test.each([
    ['"ok"', 'ok'],
    ['ok', 'ok'],
    ['42', '42'],
    ['true', 'true'],
    ['{"a":1}', '{"a":1}'],
    ['"a \\\\ b \\u0022c\\u0022"', 'a \\ b "c"'],
    ['say "hi"', 'say "hi"'],
  ])('%s is read as %j', async (text, data) => {
    expect(await compileSchema(z.string()).parse(text)).toEqual({ matches: true, data });
  });
});

test('an empty answer matches no schema but that of a string', async () => {
  expect(await compileSchema(z.number()).parse('')).toMatchObject({ matches: false });
});
