import { type KnownValues, resolveValue, sameValue } from '../../../assembly/intrinsics.ts';
import type { PlannedStack } from '../../../assembly/read-assembly.ts';
import type { Template } from '../../../assembly/template.ts';
import { exportsOf } from '../changed-exports.ts';
import { type Finding, finding } from '../finding.ts';
import { NAMED_RESOURCES, type NamedResource } from '../named-resources.ts';
import { type DeployedStack, hasResources, knownOf, knownOfDeployed, type World } from '../world.ts';
import { removeStack } from './orphans.ts';

/** Fixed names of the assembly that another resource has already: of another stack, or elsewhere in the same stack. */
export function namesTaken(world: World): readonly Finding[] {
  return world.planned.flatMap((planned) =>
    world.deployed.flatMap((owner) => {
      const taken = takenFrom({ planned, owner, world });
      if (taken.length === 0) return [];
      const where =
        owner.stackName === planned.stackName
          ? 'this stack, under another logical id'
          : `the stack ${owner.stackName}`;
      return finding('name-taken', {
        stackName: planned.stackName,
        region: world.region,
        what: `${taken.map(({ facts, name }) => `The ${facts.kind} ${name}`).join(' and ')} would be made, but ${taken.length === 1 ? 'that name belongs' : 'those names belong'} to ${where}.`,
        wayOut: wayOut({ taken, planned, owner, world }),
      });
    }),
  );
}

/** Names of exports that another stack exports already. */
export function exportsTaken(world: World): readonly Finding[] {
  return world.planned.flatMap((planned) =>
    [...exportsOf(planned.template, knownOf(planned, world)).keys()].flatMap((name) => {
      const owner = world.deployed.find(
        ({ stackName, exports }) => stackName !== planned.stackName && exports.has(name),
      );
      if (owner === undefined) return [];
      return finding('export-taken', {
        stackName: planned.stackName,
        region: world.region,
        what: `The export "${name}" belongs to the stack ${owner.stackName}.`,
        wayOut: `Export it under another name, or remove it from ${owner.stackName} first.`,
      });
    }),
  );
}

interface Named {
  readonly logicalId: string;
  readonly facts: NamedResource;
  readonly type: string;
  readonly name: unknown;
  readonly isKept: boolean;
}

function takenFrom(options: {
  readonly planned: PlannedStack;
  readonly owner: DeployedStack;
  readonly world: World;
}): readonly Named[] {
  const { planned, owner, world } = options;
  if (owner.template === undefined || !hasResources(owner.status)) return [];
  const sameStack = owner.stackName === planned.stackName;
  const owned = namedIn(owner.template, knownOfDeployed(owner, world));
  const wanted = namedIn(planned.template, knownOf(planned, world));
  return wanted.flatMap(({ logicalId, type, name }) => {
    // A name with something in it that only a deployment knows means the same within one stack only.
    if (typeof name !== 'string' && !sameStack) return [];
    const other = owned.find((each) => each.type === type && sameValue(each.name, name));
    const isItself = sameStack && other?.logicalId === logicalId;
    return other === undefined || isItself ? [] : [other];
  });
}

function namedIn(template: Template, known: KnownValues): readonly Named[] {
  return Object.entries(template.resources).flatMap(([logicalId, { type, properties, isKept }]) => {
    const facts = NAMED_RESOURCES[type];
    const name = facts && resolveValue(properties[facts.name], known);
    if (facts === undefined || facts.within !== undefined || name === undefined) return [];
    return { logicalId, facts, type, name, isKept };
  });
}

function wayOut(options: {
  readonly taken: readonly Named[];
  readonly planned: PlannedStack;
  readonly owner: DeployedStack;
  readonly world: World;
}): string {
  const { taken, planned, owner, world } = options;
  const { region } = world;
  const kept = taken.filter(({ isKept }) => isKept);
  const remains =
    kept.length === 0
      ? ''
      : ` Its removal policy keeps ${kept.map(({ facts, name }) => `the ${facts.kind} ${String(name)}`).join(', ')}: it must be deleted by hand before the name is free.`;
  if (owner.stackName === planned.stackName) {
    return `CloudFormation makes what is new before it deletes what is old. Keep the construct id, or move the resource with \`npx cdk refactor --unstable=refactor\`, or deploy once without it and then with it.${remains}`;
  }
  const successor = world.planned.find(({ stackName }) => stackName === owner.stackName);
  if (successor !== undefined) {
    return `${owner.stackName} gives it up in this assembly or must choose another name. If it does, deploy it first: \`npx cdk deploy -e ${successor.selector} --app ${world.app}\`; then all.${remains}`;
  }
  if (
    `${owner.stackName}-${region}` === planned.stackName ||
    owner.stackName === `${planned.stackName}-${region}`
  ) {
    return `The first region of the list has another one than before, and the first is not in the names of stacks. List the regions in the order in which they were deployed, and new ones at the end.`;
  }
  const definition = taken.find(({ type }) => type === 'AWS::NovaAct::WorkflowDefinition');
  if (definition === undefined)
    return `Choose another name, or remove that stack: ${removeStack(owner, world)}.${remains}`;
  const runs = definition.isKept ? remains : ' That deletes the definition, and with it its runs for good.';
  return `If the workflow was renamed: give it a new \`definitionName\` as well, and the old stack can go later; or keep its old \`name\`; or remove the old stack first: ${removeStack(owner, world)}.${runs}`;
}
