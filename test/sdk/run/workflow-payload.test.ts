import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import * as mini from 'zod/mini';
import { knownSecrets } from '../../../lib/contract/known-secrets.ts';
import { PayloadError, payloadSchemaOf, Workflow, workflow } from '../../../lib/sdk/index.ts';
import type { StandardJsonSchema } from '../../../lib/sdk/schema/standard-schema.ts';
import { type Scenario, scriptedAgent, startScenario } from '../../../lib/testing/index.ts';

let service: Scenario;
let before = 0;

beforeAll(async () => {
  service = await startScenario({ agent: scriptedAgent([]) });
});
afterAll(() => service.close());
beforeEach(() => {
  before = service.runs().length;
});

const newRuns = () =>
  service
    .runs()
    .slice(before)
    .map(({ status }) => status);
const Order = z.strictObject({
  url: z.url(),
  size: z.string().transform(Number),
  unit: z.string().default('EU'),
});
const never = (): never => {
  throw new Error('the function was called');
};

describe('a workflow with a payload', () => {
  test('gets what the schema makes of it, and its other arguments as they are', async () => {
    const buy = workflow({ definitionName: 'shop', payload: Order }, (order, note: string) => ({
      order,
      note,
    }));

    expect(await buy({ url: 'https://shop.example', size: '40' }, 'soon')).toEqual({
      order: { url: 'https://shop.example', size: 40, unit: 'EU' },
      note: 'soon',
    });
    expect(newRuns()).toEqual(['SUCCEEDED']);
  });

  test('is told everything that is wrong, before there is a run, and without its values', async () => {
    const buy = workflow({ definitionName: 'shop', payload: Order }, never);

    const error = await buy({ url: 'secret-word', colour: 'red' } as never).catch(
      (thrown: unknown) => thrown,
    );

    expect(error).toBeInstanceOf(PayloadError);
    expect(error).toMatchObject({
      message: expect.stringMatching(/^The payload is not valid: url: .*; size: .*"colour"/),
      issues: [{ path: 'url' }, { path: 'size' }, { path: '', message: expect.stringContaining('colour') }],
    });
    expect(String(error)).not.toContain('secret-word');
    expect(newRuns()).toEqual([]);
  });

  test('is told so much of it as can be read, and nothing of secrets', async () => {
    const buy = workflow(
      { definitionName: 'shop', payload: { type: 'object', additionalProperties: false } },
      never,
    );
    knownSecrets.add('s3cr3t-word', 'LOGIN');
    const many = Object.fromEntries(
      Array.from({ length: 200 }, (_, index) => [`n${index}`.repeat(5_000), 1]),
    );

    const error = await buy({ 's3cr3t-word': 1, ...many } as never).catch((thrown: unknown) => thrown);

    const { message, issues } = error as PayloadError;
    expect([message.length, issues.length, issues[0]?.message, issues[1]?.message.length]).toEqual([
      10_000,
      100,
      'has no property "[secret]"',
      1_000,
    ]);
  });

  test('by JSON Schema is told the same', async () => {
    const payload = {
      type: 'object',
      properties: { size: { type: 'integer' }, to: { type: 'array', items: { enum: ['Ann', 'Bob'] } } },
      required: ['url'],
      additionalProperties: false,
    } as const;
    const buy = workflow({ definitionName: 'shop', payload }, never);

    await expect(buy({ size: 1.5, to: ['Ann', 'Eve'], colour: 'red' } as never)).rejects.toMatchObject({
      issues: [
        { path: '', message: "must have required property 'url'" },
        { path: '', message: 'has no property "colour"' },
        { path: 'size', message: 'must be integer' },
        { path: 'to.1', message: 'must be one of ["Ann","Bob"]' },
      ],
    });
    expect(newRuns()).toEqual([]);
  });

  test('that is left out is an empty object, as an empty body is', async () => {
    const open = workflow(
      { definitionName: 'shop', payload: z.object({ page: z.int().default(1) }) },
      ({ page }) => page,
    );

    expect([await open(), await open(undefined), await open({ page: 2 })]).toEqual([1, 1, 2]);
    await expect(open(null as never)).rejects.toBeInstanceOf(PayloadError);
  });

  test('is checked by asynchronous schemas, too, and what those throw blames the payload', async () => {
    const free = z.string().refine(async (seat) => seat !== '1A', 'is taken');
    const broken = z.string().transform((text) => JSON.parse(text));
    const book = workflow({ definitionName: 'shop', payload: z.object({ seat: free, meal: broken }) }, never);

    await expect(book({ seat: '1A', meal: '1' })).rejects.toMatchObject({
      issues: [{ path: 'seat', message: 'is taken' }],
    });
    await expect(book({ seat: '1B', meal: 'fish' })).rejects.toMatchObject({
      name: 'PayloadError',
      message: 'The payload is not valid: its schema threw SyntaxError',
    });
  });

  test('asks each asynchronous check once, and one that throws says nothing of the value', async () => {
    let asked = 0;
    const inDatabase = async (seat: string) => {
      asked += 1;
      throw new Error(`no connection for ${seat}`);
    };
    const seat = z.string().refine(inDatabase);
    const unhandled: unknown[] = [];
    const note = (reason: unknown) => unhandled.push(reason);
    process.on('unhandledRejection', note);

    const book = workflow({ definitionName: 'shop', payload: z.object({ seat, other: seat }) }, never);
    const error: unknown = await book({ seat: '1A', other: '1B' }).catch((thrown: unknown) => thrown);
    await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', note);

    expect(String(error)).toBe('PayloadError: The payload is not valid: its schema threw Error');
    expect({ asked, unhandled }).toEqual({ asked: 2, unhandled: [] });
  });

  test.each([[[]], [[{}]], [[{ message: '' }]]])(
    'by a schema that says no more than %j is not valid all the same',
    async (issues) => {
      const payload: StandardJsonSchema = {
        '~standard': { version: 1, vendor: 'own', validate: () => ({ issues: issues as never }) },
      };
      const buy = workflow({ definitionName: 'shop', payload }, never);

      await expect(buy({})).rejects.toThrow('The payload is not valid: is not valid');
    },
  );

  test('may be a method, whose first argument it is', async () => {
    class Shop {
      readonly name = 'shoes';

      @workflow({ definitionName: 'shop', payload: z.object({ size: z.int() }) })
      async buy(order: { size: number }): Promise<string> {
        return `${this.name} ${order.size}`;
      }
    }
    const shop = new Shop();

    expect(await shop.buy({ size: 40 })).toBe('shoes 40');
    await expect(shop.buy({ size: 1.5 })).rejects.toMatchObject({ issues: [{ path: 'size' }] });
    expect(newRuns()).toEqual(['SUCCEEDED']);
    expect(payloadSchemaOf(shop.buy)).toMatchObject({ required: ['size'] });
  });
});

describe('payloadSchemaOf', () => {
  test('is what goes in: before defaults and transformations', () => {
    expect(payloadSchemaOf(workflow({ definitionName: 'shop', payload: Order }, never))).toEqual({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'object',
      properties: {
        url: { type: 'string', format: 'uri' },
        size: { type: 'string' },
        unit: { type: 'string', default: 'EU' },
      },
      required: ['url', 'size'],
      additionalProperties: false,
    });
  });

  test('knows schemas of zod/mini and JSON Schemas, and nothing of other functions', () => {
    const schema = { type: 'object', properties: { url: { type: 'string' } } } as const;
    const small = mini.object({ url: mini.string() });

    expect(payloadSchemaOf(workflow({ definitionName: 'shop', payload: schema }, never))).toEqual(schema);
    expect(payloadSchemaOf(workflow({ definitionName: 'shop', payload: small }, never))).toMatchObject({
      required: ['url'],
    });
    expect(payloadSchemaOf(workflow({ definitionName: 'shop' }, never))).toBeUndefined();
    expect(payloadSchemaOf(undefined)).toBeUndefined();
  });

  test('says when a schema cannot be written, which checks payloads nevertheless', async () => {
    const main = workflow({ definitionName: 'shop', payload: z.object({ at: z.date() }) }, ({ at }) =>
      at.getTime(),
    );

    expect(() => payloadSchemaOf(main)).toThrow('The schema has a part that JSON Schema cannot express');
    expect(await main({ at: new Date(7) })).toBe(7);
  });
});

describe('what is no payload', () => {
  test.each([
    [{ url: z.url() }, 'none of type, enum'],
    [null, 'The schema is not a schema'],
    [{ type: 'strnig' }, 'The JSON Schema is not valid'],
  ])('%j is refused where the workflow is made', (payload, message) => {
    expect(() => workflow({ definitionName: 'shop', payload: payload as never }, never)).toThrow(message);
  });

  test('is an option of a run, which has none', async () => {
    const options = { definitionName: 'shop', payload: Order };

    await expect(Workflow.run(options, never)).rejects.toThrow(
      'A workflow has no option "payload". It is an option of workflow(options, fn).',
    );
  });
});
