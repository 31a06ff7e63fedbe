import { checkOutputs, type OutputKey, type SomeOutputs } from '../catalog/outputs.ts';
import type { DeployedWorkflow } from './deployed-workflow.ts';

/**
 * Those outputs of a deployed workflow that a command cannot do without.
 *
 * @throws OutputsError that names those that are missing
 */
export function requiredOutputs<K extends OutputKey>(
  { outputs, foundIn }: DeployedWorkflow,
  require: readonly K[],
): SomeOutputs<K> {
  return checkOutputs({ raw: Object.fromEntries(Object.entries(outputs)), require, where: foundIn });
}
