import type { WorkflowCatalogEntry } from '../../catalog/index.ts';
import { definitionNameFor, workflowStackName } from '../../catalog/names.ts';

/**
 * The workflow that has a definition in the catalog; where the name is that of a stage, with the stack that it then has. Pure.
 */
export function workflowOfDefinition(
  definitionName: string | undefined,
  entries: readonly Pick<WorkflowCatalogEntry, 'name' | 'definitionName'>[],
): { readonly workflow: string; readonly stack?: string } | undefined {
  for (const { name: workflow, definitionName: own } of entries) {
    if (own === definitionName) return { workflow };
    const stage = definitionName?.startsWith(own) ? /[a-zA-Z0-9]+$/.exec(definitionName)?.[0] : undefined;
    if (stage !== undefined && definitionNameFor({ definitionName: own, stage }) === definitionName)
      return { workflow, stack: workflowStackName({ workflow, stage }) };
  }
  return undefined;
}
