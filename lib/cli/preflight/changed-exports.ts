import { type KnownValues, referencesIn, resolveValue, sameValue } from '../../assembly/intrinsics.ts';
import type { PlannedStack } from '../../assembly/read-assembly.ts';
import type { Output, Template } from '../../assembly/template.ts';
import { isRecord } from '../../core/is-record.ts';
import { dependsOn, replacementsOf } from './replacements.ts';
import { type DeployedStack, deployedAs, knownOf, knownOfDeployed, type World } from './world.ts';

/** The exports that a deployment would take away or change, whoever imports them. */
export function changedExports(world: World): readonly ChangedExport[] {
  return world.planned.flatMap((planned) => {
    const deployed = deployedAs(planned, world);
    return deployed === undefined ? [] : changesOf({ planned, deployed, world });
  });
}

/** An export that will not be what it was. */
export interface ChangedExport {
  readonly planned: PlannedStack;
  readonly name: string;
  /** What happens to it, as the end of a sentence. */
  readonly how: string;
  /** False when its value is written in another way, and may be the same. */
  readonly isCertain: boolean;
}

/** The outputs that are exported under names that are known. */
export function exportsOf(template: Template, known: KnownValues): ReadonlyMap<string, Output> {
  return new Map(
    Object.values(template.outputs).flatMap((output) => {
      const name = resolveValue(output.exportName, known);
      return typeof name === 'string' ? [[name, output] as const] : [];
    }),
  );
}

function changesOf(options: {
  readonly planned: PlannedStack;
  readonly deployed: DeployedStack;
  readonly world: World;
}): readonly ChangedExport[] {
  const { planned, deployed, world } = options;
  const after = { template: planned.template, known: knownOf(planned, world) };
  const exported = exportsOf(planned.template, after.known);
  const gone = [...deployed.exports.keys()].flatMap((name) =>
    exported.has(name) ? [] : { planned, name, how: 'is removed', isCertain: true },
  );
  if (deployed.template === undefined) return gone;
  const before = { template: deployed.template, known: knownOfDeployed(deployed, world) };
  const replaced = replacementsOf(before, after);
  const old = exportsOf(before.template, before.known);
  const changed = [...deployed.exports].flatMap(([name, current]) => {
    const [then, now] = [old.get(name), exported.get(name)];
    if (then === undefined || now === undefined) return [];
    const value = imported(resolveValue(now.value, after.known), world);
    if (sameValue(value, current)) return [];
    const oldValue = imported(resolveValue(then.value, before.known), world);
    if (!sameValue(value, oldValue)) {
      const isCertain =
        (then.condition ?? now.condition) === undefined &&
        surelyOther({ value, oldValue, template: planned.template });
      return { planned, name, how: `gets another value (it was "${current}")`, isCertain };
    }
    if (!dependsOn(value, replaced)) return [];
    const causes = [...referencesIn(value)].filter((id) => replaced.has(id)).join(', ');
    const isCertain = (then.condition ?? now.condition) === undefined;
    return { planned, name, how: `gets another value, because ${causes} is replaced`, isCertain };
  });
  return [...gone, ...changed];
}

/** What is imported is known, too: while it is imported, it cannot change. */
function imported(value: unknown, { deployed }: World): unknown {
  const name = isRecord(value) ? value['Fn::ImportValue'] : undefined;
  if (typeof name !== 'string') return value;
  return deployed.find(({ exports }) => exports.has(name))?.exports.get(name) ?? value;
}

/** Values of other resources differ. Another way to ask for the same resource, and custom resources, may give the same. */
function surelyOther(options: {
  readonly value: unknown;
  readonly oldValue: unknown;
  readonly template: Template;
}): boolean {
  const { value, oldValue, template } = options;
  if (typeof value === 'string') return true;
  const references = [...referencesIn(value)];
  const before = referencesIn(oldValue);
  return (
    references.length > 0 &&
    references.every((id) => !before.has(id) && !CUSTOM_TYPE.test(template.resources[id]?.type ?? ''))
  );
}

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-custom-resources.html */
const CUSTOM_TYPE = /^(Custom::|AWS::CloudFormation::CustomResource$)/;
