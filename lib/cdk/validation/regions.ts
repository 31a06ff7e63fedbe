import type { WorkflowCatalogEntry } from '../../catalog/index.ts';
import type { Problem } from '../../core/problems.ts';

/** Checks that no workflow has the name that another one has in a further region: both would be one stack in a file of outputs. */
export function checkRegionalNames(options: {
  readonly catalog: readonly WorkflowCatalogEntry[];
  /** All regions but the first. */
  readonly others: readonly string[];
}): Problem[] {
  const { catalog, others } = options;
  const names = catalog.map(({ name }) => name);
  return names.flatMap((name) =>
    others
      .map((region) => ({ region, taken: `${name}-${region}` }))
      .filter(({ taken }) => names.includes(taken))
      .map(({ region, taken }) => ({
        where: `workflow ${taken}`,
        what: `has the name of the stack of ${name} in ${region}`,
        got: JSON.stringify(taken),
        allowed: 'a name that does not end in a region',
        fix: 'rename the workflow',
      })),
  );
}
