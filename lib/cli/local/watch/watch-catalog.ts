import { realpathSync } from 'node:fs';
import type { WorkflowCatalogEntry } from '../../../catalog/index.ts';
import { workflowTool } from '../../../contract/workflow-tool.ts';
import { visible } from '../../../core/visible.ts';
import type { LocalDeployment } from '../../../local/agentcore/index.ts';
import { CatalogTarget } from './catalog-target.ts';
import { type StartWatchOptions, startWatch } from './start-watch.ts';

/** Watches the workflows of a catalog, and the catalog itself, and says what happens. Disposed, it is over. */
export function watchCatalog(options: CatalogWatchOptions): AsyncDisposable {
  const { catalog, deployments, deployedAtMs } = options;
  const projectRoot = realpathSync(options.projectRoot);
  const watch = startWatch({ ...options, projectRoot });
  const follow = (entry: WorkflowCatalogEntry, { inputs }: LocalDeployment, sinceMs: number): void =>
    watch.addWorkflow(
      {
        name: entry.name,
        definitionName: entry.definitionName,
        entry: entry.entry,
        tool: workflowTool(entry),
        inputs,
      },
      sinceMs,
    );
  for (const entry of catalog) {
    const deployment = deployments.find(({ name }) => name === entry.name);
    if (deployment !== undefined) follow(entry, deployment, deployedAtMs);
  }
  const target = new CatalogTarget({
    ...options,
    projectRoot,
    say: (text) => options.say(visible(text)),
    follow: (entry, deployment, sinceMs) => {
      follow(entry, deployment, sinceMs);
      return watch.checkTypes(entry.name);
    },
    leave: (name) => watch.remove(name),
  });
  // It was read when this process began, or a little later.
  watch.addTarget(target, [target.file], performance.timeOrigin);
  return { [Symbol.asyncDispose]: () => watch.close() };
}

/** What is watched, and how it is deployed. */
export interface CatalogWatchOptions extends StartWatchOptions {
  readonly catalog: readonly WorkflowCatalogEntry[];
  /** Absolute. */
  readonly catalogFile: string;
  /** Of the catalog. */
  readonly deployments: readonly LocalDeployment[];
  /** When their code was made, or earlier. */
  readonly deployedAtMs: number;
  /** Deploys entries of the catalog. */
  readonly deploy: (catalog: readonly WorkflowCatalogEntry[]) => Promise<readonly LocalDeployment[]>;
}
