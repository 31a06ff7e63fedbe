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
    ...left.map(removal(region)),
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

function removal(region: string): (stack: FoundStack) => string {
  return ({ stackName, isProtected }) => {
    const options = `--stack-name ${stackName} --region ${region}`;
    const unprotect = `aws cloudformation update-termination-protection --no-enable-termination-protection ${options} && `;
    return `${isProtected ? unprotect : ''}aws cloudformation delete-stack ${options}`;
  };
}
