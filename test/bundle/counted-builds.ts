import { jest } from '@jest/globals';
import type { BuildRequest } from '../../lib/bundle/build-program.ts';

/** The builds of modules that are imported after this call, by the real bundler. Times would say what else the machine does. */
export function countBuilds(): { readonly all: BuildRequest[]; readonly ofWorkflows: () => number[] } {
  const actual = jest.requireActual<typeof import('../../lib/bundle/build-apart.ts')>(
    '../../lib/bundle/build-apart.ts',
  );
  const all: BuildRequest[] = [];
  const buildApart: typeof actual.buildApart = (requests) => {
    all.push(...requests);
    return actual.buildApart(requests);
  };
  jest.doMock('../../lib/bundle/build-apart.ts', () => ({ ...actual, buildApart }));
  return {
    all,
    /** How many workflows each had: without those that only look at exports, and those of runtimes. */
    ofWorkflows: () =>
      all
        .filter(({ options, trims }) => trims !== undefined && options.format === 'esm')
        .map(({ options: { entryPoints } }) =>
          entryPoints === undefined ? 1 : Object.keys(entryPoints).length,
        ),
  };
}
