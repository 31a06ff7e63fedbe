import { Duration, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { SERVICE_NAME } from '../../contract/protocol.ts';
import { explainWildcards } from '../nag/explain.ts';
import { explainInlinePolicy } from '../nag/role-reasons.ts';
import { throwIfAny } from '../validation/problems.ts';
import { checkRoleUsers } from '../validation/role-users.ts';
import { checkRuntimeName } from '../validation/runtime.ts';
import { OBJECT_KEY_WILDCARD } from './artifact-bucket.ts';
import { platformStatements } from './platform-statements.ts';
import { RUNS_WILDCARD } from './workflow-definition.ts';

/** What the role has wildcards for; anything else is a finding. */
const WILDCARD_REASONS = [
  {
    finding: /^Resource::\*$/,
    reason:
      'cloudwatch:PutMetricData (limited to a namespace), ecr:GetAuthorizationToken and the X-Ray actions have no resource.',
  },
  {
    finding: /:log-group:\*$/,
    reason: 'logs:DescribeLogGroups is a list call: the service knows no narrower resource.',
  },
  {
    finding: /:log-group:\/aws\/bedrock-agentcore\/runtimes\/\w+-\*(:log-stream:\*)?$/,
    reason: 'The log groups of this runtime: the service chooses the end of their names.',
  },
  {
    finding: /\/workload-identity\/\w+-\*$/,
    reason: 'The identity of this runtime: the service chooses the end of its name.',
  },
  {
    finding: /:log-group:[^*:]+(:RunLogGroupName)?:\*$/,
    reason: 'The streams of the log group of runs, where it is imported: Nova Act names them.',
  },
  RUNS_WILDCARD,
  OBJECT_KEY_WILDCARD,
  {
    finding: /^Resource::[^*]*Artifacts[^*]*\/\*$/,
    reason: 'The artifacts of this workflow, below its own prefix of the bucket.',
  },
];

/** Properties of an {@link ExecutionRole}. */
export interface ExecutionRoleProps {
  /** The runtime that assumes the role. */
  readonly runtimeName: string;
  /**
   * Lets the program send trace segments itself.
   * @default false
   */
  readonly tracing?: boolean | undefined;
  /**
   * Lets the platform get tokens for users whom a caller names, without proof.
   * @default false
   */
  readonly userIds?: boolean | undefined;
  /**
   * Lets the platform get tokens for users whose tokens callers show.
   * @default false
   */
  readonly bearerTokens?: boolean | undefined;
  /**
   * Who may assume the role beside AgentCore: ARNs of roles or users, which must exist, or ids of accounts; no wildcards, at most 10.
   * @default - nobody
   */
  readonly canBeAssumedBy?: readonly string[] | undefined;
}

/**
 * The role of one AgentCore runtime with what the platform needs to run it, kept to that runtime: its log groups, its
 * workload identity, metrics. What the workflow itself needs is granted by the constructs that own it.
 *
 * The L2 `Runtime` would add the same for all runtimes of the account; give it `role.withoutPolicyUpdates()`.
 *
 * @throws WorkflowConfigurationError when no runtime can have this name
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-permissions.html
 */
export class ExecutionRole extends iam.Role {
  constructor(scope: Construct, id: string, props: ExecutionRoleProps) {
    const { runtimeName, canBeAssumedBy = [] } = props;
    throwIfAny('execution role', [
      ...checkRuntimeName(`${id}.runtimeName`, runtimeName),
      ...checkRoleUsers(`${id}.canBeAssumedBy`, canBeAssumedBy),
    ]);
    const stack = Stack.of(scope);
    super(scope, id, {
      description: `Runs the AgentCore runtime ${runtimeName}`,
      // Sessions of a runtime live up to eight hours.
      maxSessionDuration: Duration.hours(8),
      assumedBy: new iam.ServicePrincipal('bedrock-agentcore.amazonaws.com', {
        conditions: {
          StringEquals: { 'aws:SourceAccount': stack.account },
          ArnLike: {
            // The id is the name and a suffix that the service chooses; no suffix is known while the runtime is created.
            'aws:SourceArn': stack.formatArn({
              service: SERVICE_NAME.agentCore,
              resource: 'runtime',
              resourceName: `${runtimeName}*`,
            }),
          },
        },
      }),
    });
    if (canBeAssumedBy.length > 0) {
      const principals = canBeAssumedBy.map((user) =>
        /^\d{12}$/.test(user) ? new iam.AccountPrincipal(user) : new iam.ArnPrincipal(user),
      );
      this.assumeRolePolicy?.addStatements(
        new iam.PolicyStatement({ actions: ['sts:AssumeRole'], principals }),
      );
    }
    for (const statement of platformStatements(stack, props)) this.addToPolicy(statement);
    explainWildcards(this, WILDCARD_REASONS);
    explainInlinePolicy(this);
  }
}
