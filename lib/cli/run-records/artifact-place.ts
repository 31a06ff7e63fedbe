import { LOCAL_BUCKET } from '../../contract/local-account.ts';
import { GetWorkflowDefinitionCommand } from '../../service/index.ts';
import type { RecordsAccess } from './records-access.ts';

/**
 * Where the runs of a definition leave what they leave: stacks and local AWS give hosts the place that the definition exports to.
 * For one that exports nothing it is the bucket in the outputs of what is deployed. A definition that was made on demand, on
 * local AWS, exports nothing either. Its own name may have a fingerprint behind the prefix, and is no substitute for it.
 *
 * @returns `undefined` when nobody says which bucket it is
 * @throws the errors of Nova Act
 */
export async function artifactPlace(
  definitionName: string,
  { client, call, target, bucketInOutputs }: RecordsAccess,
): Promise<ArtifactPlace | undefined> {
  const input = { workflowDefinitionName: definitionName };
  const { exportConfig } = await client.send(new GetWorkflowDefinitionCommand(input), call);
  if (exportConfig !== undefined) {
    return { bucket: exportConfig.s3BucketName, prefix: exportConfig.s3KeyPrefix ?? '' };
  }
  const bucket = bucketInOutputs(definitionName) ?? (target.isLocal ? LOCAL_BUCKET : undefined);
  return bucket === undefined ? undefined : { bucket, prefix: definitionName };
}

/** A bucket, and what the keys of a workflow begin with there. */
export interface ArtifactPlace {
  readonly bucket: string;
  /** Without a slash at its end; empty for a bucket of its own. */
  readonly prefix: string;
}

/** What keys of hosts begin with. */
export function folderOf({ prefix }: ArtifactPlace): string {
  return prefix === '' ? '' : `${prefix}/`;
}
