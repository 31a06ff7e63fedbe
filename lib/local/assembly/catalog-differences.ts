import type { WorkflowCatalogEntry } from '../../catalog/index.ts';
import { lifecycleOf } from '../../catalog/limits.ts';
import type { AssemblyNote } from './assembly-note.ts';
import { calledName, type PlannedRuntime } from './plan-runtime.ts';

/**
 * What the catalog says otherwise than the template that was made of it. Only that can be seen: what was taken away, and what
 * the code of the app adds, may be as it is on purpose.
 */
export function catalogDifferences(
  entry: WorkflowCatalogEntry,
  runtime: PlannedRuntime,
): readonly AssemblyNote[] {
  const { stackName, deployment } = runtime;
  const { environment, idleTimeoutSeconds, maxLifetimeSeconds, definitionName } = deployment;
  const lifecycle = lifecycleOf(entry.lifecycle);
  const different = [
    ...Object.entries(entry.environment ?? {}).flatMap(([variable, value]) =>
      environment[variable] === value ? [] : `environment.${variable}`,
    ),
    ...(lifecycle.idleTimeoutSeconds === idleTimeoutSeconds ? [] : ['lifecycle.idleTimeoutSeconds']),
    ...(lifecycle.maxLifetimeSeconds === maxLifetimeSeconds ? [] : ['lifecycle.maxLifetimeSeconds']),
    ...((entry.serverProtocol ?? 'HTTP') === (deployment.serverProtocol ?? 'HTTP') ? [] : ['serverProtocol']),
    // A stage, or a fingerprint, follows it.
    ...(definitionName.startsWith(entry.definitionName) ? [] : ['definitionName']),
  ];
  if (different.length === 0) return [];
  return [
    {
      stackName,
      resource: calledName(runtime),
      what: `the catalog now has another ${different.join(', ')} for ${entry.name}. Synthesize again if it was changed since; the settings of an environment may also say so for the workflow.`,
    },
  ];
}
