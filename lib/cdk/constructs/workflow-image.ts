import { AgentRuntimeArtifact } from 'aws-cdk-lib/aws-bedrockagentcore';
import type { IRepository } from 'aws-cdk-lib/aws-ecr';
import { DockerImageAsset, Platform } from 'aws-cdk-lib/aws-ecr-assets';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { explainImageBuild } from '../nag/image-build-reasons.ts';
import { loadDeployTimeBuild } from '../peers/deploy-time-build.ts';
import { checkDigest } from '../validation/digest.ts';
import { throwIfAny } from '../validation/problems.ts';
import type { PrebuiltImage } from './nova-act-workflow-props.ts';
import type { IWorkflowArtifact } from './workflow-artifact.ts';

/** Properties of a {@link WorkflowImage}. */
export interface WorkflowImageProps {
  /** The Docker build context: a folder with a Dockerfile and only what the image needs. */
  readonly contextDir: string;
  /**
   * Builds in CodeBuild, during the deployment, and pushes to this repository. Each build has a tag of its own, so that a
   * rollback or a return to earlier code never has to overwrite a tag.
   *
   * @default - Docker builds on the machine that deploys. The image goes where the synthesizer of the stack puts image
   * assets, under the hash of its context, and is pushed only if it is not there.
   */
  readonly codebuild?:
    | {
        readonly repository: IRepository;
        /** What the tags begin with. */
        readonly tagPrefix: string;
      }
    | undefined;
}

/** The image of a workflow, built for arm64 as AgentCore Runtime requires. */
export class WorkflowImage extends Construct implements IWorkflowArtifact {
  /** An image that was built elsewhere. @throws WorkflowConfigurationError when the digest is not one */
  static fromDigest(scope: Construct, id: string, image: PrebuiltImage): IWorkflowArtifact {
    return new ImageByDigest(scope, id, image);
  }

  /** The repository that the image is in. */
  readonly repository: IRepository;
  /** The tag of the image; known before the deployment only with `docker`. */
  readonly imageTag: string;

  constructor(scope: Construct, id: string, props: WorkflowImageProps) {
    super(scope, id);
    const { contextDir: directory, codebuild } = props;
    const platform = Platform.LINUX_ARM64;
    if (codebuild) {
      const { ContainerImageBuild } = loadDeployTimeBuild();
      const build = new ContainerImageBuild(this, 'Build', {
        directory,
        platform,
        repository: codebuild.repository,
        tagPrefix: codebuild.tagPrefix,
        // The folder holds only what was staged; the list in .dockerignore is for Docker and has rules that this lacks.
        exclude: [],
      });
      explainImageBuild(build);
      this.repository = build.repository;
      this.imageTag = build.imageTag;
    } else {
      // Made here and not by AgentRuntimeArtifact.fromAsset, which makes it so late that Aspects never see it.
      const asset = new DockerImageAsset(this, 'Asset', { directory, platform });
      this.repository = asset.repository;
      this.imageTag = asset.imageTag;
    }
  }

  get version(): string {
    return this.imageTag;
  }

  toRuntimeArtifact(): AgentRuntimeArtifact {
    return AgentRuntimeArtifact.fromEcrRepository(this.repository, this.imageTag);
  }

  grantPull(grantee: IGrantable): void {
    this.repository.grantPull(grantee);
  }
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
