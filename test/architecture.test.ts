import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';

/** Which folders of lib/ a folder may import from, beside its own and `core`. Arrows point one way. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  core: [],
  contract: [],
  catalog: ['contract'],
  // What commands and local AWS read of what `cdk synth` has written.
  assembly: ['contract'],
  service: ['contract'],
  browser: ['contract', 'service'],
  // Traces of acts as pages, for files and for the viewer.
  report: ['contract', 'browser'],
  sdk: ['contract', 'service', 'browser', 'report'],
  // Apart from the SDK, because few workflows need its package.
  mcp: ['contract', 'browser', 'sdk'],
  runtime: ['contract', 'service', 'browser', 'sdk'],
  // Its host becomes a part of every bundle.
  bundle: ['contract', 'runtime'],
  // What its functions do is done with the client of the service, on what the host has written.
  cdk: ['contract', 'catalog', 'service', 'runtime', 'bundle', 'desk'],
  agents: ['contract', 'browser'],
  // Questions to people, on local AWS and in a function of the stacks: small.
  desk: ['contract', 'report'],
  // Pages that show runs, of whatever source.
  viewer: ['contract', 'service', 'browser', 'report'],
  local: [
    'contract',
    'catalog',
    'assembly',
    'service',
    'browser',
    'report',
    'viewer',
    'bundle',
    'agents',
    'desk',
  ],
  testing: ['contract', 'sdk', 'runtime', 'local', 'agents'],
  cli: ['contract', 'catalog', 'assembly', 'service', 'browser', 'sdk', 'bundle', 'viewer', 'local'],
};

/** Packages that only some folders may load, because they are heavy or do not belong. */
const RESERVED: Readonly<Record<string, readonly string[]>> = {
  'aws-cdk-lib': ['cdk'],
  constructs: ['cdk'],
  'playwright-core': ['browser', 'sdk'],
  esbuild: ['bundle'],
  commander: ['cli'],
  fastify: ['viewer', 'local'],
  // Local AWS plays an authorizer; callers only show their token.
  jose: ['local'],
  // Signs people in, in their browser.
  oauth4webapi: ['desk'],
  '@opentelemetry/api': ['sdk', 'runtime'],
  '@modelcontextprotocol/server': ['runtime'],
  '@modelcontextprotocol/client': ['mcp'],
  // A workflow brings its own, and bundles without it stay small. Of zod the SDK has the writer of JSON Schema only, which
  // is 40 KB of a bundle; schemas would be 700.
  zod: ['catalog', 'sdk'],
};

interface Import {
  readonly file: string;
  readonly target: string;
}

const root = path.resolve(import.meta.dirname, '..');
const lib = path.join(root, 'lib');

/** Imports of every TypeScript file below a folder; static, dynamic, and re-exports. */
function importsBelow(folder: string): Import[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => {
      const text = readFileSync(path.join(folder, file), 'utf8');
      const targets = text.matchAll(
        /(?:^|\n)\s*(?:import|export)\b[^'";]*?from '([^']+)'|\bimport\('([^']+)'\)|(?:^|\n)import '([^']+)'/g,
      );
      return [...targets].map((match) => ({
        file: path.relative(root, path.join(folder, file)),
        target: match[1] ?? match[2] ?? match[3] ?? '',
      }));
    });
}

/** The folder of lib/ that an import leads to, if it leads there. */
function libFolderOf({ file, target }: Import): string | undefined {
  if (!target.startsWith('.')) return undefined;
  const inLib = path.relative(lib, path.resolve(root, path.dirname(file), target));
  return inLib.startsWith('..') ? undefined : inLib.split(path.sep)[0];
}

const folders = readdirSync(lib);

test('every folder of lib/ has its rule', () => {
  expect(Object.keys(MAY_IMPORT)).toEqual(expect.arrayContaining(folders));
});

test('the scan sees imports over several lines, so that the rules below can fail', () => {
  const seen = importsBelow(path.join(lib, 'sdk')).map(libFolderOf);
  expect(seen).toEqual(expect.arrayContaining(['service', 'browser', 'core']));
});

describe.each(folders)('lib/%s', (folder) => {
  const imports = importsBelow(path.join(lib, folder));

  test('imports only what it stands on', () => {
    const allowed = [folder, 'core', ...(MAY_IMPORT[folder] ?? [])];
    const wrong = imports.filter((entry) => {
      const target = libFolderOf(entry);
      return entry.target.startsWith('.') && (target === undefined || !allowed.includes(target));
    });
    expect(wrong).toEqual([]);
  });

  test('loads no package that is reserved for others', () => {
    const wrong = imports.filter(({ target }) =>
      Object.entries(RESERVED).some(
        ([name, owners]) => (target === name || target.startsWith(`${name}/`)) && !owners.includes(folder),
      ),
    );
    expect(wrong).toEqual([]);
  });
});

test('the host of HTTP, which is in most bundles, has nothing of MCP in it', () => {
  const runtime = importsBelow(path.join(lib, 'runtime'));
  const ofMcp = ({ file }: Import): boolean => file.startsWith('lib/runtime/mcp/');
  const wrong = runtime.filter((entry) => !ofMcp(entry) && /modelcontextprotocol|\/mcp\//.test(entry.target));

  expect(runtime.some(ofMcp)).toBe(true);
  expect(wrong).toEqual([]);
});

/** Names that two files export, and why. */
const SHARED_NAMES: Readonly<Record<string, string>> = {
  ActError:
    'an error class of the SDK as in the Python SDK, and a shape of the service model: both are public',
  handler: 'what Lambda calls in each function of the stacks',
};

test('a name that lib/ exports is declared in one file', () => {
  const files = readdirSync(lib, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  );
  const filesByName = new Map<string, Set<string>>();
  for (const file of files) {
    const text = readFileSync(path.join(lib, file), 'utf8');
    const declared = text.matchAll(
      /^export (?:abstract |async )?(?:class|const|enum|function\*?|interface|type) (\w+)/gm,
    );
    for (const [, name = ''] of declared) {
      filesByName.set(name, (filesByName.get(name) ?? new Set()).add(file));
    }
  }
  const twice = [...filesByName].filter(([, { size }]) => size > 1);
  const unexplained = twice.filter(([name]) => !Object.hasOwn(SHARED_NAMES, name));

  // The scan sees declarations of every kind, so that the rule can fail.
  expect([...filesByName.keys()]).toEqual(
    expect.arrayContaining(['NovaAct', 'NovaActError', 'runAct', 'ActResult', 'ProgressEvent', 'ATTRIBUTE']),
  );
  expect(unexplained.map(([name, where]) => `${name}: ${[...where].join(', ')}`)).toEqual([]);
  expect(Object.keys(SHARED_NAMES).filter((name) => (filesByName.get(name)?.size ?? 0) < 2)).toEqual([]);
});

test('workflows import nothing of the project but the SDK and the catalog rules', () => {
  const wrong = importsBelow(path.join(root, 'workflows')).filter((entry) => {
    const target = libFolderOf(entry);
    return (
      target !== undefined &&
      target !== 'sdk' &&
      !/lib\/catalog\/(?:catalog|define-settings)\.ts$/.test(entry.target)
    );
  });
  expect(wrong).toEqual([]);
});

test('docs/architecture.md draws these arrows, and no others', () => {
  const page = readFileSync(path.join(root, 'docs', 'architecture.md'), 'utf8');
  const [, picture = ''] = /^flowchart BT\n(.*?)^```/ms.exec(page) ?? [];
  const drawn = [...picture.matchAll(/^ {2}(\w+) --> (\w+)$/gm)].map(([, from, to]) => `${from} -> ${to}`);
  const known = Object.entries(MAY_IMPORT).flatMap(([from, targets]) =>
    targets.map((to) => `${from} -> ${to}`),
  );

  expect(drawn.sort()).toEqual([...known, 'workflows -> catalog', 'workflows -> sdk'].sort());
});

test('every arrow of the rule is walked by an import', () => {
  const unused = Object.entries(MAY_IMPORT).flatMap(([from, targets]) => {
    const used = new Set(importsBelow(path.join(lib, from)).map(libFolderOf));
    return targets.filter((to) => !used.has(to)).map((to) => `${from} -> ${to}`);
  });

  expect(unused).toEqual([]);
});

describe('a file that is named after something it exports', () => {
  /** Why another thing may come first. */
  const EXEMPT: readonly RegExp[] = [
    // Constructs have the order of the CDK's own: props, then the construct.
    /^cdk\//,
    // The model of the service is read from small shapes to large ones.
    /^service\/(operations|shape|validate-input)\.ts$/,
    // Scripts that run in pages stand alone, in the order in which a page evaluates them.
    /^browser\/(settle\/|actions\/page-library)/,
    // Evaluated when the module is loaded.
    /^local\/demo-site\/(destinations|products)\.ts$/,
  ];
  const declarations =
    /^(export )?(?:abstract )?(?:async )?(?:const|let|function\*?|class|interface|type|enum) (\w+)/gm;
  const kebab = (name: string): string =>
    name
      .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
      .replaceAll('_', '-')
      .toLowerCase();

  test('begins with it', () => {
    const files = readdirSync(lib, { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.ts'),
    );
    const named = files.flatMap((file) => {
      const found = [...readFileSync(path.join(lib, file), 'utf8').matchAll(declarations)];
      const isMain = ([, exported, name = '']: RegExpMatchArray): boolean =>
        exported !== undefined && kebab(name) === path.basename(file, '.ts');
      return found.some(isMain) ? [{ file, first: found.find(() => true), isMain }] : [];
    });
    const wrong = named.filter(
      ({ file, first, isMain }) =>
        first !== undefined &&
        !isMain(first) &&
        // Such as `destinationOf`, which makes what `destination.ts` is named after.
        !(first[1] !== undefined && kebab(first[2] ?? '').includes(path.basename(file, '.ts'))) &&
        !EXEMPT.some((rule) => rule.test(file)),
    );

    expect(named.length).toBeGreaterThan(100);
    expect(wrong.map(({ file, first }) => `${file} begins with ${first?.[2]}`)).toEqual([]);
  });
});
