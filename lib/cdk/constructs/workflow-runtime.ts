import { createHash } from 'node:crypto';
import { Annotations, Duration, Lazy, RemovalPolicy, Token } from 'aws-cdk-lib';
import {
  type IBedrockAgentRuntime,
  type LoggingConfig,
  LoggingDestination,
  LogType,
  Runtime,
  type RuntimeEndpoint,
  RuntimeNetworkConfiguration,
} from 'aws-cdk-lib/aws-bedrockagentcore';
import type { Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { LIFECYCLE_DEFAULTS } from '../../catalog/limits.ts';
import {
  DEFAULT_ENDPOINT_NAME,
  DEFINITION_TAG,
  endpointArnFor,
  LIVE_ENDPOINT_NAME,
} from '../../catalog/names.ts';
import { throwIfAny } from '../validation/problems.ts';
import { checkRuntime } from '../validation/runtime.ts';
import { nameDeliveryPolicy } from './delivery-policy.ts';
import { ExecutionRole } from './execution-role.ts';
import { INVOKE_ACTIONS } from './perms.ts';
import { RuntimeLogGroups } from './runtime-log-groups.ts';
import type { WorkflowRuntimeProps } from './workflow-runtime-props.ts';

/**
 * An AgentCore runtime that runs one workflow, with the endpoint `live`, a role of its own that may do what this
 * workflow does and nothing more, and log groups that do not grow for ever.
 *
 * @throws WorkflowConfigurationError with all problems of the properties
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/agents-tools-runtime.html
 */
export class WorkflowRuntime extends Construct {
  /** The L2 beneath. Its role takes no policies: grant to {@link role}. */
  readonly runtime: Runtime;
  /** The role that the workflow runs with. */
  readonly role: ExecutionRole;
  /** The endpoint `live`. */
  readonly endpoint: RuntimeEndpoint;
  /** What callers name as the qualifier: `live`, or `DEFAULT` with `hotswap`. */
  readonly endpointName: string;
  /** The ARN of the endpoint that callers use. */
  readonly endpointArn: string;
  /** What the program prints when called through the endpoint of {@link endpointName}. */
  readonly logGroup: logs.ILogGroup;

  constructor(scope: Construct, id: string, props: WorkflowRuntimeProps) {
    const secretArns = Object.entries(props.secrets ?? {}).map(([name, { secretArn }]) => [name, secretArn]);
    const environment = { ...props.environment, ...Object.fromEntries(secretArns) };
    throwIfAny('workflow runtime', checkRuntime({ where: id, ...props, environment }));
    super(scope, id);

    this.role = new ExecutionRole(this, 'Role', {
      runtimeName: props.runtimeName,
      tracing: props.tracing ?? false,
    });
    props.artifact.grantPull(this.role);
    props.definition.grantRun(this.role);
    for (const secret of Object.values(props.secrets ?? {})) secret.grantRead(this.role);

    this.runtime = new Runtime(this, 'Runtime', {
      runtimeName: props.runtimeName,
      agentRuntimeArtifact: props.artifact.toRuntimeArtifact(),
      executionRole: this.role.withoutPolicyUpdates(),
      ...(props.description !== undefined && { description: props.description }),
      environmentVariables: environment,
      lifecycleConfiguration: {
        idleRuntimeSessionTimeout:
          props.idleTimeout ?? Duration.seconds(LIFECYCLE_DEFAULTS.idleTimeoutSeconds),
        maxLifetime: props.maxLifetime ?? Duration.seconds(LIFECYCLE_DEFAULTS.maxLifetimeSeconds),
      },
      networkConfiguration: props.vpc
        ? RuntimeNetworkConfiguration.usingVpc(this, { vpc: props.vpc })
        : RuntimeNetworkConfiguration.usingPublicNetwork(),
      tags: { [DEFINITION_TAG]: props.definition.workflowDefinitionName },
      tracingEnabled: props.tracing ?? false,
      loggingConfigs: this.#delivery(props),
      // Groups below /aws/vendedlogs/ need no policy of the account, of which there can be ten; traces do.
      manageDeliveryResourcePolicy: props.tracing ?? false,
    });
    // Says only that the name of an image with tokens in it cannot be checked; ours is made of parts that are right.
    Annotations.of(this.runtime).acknowledgeInfo(
      'aws-cdk-lib.aws-bedrockagentcore:containerUriValidationSkipped',
    );
    // The role's policy and the code are there before the runtime, which is started once to see that it works.
    this.runtime.node.addDependency(this.role, props.artifact);

    this.endpoint = this.runtime.addEndpoint(LIVE_ENDPOINT_NAME, {
      description: this.#describeEndpoint({ ...props, environment }),
      ...(props.liveVersion !== undefined && { version: props.liveVersion }),
    });
    const { hotswap = false } = props;
    this.endpointName = hotswap ? DEFAULT_ENDPOINT_NAME : LIVE_ENDPOINT_NAME;
    this.endpointArn = hotswap
      ? endpointArnFor({ runtimeArn: this.runtime.agentRuntimeArn, endpoint: DEFAULT_ENDPOINT_NAME })
      : this.endpoint.agentRuntimeEndpointArn;
    const groups = new RuntimeLogGroups(this, logGroupsId(props.runtimeName), {
      runtimeId: this.runtime.agentRuntimeId,
      ...logGroupSettings(props),
    });
    this.logGroup = hotswap ? groups.ofDefault : groups.live;
    // Nobody calls before what is printed has its place.
    this.endpoint.node.addDependency(groups);
  }

  /** Lets a principal start runs of the workflow by calling the runtime, through any endpoint, and stop them. */
  grantInvoke(grantee: iam.IGrantable): iam.Grant {
    const arn = this.runtime.agentRuntimeArn;
    return iam.Grant.addToPrincipal({
      grantee,
      actions: [...INVOKE_ACTIONS],
      resourceArns: [arn, `${arn}/*`],
    });
  }

  /** A metric of calls through {@link endpoint}; by default the average over five minutes. */
  metric(metricName: string, props?: MetricOptions): Metric {
    return metricOf(this.runtime, metricName, { endpointName: this.endpointName, ...props });
  }

  /**
   * Changes with every change that makes a new version. The endpoint's version is a reference, which reads the same before
   * and after: without this, the CDK CLI would hotswap the runtime and not know that callers still get the old version.
   */
  #describeEndpoint(props: WorkflowRuntimeProps): string {
    const { hotswap = false, liveVersion, artifact, description, environment = {} } = props;
    if (hotswap) return 'The newest version that was deployed';
    if (liveVersion !== undefined) return 'What callers use, pinned to a version';
    const settings = [
      artifact.version,
      description,
      // In the template the order of variables says nothing.
      Object.entries(environment).sort(([a], [b]) => (a < b ? -1 : 1)),
      props.idleTimeout?.toSeconds(),
      props.maxLifetime?.toSeconds(),
      props.vpc?.selectSubnets().subnetIds,
    ];
    return Lazy.uncachedString({
      produce: ({ resolve }) => `What callers use: ${fingerprint(resolve(settings))}`,
    });
  }

  #delivery(props: WorkflowRuntimeProps): LoggingConfig[] {
    const { usage = false, payloads = false } = props.delivery ?? {};
    const types = [...(usage ? [LogType.USAGE_LOGS] : []), ...(payloads ? [LogType.APPLICATION_LOGS] : [])];
    if (types.length === 0) return [];
    if (props.tracing) nameDeliveryPolicy(this);
    const group = new logs.LogGroup(this, 'DeliveredLogs', {
      logGroupName: `/aws/vendedlogs/bedrock-agentcore/${Lazy.string({ produce: () => this.runtime.agentRuntimeId })}`,
      ...logGroupSettings(props),
    });
    return types.map((logType) => ({ logType, destination: LoggingDestination.cloudWatchLogs(group) }));
  }
}

function fingerprint(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);
}

/**
 * Another name makes another runtime, whose groups are then another resource with permissions of its own: those of the old
 * one last until its groups are released.
 */
function logGroupsId(runtimeName: string): string {
  return Token.isUnresolved(runtimeName) ? 'LogGroups' : `LogGroups-${runtimeName}`;
}

function logGroupSettings(props: WorkflowRuntimeProps) {
  return {
    retention: props.logRetention ?? logs.RetentionDays.THREE_MONTHS,
    removalPolicy: props.logRemovalPolicy ?? RemovalPolicy.RETAIN,
    ...(props.logEncryptionKey && { encryptionKey: props.logEncryptionKey }),
  };
}

/** The L2's metrics are those of the endpoint `DEFAULT`. */
function metricOf(
  runtime: IBedrockAgentRuntime,
  metricName: string,
  { endpointName, ...props }: MetricOptions & { readonly endpointName: string },
): Metric {
  return runtime.metric(metricName, {
    ...props,
    dimensionsMap: { Name: `${runtime.agentRuntimeName}::${endpointName}`, ...props.dimensionsMap },
  });
}
