import { describe, expect, test } from '@jest/globals';
import { App, Fn, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Port, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { AccountRootPrincipal, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import { ACCOUNT_WARNING, type IWorkflowRuntime, WorkflowRuntime } from '../../../lib/cdk/index.ts';
import { appProps, policyLines, render, testStack, warningsOf } from '../synthesis.ts';

const ARN = 'arn:aws:bedrock-agentcore:eu-west-1:210987654321:runtime/book_flight-a1B2c3D4e5';

/** Another app, which lets a role call a runtime. */
function callerOf(
  runtimeOf: (stack: Stack) => IWorkflowRuntime,
  stack = testStack(),
): { readonly stack: Stack; readonly runtime: IWorkflowRuntime } {
  const runtime = runtimeOf(stack);
  runtime.grantInvoke(new Role(stack, 'Caller', { assumedBy: new AccountRootPrincipal() }));
  return { stack, runtime };
}

describe('when another app imports a runtime by its exported ARN', () => {
  const exported = Fn.importValue('NovaActWorkflow-getting-started:RuntimeArn');
  const { stack, runtime } = callerOf((scope) => WorkflowRuntime.fromRuntimeArn(scope, 'Runtime', exported));

  test('its callers may call the runtime and its endpoints, by the imported value', () => {
    const arn = '<import NovaActWorkflow-getting-started:RuntimeArn>';

    expect(policyLines(Template.fromStack(stack))).toEqual([
      `Allow bedrock-agentcore:InvokeAgentRuntime bedrock-agentcore:StopRuntimeSession on ${arn} ${arn}/*`,
    ]);
  });

  test('id, name, endpoint and log group are parts of it', () => {
    const path = { 'Fn::Select': [5, { 'Fn::Split': [':', stack.resolve(exported)] }] };
    const id = { 'Fn::Select': [1, { 'Fn::Split': ['/', path] }] };

    expect(stack.resolve(runtime.runtimeId)).toEqual(id);
    expect(stack.resolve(runtime.runtimeName)).toEqual({ 'Fn::Select': [0, { 'Fn::Split': ['-', id] }] });
    expect(render(stack.resolve(runtime.endpointArn))).toBe(
      '<import NovaActWorkflow-getting-started:RuntimeArn>/runtime-endpoint/live',
    );
    expect(stack.resolve(runtime.logGroup.logGroupName)).toEqual({
      'Fn::Join': ['', ['/aws/bedrock-agentcore/runtimes/', id, '-live']],
    });
  });

  test('its role and its network are not known, which is said where they are needed', () => {
    const statement = new PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'] });

    expect(runtime.role).toBeUndefined();
    runtime.grantPrincipal.addToPrincipalPolicy(statement);
    expect(warningsOf(runtime)).toEqual([expect.stringContaining('unknownPrincipal')]);
    expect(() => runtime.connections).toThrow('fromRuntimeAttributes');
  });
});

describe('when a runtime of another account and region is imported', () => {
  const env = { account: '123456789012', region: 'us-east-1' };
  const stackOfCaller = new Stack(new App(appProps()), 'Test', { env });
  const { runtime } = callerOf(
    (scope) =>
      WorkflowRuntime.fromRuntimeAttributes(scope, 'Runtime', { runtimeArn: ARN, endpointName: 'DEFAULT' }),
    stackOfCaller,
  );

  test('everything of it is there, and not here', () => {
    expect(runtime.env).toEqual({ account: '210987654321', region: 'eu-west-1' });
    expect(runtime.runtimeName).toBe('book_flight');
    expect(runtime.metricErrors().toMetricConfig().metricStat).toMatchObject(runtime.env);
    expect(runtime.metricErrors().dimensions).toMatchObject({ Name: 'book_flight::DEFAULT', Resource: ARN });
    expect(runtime.logGroup.logGroupArn).toBe(
      'arn:aws:logs:eu-west-1:210987654321:log-group:/aws/bedrock-agentcore/runtimes/book_flight-a1B2c3D4e5-DEFAULT:*',
    );
  });

  test('a warning says what its owner must do for a caller of this account', () => {
    expect(warningsOf(runtime)).toEqual([expect.stringContaining(ACCOUNT_WARNING)]);
  });
});

describe('when role and network of an imported runtime are given', () => {
  test('grants and rules reach them', () => {
    const stack = testStack();
    const group = SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-1');
    const database = SecurityGroup.fromSecurityGroupId(stack, 'Database', 'sg-2');
    const runtime = WorkflowRuntime.fromRuntimeAttributes(stack, 'Runtime', {
      runtimeArn: Fn.importValue('Runtime'),
      roleArn: 'arn:aws:iam::123456789012:role/runs-workflows',
      securityGroups: [group],
      userIds: true,
    });
    runtime.connections.allowTo(database, Port.tcp(5432));
    runtime.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::forms/*'] }),
    );
    runtime.grantInvoke(new Role(stack, 'Caller', { assumedBy: new AccountRootPrincipal() }));
    const template = Template.fromStack(stack);

    template.hasResourceProperties('AWS::EC2::SecurityGroupIngress', {
      GroupId: 'sg-2',
      SourceSecurityGroupId: 'sg-1',
    });
    expect(policyLines(template, 'Runtime')).toEqual(['Allow s3:GetObject on arn:aws:s3:::forms/*']);
    // Another stack that gives the role more, with a runtime of the same id, does not overwrite it.
    template.hasResourceProperties('AWS::IAM::Policy', {
      PolicyName: Match.stringLikeRegexp('^PolicyTestRuntime.*Role$'),
    });
    expect(policyLines(template, 'Caller')[0]).toContain('InvokeAgentRuntimeForUser');
  });
});

describe('when what is said of a runtime is wrong', () => {
  test('no ARN, and one that is none, are errors', () => {
    const attributes: { runtimeArn: string } = JSON.parse('{ "roleArn": "x" }');

    expect(() => WorkflowRuntime.fromRuntimeArn(testStack(), 'Runtime', attributes.runtimeArn)).toThrow(
      'Runtime.runtimeArn',
    );
    expect(() =>
      WorkflowRuntime.fromRuntimeAttributes(testStack(), 'Runtime', { roleArn: 'x', runtimeArn: ARN }),
    ).toThrow('not the ARN of a role');
  });

  test('all of it is one error', () => {
    const stack = testStack();
    const role = Role.fromRoleName(stack, 'Role', 'any');

    expect(() =>
      WorkflowRuntime.fromRuntimeAttributes(stack, 'Runtime', {
        runtimeArn: `${ARN}/runtime-endpoint/live`,
        endpointName: 'my-endpoint',
        role,
        roleArn: 'arn:aws:iam::123456789012:role/any',
        securityGroups: [],
      }),
    ).toThrow(
      expect.objectContaining({
        problems: ['runtimeArn', 'endpointName', 'roleArn', 'securityGroups'].map((member) =>
          expect.objectContaining({ where: `Runtime.${member}` }),
        ),
      }),
    );
  });
});
