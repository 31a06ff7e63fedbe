import { Fn, Resource, Stack } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { FoundationOutputKey } from '../../catalog/index.ts';
import { encryptedRepositoryName, exportName } from '../../catalog/names.ts';
import { bootstrapRepositoryName } from '../bootstrap-roles.ts';
import { settleLogKey } from './log-key.ts';
import type { FoundationOfStackOptions, IWorkflowFoundation } from './workflow-foundation-props.ts';
import { type IWorkflowRepository, WorkflowRepository } from './workflow-repository.ts';

/**
 * The foundation of a stack, by what it exports.
 *
 * Whether it has a customer key is known to the deployment only, and conditions cannot ask for imported values. So the bucket
 * is imported without its key, which lets workflows use whatever key it has, also one that it gets later; and who wants the key
 * for more has to say so, and imports a value that is not the ARN of a key where there is none.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-conditions.html
 */
export class FoundationOfStack extends Resource implements IWorkflowFoundation {
  readonly artifactBucket: s3.IBucket;
  readonly repository: IWorkflowRepository;
  readonly earlierRepositories: readonly IWorkflowRepository[];
  readonly runLogGroup: logs.ILogGroup;
  readonly encryptionKey: kms.IKey | undefined;

  constructor(
    scope: Construct,
    id: string,
    { stackName, encrypted = false }: FoundationOfStackOptions & { readonly stackName: string },
  ) {
    super(scope, id);
    const imported = (key: FoundationOutputKey): string => Fn.importValue(exportName({ stackName, key }));
    this.encryptionKey = encrypted ? kms.Key.fromKeyArn(this, 'Key', imported('KeyArn')) : undefined;
    // The stack that makes it has seen to its policy.
    if (this.encryptionKey) settleLogKey(this, this.encryptionKey);
    this.artifactBucket = s3.Bucket.fromBucketAttributes(this, 'Artifacts', {
      bucketName: imported('ArtifactBucketName'),
      ...(this.encryptionKey && { encryptionKey: this.encryptionKey }),
    });
    this.runLogGroup = logs.LogGroup.fromLogGroupName(this, 'RunLogs', imported('RunLogGroupName'));
    const repositories = repositoriesOf(this, imported('RepositoryName'));
    this.repository = encrypted ? repositories.encrypted : repositories.plain;
    this.earlierRepositories = Object.values(repositories);
  }
}

/**
 * All places where images of a deployment may be. Roles may pull from each of them, in each mode, with and without a key: a
 * change of the mode or the key must not take the image from a version that runs.
 *
 * @param plainName of the repository without a customer key
 */
export function repositoriesOf(
  scope: Construct,
  plainName: string,
): Readonly<Record<'plain' | 'encrypted' | 'ofDocker', IWorkflowRepository>> {
  const repository = (id: string, name: string): IWorkflowRepository =>
    WorkflowRepository.fromRepositoryName(scope, id, name);
  return {
    plain: repository('Images0', plainName),
    encrypted: repository('Images1', encryptedRepositoryName(plainName)),
    ofDocker: repository('Images2', bootstrapRepositoryName(Stack.of(scope))),
  };
}
