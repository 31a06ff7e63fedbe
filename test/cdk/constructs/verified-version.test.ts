import { describe, expect, test } from '@jest/globals';
import { type Stack, Token } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Runtime } from 'aws-cdk-lib/aws-bedrockagentcore';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { Repository } from 'aws-cdk-lib/aws-ecr';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { NovaActWorkflow, type NovaActWorkflowProps, VerifiedVersion } from '../../../lib/cdk/index.ts';
import { fixture, policyLines, render, testStack } from '../synthesis.ts';

const VERSION = 'Custom::NovaActVerifiedVersion';
const ENDPOINT = 'AWS::BedrockAgentCore::RuntimeEndpoint';
const PAYLOAD = { order: 7, express: true };

function make(props: Partial<NovaActWorkflowProps> = {}, stack: Stack = testStack()): Template {
  new NovaActWorkflow(stack, 'Shop', {
    entry: fixture('greeting.ts'),
    build: {
      repository: Repository.fromRepositoryName(stack, 'Images', 'images'),
      digest: `sha256:${'0'.repeat(64)}`,
    },
    rollout: { payload: PAYLOAD },
    ...props,
  });
  return Template.fromStack(stack);
}

const idsOf = (template: Template, type: string, beginning = ''): string[] =>
  Object.keys(template.findResources(type)).filter((id) => id.startsWith(beginning));

describe('when new versions are verified', () => {
  const stack = testStack();
  // Its type does not fit those of interfaces where optional members are exact.
  const vpc = Object(new Vpc(stack, 'Vpc', { maxAzs: 1, natGateways: 1 }));
  const template = make({ runtime: { vpc } }, stack);
  const [version = ''] = idsOf(template, VERSION);
  const { Properties, DependsOn } = template.findResources(VERSION)[version] ?? {};

  test('the endpoint live takes its version from the call, and not from the runtime', () => {
    template.hasResourceProperties(ENDPOINT, { AgentRuntimeVersion: { 'Fn::GetAtt': [version, 'Version'] } });
  });

  test('the call has the payload as text, so that numbers stay numbers, and ten minutes', () => {
    expect(
      Object.fromEntries(Object.entries(Properties).map(([name, value]) => [name, render(value)])),
    ).toEqual({
      ServiceToken: expect.stringMatching(/^<ShopRuntimeVerifiedVersionFunction.*\.Arn>$/),
      ServiceTimeout: '960',
      RuntimeId: '<ShopRuntime.AgentRuntimeId>',
      RuntimeArn: '<ShopRuntime.AgentRuntimeArn>',
      Version: '<ShopRuntime.AgentRuntimeVersion>',
      Payload: JSON.stringify(PAYLOAD),
      TimeoutSeconds: '600',
      // An attribute of the groups: they are set up before.
      LogGroupName: expect.stringMatching(/^<ShopRuntimeLogGroups.*\.DEFAULT>$/),
    });
  });

  test('it comes after the permissions of the workflow, of the function, and the way to the internet', () => {
    expect(DependsOn).toEqual(
      expect.arrayContaining([
        ...idsOf(template, 'AWS::IAM::Policy', 'ShopRuntimeRole'),
        ...idsOf(template, 'AWS::IAM::Policy', 'ShopRuntimeVerifiedVersion'),
        ...idsOf(template, 'AWS::EC2::Route', 'VpcPrivate'),
        ...idsOf(template, 'AWS::Lambda::EventInvokeConfig'),
      ]),
    );
    expect(idsOf(template, 'AWS::EC2::Route', 'VpcPrivate')).toHaveLength(1);
  });

  test('Lambda does not repeat the call, and has the time for it', () => {
    template.hasResourceProperties('AWS::Lambda::EventInvokeConfig', { MaximumRetryAttempts: 0 });
    template.hasResourceProperties('AWS::Lambda::Function', { Timeout: 900 });
  });

  test('the function may call this runtime by DEFAULT, and look at that endpoint and at this stack', () => {
    const arn = '<ShopRuntime.AgentRuntimeArn>';
    expect(policyLines(template, 'ShopRuntimeVerifiedVersion').slice(1)).toEqual([
      'Allow bedrock-agentcore:GetAgentRuntimeEndpoint bedrock-agentcore:InvokeAgentRuntime ' +
        `bedrock-agentcore:StopRuntimeSession on ${arn} ${arn}/runtime-endpoint/DEFAULT`,
      'Allow cloudformation:DescribeStacks on <AWS::StackId>',
    ]);
  });

  test('the function hears that the runtime speaks MCP, and nothing where it speaks HTTP', () => {
    const [resource] = Object.values(template.findResources(VERSION));
    expect(resource?.Properties).not.toHaveProperty('ServerProtocol');
    make({ runtime: { serverProtocol: 'MCP' } }).hasResourceProperties(VERSION, { ServerProtocol: 'MCP' });
  });

  test('what is not known before the deployment may be in the payload', () => {
    make({
      rollout: {
        payload: { bucket: Token.asString({ Ref: 'Data' }), a: [1, undefined, 2] },
        timeoutSeconds: 60,
      },
    }).hasResourceProperties(VERSION, {
      Payload: { 'Fn::Join': ['', ['{"bucket":"', { Ref: 'Data' }, '","a":[1,null,2]}']] },
      TimeoutSeconds: 60,
    });
  });
});

describe('when they are not', () => {
  test('nothing of it is in the template', () => {
    const template = make({ rollout: undefined });

    template.resourceCountIs(VERSION, 0);
    template.resourceCountIs('AWS::Lambda::EventInvokeConfig', 0);
    template.hasResourceProperties(ENDPOINT, {
      Name: 'live',
      AgentRuntimeVersion: Match.objectLike({ 'Fn::GetAtt': Match.anyValue() }),
    });
  });
});

/** What is said of properties that are wrong, by place. */
function problemsWith(props: Partial<NovaActWorkflowProps>): Record<string, string> {
  try {
    make(props);
  } catch (error) {
    const { problems = [] } = Object(error);
    return Object.fromEntries(
      problems.map(({ where, what, got, allowed, fix }: Record<string, string>) => [
        `${where}`,
        `${what} | ${got} | ${allowed} | ${fix}`,
      ]),
    );
  }
  return {};
}

// As JSON or a file of settings may have them.
const rollout = (value: unknown) => ({ rollout: Object(value) });

describe('when a rollout cannot be', () => {
  test.each([
    ['a version is pinned', { runtime: { liveVersion: '7' } }, 'verifies versions that callers do not get'],
    ['callers get all at once', { runtime: { hotswap: true } }, 'cannot hold back what callers get at once'],
    [
      'callers show tokens',
      {
        runtime: {
          authorizer: {
            discoveryUrl: 'https://id.example/.well-known/openid-configuration',
            allowedClients: ['shop'],
          },
        },
      },
      'cannot call a runtime whose callers show tokens: the AWS SDKs cannot',
    ],
    [
      'a key is unknown',
      rollout({ payload: 1, timeoutSecs: 5 }),
      'Shop.rollout.timeoutSecs is not a known key',
    ],
    ['there is no payload', rollout({}), 'is not JSON that a template can hold | nothing'],
    [
      'it is not JSON',
      rollout({ payload: { at: [() => 1] } }),
      'is not JSON that a template can hold | payload.at[0]',
    ],
    ...['$', '#'].flatMap((mark) => {
      const text = `${mark}{Token[TOKEN.99999]}`;
      return [{ at: text }, [text], { [text]: 1 }].map(
        (payload) => [`it has ${mark} as of a token`, rollout({ payload }), 'takes for a token'] as const,
      );
    }),
    ['it has a number as of a token', rollout({ payload: -1.8881545897087626e289 }), 'takes for a token'],
    ['it is too large', rollout({ payload: 'ä'.repeat(25_001) }), 'template can hold'],
    [
      'it only starts the workflow',
      rollout({ payload: { novaActInvocation: { mode: 'async' } } }),
      'does not wait for the workflow',
    ],
    ['it is no envelope', rollout({ payload: { novaActInvocation: 1 } }), 'is not a payload that hosts take'],
    ['there is too much time', rollout({ payload: 1, timeoutSeconds: 900 }), 'from 1 to 840 | use 840'],
    ['there is no time', rollout({ payload: 1, timeoutSeconds: '10 minutes' }), 'from 1 to 840 | use 600'],
    [
      'a tool takes no such payload',
      { ...rollout({ payload: [1] }), runtime: { serverProtocol: 'MCP' } },
      'is not what a tool can be called with',
    ],
    ['it is none', rollout([1]), 'is not a setting for rollouts'],
  ] as const)('because %s, that is said', (_, props, said) => {
    const told = Object.entries(problemsWith({ rollout: { payload: {} }, ...props }));

    expect(told).toHaveLength(1);
    expect(told.flat().join(' ')).toContain(said);
    expect(told[0]?.[0]).toMatch(/^Shop\.rollout\b/);
  });

  test('it is refused without a workflow of ours, too, and so is a runtime whose version is not known', () => {
    const stack = testStack();
    const runtime = Runtime.fromAgentRuntimeAttributes(stack, 'Runtime', {
      agentRuntimeArn: 'arn:aws:bedrock-agentcore:us-east-1:123456789012:runtime/shop-0123456789',
      agentRuntimeId: 'shop-0123456789',
      agentRuntimeName: 'shop',
      roleArn: 'arn:aws:iam::123456789012:role/shop',
    });
    const logGroup = LogGroup.fromLogGroupName(stack, 'Logs', 'logs');

    expect(
      () =>
        new VerifiedVersion(stack, 'Version', {
          runtime,
          logGroup,
          rollout: { payload: 1, timeoutSeconds: 0 },
        }),
    ).toThrow(/Version\.rollout\.timeoutSeconds[\s\S]*Version\.runtime does not say which version/);
  });

  test('everything is said at once', () => {
    expect(
      Object.keys(
        problemsWith({
          ...rollout({ paylod: 1, timeoutSeconds: 0 }),
          runtime: { liveVersion: '7', description: '' },
        }),
      ),
    ).toEqual([
      'Shop.runtime.description',
      'Shop.rollout.paylod',
      'Shop.rollout.payload',
      'Shop.rollout.timeoutSeconds',
      'Shop.rollout',
    ]);
  });
});
