import { RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { ComputeType, type IBuildImage, LinuxArmBuildImage } from 'aws-cdk-lib/aws-codebuild';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import {
  CodeBuildStep,
  CodePipeline,
  CodePipelineSource,
  type FileSet,
  type IFileSetProducer,
  ManualApprovalStep,
  type Step,
} from 'aws-cdk-lib/pipelines';
import type { Construct } from 'constructs';
import type { WorkflowCatalogEntry } from '../../catalog/index.ts';
import { trustOnlyThisAccount } from '../confused-deputy.ts';
import { defaultSettings } from '../environments.ts';
import { explainPipeline } from '../nag/pipeline-reasons.ts';
import { checkPipeline, type PipelineSource } from '../validation/pipeline.ts';
import { throwIfAny } from '../validation/problems.ts';
import { preflightStep, smokeTestStep } from './pipeline-steps.ts';
import { checkWorkflowStacks } from './workflow-stacks.ts';
import { WorkflowStage } from './workflow-stage.ts';

/** Properties of a {@link PipelineStack}. */
export interface PipelineStackProps extends Pick<StackProps, 'env'> {
  /** Where the code comes from, over a connection that someone has made and confirmed in the console. */
  readonly source: PipelineSource;
  /** The workflows that are deployed. */
  readonly catalog: readonly WorkflowCatalogEntry[];
  /** The folder that the entries of the catalog are relative to. */
  readonly projectRoot: string;
  /**
   * How the workflows are built. Not `docker`: the image that the pipeline runs on has none.
   * @default codebuild
   */
  readonly build?: 'codebuild' | 'zip' | undefined;
  /**
   * The workflow that is called after each deployment.
   * @default - the first of the catalog
   */
  readonly smokeTest?: string | undefined;
  /**
   * What every project of the pipeline runs on, as root: an ARM image with Node 22, npm and git. `npm test` must find or
   * install a browser there, which `bin/setup.mjs` does on Debian.
   * @default - `public.ecr.aws/docker/library/node:22-bookworm`
   * @see https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref.html
   */
  readonly buildImage?: IBuildImage | undefined;
}

/**
 * Debian with Node, because Debian packages a browser with all libraries that it needs, for ARM, too. Amazon's own
 * images have neither. Public, so that it is pulled without credentials and without the limits of Docker Hub.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/public/docker-pull-ecr-image.html
 */
const BUILD_IMAGE = 'public.ecr.aws/docker/library/node:22-bookworm';

/** What the pipeline installs: the versions that this project is tested with, and not whatever is newest that day. */
const CDK_CLI_VERSION = '2.1148.1';
const CDK_ASSETS_VERSION = '4.7.3';

/** Environments in the order in which a change reaches them; a person approves the second. */
const ORDER = ['development', 'production'] as const;

/**
 * A pipeline that updates itself, checks and tests each change, deploys it to development, calls a workflow there, waits
 * for approval and does the same in production. Before each deployment it asks whether CloudFormation would refuse it.
 *
 * @see https://docs.aws.amazon.com/cdk/v2/guide/cdk-pipeline.html
 */
export class PipelineStack extends Stack {
  readonly pipeline: CodePipeline;

  constructor(scope: Construct, id: string, props: PipelineStackProps) {
    const { source, env, smokeTest = props.catalog[0]?.name ?? '' } = props;
    const build = props.build ?? 'codebuild';
    throwIfAny('pipeline', [
      ...checkPipeline({ where: id, source, catalog: props.catalog, smokeTest }),
      // Of all stages, before the first is bundled.
      ...ORDER.flatMap((name) =>
        checkWorkflowStacks({ ...props, build, environment: defaultSettings.environments[name] }).map(
          (problem) => ({
            ...problem,
            where: `${name}: ${problem.where}`,
          }),
        ),
      ),
    ]);
    super(scope, id, {
      ...(env && { env }),
      stackName: 'NovaActPipeline',
      description: 'Tests and deploys Nova Act workflows',
    });
    const input = filesOf(
      CodePipelineSource.connection(source.repository, source.branch, {
        connectionArn: source.connectionArn,
      }),
    );
    const synth = new SynthStep('Synth', {
      primaryOutputDirectory: 'cdk.out',
      input,
      installCommands: ['npm ci'],
      commands: ['npm run check', 'npm test', `npx cdk synth --quiet ${contextOf({ source, build })}`],
    });
    this.pipeline = new CodePipeline(this, 'Pipeline', {
      synth,
      selfMutation: true,
      // One project publishes all assets, from a list in the assembly. By default each asset has a project, which names the
      // asset's hash: a change of code would change the pipeline, and earlier executions could not be repeated.
      publishAssetsInParallel: false,
      cliVersion: CDK_CLI_VERSION,
      cdkAssetsCliVersion: CDK_ASSETS_VERSION,
      codeBuildDefaults: {
        // CodeBuild would make a log group for each project, and keep it for ever.
        logging: {
          cloudWatch: {
            logGroup: new LogGroup(this, 'BuildLogs', {
              retention: RetentionDays.THREE_MONTHS,
              removalPolicy: RemovalPolicy.DESTROY,
            }),
          },
        },
        buildEnvironment: {
          buildImage: props.buildImage ?? LinuxArmBuildImage.fromDockerRegistry(BUILD_IMAGE),
          computeType: ComputeType.MEDIUM,
        },
      },
    });

    for (const name of ORDER) {
      const stage = new WorkflowStage(this, name, {
        ...props,
        build,
        environment: defaultSettings.environments[name],
      });
      const deployment = this.pipeline.addStage(stage);
      const preflight = preflightStep(this, { stage, input, synth });
      deployment.addPre(preflight);
      if (name === 'production') {
        const approval = new ManualApprovalStep('Approve');
        // Nobody should be asked about what CloudFormation would refuse.
        approval.addStepDependency(preflight);
        deployment.addPre(approval);
      }
      const workflow = stage.workflows.find((stack) => stack.workflow.workflowName === smokeTest);
      if (workflow !== undefined) deployment.addPost(smokeTestStep({ workflow, input }));
    }
    // Roles and projects are made only now; after it nothing can be added.
    this.pipeline.buildPipeline();
    trustOnlyThisAccount(this.pipeline);
    explainPipeline(this);
  }
}

/** A step that certainly hands on files. (Any other step is not a producer under `exactOptionalPropertyTypes`.) */
class SynthStep extends CodeBuildStep {
  override get primaryOutput(): FileSet {
    const output = super.primaryOutput;
    if (output === undefined) throw new TypeError('The synthesis has no output directory.');
    return output;
  }
}

/** What a step hands on. (A step may have none, and so is not a producer under `exactOptionalPropertyTypes`.) */
function filesOf({ primaryOutput }: Step): IFileSetProducer {
  return primaryOutput === undefined ? {} : { primaryOutput };
}

/** The pipeline synthesises itself, so it must hand over what it was made with. */
function contextOf(options: { readonly source: PipelineSource; readonly build: string }): string {
  const { connectionArn, repository, branch } = options.source;
  return Object.entries({ build: options.build, connection: connectionArn, repository, branch })
    .map(([key, value]) => `-c ${key}=${value}`)
    .join(' ');
}
