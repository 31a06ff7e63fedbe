import { describe, expect, test } from '@jest/globals';
import { App, Duration, Stack, Token } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { AgentRuntimeArtifact } from 'aws-cdk-lib/aws-bedrockagentcore';
import { SecurityGroup, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Repository } from 'aws-cdk-lib/aws-ecr';
import { AccountRootPrincipal, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import {
  type IWorkflowArtifact,
  ROLE_POLICY_NAME_WARNING,
  ROLE_WARNING,
  TOKEN_WARNING,
  WorkflowConfigurationError,
  WorkflowDefinition,
  WorkflowRuntime,
  type WorkflowRuntimeProps,
} from '../../../lib/cdk/index.ts';
import {
  appProps,
  policyLines,
  policyStatements,
  render,
  testStack,
  vpcWith,
  warningsOf,
} from '../synthesis.ts';

const RUNTIME = 'AWS::BedrockAgentCore::Runtime';
const ENDPOINT = 'AWS::BedrockAgentCore::RuntimeEndpoint';
const XRAY_POLICY = 'AWS::XRay::ResourcePolicy';
const LOG_GROUP = 'AWS::Logs::LogGroup';
const LOG_GROUPS = 'Custom::NovaActRuntimeLogGroups';
/** The policy of the role, and no other. */
const ROLE = 'WorkflowRole';

/** An image that is in a registry already. */
function imageIn(stack: Stack, version: string): IWorkflowArtifact {
  const repository = Repository.fromRepositoryName(stack, 'Images', 'images');
  const toRuntimeArtifact = (): AgentRuntimeArtifact =>
    AgentRuntimeArtifact.fromEcrRepository(repository, 'one');
  return Object.assign(new Construct(stack, 'Artifact'), {
    version,
    toRuntimeArtifact,
    grantPull: (role: Role): void => void repository.grantPull(role),
  });
}

function make(
  props: Partial<WorkflowRuntimeProps> = {},
  stack = testStack(),
  version = '1',
): { stack: Stack; runtime: WorkflowRuntime } {
  const runtime = new WorkflowRuntime(stack, 'Workflow', {
    runtimeName: 'book_flight',
    artifact: imageIn(stack, version),
    definition: WorkflowDefinition.fromWorkflowDefinitionName(stack, 'Definition', 'book-flight'),
    ...props,
  });
  return { stack, runtime };
}

const templateWith = (props: Partial<WorkflowRuntimeProps> = {}): Template =>
  Template.fromStack(make(props).stack);

describe('when a runtime has only what it needs', () => {
  const template = templateWith();

  test('it is an HTTP runtime in the public network, with the limits that the service has', () => {
    template.hasResourceProperties(RUNTIME, {
      AgentRuntimeName: 'book_flight',
      ProtocolConfiguration: 'HTTP',
      NetworkConfiguration: { NetworkMode: 'PUBLIC' },
      LifecycleConfiguration: { IdleRuntimeSessionTimeout: 900, MaxLifetime: 28_800 },
      EnvironmentVariables: Match.absent(),
    });
  });

  test('the console finds its workflow definition', () => {
    template.hasResourceProperties(RUNTIME, { Tags: { 'nova-act-workflow-definition-v1': 'book-flight' } });
  });

  test('it waits for its role to be complete', () => {
    const [policy] = Object.keys(template.findResources('AWS::IAM::Policy'));
    const [role] = Object.keys(template.findResources('AWS::IAM::Role'));

    template.hasResource(RUNTIME, { DependsOn: Match.arrayWith([policy, role]) });
  });

  test('the endpoint "live" follows the newest version', () => {
    template.hasResourceProperties(ENDPOINT, {
      Name: 'live',
      AgentRuntimeVersion: { 'Fn::GetAtt': [Match.anyValue(), 'AgentRuntimeVersion'] },
    });
  });

  test('both endpoints have log groups that forget, set up after the runtime and before anyone can call', () => {
    const [[id, groups] = []] = Object.entries(template.findResources(LOG_GROUPS));

    expect(render(groups?.Properties.RuntimeId)).toBe('<WorkflowRuntime.AgentRuntimeId>');
    expect(groups?.Properties.RetentionInDays).toBe(90);
    expect(groups?.Properties.DeleteAtEnd).toBe(false);
    template.hasResource(ENDPOINT, { DependsOn: Match.arrayWith([id]) });
  });

  test('another name, which makes another runtime, makes other log groups', () => {
    const idsOf = (made: Template) => Object.keys(made.findResources(LOG_GROUPS));

    expect(idsOf(templateWith({ runtimeName: 'book_train' }))).not.toEqual(idsOf(template));
    expect(idsOf(templateWith({ description: 'Books flights' }))).toEqual(idsOf(template));
  });

  test('the role may pull the image and run the workflow, beside what the platform needs', () => {
    const definition = 'arn:aws:nova-act:us-east-1:<AWS::AccountId>:workflow-definition/book-flight';

    expect(policyLines(template, ROLE).slice(5)).toEqual([
      'Allow ecr:BatchCheckLayerAvailability ecr:BatchGetImage ecr:GetDownloadUrlForLayer ' +
        'on arn:aws:ecr:us-east-1:<AWS::AccountId>:repository/images',
      'Allow ecr:GetAuthorizationToken on *',
      'Allow nova-act:CreateAct nova-act:CreateSession nova-act:CreateWorkflowRun nova-act:InvokeActStep ' +
        `nova-act:UpdateAct nova-act:UpdateWorkflowRun on ${definition} ${definition}/workflow-run/*`,
    ]);
  });
});

describe('when a runtime has options', () => {
  test('limits, variables and description are passed on', () => {
    templateWith({
      description: 'Books flights',
      environment: { AIRLINE: 'any' },
      idleTimeout: Duration.minutes(5),
      maxLifetime: Duration.hours(1),
    }).hasResourceProperties(RUNTIME, {
      Description: 'Books flights',
      EnvironmentVariables: { AIRLINE: 'any' },
      LifecycleConfiguration: { IdleRuntimeSessionTimeout: 300, MaxLifetime: 3600 },
    });
  });

  test('it speaks HTTP, or MCP for agents', () => {
    templateWith({}).hasResourceProperties(RUNTIME, { ProtocolConfiguration: 'HTTP' });
    templateWith({ serverProtocol: 'MCP' }).hasResourceProperties(RUNTIME, { ProtocolConfiguration: 'MCP' });
  });

  test('another protocol is one problem', () => {
    const props: object = { serverProtocol: 'A2A' };
    expect(() => make(props)).toThrow(
      /Workflow\.serverProtocol is not a protocol that workflows speak: "A2A" \(allowed: "HTTP" or "MCP"/,
    );
  });

  test('the endpoint can stay on a version', () => {
    templateWith({ liveVersion: '7' }).hasResourceProperties(ENDPOINT, { AgentRuntimeVersion: '7' });
  });

  test('CloudWatch Logs may use the key of its logs', () => {
    const stack = testStack();
    const template = Template.fromStack(make({ logEncryptionKey: new Key(stack, 'Key') }, stack).stack);
    const [key] = Object.values(template.findResources('AWS::KMS::Key'));

    expect(JSON.stringify(key).match(/"logs\.us-east-1\./g)).toHaveLength(1);
  });

  test('logs are kept as long as asked', () => {
    templateWith({ logRetention: RetentionDays.ONE_WEEK }).hasResourceProperties(LOG_GROUPS, {
      RetentionInDays: 7,
    });
  });

  test('tracing delivers traces to X-Ray', () => {
    const template = templateWith({ tracing: true, delivery: { usage: true } });

    template.hasResourceProperties('AWS::Logs::DeliverySource', { LogType: 'TRACES' });
    template.hasResource('AWS::Logs::DeliveryDestination', {
      Properties: { DeliveryDestinationType: 'XRAY' },
      DependsOn: Match.arrayWith(Object.keys(template.findResources(XRAY_POLICY))),
    });
    const [policy] = Object.values(template.findResources(XRAY_POLICY));
    expect(JSON.parse(render(policy?.Properties.PolicyDocument)).Statement).toEqual([
      expect.objectContaining({
        Principal: { Service: 'delivery.logs.amazonaws.com' },
        Action: 'xray:PutTraceSegments',
        Condition: {
          'ForAllValues:ArnLike': { 'logs:LogGeneratingResourceArns': ['<WorkflowRuntime.AgentRuntimeArn>'] },
          StringEquals: { 'aws:SourceAccount': '<AWS::AccountId>' },
          ArnLike: {
            'aws:SourceArn': expect.stringMatching(/:us-east-1:<AWS::AccountId>:delivery-source:\*$/),
          },
        },
      }),
    ]);
    template.resourceCountIs('AWS::Logs::ResourcePolicy', 0);
  });

  test('the policy for traces may be that of another stack', () => {
    templateWith({ tracing: true, deliveryPolicy: false }).resourceCountIs(XRAY_POLICY, 0);
  });

  test('a secret is passed by its ARN, and the role may read it', () => {
    const stack = testStack();
    const arn = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:airline-AbCdEf';
    const secret = Secret.fromSecretCompleteArn(stack, 'Secret', arn);
    make({ secrets: { AIRLINE_SECRET_ARN: secret } }, stack);
    const template = Template.fromStack(stack);

    template.hasResourceProperties(RUNTIME, { EnvironmentVariables: { AIRLINE_SECRET_ARN: arn } });
    expect(policyLines(template, ROLE).at(-1)).toBe(
      `Allow secretsmanager:DescribeSecret secretsmanager:GetSecretValue on ${arn}`,
    );
  });

  test('usage and payloads are delivered to a log group that forgets, without a policy of the account', () => {
    const template = templateWith({
      delivery: { usage: true, payloads: true },
      logRetention: RetentionDays.ONE_DAY,
    });
    const delivered = Object.values(template.findResources(LOG_GROUP)).find(({ Properties }) =>
      render(Properties.LogGroupName).startsWith('/aws/vendedlogs/'),
    );

    expect(render(delivered?.Properties.LogGroupName)).toBe(
      '/aws/vendedlogs/bedrock-agentcore/<WorkflowRuntime.AgentRuntimeId>',
    );
    expect(delivered?.Properties.RetentionInDays).toBe(1);
    for (const LogType of ['USAGE_LOGS', 'APPLICATION_LOGS']) {
      template.hasResourceProperties('AWS::Logs::DeliverySource', { LogType });
    }
    template.resourceCountIs('AWS::Logs::ResourcePolicy', 0);
  });

  test('in a VPC it has a security group of its own, in private subnets', () => {
    const stack = testStack();
    const vpc = vpcWith(stack, 'subnet-1', 'subnet-2');
    const { runtime } = make({ vpc }, stack);
    const template = Template.fromStack(stack);

    template.hasResourceProperties(RUNTIME, {
      NetworkConfiguration: {
        NetworkMode: 'VPC',
        NetworkModeConfig: { SecurityGroups: [Match.anyValue()], Subnets: ['subnet-1', 'subnet-2'] },
      },
    });
    expect(runtime.connections.securityGroups).toHaveLength(1);
  });

  test('in a VPC it can be told where, and with which security groups', () => {
    const stack = testStack();
    const vpc = vpcWith(stack, 'subnet-1', 'subnet-2');
    const group = SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-1');
    const others = vpc.privateSubnets.slice(1);
    make({ vpc, vpcSubnets: { subnets: others }, securityGroups: [group] }, stack);

    Template.fromStack(stack).hasResourceProperties(RUNTIME, {
      NetworkConfiguration: { NetworkModeConfig: { SecurityGroups: ['sg-1'], Subnets: ['subnet-2'] } },
    });
  });

  test('headers, storage and an authorizer are passed on', () => {
    const discoveryUrl = 'https://idp.example.com/.well-known/openid-configuration';
    const template = templateWith({
      requestHeaders: ['Authorization', 'X-Customer-Id'],
      sessionStorage: { mountPath: '/mnt/data' },
      authorizer: { discoveryUrl, allowedClients: ['app'], allowedAudience: ['api'], allowedScopes: ['run'] },
    });

    template.hasResourceProperties(RUNTIME, {
      RequestHeaderConfiguration: { RequestHeaderAllowlist: ['Authorization', 'X-Customer-Id'] },
      FilesystemConfigurations: [{ SessionStorage: { MountPath: '/mnt/data' } }],
      AuthorizerConfiguration: {
        CustomJWTAuthorizer: {
          DiscoveryUrl: discoveryUrl,
          AllowedClients: ['app'],
          AllowedAudience: ['api'],
          AllowedScopes: ['run'],
        },
      },
    });
    expect(policyLines(template, ROLE)[4]).toContain('GetWorkloadAccessTokenForJWT');
  });
});

describe('when a runtime gets a role that is there', () => {
  const account = '123456789012';
  const warningsWith = (options: { readonly mutable?: boolean; readonly account?: string }) => {
    const stack = testStack();
    const arn = `arn:aws:iam::${account}:role/platform/runs-workflows`;
    const { runtime } = make({ role: Role.fromRoleArn(stack, 'Given', arn, options) }, stack);
    return { stack, warnings: warningsOf(runtime) };
  };

  test('the role gets all that the workflow and the platform need, before the runtime, and no role is made', () => {
    const { stack, warnings } = warningsWith({});
    const template = Template.fromStack(stack);
    const [policy] = Object.keys(
      template.findResources('AWS::IAM::Policy', { Properties: { Roles: ['runs-workflows'] } }),
    );

    template.hasResource(RUNTIME, {
      Properties: { RoleArn: `arn:aws:iam::${account}:role/platform/runs-workflows` },
      DependsOn: Match.arrayWith([policy]),
    });
    expect(policyLines(template, 'Given')).toEqual(policyLines(templateWith(), ROLE));
    expect(Object.keys(template.findResources('AWS::IAM::Role')).filter((id) => id.startsWith(ROLE))).toEqual(
      [],
    );
    expect(warnings).toEqual([]);
  });

  test('it may be a role of the same stack, and of other runtimes, whose statements have no ids that clash', () => {
    const stack = testStack();
    const role = new Role(stack, 'Made', {
      assumedBy: new ServicePrincipal('bedrock-agentcore.amazonaws.com'),
    });
    const { runtime } = make({ role }, stack);

    const template = Template.fromStack(stack);

    expect(policyLines(template, 'Made')).toEqual(policyLines(templateWith(), ROLE));
    expect(policyStatements(template, 'Made').flatMap(({ Sid }) => Sid ?? [])).toEqual([]);
    expect(warningsOf(runtime)).toEqual([]);
  });

  test('a role of another stack gets its rights here, so that the stacks do not need each other', () => {
    const app = new App(appProps());
    const stack = new Stack(app, 'Test', { env: { region: 'us-east-1' } });
    const assumedBy = new ServicePrincipal('bedrock-agentcore.amazonaws.com');
    make(
      { role: new Role(new Stack(app, 'Platform', { env: { region: 'us-east-1' } }), 'Made', { assumedBy }) },
      stack,
    );
    const template = Template.fromStack(stack);

    expect(policyLines(template, 'WorkflowRoleOfOtherStack')).toEqual(policyLines(templateWith(), ROLE));
  });

  test('without the flag that keeps the policies of two stacks apart, a warning says so', () => {
    const flag = '@aws-cdk/aws-iam:importedRoleStackSafeDefaultPolicyName';
    const stack = testStack({ context: { [flag]: false } });
    const arn = `arn:aws:iam::${account}:role/runs-workflows`;
    const { runtime } = make({ role: Role.fromRoleArn(stack, 'Given', arn) }, stack);

    expect(warningsOf(runtime)).toEqual([expect.stringContaining(ROLE_POLICY_NAME_WARNING)]);
  });

  test('a warning says that it takes no policies', () => {
    const { warnings } = warningsWith({ mutable: false });

    expect(warnings).toEqual([expect.stringContaining('takes no policies')]);
    expect(warnings[0]).toContain(ROLE_WARNING);
  });
});

describe('when a runtime is granted something', () => {
  test('its role gets it', () => {
    const { stack, runtime } = make();
    Repository.fromRepositoryName(stack, 'More', 'more').grantRead(runtime);

    expect(policyLines(Template.fromStack(stack), ROLE).at(-1)).toContain('ecr:DescribeImages');
    expect(runtime.node.defaultChild).toBe(runtime.runtime.node.defaultChild);
  });
});

describe('when a principal may call a runtime', () => {
  test('it may call this runtime and its endpoints, and stop what it started', () => {
    const { stack, runtime } = make();
    runtime.grantInvoke(
      new Role(stack, 'Caller', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') }),
    );

    expect(policyLines(Template.fromStack(stack)).at(-1)).toBe(
      'Allow bedrock-agentcore:InvokeAgentRuntime bedrock-agentcore:StopRuntimeSession ' +
        'on <WorkflowRuntime.AgentRuntimeArn> <WorkflowRuntime.AgentRuntimeArn>/*',
    );
  });

  test('where versions are verified, it may not call one that is not', () => {
    const { stack, runtime } = make({ rollout: { payload: {} } });
    runtime.grantInvoke(new Role(stack, 'Caller', { assumedBy: new AccountRootPrincipal() }));

    expect(policyLines(Template.fromStack(stack), 'Caller')).toEqual([
      expect.stringMatching(/ on <WorkflowRuntime.*Arn> <WorkflowRuntime.*Arn>\/runtime-endpoint\/live$/),
    ]);
  });

  test('with userIds it may say for whom it calls', () => {
    const { stack, runtime } = make({ userIds: true });
    runtime.grantInvoke(new Role(stack, 'Caller', { assumedBy: new AccountRootPrincipal() }));

    expect(policyLines(Template.fromStack(stack)).at(-1)).toContain(
      'bedrock-agentcore:InvokeAgentRuntimeForUser',
    );
  });

  test('a warning says that AWS credentials let nobody in where callers show tokens', () => {
    const authorizer = {
      discoveryUrl: 'https://idp.example.com/.well-known/openid-configuration',
      allowedClients: ['app'],
    };
    const { stack, runtime } = make({ authorizer });
    runtime.grantInvoke(new Role(stack, 'Caller', { assumedBy: new AccountRootPrincipal() }));

    expect(warningsOf(runtime)).toEqual([expect.stringContaining(TOKEN_WARNING)]);
  });
});

describe('when metrics are asked for', () => {
  test('they are those of the endpoint "live"', () => {
    const { runtime } = make();
    const metrics = [
      runtime.metric('Errors'),
      runtime.metricInvocations(),
      runtime.metricSessions(),
      runtime.metricErrors(),
      runtime.metricSystemErrors(),
      runtime.metricUserErrors(),
      runtime.metricThrottles(),
      runtime.metricLatency(),
      runtime.metricLatency({ statistic: 'p99' }),
    ];

    for (const { dimensions } of metrics) expect(dimensions).toMatchObject({ Name: 'book_flight::live' });
    expect(metrics.map(({ metricName, statistic }) => `${statistic} of ${metricName}`)).toEqual([
      'Average of Errors',
      'Sum of Invocations',
      'Sum of SessionCount',
      'Sum of Errors',
      'Sum of SystemErrors',
      'Sum of UserErrors',
      'Sum of Throttles',
      'Average of Latency',
      'p99 of Latency',
    ]);
  });
});

describe('when properties are wrong', () => {
  test('all problems are said at once, each with its remedy', () => {
    expect(() =>
      make({
        runtimeName: 'book-flight',
        description: '',
        environment: { '1ST': 'x'.repeat(2049) },
        idleTimeout: Duration.seconds(30),
        liveVersion: 'newest',
      }),
    ).toThrow(
      [
        'The workflow runtime has 6 problems:',
        '  1. Workflow.runtimeName is not a name that AgentCore accepts: "book-flight" (11 characters) (allowed: a letter, then letters, digits and "_": at most 48; fix: use "book_flight", for example)',
        '  2. Workflow.description has a length that is not accepted: 0 characters (allowed: 1 to 1200 characters; fix: leave it out)',
        '  3. Workflow.environment.1ST is not a variable name that AgentCore accepts: "1ST" (allowed: 1 to 100 letters, digits and "_", not starting with a digit; fix: use "ST")',
        '  4. Workflow.environment.1ST has a value that AgentCore does not accept: 2049 characters (allowed: a string of at most 2048 characters; fix: shorten it or read it from a parameter store)',
        '  5. Workflow.idleTimeout is out of range: 30 s (allowed: 60 s to 28800 s (8 hours); fix: use Duration.seconds(60))',
        '  6. Workflow.liveVersion is not a version of a runtime: "newest" (allowed: a number from 1 to 99999 in a string; fix: take it from the output RuntimeVersion, or leave it out to follow the newest)',
      ].join('\n'),
    );
  });

  test('what is wrong with network, headers, storage and authorizer is said with the rest', () => {
    const stack = testStack();
    const publicOnly = Vpc.fromVpcAttributes(stack, 'Public', {
      vpcId: 'vpc-1',
      availabilityZones: ['us-east-1a'],
      publicSubnetIds: ['subnet-1'],
      publicSubnetRouteTableIds: ['table-1'],
    });
    const wrong: Partial<WorkflowRuntimeProps> = {
      vpc: publicOnly,
      securityGroups: [],
      requestHeaders: ['X-Amz-Date', 'authorization'],
      sessionStorage: { mountPath: '/data' },
    };
    const places = (props: Partial<WorkflowRuntimeProps>): unknown => {
      try {
        return make(props, stack);
      } catch (error) {
        return error instanceof WorkflowConfigurationError && error.problems.map(({ where }) => where);
      }
    };

    expect(places(wrong)).toEqual([
      'Workflow.vpc',
      'Workflow.securityGroups',
      'Workflow.requestHeaders[0]',
      'Workflow.sessionStorage.mountPath',
      'Workflow.requestHeaders[1]',
    ]);
  });

  test('what TypeScript would have refused is said, all at once', () => {
    const wrong = (props: object): unknown => {
      try {
        return make({ ...props });
      } catch (error) {
        return (
          error instanceof WorkflowConfigurationError && error.problems.map(({ where, fix }) => [where, fix])
        );
      }
    };

    expect(wrong({ idleTimeout: 60, liveVersion: 3, role: 'arn', secrets: { A: null }, vcp: 1 })).toEqual([
      ['Workflow.vcp', 'did you mean "vpc"?'],
      ['Workflow.idleTimeout', expect.stringContaining('Duration')],
      ['Workflow.liveVersion', expect.anything()],
      ['Workflow.role', expect.stringContaining('Role.fromRoleArn')],
      ['Workflow.secrets.A', expect.stringContaining('Secret.')],
    ]);
    expect(
      wrong({
        delivery: { usages: true },
        idleTimeout: Duration.millis(60_500),
        maxLifetime: Duration.minutes(Token.asNumber({ Ref: 'Minutes' })),
      }),
    ).toEqual([
      ['Workflow.delivery.usages', 'did you mean "usage"?'],
      ['Workflow.idleTimeout', expect.any(String)],
      ['Workflow.maxLifetime', 'take a parameter that counts seconds'],
    ]);
  });

  test('a session cannot idle longer than it lives, not even by default', () => {
    expect(() => make({ maxLifetime: Duration.minutes(10) })).toThrow(
      'Workflow.idleTimeout is longer than maxLifetime: idle 900 s (the default), lifetime 600 s',
    );
  });

  test('values that are not known before the deployment are let through', () => {
    expect(() =>
      make({
        runtimeName: Token.asString({ Ref: 'Name-with-hyphens' }),
        description: Token.asString({ Ref: 'Description' }),
        environment: { AIRLINE: Token.asString({ Ref: 'Airline' }) },
        idleTimeout: Duration.seconds(Token.asNumber({ Ref: 'Seconds' })),
        requestHeaders: [Token.asString({ Ref: 'Header' })],
        sessionStorage: { mountPath: Token.asString({ Ref: 'Folder' }) },
        authorizer: {
          discoveryUrl: Token.asString({ Ref: 'Provider' }),
          allowedClients: Token.asList({ Ref: 'Clients' }),
        },
        liveVersion: Token.asString({ Ref: 'Version' }),
      }),
    ).not.toThrow();
    expect(() => make({ requestHeaders: Token.asList({ Ref: 'Headers' }) })).toThrow('known at synthesis');
  });
});

describe('when the CDK CLI compares two deployments in order to hotswap', () => {
  const discoveryUrl = 'https://idp.example.com/.well-known/openid-configuration';
  const endpointOf = (version: string, props: Partial<WorkflowRuntimeProps> = {}): unknown =>
    Template.fromStack(make(props, testStack(), version).stack).findResources(ENDPOINT);

  /** What it changes by; the rest of the endpoint is the same. */
  const descriptionOf = ({ stack, runtime }: ReturnType<typeof make>): unknown =>
    stack.resolve(runtime.endpoint.description);

  const descriptionWith = (propsIn: (stack: Stack) => Partial<WorkflowRuntimeProps>): unknown => {
    const stack = testStack();
    return descriptionOf(make(propsIn(stack), stack));
  };

  test('other code changes the endpoint, which it cannot swap: it says so, or deploys', () => {
    expect(endpointOf('1')).toEqual(endpointOf('1'));
    expect(endpointOf('1')).not.toEqual(endpointOf('2'));
  });

  test('whatever else makes a new version does, too', () => {
    const group = (stack: Stack, id: string) => SecurityGroup.fromSecurityGroupId(stack, 'Group', id);
    const descriptions = [
      () => ({}),
      () => ({ description: 'Books flights' }),
      () => ({ environment: { SHOP: 'a' } }),
      () => ({ environment: { SHOP: 'b' } }),
      () => ({ idleTimeout: Duration.minutes(5) }),
      () => ({ maxLifetime: Duration.hours(1) }),
      () => ({ requestHeaders: ['X-Shop'] }),
      () => ({ sessionStorage: { mountPath: '/mnt/a' } }),
      () => ({ sessionStorage: { mountPath: '/mnt/b' } }),
      () => ({ authorizer: { discoveryUrl, allowedClients: ['a'] } }),
      () => ({ authorizer: { discoveryUrl, allowedClients: ['b'] } }),
      (stack: Stack) => ({ role: Role.fromRoleName(stack, 'Given', 'one') }),
      (stack: Stack) => ({ role: Role.fromRoleName(stack, 'Given', 'two') }),
      (stack: Stack) => ({ vpc: vpcWith(stack, 'subnet-1') }),
      (stack: Stack) => ({ vpc: vpcWith(stack, 'subnet-2') }),
      (stack: Stack) => ({ vpc: vpcWith(stack, 'subnet-2'), securityGroups: [group(stack, 'sg-1')] }),
      (stack: Stack) => ({ vpc: vpcWith(stack, 'subnet-2'), securityGroups: [group(stack, 'sg-2')] }),
    ].map(descriptionWith);

    expect(new Set(descriptions).size).toBe(descriptions.length);
  });

  test('variables in another order do not', () => {
    expect(endpointOf('1', { environment: { SHOP: 'a', TOWN: 'b' } })).toEqual(
      endpointOf('1', { environment: { TOWN: 'b', SHOP: 'a' } }),
    );
  });

  test('another protocol changes it, and saying the default does not', () => {
    expect(endpointOf('1', { serverProtocol: 'MCP' })).not.toEqual(endpointOf('1'));
    expect(endpointOf('1', { serverProtocol: 'HTTP' })).toEqual(endpointOf('1'));
  });

  test('with hotswap the endpoint stays, and only the runtime is swapped', () => {
    expect(endpointOf('1', { hotswap: true })).toEqual(endpointOf('2', { hotswap: true }));
  });

  test('it cannot pass by the call that verifies a version', () => {
    const rollout = { payload: {} };

    expect(endpointOf('1', { rollout })).not.toEqual(endpointOf('2', { rollout }));
    expect(() => make({ hotswap: true, rollout })).toThrow('Workflow.rollout cannot hold back');
  });

  test('with a pinned version nothing changes for callers', () => {
    expect(endpointOf('1', { liveVersion: '7' })).toEqual(endpointOf('2', { liveVersion: '7' }));
  });

  test('a pinned version and hotswap contradict each other', () => {
    expect(() => make({ hotswap: true, liveVersion: '7' })).toThrow(
      'leave hotswap out where callers get a pinned version',
    );
  });
});
