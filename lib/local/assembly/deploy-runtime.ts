import { DEFAULT_ENDPOINT_NAME } from '../../catalog/names.ts';
import type { DeployedRuntime, RuntimeRegistry } from '../agentcore/runtime-registry.ts';
import type { AssemblyNote } from './assembly-note.ts';
import type { PlannedRuntime } from './plan-runtime.ts';

/**
 * Deploys a runtime with its endpoints. One that is pinned to a version that was never here is left out: nobody knows what it
 * would run.
 */
export function deployRuntime(
  registry: RuntimeRegistry,
  options: {
    readonly runtime: PlannedRuntime;
    readonly bundleDir: string;
    /** ARNs of those that the assembly has. */
    readonly secrets: readonly string[];
  },
): DeployedRuntime & { readonly notes: readonly AssemblyNote[] } {
  const { runtime, bundleDir, secrets } = options;
  const { endpoints = {} } = runtime.deployment;
  const deployment = { ...runtime.deployment, bundleDir, secrets };
  const newest = Object.entries(endpoints).filter(([, version]) => version === undefined);
  const result = registry.deploy({ ...deployment, endpoints: Object.fromEntries(newest) });
  if (newest.length === Object.keys(endpoints).length) return { ...result, notes: [] };

  const { versions = [] } = registry.listStored().find(({ arn }) => arn === result.arn) ?? {};
  const isThere = (version: string | undefined): boolean =>
    version === undefined || versions.some((known) => known.version === version);
  const lost = Object.entries(endpoints).filter(([, version]) => !isThere(version));
  const kept = Object.entries(endpoints).filter(([, version]) => isThere(version));
  return {
    ...registry.deploy({ ...deployment, endpoints: Object.fromEntries(kept) }),
    notes: lost.map(([endpoint, version]) => ({
      stackName: runtime.stackName,
      resource: runtime.logicalId,
      what: `the endpoint ${endpoint} is pinned to version ${version}, which was never here (there are ${versions
        .map((known) => known.version)
        .join(', ')}): it is left out. Call ${DEFAULT_ENDPOINT_NAME} instead.`,
    })),
  };
}
