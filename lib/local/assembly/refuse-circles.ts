import { AssemblyError } from '../../assembly/assembly-error.ts';
import type { StackValues } from './stack-values.ts';

/**
 * Refuses stacks whose resources need each other in a circle: CloudFormation deploys nothing of them.
 *
 * @throws AssemblyError
 */
export function refuseCircles(stacks: readonly StackValues[]): void {
  for (const stack of stacks) {
    const circle = circleIn(new Map(stack.presentIds().map((id) => [id, stack.needsOf(id)])));
    if (circle === undefined) continue;
    throw new AssemblyError({
      what: `The resources of ${stack.stackName} need each other in a circle, and CloudFormation would deploy nothing: ${circle.join(' → ')}.`,
      fix: 'Take one of the references (or DependsOn) away, and make the assembly again with "npx cdk synth --quiet".',
    });
  }
}

/** The first circle, its first member at both ends. */
function circleIn(needs: ReadonlyMap<string, readonly string[]>): readonly string[] | undefined {
  const done = new Set<string>();
  for (const start of needs.keys()) {
    const path: { readonly id: string; readonly left: string[] }[] = [];
    const open = (id: string): void => {
      path.push({ id, left: [...(needs.get(id) ?? [])] });
    };
    if (!done.has(start)) open(start);
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const next = top.left.pop();
      if (next === undefined) {
        done.add(top.id);
        path.pop();
      } else if (needs.has(next) && !done.has(next)) {
        const ids = path.map(({ id }) => id);
        if (ids.includes(next)) return [...ids.slice(ids.indexOf(next)), next];
        open(next);
      }
    }
  }
  return undefined;
}
