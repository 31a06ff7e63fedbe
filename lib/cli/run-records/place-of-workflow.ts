import type { DeployedWorkflow } from '../deployed-workflow.ts';
import { requiredOutputs } from '../required-outputs.ts';
import { type ArtifactPlace, artifactPlace } from './artifact-place.ts';
import type { RecordsAccess } from './records-access.ts';

/** Where a workflow that is deployed leaves what it leaves. @throws OutputsError when nobody says which bucket it is */
export async function placeOfWorkflow(
  workflow: DeployedWorkflow,
  access: RecordsAccess,
): Promise<ArtifactPlace> {
  const { WorkflowDefinitionName: definitionName } = requiredOutputs(workflow, ['WorkflowDefinitionName']);
  const place = await artifactPlace(definitionName, access);
  // Without one, it is the outputs that lack it.
  return (
    place ?? {
      bucket: requiredOutputs(workflow, ['ArtifactBucketName']).ArtifactBucketName,
      prefix: definitionName,
    }
  );
}
