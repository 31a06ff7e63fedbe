import type { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { runtimeLogGroupPattern } from '../../catalog/names.ts';
import { SERVICE_NAME } from '../../contract/protocol.ts';
import type { ExecutionRoleProps } from './execution-role.ts';

/**
 * What AgentCore needs of the role of one runtime in order to run it: its log groups, metrics, the token of a session.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-permissions.html
 * where it also says to grant GetWorkloadAccessTokenForUserId only where it is needed
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/get-workload-access-token.html#security-controls-getuserid-api
 */
export function platformStatements(
  stack: Stack,
  { runtimeName, tracing = false, userIds = false, bearerTokens = false }: ExecutionRoleProps,
): readonly iam.PolicyStatement[] {
  const logGroupArn = (name: string): string =>
    stack.formatArn({ service: 'logs', resource: `log-group:${name}` });
  const identityArn = (name: string): string =>
    stack.formatArn({
      service: SERVICE_NAME.agentCore,
      resource: 'workload-identity-directory',
      resourceName: name,
    });

  return [
    new iam.PolicyStatement({
      sid: 'RuntimeLogGroups',
      actions: ['logs:CreateLogGroup', 'logs:DescribeLogStreams'],
      resources: [logGroupArn(runtimeLogGroupPattern(runtimeName))],
    }),
    new iam.PolicyStatement({
      sid: 'RuntimeLogStreams',
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [logGroupArn(`${runtimeLogGroupPattern(runtimeName)}:log-stream:*`)],
    }),
    new iam.PolicyStatement({
      sid: 'FindLogGroups',
      actions: ['logs:DescribeLogGroups'],
      // A list call: the service knows no narrower resource.
      resources: [logGroupArn('*')],
    }),
    new iam.PolicyStatement({
      sid: 'Metrics',
      actions: ['cloudwatch:PutMetricData'],
      // The service knows no resource here; the namespace is the limit.
      resources: ['*'],
      conditions: { StringEquals: { 'cloudwatch:namespace': 'bedrock-agentcore' } },
    }),
    new iam.PolicyStatement({
      sid: 'WorkloadIdentity',
      actions: [
        'bedrock-agentcore:GetWorkloadAccessToken',
        ...(bearerTokens ? ['bedrock-agentcore:GetWorkloadAccessTokenForJWT'] : []),
        ...(userIds ? ['bedrock-agentcore:GetWorkloadAccessTokenForUserId'] : []),
      ],
      resources: [identityArn('default'), identityArn(`default/workload-identity/${runtimeName}-*`)],
    }),
    ...(tracing ? [tracingStatement()] : []),
  ];
}

function tracingStatement(): iam.PolicyStatement {
  return new iam.PolicyStatement({
    sid: 'Tracing',
    actions: [
      'xray:PutTraceSegments',
      'xray:PutTelemetryRecords',
      'xray:GetSamplingRules',
      'xray:GetSamplingTargets',
    ],
    // The service knows no resources for these.
    resources: ['*'],
  });
}
