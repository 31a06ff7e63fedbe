import { type AssemblyStack, artifactsOf } from './read-assembly.ts';

/**
 * Chosen stacks, and with them those that they depend on (as the CDK CLI deploys them, too), or those that depend on them
 * (as it destroys them, too). In the order of the assembly.
 */
export function relatedStacks(
  stacks: readonly AssemblyStack[],
  chosen: readonly AssemblyStack[],
  relation: 'dependencies' | 'dependents',
): readonly AssemblyStack[] {
  const dependencies = new Map(stacks.map((stack) => [stack, dependenciesOf(stack, stacks)]));
  const next = (stack: AssemblyStack): readonly AssemblyStack[] =>
    relation === 'dependencies'
      ? (dependencies.get(stack) ?? [])
      : stacks.filter((other) => dependencies.get(other)?.includes(stack));
  const found = new Set(chosen);
  // What is added while it is gone through is gone through, too.
  for (const stack of found) for (const related of next(stack)) found.add(related);
  return stacks.filter((stack) => found.has(stack));
}

/** Dependencies are between artifacts of one manifest. */
function dependenciesOf(
  { folder, selector }: AssemblyStack,
  stacks: readonly AssemblyStack[],
): readonly AssemblyStack[] {
  const artifacts = artifactsOf(folder, { root: folder, fix: 'Make it again with "npx cdk synth --quiet".' });
  const named = ({ id, artifact }: (typeof artifacts)[number]): string =>
    typeof artifact.displayName === 'string' ? artifact.displayName : id;
  const own = artifacts.find((each) => isStack(each.artifact) && named(each) === selector)?.artifact;
  const ids = new Set(Array.isArray(own?.dependencies) ? own.dependencies : []);
  const selectors = new Set(artifacts.filter(({ id }) => ids.has(id)).map(named));
  return stacks.filter((stack) => stack.folder === folder && selectors.has(stack.selector));
}

function isStack({ type }: Readonly<Record<string, unknown>>): boolean {
  return type === 'aws:cloudformation:stack';
}
