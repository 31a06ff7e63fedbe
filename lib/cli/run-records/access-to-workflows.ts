import type { CommandContext } from '../command-context.ts';
import type { DeployedWorkflow } from '../deployed-workflow.ts';
import type { CommandTarget } from '../target.ts';
import { type RecordsAccess, recordsAccess } from './records-access.ts';

/** Access to the runs of workflows that are deployed. */
export async function accessToWorkflows(
  workflows: readonly DeployedWorkflow[],
  target: CommandTarget,
  context: Pick<CommandContext, 'commandLine' | 'interrupt'>,
): Promise<RecordsAccess> {
  return await recordsAccess(target, {
    call: { abortSignal: context.interrupt },
    context,
    bucketInOutputs: (definitionName) =>
      workflows.find(({ outputs }) => outputs.WorkflowDefinitionName === definitionName)?.outputs
        .ArtifactBucketName,
  });
}
