import type { BuildOptions, BuildResult } from 'esbuild';
import { buildTrimmed } from './build-trimmed.ts';
import { builtRuntime } from './built-runtime.ts';
import type { BundlePlan } from './bundle-plan.ts';
import { type BuiltPart, hasSdkAlone, isRuntime } from './join-parts.ts';

/**
 * Builds the parts of a bundle: the runtime, if it is not known from before, and the workflow; or the whole, where that does not do.
 *
 * @param run - the bundler of the workflow, which may know files from before
 * @throws BuildFailure
 */
export async function buildParts(
  run: (options: BuildOptions) => Promise<BuildResult>,
  plan: BundlePlan,
): Promise<readonly BuiltPart[]> {
  const { root, outDir, builds, shared } = plan;
  const [runtime, workflow] = await Promise.allSettled([
    builtRuntime(builds.runtime),
    buildTrimmed(run, builds.workflow, { sdkModule: shared.sdkModule }),
  ]);
  if (runtime.status === 'fulfilled' && isRuntime(runtime.value)) {
    if (workflow.status === 'rejected') throw workflow.reason;
    const part = { built: workflow.value, outDir };
    if (hasSdkAlone(plan, part)) return [{ built: runtime.value, outDir: root }, part];
  }
  return [{ built: await buildTrimmed(run, builds.whole), outDir }];
}
