import type { WorkflowCatalogEntry } from '../../catalog/index.ts';
import type { Problem } from '../../core/problems.ts';

/** Checks that no workflow begins as a stage: without one it would have the stack that another workflow has in that stage. */
export function checkStageNames(options: {
  readonly catalog: readonly Pick<WorkflowCatalogEntry, 'name'>[];
  readonly stages: readonly string[];
}): Problem[] {
  const { catalog, stages } = options;
  return catalog.flatMap(({ name }) =>
    stages
      .filter((stage) => name.startsWith(`${stage.toLowerCase()}-`))
      .map((stage) => ({
        where: `workflow ${name}`,
        what: `has the name of a stack of the stage ${stage}`,
        got: JSON.stringify(name),
        allowed: `a name that does not begin with "${stage.toLowerCase()}-"`,
        fix: 'rename the workflow',
      })),
  );
}
