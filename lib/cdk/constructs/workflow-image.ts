import { readFileSync } from 'node:fs';
import path from 'node:path';
import { AgentRuntimeArtifact } from 'aws-cdk-lib/aws-bedrockagentcore';
import type { IRepository } from 'aws-cdk-lib/aws-ecr';
import { DockerImageAsset, Platform } from 'aws-cdk-lib/aws-ecr-assets';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { buildArguments, type ImageOptions } from '../../catalog/image-options.ts';
import { checkDigest } from '../validation/digest.ts';
import { checkImage } from '../validation/image.ts';
import { throwIfAny } from '../validation/problems.ts';
import { ImageBuild } from './image-build.ts';
import type { PrebuiltImage } from './nova-act-workflow-props.ts';
import type { IWorkflowArtifact } from './workflow-artifact.ts';
import { imageTagPrefix } from './workflow-repository.ts';

/** Properties of a {@link WorkflowImage}. */
export interface WorkflowImageProps {
  /** Kebab-case, at most 40 characters: a label of the image, and what its tag in our repository begins with. */
  readonly workflowName: string;
  /** The Docker build context: a folder with a Dockerfile and only what the image needs. */
  readonly contextDir: string;
  /**
   * What the image is built with.
   * @default - the defaults of the Dockerfile
   */
  readonly image?: ImageOptions | undefined;
  /**
   * Builds in CodeBuild, during the deployment, and pushes to this repository.
   * @default - Docker builds on the machine that deploys, and the image goes where the synthesizer of the stack puts image
   * assets
   */
  readonly codebuild?:
    | {
        /** Where the image goes. */
        readonly repository: IRepository;
        /** How long the logs of builds are kept. @default - one month */
        readonly logRetention?: RetentionDays | undefined;
        /** A customer key for the logs of builds. @default - keys that CloudWatch Logs manages */
        readonly logEncryptionKey?: IKey | undefined;
      }
    | undefined;
}

/**
 * The image of a workflow, built for arm64 as AgentCore Runtime requires. Its tag is the hash of what it is built from,
 * so that what did not change is not built, and a rollback finds what ran.
 *
 * @throws WorkflowConfigurationError with the problems of the image options
 */
export class WorkflowImage extends Construct implements IWorkflowArtifact {
  /** An image that was built elsewhere. @throws WorkflowConfigurationError when the digest is not one */
  static fromDigest(scope: Construct, id: string, image: PrebuiltImage): IWorkflowArtifact {
    return new ImageByDigest(scope, id, image);
  }

  /** The repository that the image is in. */
  readonly repository: IRepository;
  /** The tag of the image. */
  readonly imageTag: string;
  /** How the runtime is told of it. */
  readonly #tagReference: string;

  constructor(scope: Construct, id: string, props: WorkflowImageProps) {
    throwIfAny('workflow image', checkImage(`${id}.image`, props.image));
    super(scope, id);
    const { workflowName, contextDir, image, codebuild } = props;
    const buildArgs = buildArguments({ workflow: workflowName, image });
    if (codebuild) {
      const { repository, logRetention, logEncryptionKey } = codebuild;
      const build = new ImageBuild(this, 'Build', {
        contextDir,
        repository,
        tagPrefix: imageTagPrefix(workflowName),
        platform: Platform.LINUX_ARM64.platform,
        buildArguments: buildArgs,
        baseImage: image?.baseImage ?? defaultBaseImage(contextDir),
        logRetention,
        logEncryptionKey,
      });
      this.repository = repository;
      this.imageTag = build.imageTag;
      this.#tagReference = build.builtTag;
    } else {
      // Made here and not by AgentRuntimeArtifact.fromAsset, which makes it so late that Aspects never see it.
      const asset = new DockerImageAsset(this, 'Asset', {
        directory: contextDir,
        platform: Platform.LINUX_ARM64,
        buildArgs,
      });
      this.repository = asset.repository;
      this.imageTag = asset.imageTag;
      this.#tagReference = asset.imageTag;
    }
  }

  get version(): string {
    return this.imageTag;
  }

  toRuntimeArtifact(): AgentRuntimeArtifact {
    return AgentRuntimeArtifact.fromEcrRepository(this.repository, this.#tagReference);
  }

  grantPull(grantee: IGrantable): void {
    this.repository.grantPull(grantee);
  }
}

/** What the Dockerfile of a context builds on, if it has the argument for it. */
function defaultBaseImage(contextDir: string): string | undefined {
  const dockerfile = readFileSync(path.join(contextDir, 'Dockerfile'), 'utf8');
  return /^ARG BASE_IMAGE=(\S+)$/m.exec(dockerfile)?.[1];
}

class ImageByDigest extends Construct implements IWorkflowArtifact {
  readonly version: string;
  readonly #repository: IRepository;

  constructor(scope: Construct, id: string, image: PrebuiltImage) {
    throwIfAny('workflow image', checkDigest(`${id}.digest`, image.digest));
    super(scope, id);
    this.#repository = image.repository;
    this.version = image.digest;
  }

  toRuntimeArtifact(): AgentRuntimeArtifact {
    return AgentRuntimeArtifact.fromImageUri(this.#repository.repositoryUriForDigest(this.version));
  }

  grantPull(grantee: IGrantable): void {
    this.#repository.grantPull(grantee);
  }
}
