import { createHash } from 'node:crypto';
import { CustomResource, Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as codebuild from 'aws-cdk-lib/aws-codebuild';
import type { IRepository } from 'aws-cdk-lib/aws-ecr';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { Construct } from 'constructs';
import { type BaseRegistry, baseRegistryOf } from '../base-registry.ts';
import { explainImageBuild } from '../nag/image-build-reasons.ts';
import { DeployFunction } from './deploy-function.ts';
import { ImageBuildRole, starterStatements } from './image-build-role.ts';
import { BUILD_VARIABLE, imageBuildSpec } from './image-build-spec.ts';

/** Properties of an {@link ImageBuild}. */
export interface ImageBuildProps {
  /** The Docker build context. */
  readonly contextDir: string;
  readonly repository: IRepository;
  /** What the tag begins with. */
  readonly tagPrefix: string;
  /** As Docker names it. */
  readonly platform: string;
  /** Of the Dockerfile, by name. */
  readonly buildArguments: Readonly<Record<string, string>>;
  /** What the image is built on, as far as it is known. */
  readonly baseImage: string | undefined;
  /** How long the logs are kept. @default - one month */
  readonly logRetention: logs.RetentionDays | undefined;
  /** A customer key for the logs. */
  readonly logEncryptionKey: kms.IKey | undefined;
}

/**
 * An image that CodeBuild builds during a deployment, under a tag that says what is in it: the hash of context, build
 * arguments and platform. What is in the repository already is not built.
 */
export class ImageBuild extends Construct {
  /** Known at synthesis. */
  readonly imageTag: string;
  /**
   * The same, as an attribute of the build: what refers to it waits for the image. Hotswapping passes it by, so that no
   * runtime is told of an image that nobody has built.
   */
  readonly builtTag: string;

  constructor(scope: Construct, id: string, props: ImageBuildProps) {
    super(scope, id);
    const { repository, buildArguments, platform, logEncryptionKey } = props;
    const context = new Asset(this, 'Context', { path: props.contextDir });
    const content = JSON.stringify([context.assetHash, buildArguments, platform]);
    this.imageTag = `${props.tagPrefix}${createHash('sha256').update(content).digest('hex')}`;
    const base = props.baseImage === undefined ? undefined : baseRegistryOf(props.baseImage);
    const logGroup = new logs.LogGroup(this, 'Logs', {
      retention: props.logRetention ?? logs.RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
      ...(logEncryptionKey && { encryptionKey: logEncryptionKey }),
    });
    const role = new ImageBuildRole(this, 'Role', { context, repository, logGroup, base });
    const project = this.#project({ props, context, base, role, logGroup });

    const starter = new DeployFunction(this, 'Starter', {
      kind: 'image-build',
      description: 'Builds the image of a workflow during deployments',
      timeout: STARTER_TIMEOUT,
      logRetention: props.logRetention,
      logEncryptionKey,
      statements: starterStatements({ project, repository, logGroup }),
    });
    const image = new CustomResource(this, 'Image', {
      resourceType: 'Custom::NovaActImageBuild',
      serviceToken: starter.serviceToken,
      // A function that has died does not keep the deployment waiting for the hour that CloudFormation would.
      serviceTimeout: STARTER_TIMEOUT.plus(Duration.minutes(1)),
      properties: {
        ProjectName: project.projectName,
        RepositoryName: repository.repositoryName,
        ImageTag: this.imageTag,
      },
    });
    // What is built is what project and role are after this deployment.
    image.node.addDependency(project, role, starter.role);
    this.builtTag = image.getAttString('ImageTag');
    explainImageBuild(this);
  }

  #project(options: {
    readonly props: ImageBuildProps;
    readonly context: Asset;
    readonly base: BaseRegistry | undefined;
    readonly role: ImageBuildRole;
    readonly logGroup: logs.ILogGroup;
  }): codebuild.Project {
    const { props, context, base, role, logGroup } = options;
    const { repository, buildArguments } = props;
    const variables = {
      [BUILD_VARIABLE.repository]: repository.repositoryName,
      [BUILD_VARIABLE.uri]: repository.repositoryUriForTag(this.imageTag),
      [BUILD_VARIABLE.platform]: props.platform,
      ...buildArguments,
    };
    return new codebuild.Project(this, 'Project', {
      description: `Builds ${props.tagPrefix}* of the repository of workflow images`,
      source: codebuild.Source.s3({ bucket: context.bucket, path: context.s3ObjectKey }),
      buildSpec: codebuild.BuildSpec.fromObject({
        ...imageBuildSpec({ argumentNames: Object.keys(buildArguments), base }),
      }),
      environment: {
        buildImage: codebuild.LinuxArmBuildImage.AMAZON_LINUX_2023_STANDARD_3_0,
        computeType: codebuild.ComputeType.SMALL,
        // The Docker daemon in the build needs it.
        privileged: true,
      },
      environmentVariables: Object.fromEntries(
        Object.entries(variables).map(([name, value]) => [name, { value }]),
      ),
      // The library would add rights to read the whole bucket of assets.
      role: role.withoutPolicyUpdates(),
      grantReportGroupPermissions: false,
      logging: { cloudWatch: { logGroup } },
      // Both shorter than the function waits, which stops what takes longer in sum.
      timeout: Duration.minutes(12),
      queuedTimeout: Duration.minutes(10),
    });
  }
}

/** The longest that Lambda allows. */
const STARTER_TIMEOUT = Duration.minutes(15);
