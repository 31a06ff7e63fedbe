import { unknownsIn } from '../../assembly/unknowns.ts';
import { type AssemblyNote, whyUnknown } from './assembly-note.ts';
import type { AssemblyValues } from './assembly-values.ts';

/** The endpoints of a runtime in all stacks, with the versions that they are pinned to; undefined is the newest. */
export function planEndpoints(
  runtimeId: string,
  values: AssemblyValues,
): {
  readonly endpoints: Readonly<Record<string, string | undefined>>;
  readonly notes: readonly AssemblyNote[];
} {
  const endpoints: Record<string, string | undefined> = {};
  const notes: AssemblyNote[] = [];
  for (const stack of values.stacks) {
    for (const [id, { properties, constructPath }] of stack.resourcesOf(
      'AWS::BedrockAgentCore::RuntimeEndpoint',
    )) {
      const name = stack.textOf(properties.Name);
      if (name === undefined || stack.textOf(properties.AgentRuntimeId) !== runtimeId) continue;
      const version = stack.resolve(properties.AgentRuntimeVersion);
      const [unknown] = unknownsIn(version);
      if (version === undefined || unknown?.attribute === 'AgentRuntimeVersion') endpoints[name] = undefined;
      else if (unknown === undefined) endpoints[name] = String(version);
      else {
        const what = `it ${whyUnknown(version, { values, stack })}. There is no such endpoint here.`;
        notes.push({
          stackName: stack.stackName,
          resource: constructPath ?? id,
          property: 'AgentRuntimeVersion',
          what,
        });
      }
    }
  }
  return { endpoints, notes };
}
