import { Annotations, Duration, Token } from 'aws-cdk-lib';
import { ProtocolType, Runtime, type RuntimeEndpoint } from 'aws-cdk-lib/aws-bedrockagentcore';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { LIFECYCLE_DEFAULTS, MAX_LIFECYCLE_SECONDS } from '../../catalog/limits.ts';
import {
  DEFAULT_ENDPOINT_NAME,
  DEFINITION_TAG,
  endpointArnFor,
  LIVE_ENDPOINT_NAME,
} from '../../catalog/names.ts';
import type { ServerProtocol } from '../../contract/host.ts';
import { claimName } from '../unique-names.ts';
import { throwIfAny } from '../validation/problems.ts';
import { checkRollout } from '../validation/rollout.ts';
import { checkRuntime } from '../validation/runtime.ts';
import { checkAloneKeys, checkRuntimeShape } from '../validation/workflow-shape.ts';
import { deliveredLogs, logGroupSettings } from './delivered-logs.ts';
import { ImportedWorkflowRuntime, type WorkflowRuntimeAttributes } from './imported-runtime.ts';
import { allowLogGroups } from './log-key.ts';
import { describeEndpoint } from './runtime-fingerprint.ts';
import { RuntimeLogGroups } from './runtime-log-groups.ts';
import { authorizerOf, mountStorage, networkOf } from './runtime-options.ts';
import { runtimeRole } from './runtime-role.ts';
import { allowTraces } from './trace-delivery-policy.ts';
import { VerifiedVersion } from './verified-version.ts';
import { type InboundAccess, WorkflowRuntimeBase } from './workflow-runtime-base.ts';
import type { IWorkflowRuntime } from './workflow-runtime-interface.ts';
import type { WorkflowRuntimeProps } from './workflow-runtime-props.ts';

/**
 * An AgentCore runtime that runs one workflow, with the endpoint `live`, a role of its own that may do what this
 * workflow does and nothing more, and log groups that do not grow for ever.
 *
 * @throws WorkflowConfigurationError with all problems of the properties
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/agents-tools-runtime.html
 */
export class WorkflowRuntime extends WorkflowRuntimeBase {
  /**
   * A runtime of another stack or app, called through its endpoint `live`.
   *
   * @param runtimeArn as its stack exports it; may be a token, or of another account or region
   * @throws WorkflowConfigurationError when it is not the ARN of a runtime
   */
  static fromRuntimeArn(scope: Construct, id: string, runtimeArn: string): IWorkflowRuntime {
    return new ImportedWorkflowRuntime(scope, id, { runtimeArn });
  }

  /**
   * A runtime of another stack or app, with its role and its network.
   *
   * @throws WorkflowConfigurationError with all problems of the attributes
   */
  static fromRuntimeAttributes(
    scope: Construct,
    id: string,
    attributes: WorkflowRuntimeAttributes,
  ): IWorkflowRuntime {
    return new ImportedWorkflowRuntime(scope, id, attributes);
  }

  /** The L2 beneath. Its role takes no policies: grant to {@link role}. */
  readonly runtime: Runtime;
  readonly runtimeArn: string;
  readonly runtimeId: string;
  readonly runtimeName: string;
  /** What callers must speak. */
  readonly serverProtocol: ServerProtocol;
  readonly role: iam.IRole;
  readonly grantPrincipal: iam.IPrincipal;
  /** The endpoint `live`. */
  readonly endpoint: RuntimeEndpoint;
  /** What callers name as the qualifier: `live`, or `DEFAULT` with `hotswap`. */
  readonly endpointName: string;
  readonly endpointArn: string;
  readonly logGroup: logs.ILogGroup;
  /** Callers show tokens of an identity provider, in place of AWS credentials. */
  readonly bearerTokens: boolean;
  /** Whether traces are delivered to X-Ray. */
  readonly tracing: boolean;
  /** So long a session of any version that callers get lives at most, in seconds: 8 hours where only the deployment knows it. */
  readonly maxLifetimeSeconds: number;
  /** As it was given. */
  readonly logRetention: logs.RetentionDays | undefined;
  protected readonly inbound: InboundAccess;
  protected readonly callable: readonly string[];
  protected readonly network: ec2.Connections | undefined;
  /** The version that was called before callers get it. Absent without `rollout`. */
  readonly verifiedVersion: VerifiedVersion | undefined;

  constructor(scope: Construct, id: string, props: WorkflowRuntimeProps) {
    throwIfAny('workflow runtime', checkRuntimeShape(id, props));
    const secretArns = Object.entries(props.secrets ?? {}).map(([name, { secretArn }]) => [name, secretArn]);
    const environment = { ...props.environment, ...Object.fromEntries(secretArns) };
    throwIfAny('workflow runtime', [
      ...checkAloneKeys(id, props),
      ...checkRuntime({ where: id, ...props, environment }),
      ...checkRollout({ ...props, where: `${id}.rollout` }),
    ]);
    super(scope, id);
    claimName(this, { kind: 'runtime', name: props.runtimeName });

    if (props.logEncryptionKey) allowLogGroups(this, props.logEncryptionKey);

    const { runtimeName, tracing = false, userIds = false, authorizer } = props;
    this.serverProtocol = props.serverProtocol ?? 'HTTP';
    this.bearerTokens = authorizer !== undefined;
    this.tracing = tracing;
    this.maxLifetimeSeconds = longestLifetime(props);
    this.logRetention = props.logRetention;
    this.inbound = { userIds, bearerTokens: this.bearerTokens };
    const { role, roleOfL2 } = runtimeRole(this, {
      ...{ role: props.role, runtimeName, tracing, ...this.inbound },
      canBeAssumedBy: props.roleCanBeAssumedBy,
    });
    this.role = role;
    this.grantPrincipal = role.grantPrincipal;
    props.artifact.grantPull(this.role);
    props.definition.grantRun(this.role);
    for (const secret of Object.values(props.secrets ?? {})) secret.grantRead(this.role);

    const network = networkOf(this, props);
    this.network = network.connections;
    this.runtime = new Runtime(this, 'Runtime', {
      runtimeName,
      agentRuntimeArtifact: props.artifact.toRuntimeArtifact(),
      executionRole: roleOfL2,
      ...(props.description !== undefined && { description: props.description }),
      environmentVariables: environment,
      lifecycleConfiguration: {
        idleRuntimeSessionTimeout:
          props.idleTimeout ?? Duration.seconds(LIFECYCLE_DEFAULTS.idleTimeoutSeconds),
        maxLifetime: props.maxLifetime ?? Duration.seconds(LIFECYCLE_DEFAULTS.maxLifetimeSeconds),
      },
      networkConfiguration: network,
      protocolConfiguration: ProtocolType.of(this.serverProtocol),
      ...(props.requestHeaders && {
        requestHeaderConfiguration: { allowlistedHeaders: [...props.requestHeaders] },
      }),
      ...(authorizer && { authorizerConfiguration: authorizerOf(authorizer) }),
      tags: { [DEFINITION_TAG]: props.definition.workflowDefinitionName },
      tracingEnabled: tracing,
      loggingConfigs: deliveredLogs(this, props, () => this.runtimeId),
      // Groups below /aws/vendedlogs/ need no policy of the account, and the one that traces need is made below.
      manageDeliveryResourcePolicy: false,
    });
    if (props.sessionStorage) mountStorage(this.runtime, props.sessionStorage);
    // Says only that the name of an image with tokens in it cannot be checked; ours is made of parts that are right.
    Annotations.of(this.runtime).acknowledgeInfo(
      'aws-cdk-lib.aws-bedrockagentcore:containerUriValidationSkipped',
    );
    // The role's policy and the code are there before the runtime, which is started once to see that it works.
    this.runtime.node.addDependency(role, props.artifact);
    this.runtimeArn = this.runtime.agentRuntimeArn;
    this.runtimeId = this.runtime.agentRuntimeId;
    this.runtimeName = this.runtime.agentRuntimeName;
    if (tracing && (props.deliveryPolicy ?? true)) {
      const policy = allowTraces(this, this.runtimeArn);
      this.runtime.node.tryFindChild('TracesDeliveryDest')?.node.addDependency(policy);
    }
    const { runtimeArn } = this;
    // The endpoint DEFAULT has versions that are not verified yet.
    this.callable =
      props.rollout === undefined
        ? [`${runtimeArn}/*`]
        : [endpointArnFor({ runtimeArn, endpoint: LIVE_ENDPOINT_NAME })];

    const groups = new RuntimeLogGroups(this, logGroupsId(props.runtimeName), {
      runtimeId: this.runtime.agentRuntimeId,
      functionLogRetention: props.logRetention,
      ...logGroupSettings(props),
    });
    this.verifiedVersion = this.#verify(props, groups);
    const version = props.liveVersion ?? this.verifiedVersion?.version;
    this.endpoint = this.runtime.addEndpoint(LIVE_ENDPOINT_NAME, {
      description: describeEndpoint({ ...props, environment }),
      ...(version !== undefined && { version }),
    });
    const { hotswap = false } = props;
    this.endpointName = hotswap ? DEFAULT_ENDPOINT_NAME : LIVE_ENDPOINT_NAME;
    this.endpointArn = hotswap
      ? endpointArnFor({ runtimeArn: this.runtimeArn, endpoint: DEFAULT_ENDPOINT_NAME })
      : this.endpoint.agentRuntimeEndpointArn;
    this.logGroup = hotswap ? groups.ofDefault : groups.live;
    // Nobody calls before what is printed has its place.
    this.endpoint.node.addDependency(groups);
    // For removal policies and escape hatches.
    this.node.defaultChild = this.runtime.node.defaultChild;
  }

  #verify(props: WorkflowRuntimeProps, groups: RuntimeLogGroups): VerifiedVersion | undefined {
    const { rollout, vpc, vpcSubnets, logRetention, logEncryptionKey } = props;
    if (rollout === undefined) return undefined;
    const { runtime, role } = this;
    const verified = new VerifiedVersion(this, 'VerifiedVersion', {
      runtime,
      rollout,
      serverProtocol: this.serverProtocol,
      logGroup: groups.ofDefault,
      logRetention,
      logEncryptionKey,
    });
    verified.node.addDependency(role);
    // The runtime needs its subnets only; the workflow, what they lead to.
    if (vpc !== undefined) {
      verified.node.addDependency(vpc.selectSubnets(vpcSubnets).internetConnectivityEstablished);
    }
    return verified;
  }
}

/** A version that callers are pinned to may have been made with any. */
function longestLifetime({ maxLifetime, liveVersion }: WorkflowRuntimeProps): number {
  const isKnown = liveVersion === undefined && maxLifetime?.isUnresolved() !== true;
  if (!isKnown) return MAX_LIFECYCLE_SECONDS;
  if (maxLifetime === undefined) return LIFECYCLE_DEFAULTS.maxLifetimeSeconds;
  return Math.ceil(maxLifetime.toSeconds({ integral: false }));
}

/**
 * Another name makes another runtime, whose groups are then another resource with permissions of its own: those of the old
 * one last until its groups are released.
 */
function logGroupsId(runtimeName: string): string {
  return Token.isUnresolved(runtimeName) ? 'LogGroups' : `LogGroups-${runtimeName}`;
}
