import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { ImageOptions } from '../../catalog/image-options.ts';
import { MAX_LIFECYCLE_SECONDS } from '../../catalog/limits.ts';
import { traceVariables } from '../../catalog/trace-variables.ts';
import { TAKE_OVERS_ONLY, VARIABLE } from '../../contract/variables.ts';
import { workflowTool } from '../../contract/workflow-tool.ts';
import { type BuildMode, buildOf } from '../build-mode.ts';
import { explainWildcards } from '../nag/explain.ts';
import { warnAboutRegion } from '../regions.ts';
import { throwIfAny, WorkflowConfigurationError } from '../validation/problems.ts';
import { checkDeskPlace, checkProfilePlace } from '../validation/profile-place.ts';
import { checkWorkflow } from '../validation/workflow.ts';
import { checkWorkflowKeys, checkWorkflowShape } from '../validation/workflow-shape.ts';
import { artifactsWildcard, grantArtifacts } from './artifact-bucket.ts';
import { QUESTIONS_WILDCARD } from './desk-api.ts';
import type { IHumanInTheLoop } from './human-in-the-loop-props.ts';
import { LostRunSweep } from './lost-run-sweep.ts';
import {
  type NovaActWorkflowProps,
  type PrebuiltImage,
  type WorkflowNames,
  workflowNames,
} from './nova-act-workflow-props.ts';
import { LOG_WRITE_ACTIONS } from './perms.ts';
import { TakeOver } from './take-over.ts';
import { WorkflowAlarms } from './workflow-alarms.ts';
import type { IWorkflowArtifact } from './workflow-artifact.ts';
import { WorkflowBrowser } from './workflow-browser.ts';
import { WorkflowDashboard } from './workflow-dashboard.ts';
import { WorkflowDefinition } from './workflow-definition.ts';
import { WorkflowFoundation } from './workflow-foundation.ts';
import type { IWorkflowFoundation } from './workflow-foundation-props.ts';
import { WorkflowImage } from './workflow-image.ts';
import {
  addOutputsAtSynthesis,
  addWorkflowOutputs,
  type WorkflowCfnOutputs,
  type WorkflowOutputsOptions,
} from './workflow-outputs.ts';
import { WorkflowRuntime } from './workflow-runtime.ts';
import { checkSource, noteSource, type StagedWorkflow, stageWorkflow } from './workflow-source.ts';
import { WorkflowZip } from './workflow-zip.ts';

/**
 * A Nova Act workflow on AgentCore Runtime, from its source file: the definition, the image, the runtime with role,
 * endpoint and log groups, a place for images, artifacts and logs, alarms and a dashboard.
 *
 * @throws WorkflowConfigurationError with all problems of the properties and of the entry file
 */
export class NovaActWorkflow extends Construct implements iam.IGrantable, ec2.IConnectable {
  readonly workflowName: string;
  readonly definition: WorkflowDefinition;
  /** An image, or with `zip` a zip file. */
  readonly artifact: IWorkflowArtifact;
  /** The browser of the workflow if it is not in the image. */
  readonly browser: WorkflowBrowser | undefined;
  readonly runtime: WorkflowRuntime;
  readonly foundation: IWorkflowFoundation;
  /** Absent only when monitoring is off. */
  readonly alarms: WorkflowAlarms | undefined;
  /** Absent only when monitoring is off. */
  readonly dashboard: WorkflowDashboard | undefined;
  /** Where it asks people, as it was given. */
  readonly humanInTheLoop: IHumanInTheLoop | undefined;
  /** Absent unless `lostRuns` asks for it. */
  readonly lostRuns: LostRunSweep | undefined;
  /** Key prefix of everything that runs of this workflow leave in the artifact bucket. */
  readonly artifactPrefix: string;
  #hasOutputs = false;

  constructor(scope: Construct, id: string, props: NovaActWorkflowProps) {
    throwIfAny('workflow', checkWorkflowShape(id, props));
    super(scope, id);
    const names = workflowNames(props);
    const buildContext: unknown = this.node.tryGetContext('build');
    const build = buildOf(props.build, buildContext);
    using source = checkAndStage({ scope: this, where: id, names, props, buildContext });
    warnAboutRegion(this, props.foundation);
    const removalPolicy = props.removalPolicy ?? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE;

    this.workflowName = names.workflow;
    this.artifactPrefix = names.definition;
    this.foundation =
      props.foundation ??
      new WorkflowFoundation(this, 'Foundation', {
        removalPolicy,
        images: build === 'codebuild' ? undefined : false,
      });

    this.definition = new WorkflowDefinition(this, 'Definition', {
      workflowDefinitionName: names.definition,
      exportTo: { bucket: this.foundation.artifactBucket, prefix: this.artifactPrefix },
      // A shared foundation stays; a definition with a bucket of its own may move to one later, and then needs a new name.
      fingerprint: props.foundation === undefined,
      removalPolicy,
    });
    this.artifact = this.#makeArtifact({
      build,
      contextDir: source?.context.dir ?? '',
      image: props.image,
      logRetention: props.runtime?.logRetention,
    });
    const { monitoring: asked = false, ...runtimeProps } = props.runtime ?? {};
    const { vpc, vpcSubnets, securityGroups } = runtimeProps;
    this.browser =
      build === 'zip' ? new WorkflowBrowser(this, 'Browser', { vpc, vpcSubnets, securityGroups }) : undefined;
    this.runtime = new WorkflowRuntime(this, 'Runtime', {
      ...runtimeProps,
      runtimeName: names.runtime,
      artifact: this.artifact,
      definition: this.definition,
      environment: {
        ...props.runtime?.environment,
        ...this.#environment(),
        ...traceVariables(props),
        ...humanVariables(props.humanInTheLoop),
        ...(props.browserProfile && { [VARIABLE.browserProfile]: props.browserProfile.browserProfileId }),
      },
      logRemovalPolicy: removalPolicy,
      logEncryptionKey: this.foundation.encryptionKey,
      rollout: props.rollout,
    });
    if (source) noteSource({ runtime: this.runtime, workflow: names.workflow, ...source });
    grantArtifacts({
      bucket: this.foundation.artifactBucket,
      prefix: this.artifactPrefix,
      grantee: this.runtime.role,
    });
    explainWildcards(this, [artifactsWildcard(this.artifactPrefix)]);
    for (const repository of this.foundation.earlierRepositories ?? [])
      repository.grantPull(this.runtime.role);
    // Nova Act writes the log of a run with the permissions of the role that started it.
    this.foundation.runLogGroup.grant(this.runtime.role, ...LOG_WRITE_ACTIONS);
    this.browser?.grantUse(this.runtime.role);
    props.browserProfile?.grantUse(this.runtime.role, this.browser?.browser);
    this.humanInTheLoop = props.humanInTheLoop;
    if (props.humanInTheLoop) this.#askAt(props.humanInTheLoop, props.runtime?.logRetention);

    const monitoring = asked === true ? {} : asked;
    const { lostRuns = false } = props;
    if (lostRuns !== false) {
      this.lostRuns = new LostRunSweep(this, 'LostRuns', {
        ...(lostRuns === true ? {} : lostRuns),
        definition: this.definition,
        artifacts: { bucket: this.foundation.artifactBucket, prefix: this.artifactPrefix },
        maxLifetime: props.runtime?.liveVersion === undefined ? props.runtime?.maxLifetime : LONGEST_LIFETIME,
        monitoring: monitoring === false ? false : { actions: monitoring.actions },
        logRetention: props.runtime?.logRetention,
        logEncryptionKey: this.foundation.encryptionKey,
      });
    }
    if (monitoring !== false) {
      const { runtime } = this;
      this.alarms = new WorkflowAlarms(this, 'Alarms', { ...monitoring, runtime });
      const alarms = [...this.alarms.all, ...(this.lostRuns?.alarms ?? [])];
      this.dashboard = new WorkflowDashboard(this, 'Dashboard', { runtime, alarms });
    }
    if (props.outputs ?? true) addOutputsAtSynthesis(this, () => !this.#hasOutputs);
  }

  /** The role that the workflow runs with. */
  get grantPrincipal(): iam.IPrincipal {
    return this.runtime.grantPrincipal;
  }

  /**
   * The network of its sessions, and of its browser where that is not in the image.
   *
   * @throws WorkflowConfigurationError when they are in no VPC
   */
  get connections(): ec2.Connections {
    const own = this.runtime.connections;
    const groups = [...own.securityGroups, ...(this.browser?.network?.securityGroups ?? [])];
    // Those that were given are the same for both.
    return this.browser ? new ec2.Connections({ securityGroups: [...new Set(groups)] }) : own;
  }

  /** Lets a principal start runs by calling the runtime, and stop them. */
  grantInvoke(grantee: iam.IGrantable): iam.Grant {
    return this.runtime.grantInvoke(grantee);
  }

  /** Lets a principal look at the definition, its runs, sessions and acts. */
  grantRead(grantee: iam.IGrantable): iam.Grant {
    return this.definition.grantRead(grantee);
  }

  /**
   * Gives the stack the outputs by which everyone else finds this workflow (the invoke command, boto3, other stacks), in
   * place of those that it has otherwise, whose keys begin with the name of the workflow. Call it once; in a stack of several
   * workflows with `prefix`.
   *
   * @throws WorkflowConfigurationError when the stack has outputs of these names
   */
  addOutputs(options: WorkflowOutputsOptions = {}): WorkflowCfnOutputs {
    this.#hasOutputs = true;
    return addWorkflowOutputs(this, options);
  }

  #askAt(desk: IHumanInTheLoop, logRetention: RetentionDays | undefined): void {
    const { workflowDefinitionName } = this.definition;
    desk.grantAsk(this.runtime.role, workflowDefinitionName);
    explainWildcards(this, [QUESTIONS_WILDCARD]);
    // A version that is called before callers get it may ask.
    this.runtime.verifiedVersion?.node.addDependency(desk);
    const { authorizer } = desk;
    if (authorizer === undefined) return;
    new TakeOver(this, 'TakeOver', {
      desk,
      authorizer,
      runtime: this.runtime,
      definitionName: workflowDefinitionName,
      logRetention,
      logEncryptionKey: this.foundation.encryptionKey,
    });
  }

  #makeArtifact(options: {
    readonly build: BuildMode | PrebuiltImage;
    readonly contextDir: string;
    readonly image: ImageOptions | undefined;
    readonly logRetention: RetentionDays | undefined;
  }): IWorkflowArtifact {
    const { build, contextDir, image, logRetention } = options;
    if (typeof build !== 'string') return WorkflowImage.fromDigest(this, 'Image', build);
    if (build === 'zip') return new WorkflowZip(this, 'Zip', { contextDir });
    const { repository, encryptionKey } = this.foundation;
    return new WorkflowImage(this, 'Image', {
      workflowName: this.workflowName,
      contextDir,
      image,
      codebuild:
        // It is there: that is checked before anything is made.
        build === 'codebuild' && repository
          ? { repository, logRetention, logEncryptionKey: encryptionKey }
          : undefined,
    });
  }

  #environment(): Readonly<Record<string, string>> {
    return {
      AWS_REGION: Stack.of(this).region,
      [VARIABLE.definitionName]: this.definition.workflowDefinitionName,
      [VARIABLE.logGroupName]: this.foundation.runLogGroup.logGroupName,
      [VARIABLE.artifactBucket]: this.foundation.artifactBucket.bucketName,
      [VARIABLE.artifactPrefix]: this.artifactPrefix,
      ...(this.browser && {
        [VARIABLE.browser]: 'agentcore',
        [VARIABLE.browserId]: this.browser.browser.browserId,
      }),
    };
  }
}

/** What tells a program where it asks people. */
function humanVariables(desk: IHumanInTheLoop | undefined): Readonly<Record<string, string>> {
  if (desk === undefined) return {};
  return {
    [VARIABLE.humanUrl]: desk.humanInTheLoopUrl,
    [VARIABLE.humanTopic]: desk.topic.topicArn,
    // Whoever gets the address of a session must not call the workflow by it.
    ...(desk.authorizer === undefined
      ? { [VARIABLE.humanTakeOver]: '0' }
      : { [VARIABLE.webSocket]: TAKE_OVERS_ONLY }),
  };
}

/** A version that callers are pinned to may have been made with any. */
const LONGEST_LIFETIME = Duration.seconds(MAX_LIFECYCLE_SECONDS);

/**
 * @returns the staged source; nothing when the image is prebuilt
 * @throws WorkflowConfigurationError with the problems of the properties and those of the source
 */
function checkAndStage(options: {
  readonly scope: Construct;
  readonly where: string;
  readonly names: WorkflowNames;
  readonly props: NovaActWorkflowProps;
  readonly buildContext: unknown;
}): StagedWorkflow | undefined {
  const { scope, where, names, props, buildContext } = options;
  const problems = [
    ...checkWorkflowKeys(where, props),
    ...checkWorkflow({ where, names, props, buildContext }),
    ...checkProfilePlace(`${where}.browserProfile`, props.browserProfile, Stack.of(scope)),
    ...checkDeskPlace(`${where}.humanInTheLoop`, props.humanInTheLoop, Stack.of(scope)),
  ];
  const subject = `workflow ${JSON.stringify(names.workflow)}`;
  const isBuilt = typeof props.build !== 'object';
  const { serverProtocol, description } = props.runtime ?? {};
  const tool = workflowTool({ serverProtocol, name: names.workflow, description });
  const source = { where: `${where}.entry`, entry: props.entry, tool };
  throwIfAny(subject, [...problems, ...(isBuilt ? checkSource(source) : [])]);
  if (!isBuilt) return undefined;
  const staged = stageWorkflow({ scope, ...source });
  if (!('context' in staged)) throw new WorkflowConfigurationError(subject, [staged]);
  return staged;
}
