import { beforeAll, describe, expect, test } from '@jest/globals';
import { App, CfnParameter, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Role } from 'aws-cdk-lib/aws-iam';
import { Alias, Key } from 'aws-cdk-lib/aws-kms';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Topic } from 'aws-cdk-lib/aws-sns';
import {
  HumanInTheLoop,
  type HumanInTheLoopProps,
  NovaActWorkflow,
  type NovaActWorkflowProps,
  WorkflowFoundation,
} from '../../../lib/cdk/index.ts';
import { appProps, fixture, policyLines, render, testStack } from '../synthesis.ts';

const SIGN_IN = { issuer: 'https://id.example.com', clientId: 'page' };
const QUESTION = '/workflows/{workflow}/questions/{question}';

function workflowIn(stack: Stack, props: Partial<NovaActWorkflowProps>): NovaActWorkflow {
  return new NovaActWorkflow(stack, 'Workflow', {
    entry: fixture('greeting.ts'),
    build: 'zip',
    foundation: new WorkflowFoundation(stack, 'Data'),
    ...props,
  });
}

function templateWith(props: HumanInTheLoopProps, workflow: Partial<NovaActWorkflowProps> = {}): Template {
  const stack = testStack();
  workflowIn(stack, { humanInTheLoop: new HumanInTheLoop(stack, 'Desk', props), ...workflow });
  return Template.fromStack(stack);
}

/** Who may call what: each route with its authorization. */
function routesIn(template: Template): readonly string[] {
  return Object.values(template.findResources('AWS::ApiGatewayV2::Route'))
    .map(({ Properties }) => `${Properties.RouteKey}: ${Properties.AuthorizationType}`)
    .sort();
}

function variablesIn(template: Template): Readonly<Record<string, unknown>> {
  const [runtime] = Object.values(template.findResources('AWS::BedrockAgentCore::Runtime'));
  return runtime?.Properties.EnvironmentVariables;
}

const OPEN_ROUTES = [
  'GET /: NONE',
  `GET ${QUESTION}: AWS_IAM`,
  `POST ${QUESTION}/answer: NONE`,
  `POST ${QUESTION}/read: NONE`,
  `POST ${QUESTION}/withdraw: AWS_IAM`,
  `PUT ${QUESTION}: AWS_IAM`,
];

describe('a desk where people approve', () => {
  let template: Template;
  beforeAll(() => {
    template = templateWith({});
  });

  test('lets everybody read and answer, whose token the function checks, and only workflows ask', () => {
    expect(routesIn(template)).toEqual(OPEN_ROUTES);
    template.resourceCountIs('AWS::ApiGatewayV2::Authorizer', 0);
  });

  test('has no way to take over, and tells the workflow', () => {
    expect(variablesIn(template)).toMatchObject({ NOVA_ACT_HUMAN_TAKE_OVER: '0' });
    expect(variablesIn(template)).not.toHaveProperty('NOVA_ACT_WEB_SOCKET');
    expect(policyLines(template).join('\n')).not.toContain('WebSocketStream');
  });

  test('is found by the workflow, and by others in the outputs of its stack', () => {
    const url = { 'Fn::GetAtt': [expect.stringMatching(/^DeskHttpApi/), 'ApiEndpoint'] };
    const topic = { Ref: expect.stringMatching(/^DeskNotices/) };

    expect(variablesIn(template)).toMatchObject({ NOVA_ACT_HUMAN_URL: url, NOVA_ACT_HUMAN_TOPIC_ARN: topic });
    const outputs = template.toJSON().Outputs;
    expect(outputs.GreetingHumanInTheLoopUrl).toEqual({ Value: url });
    expect(outputs.GreetingHumanTopicArn).toEqual({ Value: topic });
  });

  test('lets the workflow ask for its own definition only, and tell people', () => {
    const api = 'arn:aws:execute-api:us-east-1:<AWS::AccountId>:<DeskHttpApi>/$default';
    const lines = policyLines(template, 'WorkflowRuntimeRole').filter((line) =>
      /execute-api|sns:|dynamodb:/.test(line),
    );

    expect(lines).toEqual([
      `Allow execute-api:Invoke on ${['GET', 'POST', 'PUT'].map((method) => `${api}/${method}/workflows/greeting/questions/*${method === 'POST' ? '/withdraw' : ''}`).join(' ')}`,
      'Allow sns:Publish on <DeskNotices>',
    ]);
  });

  test('has a function that reads and writes single questions, and nothing else', () => {
    expect(policyLines(template, 'DeskRole').slice(1)).toEqual([
      'Allow dynamodb:GetItem dynamodb:PutItem dynamodb:UpdateItem on <DeskQuestions.Arn>',
    ]);
  });

  test('keeps questions until they expire, and goes with its stack', () => {
    template.hasResource('AWS::DynamoDB::Table', {
      DeletionPolicy: 'Delete',
      Properties: {
        BillingMode: 'PAY_PER_REQUEST',
        TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: false },
      },
    });
  });

  test('is throttled, and its log says neither bodies nor queries nor headers', () => {
    const [stage] = Object.values(template.findResources('AWS::ApiGatewayV2::Stage'));
    expect(stage?.Properties).toMatchObject({
      StageName: '$default',
      AutoDeploy: true,
      DefaultRouteSettings: { ThrottlingRateLimit: 50, ThrottlingBurstLimit: 100 },
    });
    const format: unknown = JSON.parse(stage?.Properties.AccessLogSettings.Format);
    expect(Object.values(Object(format))).toEqual(
      expect.arrayContaining(['$context.path', '$context.status', '$context.identity.userArn']),
    );
    expect(stage?.Properties.AccessLogSettings.Format).not.toMatch(/body|query|header|claims\.(?!sub)/i);
    // What may have quotation marks, or is quoted only where it is there, would end the JSON.
    expect(stage?.Properties.AccessLogSettings.Format).not.toMatch(/error\.message/);
    template.hasResourceProperties('AWS::Logs::LogGroup', {
      LogGroupName: Match.objectLike({ 'Fn::Join': ['', ['/aws/vendedlogs/apis/', Match.anyValue()]] }),
      RetentionInDays: 90,
    });
  });

  test('tells people by a topic that is encrypted, by TLS only', () => {
    const [topic] = Object.values(template.findResources('AWS::SNS::Topic'));
    expect(render(topic?.Properties.KmsMasterKeyId)).toBe(
      'arn:aws:kms:us-east-1:<AWS::AccountId>:alias/aws/sns',
    );
    template.hasResourceProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: {
        Statement: [
          {
            Effect: 'Deny',
            Principal: '*',
            Action: 'sns:Publish',
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          },
        ],
      },
    });
    template.resourceCountIs('AWS::SNS::Subscription', 0);
  });

  test('may be called by its API alone', () => {
    const sources = Object.values(template.findResources('AWS::Lambda::Permission')).map(({ Properties }) => [
      Properties.Principal,
      render(Properties.SourceArn).replace(/.*<DeskHttpApi>/, ''),
    ]);
    expect(sources).toHaveLength(OPEN_ROUTES.length);
    for (const [principal, source] of sources) {
      expect(principal).toBe('apigateway.amazonaws.com');
      expect(source).toMatch(/^\/\*\/\*\/(?:workflows\/\{workflow\}\/questions\/\{question\}(?:\/\w+)?)?$/);
    }
  });
});

describe('a desk where people sign in', () => {
  let template: Template;
  beforeAll(() => {
    template = templateWith({ signIn: SIGN_IN, notify: ['desk@example.com', 'night@example.com'] });
  });

  test('has a route for those who take over browsers of the workflow, by a token of the provider for this client', () => {
    expect(routesIn(template)).toEqual(
      [...OPEN_ROUTES, 'POST /workflows/greeting/questions/{question}/take: JWT'].sort(),
    );
    template.hasResourceProperties('AWS::ApiGatewayV2::Authorizer', {
      AuthorizerType: 'JWT',
      IdentitySource: ['$request.header.Authorization'],
      JwtConfiguration: { Issuer: 'https://id.example.com', Audience: ['page'] },
    });
    expect(variablesIn(template)).not.toHaveProperty('NOVA_ACT_HUMAN_TAKE_OVER');
    // By the address of a session nobody can call the workflow.
    expect(variablesIn(template)).toMatchObject({ NOVA_ACT_WEB_SOCKET: 'take-overs' });
  });

  test('connects them by a function that reaches this runtime by the endpoint of callers, and these questions only', () => {
    expect(policyLines(template, 'WorkflowTakeOver').slice(1)).toEqual([
      'Allow dynamodb:GetItem dynamodb:UpdateItem on <DeskQuestions.Arn> if {"ForAllValues:StringLike":{"dynamodb:LeadingKeys":["greeting/*"]},"Null":{"dynamodb:LeadingKeys":"false"}}',
      'Allow bedrock-agentcore:InvokeAgentRuntimeWithWebSocketStream on <WorkflowRuntime.AgentRuntimeArn> <WorkflowRuntimeEndpointlive.AgentRuntimeEndpointArn>',
    ]);
    template.hasResourceProperties('AWS::Lambda::Function', {
      Environment: {
        Variables: {
          TABLE_NAME: { Ref: Match.stringLikeRegexp('^DeskQuestions') },
          RUNTIME_ARN: { 'Fn::GetAtt': [Match.stringLikeRegexp('^WorkflowRuntime'), 'AgentRuntimeArn'] },
          ENDPOINT_NAME: 'live',
        },
      },
    });
  });

  test('nobody else reaches a WebSocket of a session, the function of the page in the first place', () => {
    const allowed = policyLines(template).filter((line) => line.includes('WebSocketStream'));
    expect(allowed).toHaveLength(1);
    expect(policyLines(template, 'DeskRole').join('\n')).not.toContain('bedrock-agentcore');
  });

  test('tells the page how people sign in', () => {
    template.hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: { SIGN_IN: JSON.stringify(SIGN_IN) } },
    });
  });

  test('tells people by e-mail', () => {
    const subscriptions = Object.values(template.findResources('AWS::SNS::Subscription'));
    expect(
      subscriptions.map(({ Properties: { Protocol, Endpoint } }) => [Protocol, Endpoint]).sort(),
    ).toEqual([
      ['email', 'desk@example.com'],
      ['email', 'night@example.com'],
    ]);
  });

  test('takes another audience, and texts that only the deployment knows', () => {
    const stack = testStack();
    const issuer = new CfnParameter(stack, 'Issuer').valueAsString;
    new HumanInTheLoop(stack, 'Desk', { signIn: { ...SIGN_IN, issuer, audience: 'desk' } });

    Template.fromStack(stack).hasResourceProperties('AWS::ApiGatewayV2::Authorizer', {
      JwtConfiguration: { Issuer: { Ref: 'Issuer' }, Audience: ['desk'] },
    });
  });

  test('lets every user of the client take over when it asks for scopes of OpenID only, else those who have one of the others', () => {
    const scopesWith = (scopes: readonly string[]): unknown => {
      const template = templateWith({ signIn: { ...SIGN_IN, scopes } });
      const [take, ...others] = Object.values(template.findResources('AWS::ApiGatewayV2::Route'))
        .map(({ Properties }) => Properties)
        .sort((a, b) => Number(b.RouteKey.endsWith('/take')) - Number(a.RouteKey.endsWith('/take')));
      expect(others.filter(({ AuthorizationScopes }) => AuthorizationScopes !== undefined)).toEqual([]);
      return take.AuthorizationScopes;
    };
    expect(scopesWith(['openid', 'profile', 'email', 'offline_access'])).toBeUndefined();
    expect(scopesWith(['openid', 'desk/take-over', 'desk/all'])).toEqual(['desk/take-over', 'desk/all']);
  });

  test('with hotswap, people come by the endpoint that callers are told', () => {
    const template = templateWith({ signIn: SIGN_IN }, { runtime: { hotswap: true } });

    expect(policyLines(template, 'WorkflowTakeOver').at(-1)).toContain(
      '<WorkflowRuntime.AgentRuntimeArn>/runtime-endpoint/DEFAULT',
    );
    template.hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: { ENDPOINT_NAME: 'DEFAULT' } },
    });
  });
});

describe('with a customer key', () => {
  test('table, topic and logs have it, and who uses them may use it through them only', () => {
    const stack = testStack();
    const encryptionKey = new Key(stack, 'Key');
    const humanInTheLoop = new HumanInTheLoop(stack, 'Desk', { signIn: SIGN_IN, encryptionKey });
    workflowIn(stack, { humanInTheLoop });
    const template = Template.fromStack(stack);

    const key = { 'Fn::GetAtt': [Match.stringLikeRegexp('^Key'), 'Arn'] };
    template.hasResourceProperties('AWS::DynamoDB::Table', {
      SSESpecification: { SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: key },
    });
    template.hasResourceProperties('AWS::SNS::Topic', { KmsMasterKeyId: key });
    const groups = Object.entries(template.findResources('AWS::Logs::LogGroup')).filter(([id]) =>
      id.startsWith('Desk'),
    );
    expect(groups).toHaveLength(2);
    for (const [, { Properties }] of groups) expect(render(Properties.KmsKeyId)).toBe('<Key.Arn>');

    const uses = (policies: string): string[] =>
      policyLines(template, policies).filter((line) => line.includes('kms:'));
    const by = (service: string): RegExp =>
      new RegExp(`kms:.* on <Key.Arn> if .*ViaService.*${service}\\.us-east-1`);
    expect(uses('WorkflowRuntimeRole')).toEqual([expect.stringMatching(by('sns'))]);
    expect(uses('DeskRole')).toEqual([expect.stringMatching(by('dynamodb'))]);
    expect(uses('WorkflowTakeOver')).toEqual([expect.stringMatching(by('dynamodb'))]);
  });
});

describe('for several workflows', () => {
  test('one desk is in a stack of its own: it knows none of them, and each has rights on its own questions', () => {
    const desks = testStack();
    const stack = new Stack(desks.node.scope, 'Workflows', { env: { region: 'us-east-1' } });
    const humanInTheLoop = new HumanInTheLoop(desks, 'Desk', { signIn: SIGN_IN });
    workflowIn(stack, { humanInTheLoop, workflowName: 'buying' });
    new NovaActWorkflow(stack, 'Second', {
      entry: fixture('greeting.ts'),
      build: 'zip',
      humanInTheLoop,
      workflowName: 'selling',
      foundation: new WorkflowFoundation(stack, 'Data2'),
    });

    const [of, theirs] = [Template.fromStack(desks), Template.fromStack(stack)];
    expect(JSON.stringify(of.toJSON())).not.toMatch(/buying|selling|ImportValue/);
    expect(routesIn(of)).toEqual(OPEN_ROUTES);
    expect(routesIn(theirs)).toEqual([
      'POST /workflows/buying/questions/{question}/take: JWT',
      'POST /workflows/selling/questions/{question}/take: JWT',
    ]);
    expect(policyLines(theirs, 'SecondRuntimeRole').join('\n')).not.toContain('/workflows/buying/');
    expect(policyLines(theirs, 'WorkflowRuntimeRole').join('\n')).not.toContain('/workflows/selling/');
  });
});

test('a topic that is there is taken, with the key that it has', () => {
  const stack = testStack();
  const topic = new Topic(stack, 'Mine', { masterKey: new Key(stack, 'TopicKey') });
  const humanInTheLoop = new HumanInTheLoop(stack, 'Desk', { topic });
  workflowIn(stack, { humanInTheLoop });

  const template = Template.fromStack(stack);
  template.resourceCountIs('AWS::SNS::Topic', 1);
  expect(policyLines(template, 'WorkflowRuntimeRole').slice(-2)).toEqual([
    'Allow sns:Publish on <Mine>',
    expect.stringMatching(/^Allow kms:Decrypt kms:GenerateDataKey on <TopicKey.Arn> if .*sns\.us-east-1/),
  ]);
});

test('a topic of another region is told with its key there', () => {
  const stack = testStack();
  const topic = Topic.fromTopicAttributes(stack, 'Elsewhere', {
    topicArn: 'arn:aws:sns:eu-west-1:123456789012:people',
    keyArn: 'arn:aws:kms:eu-west-1:123456789012:key/k',
  });
  workflowIn(stack, { humanInTheLoop: new HumanInTheLoop(stack, 'Desk', { topic }) });

  expect(policyLines(Template.fromStack(stack), 'WorkflowRuntimeRole').at(-1)).toMatch(
    /^Allow kms:Decrypt kms:GenerateDataKey on arn:aws:kms:eu-west-1:.* if .*"sns\.eu-west-1\./,
  );
});

test('an address that two desks tell by one topic is subscribed once', () => {
  const stack = testStack();
  const topic = new Topic(stack, 'People');
  for (const id of ['One', 'Other']) new HumanInTheLoop(stack, id, { topic, notify: ['desk@example.com'] });

  Template.fromStack(stack).resourceCountIs('AWS::SNS::Subscription', 1);
});

test('what a table had stays where that is asked for, and everything is logged as long', () => {
  const template = templateWith({
    removalPolicy: RemovalPolicy.RETAIN,
    logRetention: RetentionDays.ONE_WEEK,
    throttle: { rateLimit: 5, burstLimit: 10 },
  });

  template.hasResource('AWS::DynamoDB::Table', { DeletionPolicy: 'Retain' });
  for (const [id, { Properties }] of Object.entries(template.findResources('AWS::Logs::LogGroup'))) {
    if (id.startsWith('Desk')) expect(Properties.RetentionInDays).toBe(7);
  }
  template.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
    DefaultRouteSettings: { ThrottlingRateLimit: 5, ThrottlingBurstLimit: 10 },
  });
});

test('a version that is called before callers get it may ask: the desk is there first', () => {
  const template = templateWith({}, { rollout: { payload: {} } });
  const [verified] = Object.values(template.findResources('Custom::NovaActVerifiedVersion'));

  expect(verified?.DependsOn).toEqual(expect.arrayContaining([expect.stringMatching(/^DeskHttpStage/)]));
});

describe('says what is wrong', () => {
  test.each<[unknown, string]>([
    [{ signin: SIGN_IN }, 'Desk.signin is not a known key: "signin"'],
    [{ signIn: { ...SIGN_IN, isuer: 'x' } }, 'Desk.signIn.isuer is not a known key'],
    [
      { signIn: { ...SIGN_IN, issuer: 'http://id.example.com' } },
      'Desk.signIn.issuer is not the issuer of tokens',
    ],
    [
      { signIn: { ...SIGN_IN, issuer: 'https://id.example.com/.well-known/openid-configuration' } },
      'Desk.signIn.issuer is not the issuer of tokens',
    ],
    [{ signIn: { issuer: SIGN_IN.issuer } }, 'Desk.signIn.clientId'],
    [{ signIn: { ...SIGN_IN, scopes: ['openid profile'] } }, 'Desk.signIn.scopes[0] is not a scope'],
    [{ signIn: 'cognito' }, 'Desk.signIn is not what is expected here'],
    [{ notify: ['desk'] }, 'Desk.notify[0] is not an address of e-mail'],
    [{ notify: ['a@example.com', 'a@example.com'] }, 'Desk.notify has an entry twice'],
    [{ topic: 'arn:aws:sns:us-east-1:123456789012:people' }, 'allowed: a topic of the CDK'],
    [{ throttle: { rateLimit: 0 } }, 'Desk.throttle.rateLimit is not a number of requests: 0'],
    [{ throttle: { burst: 10 } }, 'did you mean "burstLimit"?'],
    [
      { notify: ['Desk@example.com', 'desk@Example.com'] },
      'Desk.notify has an entry twice: "desk@Example.com"',
    ],
    [{ encryptionKey: {} }, 'allowed: a key of the CDK'],
    [{ logRetention: 'x' }, 'Desk.logRetention is not a time that CloudWatch Logs knows: "x"'],
    [{ logRetention: 2 }, 'RetentionDays.ONE_DAY'],
    [{ removalPolicy: 'x' }, 'Desk.removalPolicy is not what can become of the table: "x"'],
    [{ removalPolicy: 'DESTROY' }, 'fix: write RemovalPolicy.DESTROY, for example, without quotes'],
    [{ removalPolicy: RemovalPolicy.SNAPSHOT }, 'Desk.removalPolicy is not what can become of the table'],
  ])('%j: %s', (props, message) => {
    expect(() => new HumanInTheLoop(testStack(), 'Desk', Object(props))).toThrow(message);
  });

  test.each<[string, (stack: Stack) => HumanInTheLoopProps, string]>([
    [
      'an alias, which policies do not know',
      (stack) => ({ encryptionKey: Alias.fromAliasName(stack, 'Alias', 'alias/people') }),
      'fix: import one that exists: Key.fromKeyArn',
    ],
    [
      'a FIFO topic',
      (stack) => ({ topic: new Topic(stack, 'Topic', { fifo: true }) }),
      'Desk.topic is a FIFO',
    ],
    [
      'one that is imported',
      (stack) => ({
        topic: Topic.fromTopicArn(stack, 'Topic', 'arn:aws:sns:us-east-1:123456789012:people.fifo'),
        notify: ['desk@example.com'],
      }),
      'Desk.topic is a FIFO topic, which tells no people: arn:aws:sns:us-east-1:123456789012:people.fifo',
    ],
    [
      'people who are told by a topic of another region',
      (stack) => ({
        topic: Topic.fromTopicArn(stack, 'Topic', 'arn:aws:sns:eu-west-1:123456789012:people'),
        notify: ['desk@example.com'],
      }),
      'Desk.notify is told by a topic that was imported from another region',
    ],
    [
      'a list of which nobody knows how long it is',
      (stack) => ({
        notify: new CfnParameter(stack, 'People', { type: 'CommaDelimitedList' }).valueAsList,
      }),
      'Desk.notify must be known at synthesis: a token of a list',
    ],
    [
      'such a list of scopes',
      (stack) => ({
        signIn: {
          ...SIGN_IN,
          scopes: new CfnParameter(stack, 'Scopes', { type: 'CommaDelimitedList' }).valueAsList,
        },
      }),
      'Desk.signIn.scopes must be known at synthesis',
    ],
  ])('%s', (_name, propsIn, message) => {
    const stack = testStack();
    expect(() => new HumanInTheLoop(stack, 'Desk', propsIn(stack))).toThrow(message);
  });

  test.each(['*', '', 'a/b', 'order*', null, undefined])(
    'a definition that is called %j, which would let somebody ask for others',
    (name) => {
      const stack = testStack();
      const desk = new HumanInTheLoop(stack, 'Desk');
      const role = Role.fromRoleName(stack, 'Role', 'asks');
      expect(() => desk.grantAsk(role, name as string)).toThrow(
        'Desk.grantAsk.workflowDefinitionName is not',
      );
    },
  );

  test('who is of another account, and takes a name that only the deployment knows', () => {
    const stack = new Stack(new App(appProps()), 'Test', {
      env: { account: '123456789012', region: 'us-east-1' },
    });
    const desk = new HumanInTheLoop(stack, 'Desk');
    const [own, other] = ['123456789012', '999999999999'].map((account) =>
      Role.fromRoleArn(stack, `Of${account}`, `arn:aws:iam::${account}:role/asks`),
    );
    if (!own || !other) throw new Error('There are two.');
    desk.grantAsk(own, new CfnParameter(stack, 'Name').valueAsString);
    expect(() => desk.grantAsk(other, 'order')).toThrow(
      'Desk.grantAsk.grantee is of another account than the desk',
    );
  });

  test.each<[string, object | undefined, object | undefined]>([
    ['a desk', undefined, { region: 'us-east-1', account: '123456789012' }],
    ['a workflow', { region: 'us-east-1', account: '123456789012' }, undefined],
    ['an account', { region: 'us-east-1' }, { region: 'us-east-1', account: '123456789012' }],
  ])('%s whose place is not known, where that of the other is', (_name, deskEnv, env) => {
    const app = new App(appProps());
    const desks = new Stack(app, 'Desks', deskEnv && { env: deskEnv });
    const stack = new Stack(app, 'Workflows', env && { env });
    const humanInTheLoop = new HumanInTheLoop(desks, 'Desk');
    expect(() => workflowIn(stack, { humanInTheLoop })).toThrow('fix: give both stacks the same env');
  });

  test.each<[string, Partial<NovaActWorkflowProps>, RegExp]>([
    ['MCP', { runtime: { serverProtocol: 'MCP' } }, /speaks MCP has no WebSocket to connect them to/],
    [
      'an authorizer',
      {
        runtime: {
          authorizer: {
            discoveryUrl: 'https://id.example.com/.well-known/openid-configuration',
            allowedClients: ['app'],
          },
        },
      },
      /the authorizer lets in tokens only/,
    ],
  ])('with a sign-in: %s', (_name, props, message) => {
    const stack = testStack();
    const humanInTheLoop = new HumanInTheLoop(stack, 'Desk', { signIn: SIGN_IN });
    expect(() => workflowIn(stack, { ...props, humanInTheLoop })).toThrow(message);

    const only = testStack();
    workflowIn(only, { ...props, humanInTheLoop: new HumanInTheLoop(only, 'Desk') });
    expect(variablesIn(Template.fromStack(only))).toMatchObject({ NOVA_ACT_HUMAN_TAKE_OVER: '0' });
  });

  test('what is no desk, and one of another region', () => {
    expect(() => workflowIn(testStack(), { humanInTheLoop: Object({ url: 'x' }) })).toThrow(
      'fix: make one: new HumanInTheLoop',
    );
    const stack = testStack();
    const humanInTheLoop = new HumanInTheLoop(testStack({ region: 'us-west-2' }), 'Desk');
    expect(() => workflowIn(stack, { humanInTheLoop })).toThrow(
      /humanInTheLoop is of another region than the workflow, which may not call it: region us-west-2/,
    );
  });

  test('a variable that the construct sets', () => {
    const stack = testStack();
    const humanInTheLoop = new HumanInTheLoop(stack, 'Desk');
    const environment = { NOVA_ACT_HUMAN_URL: 'https://example.com' };
    expect(() => workflowIn(stack, { humanInTheLoop, runtime: { environment } })).toThrow(
      'NOVA_ACT_HUMAN_URL is set by the construct',
    );
  });
});
