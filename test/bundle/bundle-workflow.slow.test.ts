import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { BundleError, bundleWorkflow, bundleWorkflowSync, hashBundle } from '../../lib/bundle/index.ts';
import { makeProject, type TestProject } from './project.ts';

const projects: TestProject[] = [];
afterAll(() => {
  for (const project of projects) project.remove();
});

function projectWith(files: Readonly<Record<string, string>>): TestProject {
  const project = makeProject(files);
  projects.push(project);
  return project;
}

function bundle(project: TestProject, entry = 'workflows/greet.ts'): ReturnType<typeof bundleWorkflowSync> {
  return bundleWorkflowSync({ projectRoot: project.root, entry, outDir: path.join(project.root, 'out') });
}

function sourcesOf(sourceMapFile: string): readonly string[] {
  const { sources }: { sources: string[] } = JSON.parse(readFileSync(sourceMapFile, 'utf8'));
  return sources;
}

const WORKFLOW = `
  import { z } from 'zod';
  import type { Page } from 'playwright-core';
  import { greeting } from './greeting.ts';
  export const main = async (payload: unknown, page?: Page): Promise<unknown> => greeting(z.string().parse(payload));
`;
const COMMENTED = `/* @license a legal comment */ ${WORKFLOW.replaceAll(';\n', '; // a remark\n\n')}`;
const GREETING = `export const greeting = (name: string): { text: string } => ({ text: 'Hello ' + name });`;

describe('when a workflow is bundled', () => {
  test('one module, its source map and nothing else are written, and the hash is that of the module', () => {
    const project = projectWith({ 'workflows/greet.ts': WORKFLOW, 'workflows/greeting.ts': GREETING });
    const result = bundle(project);
    expect(readdirSync(result.dir).sort()).toEqual(['main.mjs', 'main.mjs.map']);
    const code = readFileSync(result.mainFile);
    expect(result).toMatchObject({ bytes: code.length, hash: hashBundle(code) });
    expect(code.toString()).not.toMatch(/^import[^;]*["']playwright-core/m);
  });

  test('another folder, comments, and building without waiting all give the same hash and the same bytes', async () => {
    const first = projectWith({ 'workflows/greet.ts': WORKFLOW, 'workflows/greeting.ts': GREETING });
    const second = projectWith({ 'workflows/greet.ts': COMMENTED, 'workflows/greeting.ts': GREETING });
    const options = {
      projectRoot: second.root,
      entry: 'workflows/greet.ts',
      outDir: path.join(second.root, 'out'),
    };
    const [one, two] = [bundle(first), await bundleWorkflow(options)];
    expect(two.hash).toBe(one.hash);
    // Not by `toEqual`, which takes seconds for the bytes of a bundle.
    expect(readFileSync(two.mainFile).equals(readFileSync(one.mainFile))).toBe(true);
  });

  test('types, and code that is left out, give the same hash as well', () => {
    const project = projectWith({
      'workflows/greet.ts': `import { greeting } from './greeting.ts'; export const main = (): unknown => greeting('you');`,
      'workflows/greeting.ts': GREETING,
    });
    const before = bundle(project).hash;
    project.write(
      'workflows/greeting.ts',
      `type Quiz = { readonly jazz: number; readonly fizz: bigint }; ${GREETING} export const quizzes: Quiz[] = [];`,
    );
    expect(bundle(project).hash).toBe(before);
  });

  test('a change of behaviour changes the hash', () => {
    const project = projectWith({ 'workflows/greet.ts': WORKFLOW, 'workflows/greeting.ts': GREETING });
    const before = bundle(project).hash;
    project.write('workflows/greeting.ts', GREETING.replace('Hello', 'Goodbye'));
    expect(bundle(project).hash).not.toBe(before);
  });

  test('neither the module nor the source map tells where it was built', () => {
    const project = projectWith({ 'workflows/greet.ts': WORKFLOW, 'workflows/greeting.ts': GREETING });
    const { mainFile, sourceMapFile } = bundle(project);
    const text = readFileSync(mainFile, 'utf8') + readFileSync(sourceMapFile, 'utf8');
    expect(text).not.toContain(project.root);
    expect(text).not.toContain(path.resolve(import.meta.dirname, '..', '..'));
    expect(sourcesOf(sourceMapFile)).toEqual(
      expect.arrayContaining(['../workflows/greet.ts', 'nova-act-cdk/lib/runtime/serve.ts']),
    );
  });

  test('the rules of the catalog, and the schemas that they are written with, stay outside', () => {
    const project = projectWith({
      'workflows/greet.ts': 'export const main = async (): Promise<number> => 1;',
    });
    const sources = sourcesOf(bundle(project).sourceMapFile);
    expect(sources).toContain('nova-act-cdk/lib/runtime/serve.ts');
    expect(
      sources.filter((source) =>
        /lib\/catalog\/|node_modules\/zod\/v4\/(classic|mini|locales)\//.test(source),
      ),
    ).toEqual([]);
  });

  test('`await using` is lowered where Node 22 does not have it', () => {
    const project = projectWith({
      'workflows/greet.ts': `export const main = async () => { await using x = { async [Symbol.asyncDispose]() {} }; return x; };`,
    });
    expect(readFileSync(bundle(project).mainFile, 'utf8')).not.toMatch(/await using/);
  });
});

describe('when a workflow cannot be bundled', () => {
  const failing = (files: Readonly<Record<string, string>>, entry?: string): (() => unknown) => {
    const project = projectWith(files);
    return () => bundle(project, entry);
  };

  test('a missing file is named with the full path', () => {
    expect(failing({}, 'workflows/nowhere.ts')).toThrow(
      /"workflows\/nowhere\.ts" does not exist: there is no file \//,
    );
  });

  test('a missing main names the exports that there are', () => {
    expect(failing({ 'workflows/greet.ts': 'export const run = 1; export const help = 2;' })).toThrow(
      /does not export main: it exports help, run\. Add "export const main/,
    );
    expect(failing({ 'workflows/greet.ts': 'console.log(1);' })).toThrow(
      /does not export main: it exports nothing/,
    );
  });

  test('a default export gets the advice that fits', () => {
    expect(failing({ 'workflows/greet.ts': 'export default () => 1;' })).toThrow(
      /Change "export default" to "export const main ="/,
    );
  });

  test('a main that comes from another file is found', () => {
    expect(
      failing({
        'workflows/greet.ts': `export * from './real.ts';`,
        'workflows/real.ts': 'export const main = () => 1;',
      }),
    ).not.toThrow();
  });

  test.each([
    'exports.main = async () => 1;',
    'const main = async () => 1;\nmodule.exports = { help: 2, main };',
    'Object.defineProperty(exports, "main", { get: () => async () => 1 });',
  ])('a main in CommonJS, as compilers write it, is found: %s', (code) => {
    expect(failing({ 'built/greet.js': code }, 'built/greet.js')).not.toThrow();
  });

  test('CommonJS without a main is refused as well', () => {
    expect(failing({ 'built/greet.js': 'exports.run = () => 1;' }, 'built/greet.js')).toThrow(
      /does not export main/,
    );
  });

  test('a syntax error is told with file, line and column', () => {
    expect(failing({ 'workflows/greet.ts': 'export const main = () => {\n  return 1 +;\n};' })).toThrow(
      /workflows\/greet\.ts:2:13: Unexpected ";"/,
    );
  });

  test('a package that is not installed is told with the command that installs it', () => {
    expect(
      failing({
        'workflows/greet.ts': `import { x } from '@nobody/nothing/deep';\nexport const main = () => x;`,
      }),
    ).toThrow(
      /greet\.ts:1:\d+: Could not resolve "@nobody\/nothing\/deep"\. .*npm install @nobody\/nothing$/m,
    );
  });

  test('both ways to build give the same error', async () => {
    const project = projectWith({ 'workflows/greet.ts': 'export const run = 1;' });
    const options = {
      projectRoot: project.root,
      entry: 'workflows/greet.ts',
      outDir: path.join(project.root, 'out'),
    };
    await expect(bundleWorkflow(options)).rejects.toThrow(BundleError);
    expect(() => bundleWorkflowSync(options)).toThrow(BundleError);
  });

  test('an entry outside the project is refused', () => {
    const other = projectWith({ 'x.ts': 'export const main = () => 1;' });
    expect(failing({}, path.join(other.root, 'x.ts'))).toThrow(/is outside the project/);
  });
});
