import type { WorkflowCatalogEntry } from '../../../catalog/index.ts';
import type { Deployed } from '../deploy.ts';
import type { StartWatchOptions } from './start-watch.ts';
import { watchAssembly } from './watch-assembly.ts';
import { watchCatalog } from './watch-catalog.ts';

/** Watches what was deployed, from the catalog or from an assembly. Disposed, it is over. */
export function watchDeployed(deployed: Deployed, options: DeployedWatchOptions): AsyncDisposable {
  const { from, deploy, catalog } = options;
  const { fromCatalog = [], fromAssembly } = deployed;
  if (from !== undefined && fromAssembly !== undefined) {
    const again = async () => (await deploy(catalog)).fromAssembly ?? [];
    return watchAssembly({ ...options, folder: from, deployments: fromAssembly, deploy: again });
  }
  return watchCatalog({
    ...options,
    deployments: fromCatalog,
    deploy: async (entries) => (await deploy(entries)).fromCatalog ?? [],
  });
}

/** What is watched, and how it is deployed again. */
export interface DeployedWatchOptions extends StartWatchOptions {
  /** The cloud assembly, absolute; absent when the catalog was deployed. */
  readonly from?: string | undefined;
  readonly catalog: readonly WorkflowCatalogEntry[];
  /** Absolute. */
  readonly catalogFile: string;
  /** When the code of what is deployed was made, or earlier. */
  readonly deployedAtMs: number;
  readonly deploy: (catalog: readonly WorkflowCatalogEntry[]) => Promise<Deployed>;
}
