import { Annotations, CfnOutput, Fn, Resource, Stack, type StackProps } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { DeploymentEnvironment } from '../../catalog/deployment-settings.ts';
import {
  FOUNDATION_OUTPUT_KEYS,
  type FoundationOutputKey,
  foundationStackName,
} from '../../catalog/index.ts';
import { exportName, repositoryNameFor } from '../../catalog/names.ts';
import { repositoriesOf } from '../constructs/foundation-of-stack.ts';
import { allowLogDelivery, settleLogDelivery } from '../constructs/log-delivery-key.ts';
import { settleLogKey } from '../constructs/log-key.ts';
import { SharedFoundation } from '../constructs/shared-foundation.ts';
import { TraceDeliveryPolicy } from '../constructs/trace-delivery-policy.ts';
import { WorkflowFoundation } from '../constructs/workflow-foundation.ts';
import type { IWorkflowFoundation } from '../constructs/workflow-foundation-props.ts';
import { WorkflowRepository } from '../constructs/workflow-repository.ts';
import { stackSettings } from '../environments.ts';
import { warnAboutRegion } from '../regions.ts';
import { placeProps, tagAll } from './place-props.ts';

/** Properties of a {@link FoundationStack}. */
export interface FoundationStackProps extends Pick<StackProps, 'env'> {
  /** The stage, and how long its data is kept and with which key. */
  readonly environment: DeploymentEnvironment;
  /**
   * Makes the policy by which the traces of all its workflows are delivered to X-Ray.
   * @default false
   */
  readonly traces?: boolean | undefined;
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
    warnAboutRegion(this);
    if (props.traces) new TraceDeliveryPolicy(this, 'TraceDelivery');
    const encryptionKey = this.#keyOf(environment);
    const own = new WorkflowFoundation(this, 'Foundation', {
      encryptionKey,
      removalPolicy: settings.removalPolicy,
      logRetention: settings.logRetention,
      artifacts: { retention: settings.artifactRetention, accessLogBucket: this.#logBucketOf(environment) },
      images: false,
    });
    // It is always somebody else's bucket, and what its policy must have is said where one sets it.
    Annotations.of(own.artifactBucket).acknowledgeWarning('@aws-cdk/aws-s3:accessLogsPolicyNotAdded');
    // In any case: a deployment that changes the way to build, or to encrypt, keeps the images that its runtimes run.
    const plain = this.#makeRepository(own, 'Repository', props);
    if (encryptionKey) this.#makeRepository(own, 'EncryptedRepository', { ...props, encryptionKey });

    const { artifactBucket, runLogGroup } = own;
    const values: Readonly<Record<Exclude<FoundationOutputKey, 'KeyArn'>, string>> = {
      ArtifactBucketName: artifactBucket.bucketName,
      ArtifactBucketArn: artifactBucket.bucketArn,
      RunLogGroupName: runLogGroup.logGroupName,
      RunLogGroupArn: runLogGroup.logGroupArn,
      RepositoryName: plain.repositoryName,
      RepositoryArn: plain.repositoryArn,
    };
    // By these names deployments of version 0.1.0 import, and workflows of this app.
    for (const value of Object.values(values)) this.exportValue(value);
    const { stackName } = this;
    for (const key of FOUNDATION_OUTPUT_KEYS) {
      const value = key === 'KeyArn' ? (encryptionKey?.keyArn ?? NO_KEY) : values[key];
      new CfnOutput(this, key, { value, exportName: exportName({ stackName, key }) });
    }

    const sharedKey =
      encryptionKey &&
      kms.Key.fromKeyArn(this, 'SharedKey', Fn.importValue(exportName({ stackName, key: 'KeyArn' })));
    // What its policy must allow is seen to, or said, where the key is made or named: in this stack.
    if (sharedKey) settleLogKey(this, sharedKey);
    // For fleets, in whose stacks the policy of a key that is made here cannot be changed.
    if (sharedKey && encryptionKey && Resource.isOwnedResource(encryptionKey)) {
      allowLogDelivery(this, encryptionKey);
      settleLogDelivery(sharedKey);
    }
    const repositories = repositoriesOf(this, repositoryNameFor({ stage: environment.stage }));
    this.foundation = new SharedFoundation(this, 'Shared', {
      artifactBucket: sharedKey
        ? s3.Bucket.fromBucketAttributes(this, 'SharedArtifacts', {
            bucketName: artifactBucket.bucketName,
            bucketArn: artifactBucket.bucketArn,
            encryptionKey: sharedKey,
          })
        : artifactBucket,
      repository: encryptionKey ? repositories.encrypted : repositories.plain,
      earlierRepositories: Object.values(repositories),
      runLogGroup,
      encryptionKey: sharedKey,
    });
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
