import { RemovalPolicy, Resource } from 'aws-cdk-lib';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { checkFoundationAttributes, checkStackName } from '../validation/foundation.ts';
import { throwIfAny } from '../validation/problems.ts';
import { ArtifactBucket } from './artifact-bucket.ts';
import { FoundationOfStack } from './foundation-of-stack.ts';
import { allowLogGroups } from './log-key.ts';
import { SharedFoundation } from './shared-foundation.ts';
import type {
  FoundationOfStackOptions,
  IWorkflowFoundation,
  WorkflowFoundationAttributes,
  WorkflowFoundationProps,
} from './workflow-foundation-props.ts';
import { type IWorkflowRepository, WorkflowRepository } from './workflow-repository.ts';

/** Artifact bucket, image repository and the log group of runs, for one workflow or for many. */
export class WorkflowFoundation extends Resource implements IWorkflowFoundation {
  /**
   * A foundation of another stack, or one that is put together of what is there. An imported key must let CloudWatch Logs
   * encrypt the log groups of this account and region; a warning (LOG_KEY_WARNING) says so.
   *
   * @throws WorkflowConfigurationError when a part is missing
   */
  static fromFoundationAttributes(
    scope: Construct,
    id: string,
    attributes: WorkflowFoundationAttributes,
  ): IWorkflowFoundation {
    throwIfAny('imported workflow foundation', checkFoundationAttributes(id, attributes));
    const foundation = new SharedFoundation(scope, id, attributes);
    if (attributes.encryptionKey) allowLogGroups(foundation, attributes.encryptionKey);
    return foundation;
  }

  /**
   * The foundation of a FoundationStack in the same account and region, by the exports of that stack. CloudFormation keeps
   * what is exported as long as it is in use here.
   *
   * @param stackName such as `NovaActFoundation`
   * @throws WorkflowConfigurationError when no stack can have this name
   */
  static fromStackName(
    scope: Construct,
    id: string,
    stackName: string,
    options: FoundationOfStackOptions = {},
  ): IWorkflowFoundation {
    throwIfAny('imported workflow foundation', checkStackName(`${id}.stackName`, stackName));
    return new FoundationOfStack(scope, id, { ...options, stackName });
  }

  readonly artifactBucket: ArtifactBucket;
  /** Absent only where `images` is `false`. */
  readonly repository: IWorkflowRepository | undefined;
  readonly runLogGroup: logs.LogGroup;
  readonly encryptionKey: kms.IKey | undefined;

  constructor(scope: Construct, id: string, props: WorkflowFoundationProps = {}) {
    super(scope, id);
    const { encryptionKey, images = {} } = props;
    this.encryptionKey = encryptionKey;
    if (encryptionKey) allowLogGroups(this, encryptionKey);
    const common = {
      removalPolicy: props.removalPolicy ?? RemovalPolicy.RETAIN,
      ...(encryptionKey && { encryptionKey }),
    };
    this.artifactBucket = new ArtifactBucket(this, 'Artifacts', { ...props.artifacts, ...common });
    if (images !== false) {
      this.repository = isRepository(images)
        ? images
        : new WorkflowRepository(this, 'Repository', { ...images, ...common });
    }
    this.runLogGroup = new logs.LogGroup(this, 'RunLogs', {
      retention: props.logRetention ?? logs.RetentionDays.THREE_MONTHS,
      ...common,
    });
  }

  /** Of bucket, log group, and the repository if it was made here. */
  override applyRemovalPolicy(policy: RemovalPolicy): void {
    this.artifactBucket.applyRemovalPolicy(policy);
    if (this.repository instanceof WorkflowRepository) this.repository.applyRemovalPolicy(policy);
    this.runLogGroup.applyRemovalPolicy(policy);
  }
}

function isRepository(images: object): images is IWorkflowRepository {
  return 'repositoryArn' in images;
}
