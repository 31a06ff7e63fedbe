import { resolveValue } from '../../../assembly/intrinsics.ts';
import type { Resource } from '../../../assembly/template.ts';
import { RUNTIME_LOG_GROUP_ROOT } from '../../../catalog/names.ts';
import { type Finding, finding } from '../finding.ts';
import { deployedAs, knownOfDeployed, type World } from '../world.ts';

/** Log groups of runtimes that were resources of their stacks, as in version 0.1.0, and will not be any more. */
export function logsLeaveStack(world: World): readonly Finding[] {
  return world.planned.flatMap((planned) => {
    const deployed = deployedAs(planned, world);
    const known = deployed && knownOfDeployed(deployed, world);
    const leaving = Object.entries(deployed?.template?.resources ?? {}).filter(
      ([logicalId, resource]) =>
        isRuntimeGroup(resource, known) && planned.template.resources[logicalId]?.type !== LOG_GROUP,
    );
    if (leaving.length === 0) return [];
    return finding('logs-leave-stack', {
      stackName: planned.stackName,
      region: world.region,
      what: `The log groups of its runtime (${leaving.map(([logicalId]) => logicalId).join(', ')}) leave the stack, as they were made in version 0.1.0.`,
      wayOut: leaving.every(([, { isKept }]) => isKept)
        ? 'Nothing to do: they and their logs stay, and the runtime goes on writing to them.'
        : 'Nothing to do: they and their logs stay. At the end of the update CloudFormation tries to delete them, and their deletion protection, which is on by then, refuses: the events show DELETE_FAILED for them, and the update succeeds.',
    });
  });
}

const LOG_GROUP = 'AWS::Logs::LogGroup';

function isRuntimeGroup(
  { type, properties }: Resource,
  known: ReadonlyMap<string, string> = new Map(),
): boolean {
  const name = type === LOG_GROUP ? resolveValue(properties.LogGroupName, known) : undefined;
  return name !== undefined && JSON.stringify(name).includes(RUNTIME_LOG_GROUP_ROOT);
}
