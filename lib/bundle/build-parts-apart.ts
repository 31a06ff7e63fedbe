import { buildApart, isBuilt } from './build-apart.ts';
import { buildTogether, orError, requestFor } from './build-together.ts';
import { BundleError } from './bundle-error.ts';
import { type BundlePlan, successOf } from './bundle-plan.ts';
import { checkExports } from './explain.ts';
import { type BuiltPart, hasSdkAlone, isRuntime } from './join-parts.ts';

/**
 * Builds the parts of bundles for those who cannot wait: as `buildParts` does, all at once. What they share is read and parsed once, and
 * each runtime is built once. The exports of all are looked at beside: hardly ever is something wrong.
 *
 * @returns the parts of each, or why there are none
 */
export function buildPartsApart(
  plans: readonly BundlePlan[],
): ReadonlyMap<BundlePlan, readonly BuiltPart[] | BundleError> {
  if (plans.length === 0) return new Map();
  const runtimes = new Map(plans.map((plan) => [runtimeOf(plan), plan.builds.runtime]));
  const [joint, ...others] = buildApart([
    requestFor(plans, 'workflow'),
    ...[...runtimes.values()].map((options) => ({ options, trims: {} })),
    ...plans.map(({ inspect }) => ({ options: inspect })),
  ]);
  const built = new Map([...runtimes.keys()].map((key, index) => [key, others[index]]));
  const inspections = others.slice(runtimes.size);
  const results = new Map<BundlePlan, readonly BuiltPart[] | BundleError>();
  for (const [index, plan] of plans.entries()) {
    const error = orError(() => checkExports({ ...plan, inspected: successOf(plan, inspections[index]) }));
    if (error instanceof BundleError) results.set(plan, error);
  }
  const right = plans.filter((plan) => !results.has(plan));
  for (const [plan, workflow] of buildTogether(
    right,
    'workflow',
    right.length === plans.length ? joint : undefined,
  )) {
    const runtime = built.get(runtimeOf(plan));
    if (!isBuilt(runtime) || !isRuntime(runtime)) continue;
    if (workflow instanceof BundleError) results.set(plan, workflow);
    else if (hasSdkAlone(plan, workflow))
      results.set(plan, [{ built: runtime, outDir: plan.root }, workflow]);
  }
  const rest = right.filter((plan) => !results.has(plan));
  for (const batch of batchesOf(rest)) {
    for (const [plan, whole] of buildTogether(batch, 'whole')) {
      results.set(plan, whole instanceof BundleError ? whole : [whole]);
    }
  }
  return results;
}

function runtimeOf({ builds }: BundlePlan): string {
  return JSON.stringify(builds.runtime);
}

/** As many wholes as the bundler has in memory at once: with more, it takes twice the time for each. */
const BATCH_SIZE = 16;

function batchesOf(plans: readonly BundlePlan[]): readonly (readonly BundlePlan[])[] {
  const count = Math.ceil(plans.length / BATCH_SIZE);
  const size = Math.ceil(plans.length / count);
  return Array.from({ length: count }, (_, index) => plans.slice(index * size, (index + 1) * size));
}
