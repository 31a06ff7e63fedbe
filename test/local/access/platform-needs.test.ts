import { describe, expect, test } from '@jest/globals';
import { missingForPlatform } from '../../../lib/local/access/platform-needs.ts';
import { statement, workflowRole } from './roles.ts';

const runtime = {
  id: 'shop-0123456789',
  arn: 'arn:aws:bedrock-agentcore:us-east-1:000000000000:runtime/shop-0123456789',
};
const imageRepositoryArn = 'arn:aws:ecr:us-east-1:000000000000:repository/images';
const missing = (...more: Parameters<typeof statement>[0][]) =>
  missingForPlatform({
    role: workflowRole({ definitionName: 'shop', more: more.map(statement) }),
    runtime,
    imageRepositoryArn,
  }).map(({ action, resource, purpose }) => `${action} on ${resource} ${purpose}`);

describe('what the platform needs of a role', () => {
  test('is named with its resource and its purpose', () => {
    const group =
      'arn:aws:logs:us-east-1:000000000000:log-group:/aws/bedrock-agentcore/runtimes/shop-0123456789-DEFAULT';
    const identities = 'arn:aws:bedrock-agentcore:us-east-1:000000000000:workload-identity-directory/default';

    expect(missing()).toEqual([
      `logs:CreateLogGroup on ${group} to keep what the program prints`,
      `logs:DescribeLogStreams on ${group} to keep what the program prints`,
      `logs:CreateLogStream on ${group}:log-stream:any to keep what the program prints`,
      `logs:PutLogEvents on ${group}:log-stream:any to keep what the program prints`,
      'cloudwatch:PutMetricData on * to send the metrics of the runtime',
      `bedrock-agentcore:GetWorkloadAccessToken on ${identities} to get the token of a session`,
      `bedrock-agentcore:GetWorkloadAccessToken on ${identities}/workload-identity/shop-0123456789 to get the token of a session`,
      'ecr:GetAuthorizationToken on * to fetch the image',
      `ecr:BatchGetImage on ${imageRepositoryArn} to fetch the image`,
      `ecr:GetDownloadUrlForLayer on ${imageRepositoryArn} to fetch the image`,
    ]);
  });

  test('where callers show tokens, a token is got for the user of each', () => {
    const role = workflowRole({ definitionName: 'shop' });
    const actions = missingForPlatform({ role, runtime, bearerTokens: true }).map(({ action }) => action);

    expect(actions).toContain('bedrock-agentcore:GetWorkloadAccessTokenForJWT');
  });

  test('metrics may be allowed for their namespace only', () => {
    const to = (namespace: string) => ({
      actions: ['logs:*', 'ecr:*', 'bedrock-agentcore:*', 'cloudwatch:PutMetricData'],
      conditions: { StringEqualsIfExists: { 'cloudwatch:namespace': [namespace] } },
    });

    expect(missing({ actions: ['logs:*', 'ecr:*', 'bedrock-agentcore:*'] }, to('bedrock-agentcore'))).toEqual(
      [],
    );
    expect(missing({ actions: ['logs:*', 'ecr:*', 'bedrock-agentcore:*'] }, to('other'))).toEqual([
      'cloudwatch:PutMetricData on * to send the metrics of the runtime',
    ]);
  });
});
