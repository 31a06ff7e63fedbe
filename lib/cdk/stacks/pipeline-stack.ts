import { type Environment, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { ComputeType, type IBuildImage, LinuxArmBuildImage } from 'aws-cdk-lib/aws-codebuild';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { CodePipeline } from 'aws-cdk-lib/pipelines';
import type { Construct } from 'constructs';
import { checkSettings } from '../../catalog/define-settings.ts';
import type { DeploymentSettings, PipelineSettings } from '../../catalog/deployment-settings.ts';
import type { WorkflowCatalogEntry } from '../../catalog/index.ts';
import { validEnvironments, validPipeline } from '../../catalog/valid-part.ts';
import { CDK_CLI_VERSION } from '../../core/package.ts';
import { type Problem, withoutTwins } from '../../core/problems.ts';
import { trustOnlyThisAccount } from '../confused-deputy.ts';
import { defaultSettings } from '../environments.ts';
import { type PipelineStage, pipelineStages } from '../pipeline-stages.ts';
import { checkPipeline, type PipelineSource } from '../validation/pipeline.ts';
import { checkPipelinePlaces } from '../validation/pipeline-places.ts';
import { throwIfAny } from '../validation/problems.ts';
import { addPipelineStage } from './add-pipeline-stage.ts';
import { finishPipeline } from './finish-pipeline.ts';
import { pipelineSynth } from './pipeline-synth.ts';
import { placeProps } from './place-props.ts';
import { checkRegionalStacks, type RegionalStacksOptions } from './regional-stacks.ts';

/** Properties of a {@link PipelineStack}. */
export interface PipelineStackProps extends Pick<StackProps, 'env' | 'terminationProtection'> {
  /** Where the code comes from, over a connection that someone has made and confirmed in the console. */
  readonly source: PipelineSource;
  /** The workflows that are deployed. */
  readonly catalog: readonly WorkflowCatalogEntry[];
  /** The folder that the entries of the catalog are relative to. */
  readonly projectRoot: string;
  /**
   * The environments that are deployed, in this order, each to its account and regions; and the place of the pipeline itself,
   * which comes before `env`.
   * @default - development and production, where the pipeline is
   */
  readonly settings?: DeploymentSettings | undefined;
  /**
   * How the workflows are built. Not `docker`: the image that the pipeline runs on has none.
   * @default - what each environment says, or codebuild
   */
  readonly build?: 'codebuild' | 'zip' | undefined;
  /**
   * The workflow that is called after each deployment, or `false` for none. Not one with an `authorizer`, for which the
   * pipeline has no token.
   * @default - what the settings say, or the first of the catalog
   */
  readonly smokeTest?: string | false | undefined;
  /**
   * What every project of the pipeline runs on, as root: an ARM image with Node 22, npm and git. `npm test` must find or
   * install a browser there, which `bin/setup.mjs` does on Debian.
   * @default - `public.ecr.aws/docker/library/node:22-bookworm`
   * @see https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref.html
   */
  readonly buildImage?: IBuildImage | undefined;
}

/**
 * A pipeline that updates itself, checks and tests each change, deploys it to one environment after the other and calls a
 * workflow in each; before all but the first someone must approve. Before each deployment it asks whether CloudFormation
 * would refuse it.
 *
 * Environments may be in other accounts and regions, which trust the account of the pipeline (`cdk bootstrap --trust`).
 * For other regions there are support stacks in the app, on which this one depends: deploy it with `--all`.
 *
 * @see https://docs.aws.amazon.com/cdk/v2/guide/cdk-pipeline.html
 */
export class PipelineStack extends Stack {
  readonly pipeline: CodePipeline;

  constructor(scope: Construct, id: string, props: PipelineStackProps) {
    throwIfAny('pipeline', checkPipelineStack(id, props));
    const { source, build } = props;
    const { place, env, smokeTest, stages } = planOf(props);
    super(scope, id, {
      ...placeProps(place, env),
      ...(props.terminationProtection && { terminationProtection: true }),
      stackName: 'NovaActPipeline',
      description: 'Tests and deploys Nova Act workflows',
    });
    // The boundary of the pipeline is in its account. Stages are below it, and would have it as well where they have none.
    this.node.setContext(BOUNDARY_KEY, undefined);
    const { input, synth } = pipelineSynth({ source, build, stages });
    const logGroup = new LogGroup(this, 'BuildLogs', {
      retention: RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.pipeline = new CodePipeline(this, 'Pipeline', {
      synth,
      selfMutation: true,
      ...(needsKey({ place, stages }) && { crossAccountKeys: true, enableKeyRotation: true }),
      // One project publishes all assets, from a list in the assembly. By default each asset has a project, which names the
      // asset's hash: a change of code would change the pipeline, and earlier executions could not be repeated.
      publishAssetsInParallel: false,
      cliVersion: CDK_CLI_VERSION,
      cdkAssetsCliVersion: CDK_ASSETS_VERSION,
      codeBuildDefaults: {
        // CodeBuild would make a log group for each project, and keep it for ever.
        logging: { cloudWatch: { logGroup } },
        buildEnvironment: {
          buildImage: props.buildImage ?? LinuxArmBuildImage.fromDockerRegistry(BUILD_IMAGE),
          computeType: ComputeType.MEDIUM,
        },
      },
    });
    for (const stage of stages) {
      addPipelineStage(this, { stage, stacks: stacksOf(props, stage), smokeTest, input, synth });
    }
    // Roles and projects are made only now; after it nothing can be added.
    this.pipeline.buildPipeline();
    trustOnlyThisAccount(this.pipeline);
    finishPipeline(this, { place, logGroup });
  }
}

/** The problems of a pipeline, of its settings, and of all of its stages, that show before the first is bundled. */
export function checkPipelineStack(id: string, props: PipelineStackProps): Problem[] {
  const { source, catalog, settings = defaultSettings } = props;
  const { env, smokeTest, stages } = planOf(props);
  return withoutTwins([
    ...checkSettings({ settings, catalog }),
    ...checkPipelinePlaces({ settings, catalog, stages, place: env }),
    ...checkPipeline({ where: id, source, catalog, smokeTest, stages, place: env }),
    ...stages.flatMap((stage) =>
      checkRegionalStacks(stacksOf(props, stage), `${SETTINGS}.environments.${stage.name}`).map(
        (problem) => ({
          ...problem,
          // Settings say of which environment they are.
          where: problem.where.startsWith(SETTINGS) ? problem.where : `${stage.name}: ${problem.where}`,
        }),
      ),
    ),
  ]);
}

/** What problems of settings begin with. */
const SETTINGS = 'settings';

/** Where a pipeline is, what it deploys, and what it calls. Of settings with problems, what is right. */
function planOf(props: PipelineStackProps): {
  readonly place: PipelineSettings;
  readonly env: Environment;
  readonly smokeTest: string | false;
  readonly stages: readonly PipelineStage[];
} {
  const settings: DeploymentSettings = props.settings ?? defaultSettings;
  const place = validPipeline(settings);
  const env = {
    ...props.env,
    ...(place.account && { account: place.account }),
    ...(place.region && { region: place.region }),
  };
  const environments = validEnvironments(settings);
  return {
    place,
    env,
    smokeTest: props.smokeTest ?? place.smokeTest ?? props.catalog[0]?.name ?? '',
    stages: pipelineStages({ settings: { environments }, place: env, build: props.build }),
  };
}

function stacksOf(props: PipelineStackProps, stage: PipelineStage): RegionalStacksOptions {
  const { catalog, projectRoot } = props;
  const { environment, env, otherRegions, build } = stage;
  return { catalog, projectRoot, environment, env, otherRegions, build };
}

/**
 * Debian with Node, because Debian packages a browser with all libraries that it needs, for ARM, too. Amazon's own
 * images have neither. Public, so that it is pulled without credentials and without the limits of Docker Hub.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/public/docker-pull-ecr-image.html
 */
const BUILD_IMAGE = 'public.ecr.aws/docker/library/node:22-bookworm';

/** What the pipeline installs, as the CDK CLI in the version that this project is tried with, and not whatever is newest that day. */
const CDK_ASSETS_VERSION = '4.7.3';

/** @see https://docs.aws.amazon.com/cdk/v2/guide/customize-permissions-boundaries.html */
const BOUNDARY_KEY = '@aws-cdk/core:permissionsBoundary';

/**
 * Roles of other accounts can use no key but one of the customer.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-create-cross-account.html
 */
function needsKey(options: {
  readonly place: PipelineSettings;
  readonly stages: readonly PipelineStage[];
}): boolean {
  return options.place.customerKey === true || options.stages.some(({ isElsewhere }) => isElsewhere);
}
