import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { transformSync } from '@swc/core';
import { buildSync } from 'esbuild';
import { bundleWorkflowSync } from '../../../lib/bundle/index.ts';
import { makeProject, type TestProject } from '../../bundle/project.ts';

/** Compiles the decorated workflow in a project; gives the arguments with which Node runs it. */
export type Compiler = (project: TestProject, isLegacy: boolean) => readonly string[];

const sdk = path.resolve(import.meta.dirname, '../../../lib/sdk/index.ts');
const source = readFileSync(path.join(import.meta.dirname, 'fixtures', 'decorated.ts'), 'utf8');
const importing = (module: string): string => source.replace(/(?<=from ').*lib\/sdk\/index\.ts/, module);

/** By name; an older tsc compiles decorators in `npm run test:package`. All but the bundle run a program that prints what the workflow returns. */
export const compilers: Readonly<Record<'tsc' | 'tsx' | 'swc' | 'bundle', Compiler>> = {
  tsc: throughTsc,
  tsx: (project, isLegacy) => {
    const file = project.write('shop.ts', importing('./sdk.cjs'));
    const config = project.write('tsconfig.json', tsconfig(isLegacy));
    return [path.join('node_modules', 'tsx', 'dist', 'cli.mjs'), '--tsconfig', config, 'run.mjs', file];
  },
  swc: (project, isLegacy) => {
    const { code } = transformSync(importing('./sdk.cjs'), {
      jsc: {
        parser: { syntax: 'typescript', decorators: true },
        transform: isLegacy ? { legacyDecorator: true } : { decoratorVersion: '2022-03' },
        target: 'es2022',
      },
      module: { type: 'es6' },
    });
    return ['run.mjs', project.write(`swc-${isLegacy}.js`, code)];
  },
  bundle: (project, isLegacy) => {
    project.write('shop.ts', importing(sdk));
    project.write('tsconfig.json', tsconfig(isLegacy));
    const outDir = path.join(project.root, 'bundle');
    return [bundleWorkflowSync({ projectRoot: project.root, entry: 'shop.ts', outDir }).mainFile];
  },
};

/** A project whose SDK is one file of JavaScript, as that of a consumer is JavaScript. */
export function decoratedProject(): TestProject {
  const project = makeProject({
    'package.json': '{ "type": "module" }',
    'run.mjs': 'const { main } = await import(process.argv[2]); console.log(JSON.stringify(await main()));',
  });
  buildSync({
    entryPoints: [sdk],
    outfile: path.join(project.root, 'sdk.cjs'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['playwright-core'],
  });
  return project;
}

function throughTsc(project: TestProject, isLegacy: boolean): readonly string[] {
  const typescript = createRequire(import.meta.filename).resolve('typescript/package.json');
  project.write('shop.ts', importing('./sdk.cjs'));
  project.write('tsconfig.json', tsconfig(isLegacy));
  const tsc = path.join(path.dirname(typescript), 'bin', 'tsc');
  const { stdout } = spawnSync(process.execPath, [tsc, '-p', project.root], { encoding: 'utf8' });
  if (stdout !== '') throw new Error(stdout);
  return ['run.mjs', path.join(project.root, 'shop.js')];
}

/** The setting that decides between the two kinds, where `cdk init` writes it. Types are left to the type tests. */
function tsconfig(isLegacy: boolean): string {
  return JSON.stringify({
    compilerOptions: {
      experimentalDecorators: isLegacy,
      target: 'es2022',
      module: 'nodenext',
      lib: ['es5'],
      types: [],
      noCheck: true,
    },
    files: ['shop.ts'],
  });
}
