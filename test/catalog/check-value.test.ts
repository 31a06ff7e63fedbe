import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { checkValue, words } from '../../lib/catalog/check-value.ts';

/** The problems of `app`, one line each. */
function linesOf(schema: z.ZodType, value: unknown): readonly string[] {
  return checkValue({ schema, value, where: 'app' }).problems.map(
    ({ where, what, got, allowed, fix }) => `${where} ${what} | ${got} | ${allowed} | ${fix}`,
  );
}

describe('when a value follows its schema', () => {
  test('what the schema makes of it comes back', () => {
    const schema = z.strictObject({ days: z.int().default(14) }).readonly();
    expect(checkValue({ schema, value: {}, where: 'app' })).toEqual({ data: { days: 14 }, problems: [] });
  });
});

describe('when a schema has no words', () => {
  const stage = z.strictObject({
    name: z.string().regex(/^[a-z]+$/),
    days: z.int().min(1).max(365).optional(),
    regions: z.array(z.string().min(4)).nonempty().optional(),
    removal: z.enum(['destroy', 'retain']).optional(),
    share: z.number().positive().multipleOf(0.5).optional(),
  });

  test.each([
    ['nothing', { days: 1 }, 'app.name is missing | nothing | a string | add it'],
    ['another type', { name: 1 }, 'app.name must be a string | 1 | a string | write a string'],
    ['a list for an object', [], 'app must be an object | a list of 0 | an object | write an object'],
    ['null', null, 'app must be an object | null | an object | write an object'],
    [
      'half a number',
      { name: 'a', days: 1.5 },
      'app.days must be a whole number | 1.5 | a whole number | write a whole number',
    ],
    ['too little', { name: 'a', days: 0 }, 'app.days is too small | 0 | at least 1 | use at least 1'],
    ['too much', { name: 'a', days: 366 }, 'app.days is too large | 366 | at most 365 | use at most 365'],
    [
      'a number at an open end',
      { name: 'a', share: 0 },
      'app.share is too small | 0 | more than 0 | use more than 0',
    ],
    [
      'another form',
      { name: 'A' },
      'app.name has another form | "A" | a string that matches /^[a-z]+$/ | write it in this form',
    ],
    [
      'a choice with a slip',
      { name: 'a', removal: 'retian' },
      'app.removal is not one of the choices | "retian" | destroy, retain | did you mean "retain"?',
    ],
    [
      'another choice',
      { name: 'a', removal: 1 },
      'app.removal is not one of the choices | 1 | destroy, retain | choose one, such as "destroy"',
    ],
    [
      'an entry of a list',
      { name: 'a', regions: ['us-east-1', 'eu'] },
      'app.regions[1] is too short | "eu" | at least 4 characters | make it longer',
    ],
    [
      'an empty list',
      { name: 'a', regions: [] },
      'app.regions is too short | a list of 0 | at least 1 entry | make it longer',
    ],
    [
      'a key with a slip',
      { name: 'a', day: 3 },
      'app.day is not a known key | "day" | name, days, regions, removal, share | did you mean "days"?',
    ],
  ])('%s is put into plain words', (_, value, line) => {
    expect(linesOf(stage, value)).toEqual([line]);
  });

  test('all problems are said at once, and a long value in short', () => {
    expect(linesOf(stage, { name: 'A'.repeat(100), days: 0, colour: 'red', removal: {} })).toEqual([
      expect.stringMatching(/^app\.name has another form \| "A+… \(102 characters\)/),
      expect.stringMatching(/^app\.days is too small/),
      expect.stringMatching(/^app\.removal is not one of the choices \| an object/),
      expect.stringMatching(/^app\.colour is not a known key .* remove it$/),
    ]);
  });
});

describe('when a schema has words', () => {
  const name = z
    .string()
    .max(3)
    .regex(/^[a-z]+$/)
    .register(words, {
      what: 'is no name',
      allowed: 'three letters',
      fix: (value) => `use "${String(value).toLowerCase().slice(0, 3)}"`,
    });

  test('they are said, once for all rules that they stand for', () => {
    expect(linesOf(z.object({ name }), { name: 'ABCD' })).toEqual([
      'app.name is no name | "ABCD" | three letters | use "abc"',
    ]);
  });

  test('they are found behind "optional", "nullable", "default" and "readonly"', () => {
    const schema = z.object({ name: name.default('abc').nullable().optional() }).readonly();
    expect(linesOf(schema, { name: 7 })).toEqual(['app.name is no name | 7 | three letters | use "7"']);
  });

  test('a refinement says what it knows, and the schema the rest', () => {
    const schema = z.object({ first: name, last: name }).superRefine((_, context) => {
      context.addIssue({
        code: 'custom',
        path: ['last'],
        params: { what: 'is the first', fix: 'change it' },
      });
    });
    expect(linesOf(schema, { first: 'a', last: 'a' })).toEqual([
      'app.last is the first | "a" | three letters | change it',
    ]);
  });

  test('a refinement without words shows its message', () => {
    const even = z.number().refine((value) => value % 2 === 0, 'an even number');
    expect(linesOf(even, 3)).toEqual(['app breaks a rule | 3 | an even number | change it']);
  });
});

describe('when keys are names', () => {
  const schema = z.record(z.string().regex(/^[A-Z]+$/), z.string());

  test('a wrong key and its wrong value are two problems', () => {
    expect(linesOf(schema, { a: 1 })).toEqual([
      expect.stringMatching(/^app\.a has another form \| "a"/),
      expect.stringMatching(/^app\.a must be a string \| 1/),
    ]);
  });

  test('a secret shows its kind and size, and nothing of what is in it', () => {
    const secrets = z.object({ all: schema.register(words, { secret: true }) });
    expect(linesOf(secrets, { all: { A: 12345 } })).toEqual([
      'app.all.A must be a string | a number | a string | write a string',
    ]);
    expect(linesOf(secrets, { all: 'hunter2' })).toEqual([
      'app.all must be an object | 7 characters | an object | write an object',
    ]);
  });
});

describe('when one of several forms is a secret', () => {
  const secret = z.record(z.string(), z.int()).register(words, { secret: true });

  test.each([
    ['a record', z.union([secret, z.boolean()]), { TOKEN: 'hunter2' }],
    [
      'a record that becomes a list',
      z.union([secret.transform(Object.keys), z.boolean()]),
      { TOKEN: 'hunter2' },
    ],
    ['what is neither', z.union([secret, z.boolean()]), 'hunter2'],
  ])('%s is not shown', (_, schema, value) => {
    const lines = linesOf(z.object({ all: schema.optional() }), { all: value });
    expect(lines).toEqual([expect.stringContaining('| 7 characters |')]);
    expect(lines.join()).not.toContain('hunter2');
  });
});

describe('when there are several forms', () => {
  const build = z.union([
    z.enum(['docker', 'zip']),
    z.strictObject({ repository: z.string(), digest: z.string().length(3) }),
  ]);

  test('the one that was begun is explained', () => {
    expect(linesOf(z.object({ build }), { build: { repository: 'r', digest: 'x', tag: 't' } })).toEqual([
      expect.stringMatching(/^app\.build\.digest is too short/),
      expect.stringMatching(/^app\.build\.tag is not a known key/),
    ]);
  });

  test('all are listed when none was', () => {
    expect(linesOf(build, 7)).toEqual([
      'app has none of the forms that it may have | 7 | docker, zip, or an object | choose one of them',
    ]);
  });
});
