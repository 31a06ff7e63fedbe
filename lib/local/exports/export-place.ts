import path from 'node:path';
import { exportedActKeys } from '../../contract/session-keys.ts';
import type { WorkflowExportConfig } from '../../service/index.ts';
import type { ActRecord } from '../nova-act/records.ts';
import { bucketDir, bucketNames } from '../s3/buckets.ts';
import { namesOfKey } from '../s3/key-names.ts';

/**
 * Where the steps of an act go: below the prefix that the definition names, beside the records of invocations. AWS puts
 * the prefix directly before `step_{N}.json`, as its model says (`S3KeyPrefix`); these keys are ours.
 *
 * @returns the folder that is the place in the bucket, or why there is none
 */
export function exportPlace(options: {
  readonly stateDir: string;
  readonly exportConfig: WorkflowExportConfig;
  readonly act: Pick<ActRecord, 'runId' | 'sessionId' | 'actId'>;
}): ExportPlace | { readonly reason: string } {
  const { stateDir, exportConfig, act } = options;
  const { s3BucketName: bucket = '', s3KeyPrefix = '' } = exportConfig;
  const there = bucketNames(stateDir);
  if (!there.includes(bucket)) {
    return { reason: `there is no bucket ${bucket} on this local AWS; there are: ${there.join(', ')}` };
  }
  const { runId, sessionId, actId } = act;
  const below = exportedActKeys({ workflowRunId: runId, sessionId, actId });
  const key = s3KeyPrefix === '' ? below : `${s3KeyPrefix}/${below}`;
  return {
    folder: path.join(bucketDir({ stateDir, bucket }), ...namesOfKey(key)),
    uri: `s3://${bucket}/${key}`,
  };
}

export interface ExportPlace {
  /** Absolute. */
  readonly folder: string;
  /** Such as `s3://bucket/prefix/runs/…`. */
  readonly uri: string;
}
