import { Annotations, Resource, Token } from 'aws-cdk-lib';
import type { RuntimeReference } from 'aws-cdk-lib/aws-bedrockagentcore';
import { Metric, type MetricOptions, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as logs from 'aws-cdk-lib/aws-logs';
import { WorkflowConfigurationError } from '../validation/problems.ts';
import { INVOKE_ACTIONS, INVOKE_FOR_USER_ACTIONS } from './perms.ts';
import type { IWorkflowRuntime } from './workflow-runtime-interface.ts';

/** What runtimes have in common, whoever made them. */
export abstract class WorkflowRuntimeBase extends Resource implements IWorkflowRuntime {
  abstract readonly runtimeArn: string;
  abstract readonly runtimeId: string;
  abstract readonly runtimeName: string;
  abstract readonly endpointName: string;
  abstract readonly endpointArn: string;
  abstract readonly logGroup: logs.ILogGroup;
  abstract readonly role?: iam.IRole | undefined;
  abstract readonly grantPrincipal: iam.IPrincipal;
  /** Whom it lets in, and for whom. */
  protected abstract readonly inbound: InboundAccess;
  /** The ARNs of the endpoints that callers may name. */
  protected abstract readonly callable: readonly string[];
  /** None outside a VPC. */
  protected abstract readonly network: ec2.Connections | undefined;

  get runtimeRef(): RuntimeReference {
    return { agentRuntimeArn: this.runtimeArn, agentRuntimeId: this.runtimeId };
  }

  /** @throws WorkflowConfigurationError when the runtime is in no VPC, or was imported without its security groups */
  get connections(): ec2.Connections {
    if (this.network !== undefined) return this.network;
    throw new WorkflowConfigurationError('workflow runtime', [
      {
        where: this.node.path,
        what: 'has no security groups whose rules could be changed',
        got: 'a runtime in the public network of the service, or one that was imported without securityGroups',
        allowed: 'a runtime in a VPC',
        fix: 'give it vpc, or give securityGroups to WorkflowRuntime.fromRuntimeAttributes',
      },
    ]);
  }

  grantInvoke(grantee: iam.IGrantable): iam.Grant {
    // https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-oauth.html
    if (this.inbound.bearerTokens) {
      Annotations.of(this).addWarningV2(
        TOKEN_WARNING,
        `${this.node.path} lets callers in by tokens of an identity provider, and not by AWS credentials: what grantInvoke ` +
          'allows lets nobody call it. Give callers tokens, or remove the authorizer.',
      );
    }
    const forUsers = this.inbound.userIds ? INVOKE_FOR_USER_ACTIONS : [];
    return this.grant(grantee, ...INVOKE_ACTIONS, ...forUsers);
  }

  grant(grantee: iam.IGrantable, ...actions: string[]): iam.Grant {
    const { principalAccount } = grantee.grantPrincipal;
    // https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/resource-based-policies.html
    if (areOther(principalAccount, this.env.account)) {
      Annotations.of(this).addWarningV2(
        ACCOUNT_WARNING,
        `A caller of the account ${principalAccount} was given rights on ${this.node.path}, of the account ${this.env.account}: it ` +
          'needs resource policies of that runtime and of its endpoint, too (AWS::BedrockAgentCore::ResourcePolicy).',
      );
    }
    // A call is authorised on the runtime and on the endpoint that it names.
    // See https://docs.aws.amazon.com/service-authorization/latest/reference/list_bedrock-agentcore.html
    const resourceArns = [this.runtimeArn, ...this.callable];
    return iam.Grant.addToPrincipal({ grantee, actions, resourceArns });
  }

  /** @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/observability-runtime-metrics.html */
  metric(metricName: string, props: MetricOptions = {}): Metric {
    return new Metric({
      namespace: 'AWS/Bedrock-AgentCore',
      metricName,
      region: this.env.region,
      account: this.env.account,
      ...props,
      dimensionsMap: {
        Operation: 'InvokeAgentRuntime',
        Name: `${this.runtimeName}::${this.endpointName}`,
        Resource: this.runtimeArn,
        ...props.dimensionsMap,
      },
    });
  }

  metricInvocations(props?: MetricOptions): Metric {
    return this.#count('Invocations', props);
  }

  metricSessions(props?: MetricOptions): Metric {
    return this.#count('SessionCount', props);
  }

  metricErrors(props?: MetricOptions): Metric {
    return this.#count('Errors', props);
  }

  metricSystemErrors(props?: MetricOptions): Metric {
    return this.#count('SystemErrors', props);
  }

  metricUserErrors(props?: MetricOptions): Metric {
    return this.#count('UserErrors', props);
  }

  metricThrottles(props?: MetricOptions): Metric {
    return this.#count('Throttles', props);
  }

  metricLatency(props?: MetricOptions): Metric {
    return this.metric('Latency', props);
  }

  #count(metricName: string, props?: MetricOptions): Metric {
    return this.metric(metricName, { statistic: Stats.SUM, ...props });
  }
}

/** Whom a runtime lets in, and for whom. */
export interface InboundAccess {
  /** Callers show tokens of an identity provider, in place of AWS credentials. */
  readonly bearerTokens: boolean;
  /** Callers may say for which user they call. */
  readonly userIds: boolean;
}

/** A caller with AWS credentials was let in where tokens count: `Annotations.of(scope).acknowledgeWarning(TOKEN_WARNING)`. */
export const TOKEN_WARNING = 'nova-act-cdk:callersShowTokens';
/** A caller is of another account: `Annotations.of(scope).acknowledgeWarning(ACCOUNT_WARNING)`. */
export const ACCOUNT_WARNING = 'nova-act-cdk:callerOfAnotherAccount';

/** Two accounts that are both known, and not the same. */
function areOther(one: string | undefined, other: string): boolean {
  if (one === undefined || Token.isUnresolved(one) || Token.isUnresolved(other)) return false;
  return one !== other;
}
