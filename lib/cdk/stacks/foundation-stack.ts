import { Annotations, CfnOutput, Fn, Stack, type StackProps } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { DeploymentEnvironment } from '../../catalog/deployment-settings.ts';
import { foundationStackName } from '../../catalog/index.ts';
import { repositoryNameFor } from '../../catalog/names.ts';
import { bootstrapRepositoryName } from '../bootstrap-roles.ts';
import { type IWorkflowFoundation, WorkflowFoundation } from '../constructs/workflow-foundation.ts';
import { WorkflowRepository } from '../constructs/workflow-repository.ts';
import { stackSettings } from '../environments.ts';
import { placeProps, tagAll } from './place-props.ts';

/** Properties of a {@link FoundationStack}. */
export interface FoundationStackProps extends Pick<StackProps, 'env'> {
  readonly environment: DeploymentEnvironment;
  /**
   * Ends the name of the stack, in every region but the first.
   * @default - none
   */
  readonly nameSuffix?: string | undefined;
}

/**
 * What all workflows of one deployment share and what outlives them: images, artifacts, logs of runs.
 *
 * Its exports are the same whatever the settings are, and whoever imports them: CloudFormation refuses an update that
 * removes an export, or changes its value, while another stack imports it.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-exports.html
 */
export class FoundationStack extends Stack {
  /** What other stacks use of it: by fixed names, and by the exports that are always there. */
  readonly foundation: IWorkflowFoundation;

  constructor(scope: Construct, id: string, props: FoundationStackProps) {
    const { environment, env, nameSuffix } = props;
    const settings = stackSettings(environment);
    super(scope, id, {
      ...placeProps(environment, env),
      stackName: [foundationStackName(environment), nameSuffix].filter(Boolean).join('-'),
      description: 'Images, artifacts and logs of Nova Act workflows',
      terminationProtection: settings.terminationProtection,
    });
    tagAll(this, environment);
    const encryptionKey = this.#keyOf(environment);
    const own = new WorkflowFoundation(this, 'Foundation', {
      encryptionKey,
      removalPolicy: settings.removalPolicy,
      logRetention: settings.logRetention,
      artifacts: { retention: settings.artifactRetention, accessLogBucket: this.#logBucketOf(environment) },
    });
    // It is always somebody else's bucket, and what its policy must have is said where one sets it.
    Annotations.of(own.artifactBucket).acknowledgeWarning('@aws-cdk/aws-s3:accessLogsPolicyNotAdded');
    // In any case: a deployment that changes the way to build, or to encrypt, keeps the images that its runtimes run.
    const plain = this.#makeRepository(own, 'Repository', props);
    if (encryptionKey) this.#makeRepository(own, 'EncryptedRepository', { ...props, encryptionKey });

    const { artifactBucket, runLogGroup } = own;
    const exported = [
      artifactBucket.bucketName,
      artifactBucket.bucketArn,
      runLogGroup.logGroupName,
      runLogGroup.logGroupArn,
      // Nobody imports these any more, but deployments of version 0.1.0 do.
      plain.repositoryName,
      plain.repositoryArn,
    ];
    for (const value of exported) this.exportValue(value);
    const keyExport = `${this.stackName}:KeyArn`;
    new CfnOutput(this, 'KeyArn', { value: encryptionKey?.keyArn ?? NO_KEY, exportName: keyExport });

    const sharedKey = encryptionKey && kms.Key.fromKeyArn(this, 'SharedKey', Fn.importValue(keyExport));
    this.foundation = {
      artifactBucket: s3.Bucket.fromBucketAttributes(this, 'SharedArtifacts', {
        bucketName: artifactBucket.bucketName,
        bucketArn: artifactBucket.bucketArn,
        ...(sharedKey && { encryptionKey: sharedKey }),
      }),
      repository: ecr.Repository.fromRepositoryName(
        this,
        'Images',
        repositoryNameFor({ stage: environment.stage, customerKey: encryptionKey !== undefined }),
      ),
      // All of them, in each mode: a change of the mode or the key must not take the image from a version that runs.
      earlierRepositories: [
        repositoryNameFor({ stage: environment.stage }),
        repositoryNameFor({ stage: environment.stage, customerKey: true }),
        bootstrapRepositoryName(this),
      ].map((name, index) => ecr.Repository.fromRepositoryName(this, `Images${index}`, name)),
      runLogGroup,
      encryptionKey: sharedKey,
    };
  }

  #makeRepository(
    scope: Construct,
    id: string,
    { environment, encryptionKey }: FoundationStackProps & { readonly encryptionKey?: kms.IKey | undefined },
  ): WorkflowRepository {
    const { stage } = environment;
    return new WorkflowRepository(scope, id, {
      repositoryName: repositoryNameFor({ stage, customerKey: encryptionKey !== undefined }),
      encryptionKey,
      removalPolicy: stackSettings(environment).removalPolicy,
    });
  }

  #keyOf({ customerKey = false, ...environment }: DeploymentEnvironment): kms.IKey | undefined {
    if (customerKey === false) return undefined;
    if (customerKey !== true) return kms.Key.fromKeyArn(this, 'CustomerKey', customerKey);
    return new kms.Key(this, 'Key', {
      description: 'Artifacts, images and logs of Nova Act workflows',
      enableKeyRotation: true,
      removalPolicy: stackSettings(environment).removalPolicy,
    });
  }

  #logBucketOf({ accessLogBucket }: DeploymentEnvironment): s3.IBucket | undefined {
    return accessLogBucket === undefined
      ? undefined
      : s3.Bucket.fromBucketName(this, 'AccessLogs', accessLogBucket);
  }
}

/** The value of the export `KeyArn` without a customer key. */
const NO_KEY = 'none';
