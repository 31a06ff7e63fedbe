import { jest } from '@jest/globals';
import type { BuildOptions } from 'esbuild';

/** The builds of modules that are imported after this call, by the real bundler. Times would say what else the machine does. */
export function countBuilds(): { readonly all: BuildOptions[]; readonly ofWorkflows: () => number[] } {
  const esbuild = jest.requireActual<typeof import('esbuild')>('esbuild');
  const all: BuildOptions[] = [];
  const buildSync = (options: BuildOptions) => {
    all.push(options);
    return esbuild.buildSync(options);
  };
  jest.doMock('esbuild', () => ({ ...esbuild, buildSync }));
  return {
    all,
    /** How many workflows each had: without those that only look at exports, and those for Lambda. */
    ofWorkflows: () =>
      all
        .filter(({ packages, alias }) => packages === undefined && alias !== undefined)
        .map(({ entryPoints = {} }) => Object.keys(entryPoints).length),
  };
}
