import type { AssemblyStack } from '../../assembly/read-assembly.ts';
import type { CommandTarget } from '../target.ts';

/** For people: a stack on each line, and where it goes when that is elsewhere than the target. Pure. */
export function describeStacks(
  stacks: readonly AssemblyStack[],
  target: Pick<CommandTarget, 'account' | 'region' | 'isLocal'>,
): string {
  return stacks.map((stack) => `  ${nameOf(stack)}${elsewhere(stack, target)}\n`).join('');
}

/** By which the CDK CLI and CloudFormation know a stack. */
function nameOf({ selector, stackName }: AssemblyStack): string {
  return selector === stackName ? stackName : `${selector} (${stackName})`;
}

function elsewhere(
  { account, region }: AssemblyStack,
  target: Pick<CommandTarget, 'account' | 'region' | 'isLocal'>,
): string {
  // Which account an emulator has is not known.
  const other = [
    ...(account === undefined || account === target.account || target.isLocal ? [] : [`account ${account}`]),
    ...(region === undefined || region === target.region ? [] : [`region ${region}`]),
  ];
  return other.length === 0 ? '' : ` in ${other.join(', ')}, which is not that of the target`;
}
