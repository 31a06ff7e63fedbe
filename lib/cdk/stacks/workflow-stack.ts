import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import type { DeploymentEnvironment, HumanInTheLoopSettings } from '../../catalog/deployment-settings.ts';
import type { WorkflowCatalogEntry } from '../../catalog/index.ts';
import { workflowStackName } from '../../catalog/index.ts';
import { definitionNameFor, endpointArnFor, runtimeNameFor } from '../../catalog/names.ts';
import { workflowSettingsOf } from '../../catalog/workflow-settings.ts';
import { SERVICE_NAME } from '../../contract/protocol.ts';
import type { Problem } from '../../core/problems.ts';
import type { BuildMode } from '../build-mode.ts';
import { BrowserProfile, type IBrowserProfile } from '../constructs/browser-profile.ts';
import { HumanInTheLoop } from '../constructs/human-in-the-loop.ts';
import type { IHumanInTheLoop } from '../constructs/human-in-the-loop-props.ts';
import { NovaActWorkflow } from '../constructs/nova-act-workflow.ts';
import { type NovaActWorkflowProps, workflowNames } from '../constructs/nova-act-workflow-props.ts';
import type { WorkflowFleet } from '../constructs/workflow-fleet.ts';
import type { IWorkflowFoundation } from '../constructs/workflow-foundation-props.ts';
import type { WorkflowCfnOutputs } from '../constructs/workflow-outputs.ts';
import type { WorkflowRuntimeOptions } from '../constructs/workflow-runtime-props.ts';
import type { WorkflowSchedule } from '../constructs/workflow-schedule.ts';
import { checkSource } from '../constructs/workflow-source.ts';
import { stackSettings } from '../environments.ts';
import { checkItemsPlace, checkScheduleTime } from '../validation/schedule.ts';
import { checkProfileOf, checkWorkflow } from '../validation/workflow.ts';
import { makeFleet } from './fleet-of-settings.ts';
import { grantSecretKeys, monitoringOf, namedNetwork, secretsOf } from './named-resources.ts';
import { placeProps, tagAll } from './place-props.ts';

/** Properties of a {@link WorkflowStack}. */
export interface WorkflowStackProps extends Pick<StackProps, 'env'> {
  /** The entry of the catalog; the path of its source is absolute. */
  readonly workflow: WorkflowCatalogEntry;
  /** What the workflow shares with others. */
  readonly foundation: IWorkflowFoundation;
  /** How the workflow is named, run and watched. */
  readonly environment: DeploymentEnvironment;
  /** How the code becomes something that AgentCore runs. */
  readonly build: BuildMode;
  /**
   * Makes the policy that tracing needs in this stack.
   * @default true
   */
  readonly deliveryPolicy?: boolean | undefined;
  /**
   * Ends the name of the stack, in every region but the first.
   * @default - none
   */
  readonly nameSuffix?: string | undefined;
}

/** One workflow of the catalog, and the outputs by which everyone else finds it. */
export class WorkflowStack extends Stack {
  readonly workflow: NovaActWorkflow;
  /** Absent unless the settings ask for it. */
  readonly fleet: WorkflowFleet | undefined;
  /** Absent unless the settings ask for it. */
  readonly schedule: WorkflowSchedule | undefined;
  /** By which everyone else finds the workflow. */
  readonly outputs: WorkflowCfnOutputs;

  constructor(scope: Construct, id: string, props: WorkflowStackProps) {
    const { workflow: entry, environment, env, nameSuffix } = props;
    super(scope, id, {
      ...placeProps(environment, env),
      stackName: workflowStackName({
        workflow: [entry.name, nameSuffix].filter(Boolean).join('-'),
        stage: environment.stage,
      }),
      description: `Nova Act workflow ${entry.name}`,
      terminationProtection: stackSettings(environment).terminationProtection,
    });
    tagAll(this, environment);
    const settings = workflowSettingsOf(environment, entry);
    const { secrets = {}, vpc, browserProfile, humanInTheLoop } = settings;
    this.workflow = new NovaActWorkflow(
      this,
      WORKFLOW_ID,
      workflowPropsOf(props, {
        region: this.region,
        secrets: secretsOf(this, secrets),
        network: vpc ? namedNetwork(this, vpc) : undefined,
        browserProfile: browserProfile ? new BrowserProfile(this, 'BrowserProfile') : undefined,
        humanInTheLoop: humanInTheLoop ? this.#desk(props, humanInTheLoop) : undefined,
      }),
    );
    if (Object.keys(secrets).length > 0) grantSecretKeys(this.workflow.runtime.role, environment.secretKeys);
    const { fleet, schedule } = makeFleet(this, this.workflow, settings);
    this.fleet = fleet;
    this.schedule = schedule;
    this.outputs = this.workflow.addOutputs({ fleet, schedule });
  }

  #desk(
    { environment, foundation }: WorkflowStackProps,
    settings: true | HumanInTheLoopSettings,
  ): HumanInTheLoop {
    const { signIn, notify } = settings === true ? {} : settings;
    return new HumanInTheLoop(this, 'HumanInTheLoop', {
      signIn: signIn || undefined,
      notify,
      encryptionKey: foundation.encryptionKey,
      logRetention: stackSettings(environment).logRetention,
    });
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
  const { environment, secrets, browserProfile, schedule } = workflowSettingsOf(
    props.environment,
    props.workflow,
  );
  const workflow = workflowPropsOf(props, NOTHING_MADE);
  return [
    ...checkWorkflow({
      where: WORKFLOW_ID,
      names: workflowNames(workflow),
      // Secrets are variables, too.
      props: { ...workflow, runtime: { ...workflow.runtime, environment: { ...environment, ...secrets } } },
      ownFoundation: false,
    }),
    ...checkProfileOf(`${WORKFLOW_ID}.browserProfile`, { build: props.build, browserProfile }),
    ...checkSource({ where: `${WORKFLOW_ID}.entry`, entry: workflow.entry }),
    ...(schedule
      ? [
          ...checkScheduleTime(`${WORKFLOW_ID}.schedule`, schedule),
          ...checkItemsPlace(`${WORKFLOW_ID}.schedule.items.key`, {
            items: schedule.items,
            prefix: workflowNames(workflow).definition,
            isOwn: schedule.items?.bucket === undefined,
          }),
        ]
      : []),
  ];
}

const WORKFLOW_ID = 'Workflow';

/** What is made in a stack of what the settings name. */
interface Named {
  /** For what is of one region. @default - none of it */
  readonly region: string | undefined;
  readonly secrets: Readonly<Record<string, ISecret>>;
  readonly network: Pick<WorkflowRuntimeOptions, 'vpc' | 'vpcSubnets' | 'securityGroups'> | undefined;
  readonly browserProfile: IBrowserProfile | undefined;
  readonly humanInTheLoop: IHumanInTheLoop | undefined;
}

const NOTHING_MADE: Named = {
  region: undefined,
  secrets: {},
  network: undefined,
  browserProfile: undefined,
  humanInTheLoop: undefined,
};

function workflowPropsOf(
  props: Omit<WorkflowStackProps, 'foundation'> & Partial<Pick<WorkflowStackProps, 'foundation'>>,
  { region, secrets, network, browserProfile, humanInTheLoop }: Named,
): NovaActWorkflowProps {
  const { workflow: entry, environment, foundation, build } = props;
  const { stage } = environment;
  const { logRetention, hotswap, lostRuns, removalPolicy } = stackSettings(environment);
  const settings = workflowSettingsOf(environment, entry);
  const ownImage = entry.image ?? environment.workflows?.[entry.name]?.image;
  return {
    entry: entry.entry,
    workflowName: entry.name,
    definitionName: definitionNameFor({ definitionName: entry.definitionName, stage }),
    foundation,
    build,
    // Those of the environment are for images; those of one workflow are refused where there is none.
    image: build === 'zip' ? ownImage : settings.image,
    runtime: {
      runtimeName: runtimeNameFor({ workflow: entry.name, stage }),
      description: entry.description,
      serverProtocol: entry.serverProtocol,
      logRetention,
      hotswap,
      monitoring: monitoringOf(settings.monitoring, region),
      environment: settings.environment,
      secrets,
      idleTimeout: seconds(settings.lifecycle?.idleTimeoutSeconds),
      maxLifetime: seconds(settings.lifecycle?.maxLifetimeSeconds),
      ...network,
      tracing: settings.tracing,
      deliveryPolicy: props.deliveryPolicy,
      delivery: settings.delivery,
      requestHeaders: settings.requestHeaders,
      sessionStorage: settings.sessionStorage || undefined,
      authorizer: settings.authorizer || undefined,
      userIds: settings.userIds,
      roleCanBeAssumedBy: settings.roleCanBeAssumedBy,
      liveVersion: settings.liveVersion,
    },
    browserProfile,
    humanInTheLoop,
    trace: settings.trace,
    rollout: settings.rollout || undefined,
    lostRuns,
    removalPolicy,
  };
}

function seconds(amount: number | undefined): Duration | undefined {
  return amount === undefined ? undefined : Duration.seconds(amount);
}
