import { describe, expect, test } from '@jest/globals';
import { Aws } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ExecutionRole, type ExecutionRoleProps } from '../../../lib/cdk/index.ts';
import { checkRoleUsers } from '../../../lib/cdk/validation/role-users.ts';
import { policyLines, render, testStack } from '../synthesis.ts';

function templateWith(options: Partial<ExecutionRoleProps> = {}): Template {
  const stack = testStack();
  new ExecutionRole(stack, 'Role', { runtimeName: 'book_flight', ...options });
  return Template.fromStack(stack);
}

describe('when a runtime gets its role', () => {
  test('only AgentCore can assume it, for this runtime of this account', () => {
    const roles = Object.values(templateWith().findResources('AWS::IAM::Role'));
    const [statement, ...others] = roles.flatMap(
      ({ Properties }) => Properties.AssumeRolePolicyDocument.Statement,
    );

    expect(others).toEqual([]);
    expect(statement.Action).toBe('sts:AssumeRole');
    expect(statement.Principal).toEqual({ Service: 'bedrock-agentcore.amazonaws.com' });
    expect(statement.Condition.StringEquals).toEqual({ 'aws:SourceAccount': { Ref: 'AWS::AccountId' } });
    expect(render(statement.Condition.ArnLike['aws:SourceArn'])).toBe(
      'arn:aws:bedrock-agentcore:us-east-1:<AWS::AccountId>:runtime/book_flight*',
    );
  });

  test('others whom the maker names can assume it, without conditions', () => {
    const canBeAssumedBy = ['123456789012', `arn:${Aws.PARTITION}:iam::123456789012:user/ann`];
    const [role] = Object.values(templateWith({ canBeAssumedBy }).findResources('AWS::IAM::Role'));
    const [, added, ...others] = role?.Properties.AssumeRolePolicyDocument.Statement ?? [];

    expect(others).toEqual([]);
    expect({ ...added, Principal: added.Principal.AWS.map(render) }).toEqual({
      ...{ Effect: 'Allow', Action: 'sts:AssumeRole' },
      Principal: ['arn:aws:iam::123456789012:root', 'arn:<AWS::Partition>:iam::123456789012:user/ann'],
    });
  });

  test('nobody is let in who cannot be named', () => {
    const users = [
      '*',
      'arn:aws:iam::123456789012:role/*',
      'arn:aws:sts::123456789012:assumed-role/Dev/ann',
      '1',
    ];
    expect(checkRoleUsers('users', users).map(({ where }) => where)).toEqual(
      users.map((_, index) => `users[${index}]`),
    );
    expect(checkRoleUsers('users', ['123456789012', '123456789012'])).toHaveLength(1);
    expect(checkRoleUsers('users', [])).toEqual([]);
  });

  test('a role of its maker lets in whom its own policy lets in', () => {
    const [problem] = checkRoleUsers('users', ['123456789012'], {});
    expect(problem?.what).toMatch(/^has no effect, because the role was made elsewhere/);
  });

  test('it may do what the platform needs for this runtime', () => {
    const logs = 'arn:aws:logs:us-east-1:<AWS::AccountId>:log-group:';
    const identities =
      'arn:aws:bedrock-agentcore:us-east-1:<AWS::AccountId>:workload-identity-directory/default';

    expect(policyLines(templateWith())).toEqual([
      `Allow logs:CreateLogGroup logs:DescribeLogStreams on ${logs}/aws/bedrock-agentcore/runtimes/book_flight-*`,
      `Allow logs:CreateLogStream logs:PutLogEvents on ${logs}/aws/bedrock-agentcore/runtimes/book_flight-*:log-stream:*`,
      `Allow logs:DescribeLogGroups on ${logs}*`,
      'Allow cloudwatch:PutMetricData on * if {"StringEquals":{"cloudwatch:namespace":"bedrock-agentcore"}}',
      `Allow bedrock-agentcore:GetWorkloadAccessToken on ${identities} ${identities}/workload-identity/book_flight-*`,
    ]);
  });

  test.each([
    [{ bearerTokens: true }, 'GetWorkloadAccessTokenForJWT'],
    [{ userIds: true }, 'GetWorkloadAccessTokenForUserId'],
  ])('with %j the platform may get tokens of users that way, and no other', (options, action) => {
    expect(policyLines(templateWith(options))[4]).toMatch(
      new RegExp(`^Allow bedrock-agentcore:GetWorkloadAccessToken bedrock-agentcore:${action} on `),
    );
  });

  test('a name that no runtime can have is refused', () => {
    expect(() => new ExecutionRole(testStack(), 'Role', { runtimeName: 'not valid*' })).toThrow(
      'Role.runtimeName',
    );
  });

  test('tracing is added only when asked for', () => {
    expect(policyLines(templateWith({ tracing: true })).slice(5)).toEqual([
      'Allow xray:GetSamplingRules xray:GetSamplingTargets xray:PutTelemetryRecords xray:PutTraceSegments on *',
    ]);
  });
});
