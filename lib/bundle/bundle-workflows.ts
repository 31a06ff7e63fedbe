import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { makeTemporaryFolder } from '../core/make-temporary-folder.ts';
import { buildPartsApart } from './build-parts-apart.ts';
import { orError } from './build-together.ts';
import { BundleError } from './bundle-error.ts';
import { type BundlePlan, bundlePlan } from './bundle-plan.ts';
import type { BundleWorkflowOptions } from './bundle-workflow.ts';
import { joinCodes } from './join-parts.ts';

/**
 * Bundles workflows of one project together: what they share, which is nearly all, is built once. What comes out
 * is what `bundleWorkflow` makes, byte for byte, without the source maps, which cost a third of the time.
 *
 * @returns the code of each, in the order of the sources, or why there is none
 */
export function bundleWorkflowsSync(options: {
  /** The folder of the project; dependencies are resolved from here. */
  readonly projectRoot: string;
  readonly sources: readonly Pick<BundleWorkflowOptions, 'entry' | 'tool'>[];
}): readonly (Uint8Array | BundleError)[] {
  const { projectRoot, sources } = options;
  const outDir = makeTemporaryFolder('nova-act-bundles-');
  try {
    // Otherwise esbuild heeds the one of a folder above, in which anyone may have put it.
    writeFileSync(path.join(outDir, 'tsconfig.json'), '{}');
    const plans = sources.map((source) =>
      orError(() => bundlePlan({ projectRoot, outDir, sourceMaps: false, ...source })),
    );
    const parts = buildPartsApart(plans.filter((plan): plan is BundlePlan => !(plan instanceof BundleError)));
    return plans.map((plan) => {
      if (plan instanceof BundleError) return plan;
      const its = parts.get(plan);
      return its === undefined || its instanceof BundleError
        ? (its ?? new BundleError(`esbuild made nothing of "${plan.entry}".`))
        : Buffer.from(joinCodes(its));
    });
  } finally {
    rmSync(outDir, { recursive: true, force: true });
  }
}
