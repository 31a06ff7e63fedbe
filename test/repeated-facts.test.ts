import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';

const root = path.resolve(import.meta.dirname, '..');

interface Source {
  readonly file: string;
  /** Without comments and imports. */
  readonly code: string;
}

/** A constant of the wire may stand here, too: for a reason, and in no other place. */
const ALSO_IN: Readonly<Record<string, readonly string[]>> = {
  // One of the regions that Nova Act is in, not the default.
  'us-east-1': ['lib/contract/local-account.ts', 'lib/contract/protocol.ts', 'lib/cdk/regions.ts'],
  // An action like others; the type of their names holds its spelling.
  takeObservation: [
    'lib/browser/types.ts',
    'lib/browser/decode-call.ts',
    'lib/browser/actuator.ts',
    'lib/sdk/act/run-program.ts',
    'lib/agents/agent-call.ts',
    'lib/agents/offline/decide.ts',
  ],
  // The records that local AWS once kept of itself.
  'act.json': ['lib/local/nova-act/state/former-folder.ts'],
  // What an assembly of the CDK is described by.
  'manifest.json': ['lib/assembly/read-assembly.ts', 'lib/cli/local/watch/watch-assembly.ts'],
  // The name of a folder of state.
  'nova-act': ['lib/local/nova-act/state/state-dirs.ts'],
  // How much SNS takes of a message: another service, which happens to have the same limit as Step Functions.
  262144: ['lib/local/sns/read-publish.ts'],
  // A namespace of metrics.
  'bedrock-agentcore': ['lib/cdk/constructs/platform-statements.ts'],
};

/** Constants of the wire that are words like others: whoever writes one need not mean it. */
const WORDS: readonly string[] = [
  ...['HTTP', 'json', 'jsonl', 'objects', 'items', 'bucket', 'key', 'results'],
  // Statuses of several services, and settings.
  ...['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED', 'PENDING', 'concurrency', 'toleratedFailurePercentage'],
];

/** Patterns that stand for themselves: each place would say the same in words. */
const ALIKE: readonly string[] = [
  // All resources, in a finding of cdk-nag.
  String.raw`^Resource::\*$`,
];

const sources: readonly Source[] = ['lib', 'bin', 'workflows'].flatMap((folder) =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => {
      const file = path.posix.join(folder, name);
      return { file, code: withoutComments(readFileSync(path.join(root, file), 'utf8')) };
    }),
);

function withoutComments(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/(^|\s)\/\/.*$/gm, '')
    .replace(/^(?:import|export)\b[^;]*? from '[^']*';/gm, '')
    .replace(/\bimport\('[^']*'\)/g, '');
}

/** The texts between quotes, in templates as well, and the numbers. */
function literalsOf(code: string): ReadonlySet<string> {
  const texts = [...code.matchAll(/'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\]|\\.)*)`/g)].flatMap(
    ([, plain, template]) => (plain === undefined ? (template ?? '').split(/\$\{[^}]*\}/) : [plain]),
  );
  const numbers = [...code.matchAll(/(?<![\w.])\d[\d_]*\b/g)].map(([digits]) => digits.replaceAll('_', ''));
  return new Set([...texts, ...numbers]);
}

const literals = new Map(sources.map(({ file, code }) => [file, literalsOf(code)]));

/** The texts (of four letters or more) and numbers that are too large for a coincidence in what a module exports. */
function constantsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return value.length >= 4 ? [value] : [];
  if (typeof value === 'number') return value > 10_000 ? [String(value)] : [];
  if (typeof value !== 'object' || value === null || value instanceof RegExp) return [];
  return Object.values(value).flatMap(constantsIn);
}

/** Where the same thing stands in more than one file. */
function repeated(found: readonly (readonly [fact: string, file: string])[]): readonly string[] {
  const places = new Map<string, Set<string>>();
  for (const [fact, file] of found) places.set(fact, (places.get(fact) ?? new Set()).add(file));
  return [...places].flatMap(([fact, files]) =>
    files.size > 1 ? [`${fact}: ${[...files].join(', ')}`] : [],
  );
}

describe('what both ends of a wire agree on stands in lib/contract only', () => {
  const modules = readdirSync(path.join(root, 'lib', 'contract')).filter((name) => name.endsWith('.ts'));

  test.each(modules)('the constants of %s', async (name) => {
    const exported: Readonly<Record<string, unknown>> = await import(
      path.join(root, 'lib', 'contract', name)
    );
    const constants = Object.values(exported)
      .flatMap(constantsIn)
      .filter((constant) => !WORDS.includes(constant));
    const again = constants.flatMap((constant) =>
      [...literals].flatMap(([file, found]) =>
        found.has(constant) && file !== `lib/contract/${name}` && !ALSO_IN[constant]?.includes(file)
          ? [`"${constant}" is in ${file}; import it from lib/contract/${name}`]
          : [],
      ),
    );

    expect(again).toEqual([]);
  });

  test('there are such constants, so that the rule can fail', async () => {
    const { HEADER } = await import('../lib/contract/headers.ts');
    const known = constantsIn(HEADER);

    expect(known.length).toBeGreaterThan(3);
    expect(known.filter((header) => literals.get('lib/contract/headers.ts')?.has(header) !== true)).toEqual(
      [],
    );
  });
});

test('a pattern of some length stands in one file', () => {
  const patterns = sources.flatMap(({ file, code }) =>
    [
      ...code.matchAll(/(?<=[=(,:!&|?{[ ])\/((?![*/ ])(?:[^/\\\n[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+)\/[a-z]*/g),
    ].flatMap(([, pattern = '']) =>
      pattern.length >= 12 && !ALIKE.includes(pattern) ? [[pattern, file] as const] : [],
    ),
  );

  expect(patterns.length).toBeGreaterThan(50);
  expect(repeated(patterns)).toEqual([]);
});

test('a named constant with its value stands in one file', () => {
  const constants = sources.flatMap(({ file, code }) =>
    [...code.matchAll(/^(?:export )?const ([A-Z][A-Z0-9_]+)\b[^=\n]*= ([^\n]+;)$/gm)].map(
      ([, name, value]) => [`${name} = ${value}`, file] as const,
    ),
  );

  expect(constants.length).toBeGreaterThan(50);
  expect(repeated(constants)).toEqual([]);
});
