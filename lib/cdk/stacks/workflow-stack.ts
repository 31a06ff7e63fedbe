import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { type ISecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import type { DeploymentEnvironment } from '../../catalog/deployment-settings.ts';
import { mergeImageOptions } from '../../catalog/image-options.ts';
import type { WorkflowCatalogEntry } from '../../catalog/index.ts';
import { workflowStackName } from '../../catalog/index.ts';
import { COMPLETE_SECRET_ARN } from '../../catalog/name-rules.ts';
import { definitionNameFor, endpointArnFor, runtimeNameFor } from '../../catalog/names.ts';
import { SERVICE_NAME } from '../../contract/protocol.ts';
import type { Problem } from '../../core/problems.ts';
import type { BuildMode } from '../build-mode.ts';
import { NovaActWorkflow } from '../constructs/nova-act-workflow.ts';
import { type NovaActWorkflowProps, workflowNames } from '../constructs/nova-act-workflow-props.ts';
import type { IWorkflowFoundation } from '../constructs/workflow-foundation.ts';
import type { WorkflowCfnOutputs } from '../constructs/workflow-outputs.ts';
import { checkSource } from '../constructs/workflow-source.ts';
import { stackSettings } from '../environments.ts';
import { checkWorkflow } from '../validation/workflow.ts';

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
  readonly outputs: WorkflowCfnOutputs;

  constructor(scope: Construct, id: string, props: WorkflowStackProps) {
    const { workflow: entry, environment, env, nameSuffix } = props;
    super(scope, id, {
      ...(env && { env }),
      stackName: workflowStackName({
        workflow: [entry.name, nameSuffix].filter(Boolean).join('-'),
        stage: environment.stage,
      }),
      description: `Nova Act workflow ${entry.name}`,
      terminationProtection: stackSettings(environment).terminationProtection,
    });
    this.workflow = new NovaActWorkflow(
      this,
      WORKFLOW_ID,
      workflowPropsOf(props, secretsOf(this, entry.secrets)),
    );
    this.outputs = this.workflow.addOutputs();
  }

  /**
   * The ARNs of runtime and endpoint as patterns, for policies of stacks that are deployed before this one: the id is the
   * name and ten characters that the service chooses.
   */
  get runtimeArnPatterns(): string[] {
    const { runtimeName, endpointName } = this.workflow.runtime;
    const arn = this.formatArn({
      service: SERVICE_NAME.agentCore,
      resource: 'runtime',
      resourceName: `${runtimeName}-*`,
    });
    return [arn, endpointArnFor({ runtimeArn: arn, endpoint: endpointName })];
  }
}

/** The problems of a workflow that show without making anything of it. */
export function checkWorkflowStack(props: Omit<WorkflowStackProps, 'foundation'>): Problem[] {
  const { environment, secrets, image } = props.workflow;
  // As they were given: what the environment adds is checked once, and not for each workflow. Secrets are variables, too.
  const entry = { ...props.workflow, environment: { ...environment, ...secrets } };
  const workflow = { ...workflowPropsOf({ ...props, workflow: entry }), image, lostRuns: undefined };
  return [
    ...checkWorkflow({
      where: WORKFLOW_ID,
      names: workflowNames(workflow),
      props: workflow,
      ownFoundation: false,
    }),
    ...checkSource({ where: `${WORKFLOW_ID}.entry`, entry: workflow.entry }),
  ];
}

const WORKFLOW_ID = 'Workflow';

/** The secrets that an entry names, by their variables. */
function secretsOf(scope: Construct, secrets: WorkflowCatalogEntry['secrets'] = {}): Record<string, ISecret> {
  const found = Object.entries(secrets).map(([variable, secret]) => [
    variable,
    COMPLETE_SECRET_ARN.test(secret)
      ? Secret.fromSecretCompleteArn(scope, `Secret${variable}`, secret)
      : Secret.fromSecretNameV2(scope, `Secret${variable}`, secret),
  ]);
  return Object.fromEntries(found);
}

function workflowPropsOf(
  {
    workflow: entry,
    environment,
    foundation,
    build,
  }: Omit<WorkflowStackProps, 'foundation'> & Partial<Pick<WorkflowStackProps, 'foundation'>>,
  secrets?: Readonly<Record<string, ISecret>>,
): NovaActWorkflowProps {
  const { stage } = environment;
  const { logRetention, hotswap, lostRuns, removalPolicy } = stackSettings(environment);
  return {
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
      logRetention,
      hotswap,
      monitoring: environment.monitoring ? true : false,
      environment: entry.environment,
      secrets,
      idleTimeout: seconds(entry.lifecycle?.idleTimeoutSeconds),
      maxLifetime: seconds(entry.lifecycle?.maxLifetimeSeconds),
    },
    lostRuns,
    removalPolicy,
  };
}

function seconds(amount: number | undefined): Duration | undefined {
  return amount === undefined ? undefined : Duration.seconds(amount);
}
