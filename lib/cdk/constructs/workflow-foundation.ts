import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import type * as ecr from 'aws-cdk-lib/aws-ecr';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { ArtifactBucket, type ArtifactBucketProps } from './artifact-bucket.ts';
import { allowLogGroups } from './log-group-key.ts';
import { WorkflowRepository, type WorkflowRepositoryProps } from './workflow-repository.ts';

/** What workflows share: where images, artifacts and the logs of runs are kept. */
export interface IWorkflowFoundation {
  readonly artifactBucket: s3.IBucket;
  /** Where CodeBuild pushes images. */
  readonly repository: ecr.IRepository;
  /**
   * Where images of earlier deployments may be, which were built or encrypted in another way: versions of a runtime that
   * still run, or that callers are pinned to, go on fetching them.
   * @default - none but that of the present image
   */
  readonly earlierRepositories?: readonly ecr.IRepository[] | undefined;
  readonly runLogGroup: logs.ILogGroup;
  /** The customer key of all three, if there is one; the log groups of runtimes use it too. */
  readonly encryptionKey: kms.IKey | undefined;
}

/** Properties of a {@link WorkflowFoundation}. */
export interface WorkflowFoundationProps {
  /**
   * How long the logs of runs are kept.
   * @default - three months
   */
  readonly logRetention?: logs.RetentionDays | undefined;
  /** @default - the defaults of ArtifactBucket */
  readonly artifacts?: Pick<ArtifactBucketProps, 'retention' | 'accessLogBucket'> | undefined;
  /** @default - the defaults of WorkflowRepository */
  readonly images?: Pick<WorkflowRepositoryProps, 'repositoryName'> | undefined;
  /**
   * A customer key for bucket, repository and log groups. The policy of a key of this app is made to let CloudWatch Logs
   * use it; that of an imported key must do so already.
   * @default - keys that the services manage
   */
  readonly encryptionKey?: kms.IKey | undefined;
  /**
   * What becomes of bucket, images and logs when they leave the stack.
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy | undefined;
}

/** Artifact bucket, image repository and the log group of runs, for one workflow or for many. */
export class WorkflowFoundation extends Construct implements IWorkflowFoundation {
  readonly artifactBucket: ArtifactBucket;
  readonly runLogGroup: logs.LogGroup;
  readonly encryptionKey: kms.IKey | undefined;
  readonly #repositoryProps: WorkflowRepositoryProps;
  #repository: WorkflowRepository | undefined;

  constructor(scope: Construct, id: string, props: WorkflowFoundationProps = {}) {
    super(scope, id);
    this.encryptionKey = props.encryptionKey;
    if (props.encryptionKey) allowLogGroups(props.encryptionKey, Stack.of(this));
    const common = {
      removalPolicy: props.removalPolicy ?? RemovalPolicy.RETAIN,
      ...(props.encryptionKey && { encryptionKey: props.encryptionKey }),
    };
    this.artifactBucket = new ArtifactBucket(this, 'Artifacts', { ...props.artifacts, ...common });
    this.#repositoryProps = { ...props.images, ...common };
    this.runLogGroup = new logs.LogGroup(this, 'RunLogs', {
      retention: props.logRetention ?? logs.RetentionDays.THREE_MONTHS,
      ...common,
    });
  }

  /** Made when it is first asked for: workflows without images need none. */
  get repository(): WorkflowRepository {
    this.#repository ??= new WorkflowRepository(this, 'Repository', this.#repositoryProps);
    return this.#repository;
  }
}
