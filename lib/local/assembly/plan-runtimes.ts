import type { Asset } from '../../assembly/assets.ts';
import type { AssemblyValues } from './assembly-values.ts';
import { planRuntime } from './plan-runtime.ts';

/**
 * What local AWS makes of the runtimes of all stacks. Once it is known which cannot be run here, nothing else may name them: outputs,
 * variables of others, roles.
 */
export function planRuntimes(values: AssemblyValues, assets: readonly Asset[]) {
  const entries = values.stacks.flatMap((stack) =>
    stack.resourcesOf(RUNTIME_TYPE).map((entry) => ({ stack, entry })),
  );
  const plan = () => entries.map(({ stack, entry }) => planRuntime(entry, { stack, values, assets }));
  const first = plan();
  for (const [index, { stack, entry }] of entries.entries())
    if (first[index]?.plan === undefined) stack.leaveOut(entry[0]);
  return first.every((runtime) => runtime.plan !== undefined) ? first : plan();
}

/** The type of what is deployed. */
export const RUNTIME_TYPE = 'AWS::BedrockAgentCore::Runtime';
