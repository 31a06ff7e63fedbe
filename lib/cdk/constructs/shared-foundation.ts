import { Resource } from 'aws-cdk-lib';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { IWorkflowFoundation, WorkflowFoundationAttributes } from './workflow-foundation-props.ts';
import type { IWorkflowRepository } from './workflow-repository.ts';

/** A foundation whose parts are there. */
export class SharedFoundation extends Resource implements IWorkflowFoundation {
  readonly artifactBucket: s3.IBucket;
  readonly repository: IWorkflowRepository | undefined;
  readonly earlierRepositories: readonly IWorkflowRepository[];
  readonly runLogGroup: logs.ILogGroup;
  readonly encryptionKey: kms.IKey | undefined;

  constructor(scope: Construct, id: string, attributes: WorkflowFoundationAttributes) {
    super(scope, id);
    this.artifactBucket = attributes.artifactBucket;
    this.repository = attributes.repository;
    this.earlierRepositories = attributes.earlierRepositories ?? [];
    this.runLogGroup = attributes.runLogGroup;
    this.encryptionKey = attributes.encryptionKey;
  }
}
