import { GetWorkflowDefinitionCommand, NovaActClient } from '../../service/index.ts';
import type { DeployedWorkflow } from '../deployed-workflow.ts';
import { requiredOutputs } from '../required-outputs.ts';
import type { CommandTarget } from '../target.ts';

/**
 * Where the runs of a workflow leave what they leave: records of the host and exports of Nova Act are below the same prefix,
 * which the definition knows. Its own name may have a fingerprint behind the prefix, and is no substitute for it.
 *
 * @throws OutputsError, and the errors of Nova Act
 */
export async function artifactPlace(
  workflow: DeployedWorkflow,
  target: CommandTarget,
  signal: AbortSignal,
): Promise<ArtifactPlace> {
  const { ArtifactBucketName: bucket, WorkflowDefinitionName: workflowDefinitionName } = requiredOutputs(
    workflow,
    ['ArtifactBucketName', 'WorkflowDefinitionName'],
  );
  const client = await target.client((config) => new NovaActClient(config));
  const { exportConfig } = await client.send(new GetWorkflowDefinitionCommand({ workflowDefinitionName }), {
    abortSignal: signal,
  });
  return { bucket, prefix: exportConfig?.s3KeyPrefix ?? workflowDefinitionName };
}

export interface ArtifactPlace {
  readonly bucket: string;
  /** Without a slash at its end. */
  readonly prefix: string;
}
