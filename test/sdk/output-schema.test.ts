import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { compileSchema, type SchemaOutput, schemaSuffix } from '../../lib/sdk/output-schema.ts';

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

  test('JSON that does not match names the place', async () => {
    const outcome = await compileSchema(Price).parse('{"name":"Shoe","price":"cheap"}');

    expect(outcome).toMatchObject({ matches: false, problem: expect.stringContaining('price: ') });
  });

  test('a schema that JSON Schema cannot express is refused', () => {
    expect(() => compileSchema(z.date())).toThrow('The schema has a part that JSON Schema cannot express');
  });
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
