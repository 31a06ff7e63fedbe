import type { IResource, RemovalPolicy } from 'aws-cdk-lib';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type { ArtifactBucketProps } from './artifact-bucket.ts';
import type { IWorkflowRepository, WorkflowRepositoryProps } from './workflow-repository.ts';

/** Properties of a {@link WorkflowFoundation}. */
export interface WorkflowFoundationProps {
  /**
   * How long the logs of runs are kept.
   * @default - three months
   */
  readonly logRetention?: logs.RetentionDays | undefined;
  /**
   * How long artifacts are kept, and where the access log of their bucket goes.
   * @default - the defaults of ArtifactBucket
   */
  readonly artifacts?: Pick<ArtifactBucketProps, 'retention' | 'accessLogBucket'> | undefined;
  /**
   * Where CodeBuild puts images: properties of a new repository, one that exists, or `false` for none, which is right where
   * every workflow is built in another way.
   * @default - a new repository, with the defaults of WorkflowRepository
   */
  readonly images?: Pick<WorkflowRepositoryProps, 'repositoryName'> | IWorkflowRepository | false | undefined;
  /**
   * A customer key for bucket, repository and log groups. The policy of a key of this app is made to let CloudWatch Logs
   * use it; that of an imported key must do so already, and a warning (LOG_KEY_WARNING) says so.
   * @default - keys that the services manage
   */
  readonly encryptionKey?: kms.IKey | undefined;
  /**
   * What becomes of bucket, images and logs when they leave the stack.
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy | undefined;
}

/** What a foundation is made of. */
export interface WorkflowFoundationAttributes {
  /**
   * Private. Where it is imported without its key, workflows may use whatever key it is encrypted with, for its objects only.
   */
  readonly artifactBucket: s3.IBucket;
  /** Where Nova Act writes the logs of runs. */
  readonly runLogGroup: logs.ILogGroup;
  /**
   * Where CodeBuild pushes images.
   * @default - none: workflows are built in another way
   */
  readonly repository?: IWorkflowRepository | undefined;
  /**
   * Where images of earlier deployments may be, which were built or encrypted in another way: versions of a runtime that
   * still run, or that callers are pinned to, go on fetching them.
   * @default - none but that of the present image
   */
  readonly earlierRepositories?: readonly IWorkflowRepository[] | undefined;
  /**
   * The customer key of all of it; the log groups of runtimes use it too.
   * @default - none
   */
  readonly encryptionKey?: kms.IKey | undefined;
}

/** What workflows share: where images, artifacts and the logs of runs are kept. */
export interface IWorkflowFoundation extends IResource, WorkflowFoundationAttributes {}

/** How a foundation is imported by the name of its stack. */
export interface FoundationOfStackOptions {
  /**
   * Whether the foundation has a customer key that the log groups and images of workflows here shall be encrypted with, too;
   * without such a key the deployment fails. Artifacts are in the bucket of the foundation, and encrypted as it is, in any case.
   * @default false
   */
  readonly encrypted?: boolean | undefined;
}
