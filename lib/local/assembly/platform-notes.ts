import { missingForPlatform } from '../access/platform-needs.ts';
import type { AssemblyNote } from './assembly-note.ts';
import type { PlannedRuntime } from './plan-runtime.ts';

/** What the role of a runtime lacks of that which AgentCore itself does with it: nothing of it happens here, so no call shows it. */
export function platformNotes(
  { deployment: { role, authorizer }, stackName, logicalId }: PlannedRuntime,
  runtime: { readonly id: string; readonly arn: string },
): readonly AssemblyNote[] {
  if (role === undefined) return [];
  const byPurpose = new Map<string, string[]>();
  for (const { purpose, action } of missingForPlatform({
    role,
    runtime,
    bearerTokens: authorizer !== undefined,
  })) {
    byPurpose.set(purpose, [...(byPurpose.get(purpose) ?? []), action]);
  }
  return [...byPurpose].map(([purpose, actions]) => ({
    stackName,
    resource: logicalId,
    what: `AgentCore needs ${actions.join(', ')} ${purpose}, and the role ${role.name} does not allow it. Nothing shows this here.`,
  }));
}
