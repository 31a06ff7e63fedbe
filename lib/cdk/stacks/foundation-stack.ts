import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { foundationStackName } from '../../catalog/index.ts';
import { repositoryNameFor } from '../../catalog/names.ts';
import type { BuildMode } from '../build-mode.ts';
import { type IWorkflowFoundation, WorkflowFoundation } from '../constructs/workflow-foundation.ts';
import type { DeploymentEnvironment } from '../environments.ts';

/** Properties of a {@link FoundationStack}. */
export interface FoundationStackProps extends Pick<StackProps, 'env'> {
  readonly environment: DeploymentEnvironment;
  /** How the workflows are built: images that Docker builds are pushed by the CDK CLI, which must be allowed to. */
  readonly build: BuildMode;
  /**
   * Ends the name of the stack, in every region but the first.
   * @default - none
   */
  readonly nameSuffix?: string | undefined;
}

/** What all workflows of one deployment share and what outlives them: images, artifacts, logs of runs. */
export class FoundationStack extends Stack {
  readonly foundation: IWorkflowFoundation;

  constructor(scope: Construct, id: string, props: FoundationStackProps) {
    const { environment, build, env, nameSuffix } = props;
    super(scope, id, {
      ...(env && { env }),
      stackName: [foundationStackName(environment), nameSuffix].filter(Boolean).join('-'),
      description: 'Images, artifacts and logs of Nova Act workflows',
      terminationProtection: environment.terminationProtection,
    });
    const encryptionKey = environment.customerKey ? this.#makeKey(environment) : undefined;
    const foundation = new WorkflowFoundation(this, 'Foundation', {
      encryptionKey,
      removalPolicy: environment.removalPolicy,
      logRetention: environment.logRetention,
      artifacts: { retention: Duration.days(environment.artifactRetentionDays) },
      images: { repositoryName: repositoryNameFor(environment) },
    });
    // Asked for in any case: a deployment that changes the way to build keeps its images.
    const { repository } = foundation;
    if (build === 'docker') repository.allowImagePublishing();
    this.foundation = foundation;
  }

  #makeKey(environment: DeploymentEnvironment): kms.Key {
    return new kms.Key(this, 'Key', {
      description: 'Artifacts, images and logs of Nova Act workflows',
      enableKeyRotation: true,
      removalPolicy: environment.removalPolicy,
    });
  }
}
