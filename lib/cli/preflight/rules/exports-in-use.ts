import { importsOf } from '../../../assembly/intrinsics.ts';
import { type ChangedExport, changedExports } from '../changed-exports.ts';
import { type Finding, type Findings, finding } from '../finding.ts';
import { knownOf, type World } from '../world.ts';

/**
 * Exports that go or change while stacks import them: CloudFormation refuses that. Whether some change is known during
 * the deployment only; these are noted.
 *
 * @param importers the stacks that import each of {@link changedExports}
 */
export function exportsInUse(world: World, importers: ReadonlyMap<string, readonly string[]>): Findings {
  const inUse = changedExports(world).filter(({ name }) => (importers.get(name) ?? []).length > 0);
  const found = (isCertain: boolean): readonly Finding[] =>
    grouped(
      inUse.filter((change) => change.isCertain === isCertain),
      importers,
    ).map(({ stackName, names, changes }) =>
      finding('export-in-use', {
        stackName,
        region: world.region,
        what: `${list(names)} ${names.length === 1 ? 'imports' : 'import'} what ${isCertain ? 'would' : 'may'} change: ${changes.map(({ name, how }) => `the export "${name}" ${how}`).join('; ')}.`,
        wayOut: wayOut({ importers: names, exports: changes.map(({ name }) => name), world }),
      }),
    );
  return { refused: found(true), notices: found(false) };
}

interface Group {
  readonly stackName: string;
  /** The stacks that import. */
  readonly names: readonly string[];
  readonly changes: readonly ChangedExport[];
}

/** All exports of a stack that the same stacks import belong together. */
function grouped(
  changes: readonly ChangedExport[],
  importers: ReadonlyMap<string, readonly string[]>,
): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const change of changes) {
    const { stackName } = change.planned;
    const names = importers.get(change.name) ?? [];
    const key = JSON.stringify([stackName, names]);
    groups.set(key, { stackName, names, changes: [...(groups.get(key)?.changes ?? []), change] });
  }
  return [...groups.values()];
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
  return `They no longer import it in this assembly, so deploy them first: \`npx cdk deploy -e ${planned.map(({ selector }) => selector).join(' ')} --app ${world.app}\`; then all.`;
}

function list(names: readonly string[]): string {
  return [...new Set(names)].join(', ');
}
