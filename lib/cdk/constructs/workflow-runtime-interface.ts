import type { IResource } from 'aws-cdk-lib';
import type { IRuntimeRef } from 'aws-cdk-lib/aws-bedrockagentcore';
import type { Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as logs from 'aws-cdk-lib/aws-logs';

/** An AgentCore runtime that runs a workflow, of this app or of another. What is granted to it is granted to its role. */
export interface IWorkflowRuntime extends IResource, IRuntimeRef, iam.IGrantable, ec2.IConnectable {
  /** By which callers name it. @attribute */
  readonly runtimeArn: string;
  /** The name and ten characters that the service chooses. @attribute */
  readonly runtimeId: string;
  /** What it was called when it was made. */
  readonly runtimeName: string;
  /** What callers name as the qualifier. */
  readonly endpointName: string;
  /** The ARN of the endpoint that callers use. */
  readonly endpointArn: string;
  /** What the program prints when called through the endpoint of {@link endpointName}. */
  readonly logGroup: logs.ILogGroup;
  /** The role that the workflow runs with; undefined when a runtime was imported without it. */
  readonly role?: iam.IRole | undefined;
  /** Lets a principal call the runtime, through any endpoint, and stop what it started; with `userIds` for users, too. */
  grantInvoke(grantee: iam.IGrantable): iam.Grant;
  /** Lets a principal do the given `bedrock-agentcore:` actions on this runtime and its endpoints. */
  grant(grantee: iam.IGrantable, ...actions: string[]): iam.Grant;
  /** A metric of calls through {@link endpointName}; by default the average over five minutes. */
  metric(metricName: string, props?: MetricOptions): Metric;
  /** Calls. Like all counts the sum over five minutes by default. */
  metricInvocations(props?: MetricOptions): Metric;
  /** Sessions. */
  metricSessions(props?: MetricOptions): Metric;
  /** Calls that failed, in the service or in the workflow. */
  metricErrors(props?: MetricOptions): Metric;
  /** Calls that failed in the service. */
  metricSystemErrors(props?: MetricOptions): Metric;
  /** Calls that failed in the workflow, or were wrong. */
  metricUserErrors(props?: MetricOptions): Metric;
  /** Calls that were refused: more than the quota at a time. */
  metricThrottles(props?: MetricOptions): Metric;
  /** How long calls took, in milliseconds; by default the average over five minutes. */
  metricLatency(props?: MetricOptions): Metric;
}
