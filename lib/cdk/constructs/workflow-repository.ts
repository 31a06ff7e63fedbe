import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';

/** Where the images of workflows are. Any repository is one: tags that never move are the better choice, and cannot be seen. */
export type IWorkflowRepository = ecr.IRepository;

/** Properties of a {@link WorkflowRepository}. */
export interface WorkflowRepositoryProps {
  /**
   * For stacks that name the repository instead of importing it. A repository with a fixed name can never be replaced.
   * @default - a name that CloudFormation makes
   */
  readonly repositoryName?: string | undefined;
  /**
   * A customer key for the layers. It cannot be changed later without replacing the repository.
   * @default - AES-256 with a key that ECR manages
   */
  readonly encryptionKey?: kms.IKey | undefined;
  /**
   * DESTROY also deletes the images.
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy | undefined;
}

/**
 * The registry of the images that CodeBuild makes; one that exists is imported as any repository is (`fromRepositoryName`,
 * `fromRepositoryArn`, `fromRepositoryAttributes`). Of one that is made here tags are immutable and begin with the name of their workflow, images are scanned on
 * push. No image that has a tag ever expires, however many there are: a runtime keeps its old versions, a rollback goes
 * back to one, and a version without its image cannot start.
 */
export class WorkflowRepository extends ecr.Repository {
  constructor(scope: Construct, id: string, props: WorkflowRepositoryProps = {}) {
    const removalPolicy = props.removalPolicy ?? RemovalPolicy.RETAIN;
    super(scope, id, {
      ...(props.repositoryName !== undefined && { repositoryName: props.repositoryName }),
      imageTagMutability: ecr.TagMutability.IMMUTABLE,
      imageScanOnPush: true,
      encryption: props.encryptionKey ? ecr.RepositoryEncryption.KMS : ecr.RepositoryEncryption.AES_256,
      ...(props.encryptionKey && { encryptionKey: props.encryptionKey }),
      removalPolicy,
      emptyOnDelete: removalPolicy === RemovalPolicy.DESTROY,
    });
    this.addLifecycleRule({
      description: 'Layers of failed pushes',
      tagStatus: ecr.TagStatus.UNTAGGED,
      maxImageAge: Duration.days(1),
    });
  }
}

/** Ends in a full stop, which no workflow name has: `form.` is not a prefix of `form-filling.`. */
export function imageTagPrefix(workflow: string): string {
  return `${workflow}.`;
}
