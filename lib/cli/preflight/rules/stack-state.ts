import type { PlannedStack } from '../../../assembly/read-assembly.ts';
import { type Finding, type Findings, finding } from '../finding.ts';
import type { DeployedStack, World } from '../world.ts';

/**
 * Stacks in a state in which CloudFormation, or the CDK CLI before it, does not update them.
 *
 * REVIEW_IN_PROGRESS (a change set was made and never executed) is none of these: the CLI creates the stack. After a
 * failed creation the CLI deletes the stack and makes it anew, a pipeline does not.
 */
export function stackState(world: World): Findings {
  const refused: Finding[] = [];
  const notices: Finding[] = [];
  for (const planned of world.planned) {
    const deployed = world.deployed.find(({ stackName }) => stackName === planned.stackName);
    const advice = deployed && adviceFor(deployed, { ...planned, region: world.region });
    if (deployed === undefined || advice === undefined) continue;
    const { isRefused, ...parts } = advice;
    (isRefused ? refused : notices).push(
      finding('stack-state', { stackName: planned.stackName, region: world.region, ...parts }),
    );
  }
  return { refused, notices };
}

interface Advice {
  readonly isRefused: boolean;
  readonly what: string;
  readonly wayOut: string;
}

function adviceFor(
  { status, isProtected }: DeployedStack,
  planned: Pick<PlannedStack, 'stackName' | 'selector'> & { readonly region: string },
): Advice | undefined {
  const { stackName, selector, region } = planned;
  const aws = (command: string, more = ''): string =>
    `\`aws cloudformation ${command} --stack-name ${stackName} --region ${region}${more}\``;
  if (status === 'REVIEW_IN_PROGRESS') return undefined;
  if (status.endsWith('_IN_PROGRESS')) {
    return {
      isRefused: true,
      what: `The stack is changing (${status}): what it will be compared with is not certain yet.`,
      wayOut: `Wait until it has ended, then ask again. What happens is in ${aws('describe-stack-events')}.`,
    };
  }
  if (status === 'ROLLBACK_COMPLETE' || status === 'ROLLBACK_FAILED') {
    const what = `The stack's creation failed (${status}): it can only be deleted.`;
    if (!isProtected) {
      return {
        isRefused: false,
        what,
        wayOut: `\`cdk deploy\` deletes it and makes it anew. A pipeline does not: delete it with ${aws('delete-stack')}. What was kept of it may still have names that the new stack needs.`,
      };
    }
    const unprotect = aws('update-termination-protection', ' --no-enable-termination-protection');
    return {
      isRefused: true,
      what: `${what} It is protected, so that \`cdk deploy\` cannot do that.`,
      wayOut: `Delete it by hand: ${unprotect}, then ${aws('delete-stack')}.`,
    };
  }
  if (status === 'DELETE_FAILED') {
    return {
      isRefused: true,
      what: 'The stack was to be deleted, which failed (DELETE_FAILED): it cannot be updated any more.',
      wayOut: `Delete what is in the way (${aws('describe-stack-events')} says what), then the stack: ${aws('delete-stack')}.`,
    };
  }
  if (status.endsWith('_FAILED')) {
    return {
      isRefused: true,
      what: `The stack's last change failed and was not rolled back (${status}): it cannot be updated.`,
      wayOut: `Mend what the events name (${aws('describe-stack-events')}), then roll back: \`npx cdk rollback ${selector}\`, which continues an update rollback, too.`,
    };
  }
  return undefined;
}
