import { type Finding, finding } from '../finding.ts';
import { importsOf, type KnownValues, referencesIn, resolveValue, sameValue } from '../intrinsics.ts';
import { dependsOn, replacementsOf } from '../replacements.ts';
import type { Output } from '../template.ts';
import {
  type DeployedStack,
  deployedAs,
  knownOf,
  knownOfDeployed,
  type PlannedStack,
  type World,
} from '../world.ts';

/**
 * Exports that go or change while stacks import them.
 *
 * @param importers the stacks that import each of {@link changedExports}
 */
export function exportsInUse(
  world: World,
  importers: ReadonlyMap<string, readonly string[]>,
): readonly Finding[] {
  const inUse = changedExports(world).filter(({ name }) => (importers.get(name) ?? []).length > 0);
  // One finding for all exports of a stack that the same stacks import.
  const groups = new Map<string, ChangedExport[]>();
  for (const change of inUse) {
    const key = JSON.stringify([change.planned.stackName, importers.get(change.name)]);
    groups.set(key, [...(groups.get(key) ?? []), change]);
  }
  return [...groups.values()].flatMap((changes) => {
    const [first] = changes;
    if (first === undefined) return [];
    const names = importers.get(first.name) ?? [];
    return finding('export-in-use', {
      stackName: first.planned.stackName,
      region: world.region,
      what: `${list(names)} ${names.length === 1 ? 'imports' : 'import'} what would change: ${changes.map(({ name, how }) => `the export "${name}" ${how}`).join('; ')}.`,
      wayOut: wayOut({ importers: names, exports: changes.map(({ name }) => name), world }),
    });
  });
}

/** An export that will not be what it was. */
export interface ChangedExport {
  readonly planned: PlannedStack;
  readonly name: string;
  /** What happens to it, as the end of a sentence. */
  readonly how: string;
}

/** The exports that a deployment would take away or change, whoever imports them. */
export function changedExports(world: World): readonly ChangedExport[] {
  return world.planned.flatMap((planned) => {
    const deployed = deployedAs(planned, world);
    return deployed === undefined ? [] : changesOf({ planned, deployed, world });
  });
}

function changesOf(options: {
  readonly planned: PlannedStack;
  readonly deployed: DeployedStack;
  readonly world: World;
}): readonly ChangedExport[] {
  const { planned, deployed, world } = options;
  const after = { template: planned.template, known: knownOf(planned, world) };
  const exported = exportsOf(planned.template.outputs, after.known);
  const before = deployed.template && {
    template: deployed.template,
    known: knownOfDeployed(deployed, world),
  };
  const replaced = before === undefined ? new Map() : replacementsOf(before, after);
  const old =
    before === undefined ? new Map<string, Output>() : exportsOf(before.template.outputs, before.known);
  return [...deployed.exports].flatMap(([name, deployedValue]) => {
    const now = exported.get(name);
    if (now === undefined) return { planned, name, how: 'is removed' };
    const value = resolveValue(now.value, after.known);
    const then = old.get(name);
    if (then === undefined || before === undefined || sameValue(value, deployedValue)) return [];
    if (!sameValue(value, resolveValue(then.value, before.known))) {
      return { planned, name, how: `gets another value (it was "${deployedValue}")` };
    }
    if (!dependsOn(value, replaced)) return [];
    const cause = [...referencesIn(value)].filter((id) => replaced.has(id));
    return { planned, name, how: `gets another value, because ${list(cause)} is replaced` };
  });
}

/** The outputs that are exported under names that are known. */
export function exportsOf(
  outputs: Readonly<Record<string, Output>>,
  known: KnownValues,
): ReadonlyMap<string, Output> {
  return new Map(
    Object.values(outputs).flatMap((output) => {
      const name = resolveValue(output.exportName, known);
      return typeof name === 'string' ? [[name, output] as const] : [];
    }),
  );
}

function wayOut(options: {
  readonly importers: readonly string[];
  readonly exports: readonly string[];
  readonly world: World;
}): string {
  const { importers, exports, world } = options;
  const planned = world.planned.filter(({ stackName }) => importers.includes(stackName));
  const others = importers.filter((name) => !planned.some(({ stackName }) => stackName === name));
  const imports = planned.map((stack) => ({
    stack,
    names: importsOf(stack.template, knownOf(stack, world)),
  }));
  const keeping = imports.filter(({ names }) => exports.some((name) => names.has(name)));
  if (others.length > 0) {
    return `${list(others)} ${others.length === 1 ? 'is' : 'are'} not in this assembly: deploy ${others.length === 1 ? 'it' : 'them'} without the import, or delete ${others.length === 1 ? 'it' : 'them'}, first. Until then keep the export as it is (\`exportValue\` of the stack keeps one that nothing in the app asks for).`;
  }
  if (keeping.length > 0) {
    return `${list(keeping.map(({ stack }) => stack.stackName))} would import it after the change, too: give the new value a new export, import that, and take the old one away in a later deployment.`;
  }
  const available = new Set(world.deployed.flatMap((stack) => [...stack.exports.keys()]));
  const missing = imports.flatMap(({ names }) => [...names].filter((name) => !available.has(name)));
  if (missing.length > 0) {
    return `The importing stacks will import ${list(missing)}, which no stack exports yet. Deploy in two steps: keep the old export for one deployment (\`exportValue\` of the stack), then take it away.`;
  }
  return `They no longer import it in this assembly, so deploy them first: \`npx cdk deploy -e ${planned.map(({ selector }) => selector).join(' ')} --app cdk.out\`; then all.`;
}

function list(names: readonly string[]): string {
  return [...new Set(names)].join(', ');
}
