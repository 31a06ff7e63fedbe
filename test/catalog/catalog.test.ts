import { describe, expect, test } from '@jest/globals';
import { expectTypeOf } from 'expect-type';
import type { z } from 'zod';
import type { entrySchema } from '../../lib/catalog/entry-schema.ts';
import { CatalogError, defineCatalog, type WorkflowCatalogEntry } from '../../lib/catalog/index.ts';

const valid: WorkflowCatalogEntry = {
  name: 'getting-started',
  entry: 'workflows/getting-started.ts',
  definitionName: 'getting-started-workflow',
  description: 'Reads the heading of a page.',
};

function problemsOf(...entries: readonly unknown[]): readonly string[] {
  try {
    // What a catalog written in JavaScript could hold.
    defineCatalog(JSON.parse(JSON.stringify(entries)));
  } catch (error) {
    if (error instanceof CatalogError) {
      return error.problems.map(({ where, what, fix }) => `${where} ${what} -> ${fix}`);
    }
    throw error;
  }
  return [];
}

describe('when every entry is right', () => {
  test('the catalog comes back with the same entries, frozen deeply', () => {
    const catalog = defineCatalog([
      { ...valid, environment: { MODE: 'fast' }, lifecycle: { idleTimeoutSeconds: 60 } },
    ]);
    expect(catalog).toEqual([
      { ...valid, environment: { MODE: 'fast' }, lifecycle: { idleTimeoutSeconds: 60 } },
    ]);
    expect([catalog, catalog[0], catalog[0]?.environment, catalog[0]?.lifecycle].every(Object.isFrozen)).toBe(
      true,
    );
  });

  test('the rules are about the members that the type has, all of them', () => {
    expectTypeOf<z.infer<typeof entrySchema>>().toEqualTypeOf<WorkflowCatalogEntry>();
  });

  test('limits at both ends are accepted', () => {
    const lifecycle = { idleTimeoutSeconds: 28_800, maxLifetimeSeconds: 28_800 };
    const environment = Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`V${i}`, 'x'.repeat(2048)]));
    expect(problemsOf({ ...valid, definitionName: 'a'.repeat(40), lifecycle, environment })).toEqual([]);
  });
});

describe('secrets', () => {
  const arn = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:my-secret-AbCdEf';

  test('are named, or said by their complete ARNs', () => {
    expect(problemsOf({ ...valid, secrets: { LOGIN_ARN: 'shop/login', OTHER_ARN: arn } })).toEqual([]);
  });

  test.each([
    // As an ARN without its end it would be taken for a complete one of the secret "my".
    [{ LOGIN_ARN: 'my-secret' }, 'getting-started.secrets.LOGIN_ARN is neither a name nor a complete ARN'],
    [{ LOGIN_ARN: arn.slice(0, -7).replace('my-secret', 'login') }, 'is neither a name nor a complete ARN'],
    [{ LOGIN_ARN: 'not a name' }, 'is neither a name nor a complete ARN'],
    [{ '1ST': 'shop/login' }, 'is not a variable name'],
    [{ MODE: 'shop/login' }, 'getting-started.secrets.MODE is a variable of environment, too'],
  ])('%j are refused', (secrets, problem) => {
    const problems = problemsOf({ ...valid, environment: { MODE: 'fast' }, secrets });
    expect(problems).toEqual([expect.stringContaining(problem)]);
  });

  test('count as variables, and what stands there is not shown: it may be the value', () => {
    const environment = Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`V${i}`, '']));
    expect(problemsOf({ ...valid, environment, secrets: { A: 'a' } })).toEqual([
      expect.stringContaining('secrets has too many variables'),
    ]);
    expect(() => defineCatalog([{ ...valid, secrets: { A: 'tr0ub4dor & 3' } }])).not.toThrow('tr0ub4dor');
  });
});

describe('when entries are wrong', () => {
  test('all problems of all entries are told at once, each with what was got, allowed and how to mend it', () => {
    const act = (): unknown =>
      defineCatalog([
        { ...valid, name: 'Getting Started', definitionName: 'a'.repeat(41) },
        { ...valid, name: 'other', definitionName: 'other', lifecycle: { idleTimeoutSeconds: 30 } },
      ]);
    expect(act).toThrow(CatalogError);
    expect(act).toThrow(/has 3 problems/);
    expect(act).toThrow(/: "Getting Started" \(allowed: 1 to 40 characters.*; fix: use "getting-started"\)/);
    expect(act).toThrow(/other\.lifecycle\.idleTimeoutSeconds is out of range: 30 .*fix: use 60/);
  });

  test.each([
    ['a missing name', { name: undefined }, /catalog\[0\]\.name must be kebab-case/],
    ['a camel-case name', { name: 'gettingStarted' }, /use "getting-started"/],
    ['a name that is too long', { name: 'a'.repeat(41) }, /name must be kebab-case/],
    ['an entry outside the project', { entry: '../x.ts' }, /entry must be a source file inside the project/],
    ['an absolute entry', { entry: '/x.ts' }, /entry must be a source file inside the project/],
    ['an entry that is no source', { entry: 'workflows/x.py' }, /entry must be a source file inside/],
    ['a definition name with a blank', { definitionName: 'my workflow' }, /use "my-workflow"/],
    ['an empty description', { description: ' ' }, /add one sentence/],
    [
      'idle longer than maximum',
      { lifecycle: { maxLifetimeSeconds: 600 } },
      /idleTimeoutSeconds to 600 or less/,
    ],
    ['half a second', { lifecycle: { idleTimeoutSeconds: 60.5 } }, /idleTimeoutSeconds is out of range/],
    [
      'a lifecycle key with a slip',
      { lifecycle: { idleTimeoutSecond: 60 } },
      /did you mean "idleTimeoutSeconds"\?/,
    ],
    ['an unknown key', { enviroment: {} }, /enviroment is not a known key -> did you mean "environment"\?/],
    ['a variable name with a dash', { environment: { 'MY-VAR': 'x' } }, /use "MY_VAR"/],
    ['a protocol of others', { serverProtocol: 'A2A' }, /serverProtocol is not a protocol.* -> write "MCP"/],
    ['a number as value', { environment: { PORT: 80 } }, /write it in quotes/],
    ['a value that is too long', { environment: { A: 'x'.repeat(2049) } }, /shorten it/],
    [
      'credentials',
      { environment: { AWS_SECRET_ACCESS_KEY: 'x' } },
      /credentials come from the execution role/,
    ],
  ])('%s is one problem', (_, change, expected) => {
    const problems = problemsOf({ ...valid, ...change });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(expected);
  });

  test('more than 50 variables are too many, whatever else is wrong with them', () => {
    const environment = Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`V${i}`, 'x']));
    expect(problemsOf({ ...valid, environment })).toEqual([expect.stringMatching(/has too many variables/)]);
    expect(problemsOf({ ...valid, environment: { ...environment, '1ST': 1 } })).toEqual([
      expect.stringMatching(/environment\.1ST is not a variable name/),
      expect.stringMatching(/environment\.1ST has a value that/),
      expect.stringMatching(/has too many variables/),
    ]);
  });

  test('limits are compared also where there is an unknown one', () => {
    expect(problemsOf({ ...valid, lifecycle: { maxLifetimeSeconds: 600, idle: 60 } })).toEqual([
      expect.stringMatching(/lifecycle\.idle is not a known key/),
      expect.stringMatching(/idleTimeoutSeconds is longer than maxLifetimeSeconds/),
    ]);
  });

  test('a name is used twice also where other things are wrong', () => {
    expect(problemsOf({ ...valid, entry: 'x.py' }, { ...valid, definitionName: 'other' })).toEqual([
      expect.stringMatching(/^getting-started\.entry must be a source file/),
      expect.stringMatching(/^getting-started\.name is used twice/),
    ]);
  });

  test('the same name or definition twice names both entries', () => {
    expect(problemsOf(valid, valid)).toEqual([
      expect.stringMatching(/^getting-started\.name is used twice \(first by entry 0\)/),
      expect.stringMatching(/^getting-started\.definitionName is used twice/),
    ]);
  });

  test('a value of a variable is never shown: it may be a secret', () => {
    const act = (): unknown => defineCatalog([{ ...valid, environment: { TOKEN: 'hunter2'.repeat(400) } }]);
    expect(act).toThrow(/2800 characters/);
    expect(act).not.toThrow(/hunter2/);
  });

  test.each([
    ['a text', 'TOKEN=hunter2'],
    ['a list', ['TOKEN=hunter2']],
    ['a list of variables', { TOKEN: ['hunter2'] }],
    ['an object of variables', { TOKEN: { value: 'hunter2' } }],
  ])('nor is %s in its place', (_, environment) => {
    const act = (): unknown => defineCatalog(JSON.parse(JSON.stringify([{ ...valid, environment }])));
    expect(act).toThrow(CatalogError);
    expect(act).not.toThrow(/hunter2/);
  });

  test('what is not a list, and an entry that is not an object, are explained', () => {
    expect(() => defineCatalog(JSON.parse('{}'))).toThrow(/must be a list of workflows/);
    expect(problemsOf('x')).toEqual([expect.stringMatching(/catalog\[0\] must be an object/)]);
  });
});
