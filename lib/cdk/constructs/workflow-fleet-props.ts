import type { Duration } from 'aws-cdk-lib';
import type { IAlarmAction } from 'aws-cdk-lib/aws-cloudwatch';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { NovaActWorkflow } from './nova-act-workflow.ts';

/** Properties of a {@link WorkflowFleet}. */
export interface WorkflowFleetProps extends ItemRunOptions {
  /**
   * What is run for each item. Its callers sign with AWS credentials and send payloads: no `authorizer`, and not `serverProtocol: 'MCP'`.
   */
  readonly workflow: NovaActWorkflow;
  /**
   * How many items run at a time, 1 to 10,000, unless an execution says it. Nova Act takes 5 steps a second of an account, and a session
   * makes one about every four seconds: with more than 20, all of them wait for each other, until the quota is raised.
   * @default 20
   */
  readonly concurrency?: number | undefined;
  /**
   * Of 100 items, so many may fail before no more are started and the execution fails, unless an execution says it: 0 to 100.
   * @default 10
   */
  readonly toleratedFailurePercentage?: number | undefined;
  /**
   * Buckets of this account and region that items may be in, at most 10, beside the folder `fleets/` of the workflow: the machine may read and list
   * them. Where each object is an item, the workflow reads it with its own rights: `bucket.grantRead(workflow)`.
   * @default - none
   */
  readonly itemBuckets?: readonly IBucket[] | undefined;
  /**
   * What Service Quotas shows for the account: a `concurrency` above it is a warning.
   * @default - what AWS gives an account that has asked for nothing
   */
  readonly quotas?: FleetAccountQuotas | undefined;
}

/** How items are run, and watched. */
export interface ItemRunOptions {
  /**
   * How often an item is begun again by itself.
   * @default - once when its session was lost, never when the workflow has failed
   */
  readonly retries?: ItemRetries | undefined;
  /**
   * So long after its last heartbeat a session counts as lost: 30 seconds to 1 hour. One is due from the beginning on, when the session is still to be made. Hosts send one every 30 seconds, or three in this time.
   * @default - 5 minutes
   */
  readonly lostAfter?: Duration | undefined;
  /** Alarms and, of a fleet, a dashboard; `true` for their defaults. @default false */
  readonly monitoring?: FleetMonitoring | boolean | undefined;
}

/** How often an item is begun again. */
export interface ItemRetries {
  /** After its session was lost: 0 to 10. @default 1 */
  readonly lost?: number | undefined;
  /** After its workflow has failed: 0 to 10. What it did before is done again. @default 0 */
  readonly failed?: number | undefined;
}

/** How items are watched. */
export interface FleetMonitoring {
  /** What each alarm does. @default - none: alarms only change their state */
  readonly actions?: readonly IAlarmAction[] | undefined;
}

/** What limits how many items run at a time in an account. */
export interface FleetAccountQuotas {
  /**
   * Steps a second (`InvokeActStep`) of Amazon Nova Act.
   * @default 5
   * @see https://docs.aws.amazon.com/nova-act/latest/userguide/quotas.html
   */
  readonly actStepsPerSecond?: number | undefined;
  /**
   * Active session workloads of AgentCore Runtime. us-east-1 and us-west-2 begin with 5000.
   * @default 2500
   * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/bedrock-agentcore-limits.html
   */
  readonly activeSessions?: number | undefined;
}
