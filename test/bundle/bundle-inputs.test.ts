import { mkdirSync, realpathSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { buildSync } from 'esbuild';
import { bundleInputs } from '../../lib/bundle/bundle-inputs.ts';
import { makeProject, type TestProject } from './project.ts';

const projects: TestProject[] = [];
afterAll(() => {
  for (const project of projects) project.remove();
});

/** Writes files, makes links, bundles `app/buy.ts`, and names what it was made of from the folder of all. */
function inputsOf(
  files: Readonly<Record<string, string>>,
  links: Readonly<Record<string, string>> = {},
): readonly string[] {
  const project = makeProject(files);
  projects.push(project);
  const above = realpathSync(project.root);
  for (const [link, target] of Object.entries(links)) {
    mkdirSync(path.dirname(path.join(above, link)), { recursive: true });
    symlinkSync(target, path.join(above, link));
  }
  const root = path.join(above, 'app');
  const built = buildSync({
    absWorkingDir: root,
    stdin: { contents: `import(${JSON.stringify(path.join(root, 'buy.ts'))})`, resolveDir: root },
    ...{ bundle: true, format: 'esm', metafile: true, write: false, logLevel: 'silent' },
  });
  return bundleInputs(built, root)
    .map((file) => path.relative(above, file))
    .filter((file) => file !== path.join('app', '<stdin>'))
    .sort();
}

test('configurations are found by what they extend, whatever they are called and wherever they are', () => {
  const inputs = inputsOf({
    'app/buy.ts': `import { price } from '@price'; export const main = () => price;`,
    'lib/price.ts': 'export const price = 1;',
    'app/tsconfig.json': '{ /* ours */ "extends": ["./config/a", "../more.json", "./none.json"], }',
    'app/config/a.json': '{ "extends": "@types/node/package.json" }',
    'more.json': '{ "extends": "./app/config/b.json" }',
    'app/config/b.json':
      '{ "compilerOptions": { "paths": { "@price": ["../../lib/price.ts"] } }, "extends": "./a" }',
    'tsconfig.json': '{}',
  });

  expect(inputs.filter((file) => !file.startsWith('..'))).toEqual([
    'app/buy.ts',
    'app/config/a.json',
    'app/config/b.json',
    'app/tsconfig.json',
    'lib/price.ts',
    'more.json',
    // Of lib/price.ts.
    'tsconfig.json',
  ]);
  expect(inputs).toContainEqual(expect.stringMatching(/node_modules\/@types\/node\/package\.json$/));
});

test('symbolic links that lead to files are among them, of folders, too, and those that links lead to', () => {
  const inputs = inputsOf(
    {
      'app/buy.ts': [
        `import { a } from './link.js';`,
        `import { b } from './shared/b';`,
        `import { c } from './c';`,
        'export const main = () => [a, b, c];',
      ].join('\n'),
      'app/link2.ts': 'export const a = 1;',
      'common/b/index.ts': 'export const b = 1;',
      'app/c.ts': 'export const c = 1;',
    },
    { 'app/link.ts': 'link1.ts', 'app/link1.ts': 'link2.ts', 'app/shared': '../common' },
  );

  expect(inputs).toEqual([
    'app/buy.ts',
    'app/c.ts',
    'app/link.ts',
    'app/link1.ts',
    'app/link2.ts',
    'app/shared',
    'common/b/index.ts',
  ]);
});

test('an entry may be a link', () => {
  expect(inputsOf({ 'app/shop.ts': 'export const main = 1;' }, { 'app/buy.ts': 'shop.ts' })).toEqual([
    'app/buy.ts',
    'app/shop.ts',
  ]);
});
