import { workflowOfStack } from '../../../catalog/names.ts';
import { REGION_PATTERN } from '../../../contract/limits.ts';
import { hasResources } from '../../preflight/world.ts';
import type { FoundStack } from '../ask-aws.ts';
import { type CheckOutcome, ok, unknown, warning } from '../outcome.ts';

/**
 * Stacks that are named as those of workflows are, of which the catalog has none: left by workflows that were removed or
 * renamed, or those of another project in the account.
 */
export function leftStacksRule(facts: LeftStacksFacts): CheckOutcome {
  const { stacks, workflows, region } = facts;
  const ours = stacks.filter(
    ({ stackName, status }) => workflowOfStack(stackName) !== undefined && hasResources(status),
  );
  if (ours.length === 0) return ok(`no stack of a workflow in ${region}`);
  if (workflows === undefined) {
    const names = ours.map(({ stackName }) => stackName).join(', ');
    return unknown(`there is no catalog to compare with what is deployed: ${names}`);
  }
  const left = ours.filter(({ stackName }) => !workflows.some((name) => isStackOf(stackName, name)));
  if (left.length === 0) return ok(`each of ${ours.length} in ${region} has its workflow in the catalog`);
  return warning(
    `no workflow of the catalog has ${left.map(({ stackName }) => stackName).join(', ')}: removed or renamed, or of another project`,
    ...left.flatMap(wayOut(region)),
  );
}

/** What is deployed, and what the catalog has. */
export interface LeftStacksFacts {
  readonly stacks: readonly FoundStack[];
  /** `undefined` when it could not be read. */
  readonly workflows: readonly string[] | undefined;
  readonly region: string;
}

/** A stage may stand before the name of the workflow, and a further region after it. */
function isStackOf(stackName: string, workflow: string): boolean {
  const pattern = new RegExp(`^(?:[a-zA-Z0-9]+-)?${workflow}(?:-${REGION_PATTERN})?$`);
  return pattern.test(workflowOfStack(stackName) ?? '');
}

/** To look first: whose a stack is, its tags and outputs say. What is deleted is gone. */
function wayOut(region: string): (stack: FoundStack) => readonly string[] {
  return ({ stackName, isProtected }) => {
    const options = `--stack-name ${stackName} --region ${region}`;
    const once = isProtected
      ? 'once whoever has protected it from termination has taken that back'
      : 'once you know from its tags and outputs that it is of this project, and that nobody needs it';
    return [
      `aws cloudformation describe-stacks ${options}`,
      `only ${once}: aws cloudformation delete-stack ${options}`,
    ];
  };
}
