import { type Finding, finding } from '../finding.ts';
import { deployedAs, type World } from '../world.ts';

/** Logical ids that stand for another type of resource than before. */
export function typeChanged(world: World): readonly Finding[] {
  return world.planned.flatMap((planned) => {
    const before = deployedAs(planned, world)?.template?.resources ?? {};
    return Object.entries(planned.template.resources).flatMap(([logicalId, { type }]) => {
      const old = before[logicalId]?.type;
      if (old === undefined || old === type) return [];
      return finding('type-changed', {
        stackName: planned.stackName,
        region: world.region,
        what: `The logical id ${logicalId} is of type ${old} and would become ${type}: CloudFormation does not update the type of a resource.`,
        wayOut:
          'Give the new resource another construct id: the old one is then deleted, or kept if its removal policy says so.',
      });
    });
  });
}
