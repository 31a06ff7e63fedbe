import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { mergeImageOptions } from '../../catalog/image-options.ts';
import type { WorkflowCatalogEntry } from '../../catalog/index.ts';
import { exportName, type OutputKey, workflowStackName } from '../../catalog/index.ts';
import { definitionNameFor, repositoryNameFor, runtimeNameFor } from '../../catalog/names.ts';
import { SERVICE_NAME } from '../../contract/protocol.ts';
import type { BuildMode } from '../build-mode.ts';
import { NovaActWorkflow } from '../constructs/nova-act-workflow.ts';
import type { IWorkflowFoundation } from '../constructs/workflow-foundation.ts';
import { imageTagPrefix } from '../constructs/workflow-repository.ts';
import type { DeploymentEnvironment } from '../environments.ts';
import { RepositorySynthesizer } from './repository-synthesizer.ts';

/** Properties of a {@link WorkflowStack}. */
export interface WorkflowStackProps extends Pick<StackProps, 'env'> {
  readonly workflow: WorkflowCatalogEntry;
  readonly foundation: IWorkflowFoundation;
  readonly environment: DeploymentEnvironment;
  readonly build: BuildMode;
  /**
   * Ends the name of the stack, in every region but the first.
   * @default - none
   */
  readonly nameSuffix?: string | undefined;
}

/** One workflow of the catalog, and the outputs by which everyone else finds it. */
export class WorkflowStack extends Stack {
  readonly workflow: NovaActWorkflow;
  /** By which everyone else finds the workflow. */
  readonly outputs: Readonly<Record<OutputKey, CfnOutput>>;

  constructor(scope: Construct, id: string, props: WorkflowStackProps) {
    const { workflow: entry, environment, foundation, build, env, nameSuffix } = props;
    const { stage } = environment;
    super(scope, id, {
      ...(env && { env }),
      stackName: workflowStackName({ workflow: [entry.name, nameSuffix].filter(Boolean).join('-'), stage }),
      description: `Nova Act workflow ${entry.name}`,
      terminationProtection: environment.terminationProtection,
      ...(build === 'docker' && {
        synthesizer: new RepositorySynthesizer({
          repositoryName: repositoryNameFor(environment),
          tagPrefix: imageTagPrefix(entry.name),
        }),
      }),
    });
    this.workflow = new NovaActWorkflow(this, 'Workflow', {
      entry: entry.entry,
      workflowName: entry.name,
      definitionName: definitionNameFor({ definitionName: entry.definitionName, stage }),
      foundation,
      build,
      // Those of the environment are for images; those of the entry are refused where there is none.
      image: build === 'zip' ? entry.image : mergeImageOptions(environment.image, entry.image),
      runtime: {
        runtimeName: runtimeNameFor({ workflow: entry.name, stage }),
        description: entry.description,
        logRetention: environment.logRetention,
        monitoring: environment.monitoring ? undefined : false,
        environment: entry.environment,
        idleTimeout: seconds(entry.lifecycle?.idleTimeoutSeconds),
        maxLifetime: seconds(entry.lifecycle?.maxLifetimeSeconds),
      },
      removalPolicy: environment.removalPolicy,
    });
    this.outputs = this.#makeOutputs(this.workflow);
  }

  /**
   * The ARNs of runtime and endpoint as patterns, for policies of stacks that are deployed before this one: the id is the
   * name and ten characters that the service chooses.
   */
  get runtimeArnPatterns(): string[] {
    const arn = this.formatArn({
      service: SERVICE_NAME.agentCore,
      resource: 'runtime',
      resourceName: `${this.workflow.runtime.runtime.agentRuntimeName}-*`,
    });
    return [arn, `${arn}/runtime-endpoint/${this.workflow.runtime.endpoint.endpointName}`];
  }

  #makeOutputs({ definition, foundation, runtime }: NovaActWorkflow): Readonly<Record<OutputKey, CfnOutput>> {
    const { runtime: resource, endpoint, logGroup } = runtime;
    const make = (key: OutputKey, value: string): CfnOutput =>
      new CfnOutput(this, key, { value, exportName: exportName({ stackName: this.stackName, key }) });
    return {
      RuntimeArn: make('RuntimeArn', resource.agentRuntimeArn),
      RuntimeId: make('RuntimeId', resource.agentRuntimeId),
      RuntimeVersion: make('RuntimeVersion', resource.agentRuntimeVersion ?? ''),
      EndpointName: make('EndpointName', endpoint.endpointName),
      WorkflowDefinitionName: make('WorkflowDefinitionName', definition.workflowDefinitionName),
      WorkflowDefinitionArn: make('WorkflowDefinitionArn', definition.workflowDefinitionArn),
      LogGroupName: make('LogGroupName', foundation.runLogGroup.logGroupName),
      RuntimeLogGroupName: make('RuntimeLogGroupName', logGroup.logGroupName),
      ArtifactBucketName: make('ArtifactBucketName', foundation.artifactBucket.bucketName),
      Region: make('Region', this.region),
    };
  }
}

function seconds(amount: number | undefined): Duration | undefined {
  return amount === undefined ? undefined : Duration.seconds(amount);
}
