import type { AssemblyStack } from '../../assembly/read-assembly.ts';
import { workflowOfStack } from '../../catalog/names.ts';
import { didYouMean } from '../../core/suggest.ts';
import { UsageError } from '../usage-error.ts';

/**
 * The stacks that names stand for: workflows of the catalog (in all regions), stacks as the CDK CLI or CloudFormation names
 * them, or patterns with `*`; without names all stacks, but those of stages in the assembly, which the CDK CLI leaves out,
 * too. Pure.
 *
 * @param root the folder of the assembly
 * @throws UsageError for names that nothing has
 */
export function chooseByNames(
  names: readonly string[],
  stacks: readonly AssemblyStack[],
  root: string,
): readonly AssemblyStack[] {
  if (names.length === 0) {
    const chosen = stacks.filter(({ folder }) => folder === root);
    if (chosen.length > 0) return chosen;
    throw new UsageError({
      what: 'All stacks of the app are in stages: none is taken unless it is named.',
      allowed: `There are: ${stacks.map(({ selector }) => selector).join(', ')}.`,
      fix: 'Name them, or a pattern such as "Prod/*".',
    });
  }
  const chosen = new Set(names.flatMap((name) => stacksNamed(name, stacks, root)));
  return stacks.filter((stack) => chosen.has(stack));
}

function stacksNamed(name: string, stacks: readonly AssemblyStack[], root: string): readonly AssemblyStack[] {
  const pattern = new RegExp(`^${name.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`);
  const byItself = stacks.filter(
    ({ selector, stackName, folder }) =>
      pattern.test(selector) ||
      pattern.test(stackName) ||
      // In another region, whose stacks have it before their names.
      (folder === root && selector.endsWith(`/${name}`)),
  );
  const found = byItself.length > 0 ? byItself : stacks.filter((stack) => isOfWorkflow(stack, name));
  if (found.length > 0) return found;
  const known = stacks.flatMap(({ selector, stackName }) => [
    ...new Set([selector, workflowOfStack(stackName) ?? stackName]),
  ]);
  const meant = didYouMean(name, known);
  throw new UsageError({
    what: `There is no stack and no workflow "${name}" in the app.`,
    allowed: `There are: ${[...new Set(known)].join(', ')}.`,
    fix: meant === undefined ? undefined : `Did you mean "${meant}"?`,
  });
}

/** A stage has no hyphen in it, so that what comes before the name of the workflow is at most one word. */
function isOfWorkflow({ stackName }: AssemblyStack, workflow: string): boolean {
  const found = workflowOfStack(stackName);
  return found !== undefined && found.replace(/^[a-zA-Z0-9]+-/, '') === workflow;
}
