import type { DeployedWorkflow } from '../../deployed-workflow.ts';
import { UsageError } from '../../usage-error.ts';

/** The state machine of a workflow. @throws UsageError when it has none */
export function fleetArnOf({ deployed }: { readonly deployed: DeployedWorkflow }): string {
  const { workflow, outputs, foundIn } = deployed;
  if (outputs.FleetArn !== undefined) return outputs.FleetArn;
  throw new UsageError({
    what: `The workflow "${workflow}" has no fleet: there is no output FleetArn in ${foundIn}.`,
    fix: 'Add "fleet: true" to its entry in the catalog, and deploy it. On local AWS (--local) nothing has to be added.',
  });
}

/** @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeExecution.html */
export function executionArnOf(machineArn: string, name: string): string {
  return `${machineArn.replace(':stateMachine:', ':execution:')}:${name}`;
}
