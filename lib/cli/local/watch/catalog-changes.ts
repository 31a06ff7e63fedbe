import { isDeepStrictEqual } from 'node:util';
import type { WorkflowCatalogEntry } from '../../../catalog/index.ts';
import { workflowTool } from '../../../contract/workflow-tool.ts';

/** What has to be done so that local AWS has what a catalog says now. */
export function catalogChanges(
  before: readonly WorkflowCatalogEntry[],
  now: readonly WorkflowCatalogEntry[],
): CatalogChanges {
  const earlier = new Map(before.map((entry) => [entry.name, entry]));
  const names = new Set(now.map(({ name }) => name));
  return {
    added: now.filter(({ name }) => !earlier.has(name)),
    changed: now.filter((entry) => {
      const old = earlier.get(entry.name);
      return old !== undefined && !isDeepStrictEqual(deployedPart(old), deployedPart(entry));
    }),
    removed: before.filter(({ name }) => !names.has(name)),
  };
}

/** Entries that one catalog has and another has not, or has otherwise. */
export interface CatalogChanges {
  readonly added: readonly WorkflowCatalogEntry[];
  readonly changed: readonly WorkflowCatalogEntry[];
  readonly removed: readonly WorkflowCatalogEntry[];
}

/** A definition keeps its description, which only agents read, and images here are built with what the machine has. */
function deployedPart({ description: _, image: __, ...entry }: WorkflowCatalogEntry): unknown {
  return JSON.parse(JSON.stringify({ ...entry, tool: workflowTool({ description: _, ...entry }) }));
}
