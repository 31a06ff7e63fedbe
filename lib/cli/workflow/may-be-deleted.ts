import type { CommandLine } from '../command-line.ts';
import type { CommandTarget } from '../target.ts';
import { UsageError } from '../usage-error.ts';
import { type Definition, describeRuns, type RunCount } from './definitions.ts';
import { describeOwner, type Owner, type Ownership } from './ownership.ts';

/**
 * Refuses to delete what somebody owns, and what nobody can say of. What CloudFormation says that a stack has is never
 * deleted; the rest is, when its user says that no stack has it. Pure.
 *
 * @throws UsageError
 */
export function mayBeDeleted(
  { name }: Pick<Definition, 'name'>,
  { owners, isInStack, unknown }: Ownership,
  {
    notInAStack,
    commandLine,
  }: { readonly notInAStack?: boolean | undefined; readonly commandLine: CommandLine },
): void {
  const [owner] = owners;
  if (owner !== undefined && (isInStack || notInAStack !== true)) {
    const unless = isInStack ? '' : ' If that is gone and has left this behind, say --not-in-a-stack.';
    throw new UsageError({
      what: `The definition "${name}" belongs to ${describeOwner(owner)}: it is not deleted here.`,
      fix: `Take the stack down with "${commandLine('destroy', argumentOf(owner))}", or take the workflow out and deploy again.${unless}`,
    });
  }
  if (unknown === undefined || notInAStack === true) return;
  throw new UsageError({
    what: `Whether a stack has the definition "${name}" is not known: ${unknown.replace(/\.?$/, '.')} Nothing was deleted.`,
    fix: 'Use credentials that may do cloudformation:DescribeStackResources, or say --not-in-a-stack when you know it.',
  });
}

/** Refuses to delete on AWS what nobody has confirmed. Pure. @throws UsageError that says what would be deleted */
export function checkConfirmed(
  name: string,
  runs: RunCount,
  {
    target,
    yes,
  }: {
    readonly target: Pick<CommandTarget, 'isLocal' | 'description'>;
    readonly yes?: boolean | undefined;
  },
): void {
  if (target.isLocal || yes === true) return;
  throw new UsageError({
    what: `This would delete the definition "${name}" with ${describeRuns(runs)}, for good, in ${target.description}. Nothing was deleted.`,
    fix: 'Add --yes to do it.',
  });
}

function argumentOf(owner: Owner): string {
  return owner.kind === 'catalog' ? owner.workflow : owner.stackName;
}
