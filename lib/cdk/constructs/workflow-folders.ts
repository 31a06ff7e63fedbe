import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { isSameBucket } from '../same-bucket.ts';
import { NovaActWorkflow } from './nova-act-workflow.ts';

/** The folders of a bucket in which the workflows of an app leave what they make, as far as they are there by now. */
export function workflowFolders(scope: Construct, bucket: IBucket): string[] {
  const workflows = scope.node.root.node
    .findAll()
    .filter((construct) => construct instanceof NovaActWorkflow)
    .filter(({ foundation }) => isSameBucket(foundation.artifactBucket, bucket));
  return [...new Set(workflows.map(({ artifactPrefix }) => `${artifactPrefix}/`))];
}
