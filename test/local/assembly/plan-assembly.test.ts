import { describe, expect, test } from '@jest/globals';
import { outputsOfStacks } from '../../../lib/local/assembly/outputs-of-stacks.ts';
import { planOf, probe, roleWith } from './hand-made.ts';

const ALL = { Effect: 'Allow', Action: '*', Resource: '*' };
const image = (uri: unknown) => ({ ContainerConfiguration: { ContainerUri: uri } });
const named = (name: unknown) => ({ Type: 'AWS::S3::Bucket', Properties: { BucketName: name } });

describe('the protocol', () => {
  const protocolOf = (ProtocolConfiguration: unknown) => {
    const resources = { ...roleWith(ALL), Runtime: probe({ ProtocolConfiguration }) };
    const { runtimes, notes } = planOf({ Shop: { Resources: resources } });
    return { protocol: runtimes[0]?.deployment.serverProtocol, notes };
  };

  test('is that of the template, and HTTP where it says none', () => {
    expect(protocolOf(undefined)).toEqual({ protocol: 'HTTP', notes: [] });
    expect(protocolOf('MCP')).toEqual({ protocol: 'MCP', notes: [] });
  });

  test('is not guessed: a runtime that speaks another one, or one that is not known, is not deployed', () => {
    const another = protocolOf('A2A');
    expect(another.protocol).toBeUndefined();
    expect(another.notes).toContainEqual(
      expect.stringContaining('it is A2A, and bundles of this package speak HTTP or MCP: the runtime is not'),
    );
    expect(protocolOf({ 'Fn::GetAtt': ['Role', 'RoleId'] }).protocol).toBeUndefined();
  });
});

describe('variables', () => {
  /** The variables of a runtime, and what is said of them. */
  const variablesOf = (
    variables: Readonly<Record<string, unknown>>,
    more: Readonly<Record<string, unknown>> = {},
    sections: Readonly<Record<string, unknown>> = {},
  ) => {
    const { runtimes, notes } = planOf({
      Shop: {
        Resources: { ...roleWith(ALL), Runtime: probe({ EnvironmentVariables: variables }), ...more },
        ...sections,
      },
      Base: {
        Resources: { Shared: named('shared') },
        Outputs: { A: { Value: { Ref: 'Shared' }, Export: { Name: 'Base:A' } } },
      },
    });
    return { environment: runtimes[0]?.deployment.environment, notes };
  };

  test('have what the functions in the template give', () => {
    const { environment, notes } = variablesOf(
      {
        TEXT: 'x',
        NUMBER: 7,
        REGION: { Ref: 'AWS::Region' },
        ACCOUNT: { Ref: 'AWS::AccountId' },
        IMPORT: { 'Fn::ImportValue': 'Base:A' },
        SECRET: { Ref: 'Login' },
        BUCKET_ARN: { 'Fn::GetAtt': ['Own', 'Arn'] },
        LOGS: { Ref: 'Logs' },
        STAGE: { Ref: 'Stage' },
        DESK: { 'Fn::GetAtt': ['Desk', 'ApiEndpoint'] },
        TOPIC: { Ref: 'People' },
        LEFT_OUT: { Ref: 'AWS::NoValue' },
      },
      {
        Login: { Type: 'AWS::SecretsManager::Secret', Properties: { Name: 'shop/login' } },
        Own: named({ 'Fn::Join': ['-', ['own', { Ref: 'AWS::Region' }]] }),
        Logs: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: '/shop' } },
        Desk: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'desk', ProtocolType: 'HTTP' } },
        People: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'people' } },
      },
      { Parameters: { Stage: { Type: 'String', Default: 'dev' } } },
    );

    expect(environment).toEqual({
      TEXT: 'x',
      NUMBER: '7',
      REGION: 'us-east-1',
      ACCOUNT: '000000000000',
      IMPORT: 'shared',
      SECRET: expect.stringMatching(
        /^arn:aws:secretsmanager:us-east-1:000000000000:secret:shop\/login-\w{6}$/,
      ),
      BUCKET_ARN: 'arn:aws:s3:::own-us-east-1',
      LOGS: '/shop',
      STAGE: 'dev',
      DESK: expect.stringMatching(/^https:\/\/[a-z0-9]{10}\.execute-api\.us-east-1\.amazonaws\.com$/),
      TOPIC: 'arn:aws:sns:us-east-1:000000000000:people',
    });
    expect(notes).toEqual([]);
  });

  test.each<[string, unknown, string]>([
    [
      'of what is not made',
      { Ref: 'Table' },
      'needs Table (AWS::DynamoDB::Table), which local AWS does not make',
    ],
    [
      'of what is not made, within a text',
      { 'Fn::Sub': `x-\${Table.Arn}` },
      'needs Table (AWS::DynamoDB::Table), which local AWS does not make',
    ],
    [
      'of an unknown attribute',
      { 'Fn::GetAtt': ['Role', 'RoleId'] },
      'needs RoleId of Role (AWS::IAM::Role), which is not known here',
    ],
    ['of a parameter without a value', { Ref: 'Size' }, 'needs the parameter Size, which has no default'],
    [
      'of a parameter that is looked up',
      { Ref: 'Looked' },
      'needs the parameter Looked of type AWS::SSM::Parameter::Value<String>, whose value is not in the assembly',
    ],
    [
      'of an export of others',
      { 'Fn::ImportValue': 'Other:B' },
      'needs the export Other:B, which no stack here has',
    ],
    [
      'of a dynamic reference',
      'x{{resolve:ssm:/shop/url}}',
      'has {{resolve:ssm:/shop/url}}, which only CloudFormation resolves',
    ],
    [
      'of another function',
      { 'Fn::Select': [0, { 'Fn::GetAZs': '' }] },
      'has Fn::GetAZs, which is not resolved here',
    ],
    ['of a resource that is not there', { Ref: 'Tabel' }, 'needs Tabel, which is not in the template'],
    ['that are no text', ['a'], 'it is no text'],
  ])('%s are left out, and that is said', (_, value, why) => {
    const { environment, notes } = variablesOf(
      { WRONG: value, RIGHT: 'x' },
      {
        Table: { Type: 'AWS::DynamoDB::Table' },
      },
      {
        Parameters: {
          Size: { Type: 'Number' },
          Looked: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/x' },
        },
      },
    );

    expect(environment).toEqual({ RIGHT: 'x' });
    expect(notes).toEqual([
      `Shop › Runtime › EnvironmentVariables.WRONG: ${why}. The runtime is deployed without this variable.`,
    ]);
  });
});

test('secrets are those that stacks make, and those that variables name', () => {
  const arn = `arn:aws:secretsmanager:us-east-1:000000000000:secret:`;
  const { secrets } = planOf({
    Shop: {
      Resources: {
        ...roleWith(ALL),
        Made: { Type: 'AWS::SecretsManager::Secret', Properties: { Name: 'made' } },
        Runtime: probe({
          EnvironmentVariables: {
            MADE: { Ref: 'Made' },
            PARTIAL: `${arn}shop/login`,
            COMPLETE: `${arn}shop/key-AbC123`,
            THEIRS: 'arn:aws:secretsmanager:us-east-1:123456789012:secret:theirs',
          },
        }),
      },
    },
  });

  expect(secrets).toEqual([
    { name: 'made', arn: expect.stringMatching(/:secret:made-\w{6}$/) },
    { name: 'shop/login', arn: expect.stringMatching(/:secret:shop\/login-\w{6}$/) },
    { name: 'shop/key', arn: `${arn}shop/key-AbC123` },
  ]);
});

test('what is not known as a whole is said once', () => {
  const { runtimes, notes } = planOf({
    Shop: {
      Parameters: { Size: { Type: 'String' } },
      Conditions: { Big: { 'Fn::Equals': [{ Ref: 'Size' }, 'big'] } },
      Resources: {
        ...roleWith(ALL),
        Runtime: probe({
          EnvironmentVariables: { 'Fn::If': ['Big', { A: 'b' }, { A: 'c' }] },
          LifecycleConfiguration: { MaxLifetime: { Ref: 'Size' } },
        }),
      },
    },
  });

  expect(runtimes[0]?.deployment).toMatchObject({ environment: {}, maxLifetimeSeconds: 28_800 });
  expect(notes).toEqual([
    'Shop › Runtime › EnvironmentVariables.*: depends on the condition Big, which is not known here. The runtime is deployed without variables.',
    'Shop › Runtime › LifecycleConfiguration: it needs the parameter Size, which has no default. What is not known is as the service has it.',
  ]);
});

describe('callers', () => {
  const discoveryUrl = 'https://id.example/.well-known/openid-configuration';
  const jwt = (members: Readonly<Record<string, unknown>>) => ({
    AuthorizerConfiguration: { CustomJWTAuthorizer: { DiscoveryUrl: discoveryUrl, ...members } },
  });
  const plannedWith = (properties: Readonly<Record<string, unknown>>) => {
    const { runtimes, notes } = planOf({
      Shop: {
        Parameters: { Client: { Type: 'String' } },
        Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } },
        Resources: { ...roleWith(ALL), Runtime: probe(properties) },
      },
    });
    const { authorizer, requestHeaders } = runtimes[0]?.deployment ?? {};
    return { authorizer, requestHeaders, notes };
  };

  test('show the tokens that the template says, and the workflow gets the headers that it lists', () => {
    const lists = { AllowedAudience: ['a'], AllowedClients: ['c'], AllowedScopes: ['s'] };
    const headers = { RequestHeaderConfiguration: { RequestHeaderAllowlist: ['X-Customer-Id'] } };
    expect(plannedWith({ ...jwt({ ...lists, PrivateEndpoint: {} }), ...headers })).toEqual({
      authorizer: { discoveryUrl, allowedAudience: ['a'], allowedClients: ['c'], allowedScopes: ['s'] },
      requestHeaders: ['X-Customer-Id'],
      notes: [],
    });
  });

  test.each([
    [jwt({ CustomClaims: [{}] }), 'CustomClaims cannot be checked here'],
    [jwt({ AllowedClients: [{ Ref: 'Client' }] }), 'it needs the parameter Client, which has no default'],
    [{ AuthorizerConfiguration: { Other: {} } }, 'it is of a kind that is not known here'],
  ])('show none where it cannot be checked as a whole: %j', (properties, why) => {
    const unchecked = `${why}: this runtime takes no token here.`;
    expect(plannedWith(properties)).toMatchObject({
      authorizer: { unchecked },
      notes: [`Shop › Runtime › AuthorizerConfiguration: ${unchecked}`],
    });
  });

  test('sign where a condition takes the authorizer away', () => {
    const AuthorizerConfiguration = { 'Fn::If': ['Never', {}, { Ref: 'AWS::NoValue' }] };
    expect(plannedWith({ AuthorizerConfiguration })).toEqual({ notes: [] });
  });
});

test('what is not here is said', () => {
  const { notes } = planOf({
    Shop: {
      Resources: {
        ...roleWith(ALL),
        Runtime: probe({
          NetworkConfiguration: { NetworkMode: 'VPC' },
          FilesystemConfigurations: [{ SessionStorage: { MountPath: '/mnt/data' } }],
        }),
      },
    },
  });
  expect(notes).toEqual([
    expect.stringMatching(/NetworkConfiguration: there is no VPC here/),
    expect.stringMatching(/FilesystemConfigurations: nothing is mounted here/),
  ]);
});

describe('outputs', () => {
  test('are those of all stacks, but for what is not known', () => {
    const { values } = planOf({
      Shop: {
        Resources: { ...roleWith(ALL), Runtime: probe(), Fn: { Type: 'AWS::Lambda::Function' } },
        Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } },
        Outputs: {
          Arn: { Value: { 'Fn::GetAtt': ['Runtime', 'AgentRuntimeArn'] } },
          Version: { Value: { 'Fn::GetAtt': ['Runtime', 'AgentRuntimeVersion'] } },
          Fn: { Value: { Ref: 'Fn' } },
          Gone: { Value: 'x', Condition: 'Never' },
        },
      },
      Empty: { Resources: {} },
    });
    const [runtime] = values.stacks;
    values.deployedVersions.set(String(runtime?.get('Runtime')), '3');
    const { stacks, notes } = outputsOfStacks(values);

    expect(stacks).toEqual({
      Shop: {
        Arn: expect.stringMatching(
          /^arn:aws:bedrock-agentcore:us-east-1:000000000000:runtime\/probe-\w{10}$/,
        ),
        Version: '3',
      },
      Empty: {},
    });
    expect(notes).toEqual([
      {
        stackName: 'Shop',
        property: 'output Fn',
        what: 'it needs Fn (AWS::Lambda::Function), which local AWS does not make. It is left out.',
      },
    ]);
  });
});

describe('buckets', () => {
  const stack = (name: string, runtimeName: string) => ({
    Resources: {
      ...roleWith(ALL),
      Data: { Type: 'AWS::S3::Bucket' },
      Artifacts: { Type: 'AWS::S3::Bucket' },
      Named: named(`named-${name}`),
      Runtime: probe({
        AgentRuntimeName: runtimeName,
        EnvironmentVariables: { NOVA_ACT_ARTIFACT_BUCKET: { Ref: 'Artifacts' } },
      }),
    },
  });

  test('the first for artifacts is that of local AWS; others without a name get one', () => {
    const { buckets, runtimes } = planOf({ One: stack('one', 'a'), Two: stack('two', 'b') });

    expect(buckets).toEqual([
      expect.stringMatching(/^one-data-\w{12}$/),
      'nova-act-local-artifacts',
      'named-one',
      expect.stringMatching(/^two-data-\w{12}$/),
      expect.stringMatching(/^two-artifacts-\w{12}$/),
      'named-two',
    ]);
    expect(runtimes.map(({ deployment }) => deployment.environment.NOVA_ACT_ARTIFACT_BUCKET)).toEqual([
      'nova-act-local-artifacts',
      buckets[4],
    ]);
  });
});

describe('account and region', () => {
  const stack = {
    Resources: {
      ...roleWith(ALL),
      Runtime: probe({
        EnvironmentVariables: { TOPIC: 'arn:aws:sns:eu-west-1:123456789012:topic', OTHER: '9123456789012' },
      }),
    },
  };

  test('everything is in the account of local AWS, and in the region of the stack', () => {
    const { runtimes, notes } = planOf({ '123456789012/eu-west-1/Shop': stack });

    expect(runtimes[0]?.deployment).toMatchObject({
      identity: {
        arn: expect.stringContaining('arn:aws:bedrock-agentcore:eu-west-1:000000000000:runtime/probe-'),
      },
      environment: { TOPIC: 'arn:aws:sns:eu-west-1:000000000000:topic', OTHER: '9123456789012' },
    });
    expect(notes).toEqual([
      'The stacks are for the account 123456789012; here everything is in 000000000000, also where a template says the number.',
    ]);
  });

  test.each([
    [undefined, 'eu-west-1', 'Two (us-west-2)'],
    ['us-west-2', 'us-west-2', 'One (eu-west-1)'],
    ['sa-east-1', 'eu-west-1', 'Two (us-west-2)'],
  ])('of several regions, with AWS_REGION %s it is %s', (wanted, region, left) => {
    const { values, runtimes, notes } = planOf({ 'eu-west-1/One': stack, 'us-west-2/Two': stack }, wanted);

    expect([values.region, runtimes.length]).toEqual([region, 1]);
    expect(notes).toEqual([
      `Local AWS deploys the stacks of one region, here ${region}. Left out: ${left}. AWS_REGION chooses the region.`,
    ]);
  });
});

describe('code', () => {
  test.each([
    ['Docker', 'built:1', {}],
    [
      'CodeBuild',
      'images:probe.2',
      {
        Build: {
          Type: 'Custom::NovaActImageBuild',
          Properties: { ProjectName: { Ref: 'Project' }, ImageTag: 'probe.2' },
        },
        Project: {
          Type: 'AWS::CodeBuild::Project',
          Properties: { Source: { Location: { 'Fn::Sub': `assets-\${AWS::AccountId}/code.zip` } } },
        },
      },
    ],
  ])('of an image that %s builds is what it is built from', (_, name, more) => {
    const uri = { 'Fn::Sub': `\${AWS::AccountId}.dkr.ecr.us-east-1.amazonaws.com/${name}` };
    const artifact = { ContainerConfiguration: { ContainerUri: uri } };
    const { runtimes, notes } = planOf({
      Shop: { Resources: { ...roleWith(ALL), Runtime: probe({ AgentRuntimeArtifact: artifact }), ...more } },
    });

    expect(notes).toEqual([]);
    expect(runtimes[0]?.folder).toMatch(/asset\.code$/);
  });

  const zip = (code: unknown) => ({ CodeConfiguration: code });

  test.each<[string, unknown, string]>([
    [
      'an image by its digest',
      image(`000000000000.dkr.ecr.us-east-1.amazonaws.com/x@sha256:${'a'.repeat(64)}`),
      'is not built from the assembly, and local AWS runs no images of others',
    ],
    ['a foreign image', image('public.ecr.aws/x/y:latest'), 'is not built from the assembly'],
    [
      'an image that is not known',
      image({ 'Fn::GetAtt': ['Repository', 'RepositoryUri'] }),
      'its artifact needs Repository, which is not in the template',
    ],
    [
      'a program of another kind',
      zip({ Code: {}, EntryPoint: ['app.py'] }),
      'its entry point is "app.py", and local AWS runs bundles of this package, which begin with main.mjs',
    ],
    [
      'a zip file of others',
      zip({ Code: { S3: { Bucket: 'theirs', Prefix: 'x.zip' } }, EntryPoint: ['main.mjs'] }),
      'its zip file s3://theirs/x.zip is not in the assembly',
    ],
  ])('%s cannot be run, and that is said', (_, artifact, why) => {
    const { runtimes, notes } = planOf({
      Shop: { Resources: { ...roleWith(ALL), Runtime: probe({ AgentRuntimeArtifact: artifact }) } },
    });

    expect(runtimes).toEqual([]);
    expect(notes).toEqual([expect.stringContaining('Shop › Runtime › AgentRuntimeArtifact: its ')]);
    expect(notes[0]).toContain(why);
    expect(notes[0]).toMatch(/: the runtime is not deployed here\.$/);
  });
});

test('what names a runtime that is not deployed here is left out, and all of it is said', () => {
  const attribute = (name: string) => ({ 'Fn::GetAtt': ['Gone', name] });
  const gone = probe({ AgentRuntimeName: 'gone', AgentRuntimeArtifact: image('public.ecr.aws/x/y:1') });
  const { runtimes, notes, values } = planOf({
    Shop: {
      Resources: {
        ...roleWith(ALL),
        Gone: gone,
        Runtime: probe({ EnvironmentVariables: { OTHER: attribute('AgentRuntimeArn') } }),
      },
      Outputs: {
        Arn: { Value: attribute('AgentRuntimeArn') },
        Id: { Value: { Ref: 'Gone' } },
        Logs: { Value: { 'Fn::Sub': `/aws/\${Gone}-DEFAULT` } },
        Version: { Value: attribute('AgentRuntimeVersion') },
      },
    },
  });
  const outputs = outputsOfStacks(values);

  expect(runtimes.map(({ deployment }) => deployment.environment)).toEqual([{}]);
  expect(notes).toEqual([
    expect.stringContaining('Shop › Gone › AgentRuntimeArtifact: its image'),
    'Shop › Runtime › EnvironmentVariables.OTHER: needs Gone (AWS::BedrockAgentCore::Runtime), which is not deployed here. The runtime is deployed without this variable.',
  ]);
  expect(outputs.stacks).toEqual({ Shop: {} });
  expect(outputs.notes.map(({ property }) => property)).toEqual([
    'output Arn',
    'output Id',
    'output Logs',
    'output Version',
  ]);
});

describe('resources that need each other in a circle', () => {
  const variable = (value: unknown) => probe({ EnvironmentVariables: { A: value } });

  test.each<[string, Readonly<Record<string, unknown>>, string]>([
    ['a runtime that needs itself', { Runtime: variable({ Ref: 'Runtime' }) }, 'Runtime → Runtime'],
    [
      'two buckets',
      { Runtime: probe(), A: named({ Ref: 'B' }), B: named({ 'Fn::Sub': `\${A}-b` }) },
      'A → B → A',
    ],
    [
      'one that only depends',
      { Runtime: variable({ Ref: 'A' }), A: { ...named('a'), DependsOn: ['Runtime'] } },
      'Runtime → A → Runtime',
    ],
  ])('are refused, as CloudFormation does: %s', (_, resources, circle) => {
    expect(() => planOf({ Shop: { Resources: { ...roleWith(ALL), ...resources } } })).toThrow(
      `The resources of Shop need each other in a circle, and CloudFormation would deploy nothing: ${circle}.`,
    );
  });

  test('are none on the side of a condition that does not hold', () => {
    const value = { 'Fn::If': ['Never', { Ref: 'Runtime' }, 'x'] };
    const { runtimes } = planOf({
      Shop: {
        Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } },
        Resources: { ...roleWith(ALL), Runtime: variable(value) },
      },
    });
    expect(runtimes[0]?.deployment.environment).toEqual({ A: 'x' });
  });
});

test('nested stacks, networks and runtimes whose condition does not hold are said to be left out', () => {
  const { runtimes, notes } = planOf({
    Shop: {
      Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } },
      Resources: {
        ...roleWith(ALL),
        Runtime: probe({ NetworkConfiguration: { NetworkMode: 'VPC' } }),
        Gone: { ...Object(probe({ AgentRuntimeName: 'gone' })), Condition: 'Never' },
        Nested: { Type: 'AWS::CloudFormation::Stack' },
        'Fn::ForEach::Runtimes': ['Name', ['a'], {}],
      },
    },
  });

  expect(runtimes.map(({ deployment }) => deployment.name)).toEqual(['probe']);
  expect(notes).toEqual([
    'Shop › Gone: its condition does not hold, or is not known here: the runtime is not deployed.',
    'Shop › Nested: nested stacks are not read: nothing of it is here.',
    'Shop › Fn::ForEach::Runtimes: macros are not expanded: nothing of what it makes is here.',
    'Shop › Runtime › NetworkConfiguration: there is no VPC here: sessions use the network of this machine.',
  ]);
});

test('endpoints lead to the newest version, or to the one that they are pinned to', () => {
  const endpoint = (name: string, version?: unknown) => ({
    Type: 'AWS::BedrockAgentCore::RuntimeEndpoint',
    Properties: { Name: name, AgentRuntimeId: { Ref: 'Runtime' }, AgentRuntimeVersion: version },
  });
  const { runtimes } = planOf({
    Shop: {
      Resources: {
        ...roleWith(ALL),
        Runtime: probe(),
        Live: endpoint('live', { 'Fn::GetAtt': ['Runtime', 'AgentRuntimeVersion'] }),
        Old: endpoint('old', '2'),
        Plain: endpoint('plain'),
      },
    },
  });

  expect(runtimes[0]?.deployment.endpoints).toEqual({ live: undefined, old: '2', plain: undefined });
});

test('what starts a fleet by itself on AWS starts nothing here, which is said of each', () => {
  const rule = { Type: 'AWS::Events::Rule', Properties: {} };
  const resources = { ...roleWith(ALL), Runtime: probe({}), Rule: rule };
  const schedule = { Type: 'AWS::Scheduler::Schedule', Properties: {} };
  const machine = { Type: 'AWS::StepFunctions::StateMachine', Properties: {} };
  const { notes } = planOf({
    Shop: { Resources: { ...resources, Nightly: schedule, Machine: machine } },
    // Without a machine, a rule is for something else.
    Base: { Resources: { Rule: rule } },
  });

  expect(notes).toEqual([
    expect.stringContaining('Shop › Nightly: schedules start nothing here'),
    expect.stringContaining('Shop › Rule: rules of EventBridge start nothing here'),
  ]);
});
