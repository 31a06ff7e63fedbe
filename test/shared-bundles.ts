import path from 'node:path';
import { jest } from '@jest/globals';

type BundleWorkflows = typeof import('../lib/bundle/bundle-workflows.ts').bundleWorkflowsSync;

/** No test changes them. */
const FIXTURES = path.join(import.meta.dirname, 'cdk', 'fixtures');

/**
 * The bundles of a test file. An app bundles its sources once, and tests make dozens of apps of the same fixtures, each of which
 * would bundle them anew for a second.
 */
const bundles = new Map<string, ReturnType<BundleWorkflows>>();

jest.doMock('../lib/bundle/bundle-workflows.ts', () => {
  const actual = jest.requireActual<typeof import('../lib/bundle/bundle-workflows.ts')>(
    '../lib/bundle/bundle-workflows.ts',
  );
  const bundleWorkflowsSync: BundleWorkflows = (options) => {
    if (!options.sources.every(({ entry }) => path.dirname(entry) === FIXTURES))
      return actual.bundleWorkflowsSync(options);
    const key = JSON.stringify(options);
    const result = bundles.get(key) ?? actual.bundleWorkflowsSync(options);
    bundles.set(key, result);
    return result;
  };
  return { ...actual, bundleWorkflowsSync };
});
