import { describe, expect, test } from '@jest/globals';
import { RemovalPolicy } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  BrowserProfile,
  type IBrowserProfile,
  NovaActWorkflow,
  type NovaActWorkflowProps,
  WorkflowBrowser,
} from '../../../lib/cdk/index.ts';
import { fixture, policyLines, render, testStack } from '../synthesis.ts';

const PROFILE = 'AWS::BedrockAgentCore::BrowserProfile';
const ARN = 'arn:aws:bedrock-agentcore:us-east-1:111122223333:browser-profile/shop-a1B2c3D4e5';

describe('a profile', () => {
  test('has a name that AgentCore accepts, and goes with its stack', () => {
    const stack = testStack();
    new BrowserProfile(stack, 'a-path-that-is-longer-than-the-name-of-a-profile-can-be');

    const [profile] = Object.values(Template.fromStack(stack).findResources(PROFILE));
    expect(profile?.DeletionPolicy).toBe('Delete');
    expect(profile?.Properties).toEqual({ Name: expect.stringMatching(/^[a-zA-Z][a-zA-Z0-9_]{0,47}$/) });
  });

  test('takes a name and a removal policy', () => {
    const stack = testStack();
    const removalPolicy = RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE;
    new BrowserProfile(stack, 'Profile', { browserProfileName: 'shop_sign_ins', removalPolicy });

    Template.fromStack(stack).hasResource(PROFILE, {
      DeletionPolicy: 'RetainExceptOnCreate',
      Properties: { Name: 'shop_sign_ins' },
    });
  });
});

test.each<[string, () => unknown, string]>([
  [
    'a name',
    () => new BrowserProfile(testStack(), 'Profile', { browserProfileName: 'sign-ins' }),
    'Profile.browserProfileName is not a name that AgentCore accepts: "sign-ins"',
  ],
  [
    'an id',
    () => BrowserProfile.fromBrowserProfileId(testStack(), 'Profile', 'shop'),
    'Profile.browserProfileId is not the id of a browser profile: "shop"',
  ],
  [
    'an ARN',
    () => BrowserProfile.fromBrowserProfileArn(testStack(), 'Profile', ARN.replace('-profile', '')),
    'Profile.browserProfileArn is not the ARN of a browser profile',
  ],
  [
    'the ARN of no profile',
    () => BrowserProfile.fromBrowserProfileArn(testStack(), 'Profile', ARN.slice(0, -1)),
    'Profile.browserProfileArn is not the id of a browser profile: "shop-a1B2c3D4e"',
  ],
])('says what is wrong with %s', (_name, make, message) => {
  expect(make).toThrow(message);
});

describe('whoever uses a profile', () => {
  const grants = (use: (profile: IBrowserProfile, role: Role, browser: WorkflowBrowser) => void) => {
    const stack = testStack();
    const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('ec2.amazonaws.com') });
    use(new BrowserProfile(stack, 'Profile'), role, new WorkflowBrowser(stack, 'Browser'));
    return policyLines(Template.fromStack(stack));
  };
  const USE = 'bedrock-agentcore:SaveBrowserSessionProfile bedrock-agentcore:StartBrowserSession';

  test('may begin sessions with it and save them, with this profile only', () => {
    expect(grants((profile, role) => profile.grantUse(role))).toEqual([
      `Allow ${USE} on <Profile.ProfileArn>`,
    ]);
  });

  test('may save the sessions of the browser that was named', () => {
    expect(grants((profile, role, { browser }) => profile.grantUse(role, browser))).toEqual([
      `Allow ${USE} on <Profile.ProfileArn>`,
      'Allow bedrock-agentcore:SaveBrowserSessionProfile on <Browser.BrowserArn>',
    ]);
  });

  test('may use one that exists already, by its ARN or its id', () => {
    const arn = grants((_own, role) => {
      BrowserProfile.fromBrowserProfileArn(role, 'Imported', ARN).grantUse(role);
    });
    const id = grants((_own, role) => {
      BrowserProfile.fromBrowserProfileId(role, 'Imported', 'shop-a1B2c3D4e5').grantUse(role);
    });
    expect(arn).toEqual([`Allow ${USE} on ${ARN}`]);
    expect(id).toEqual([
      expect.stringContaining(
        ':bedrock-agentcore:us-east-1:<AWS::AccountId>:browser-profile/shop-a1B2c3D4e5',
      ),
    ]);
  });
});

describe('a workflow with a profile', () => {
  const workflowIn = (props: Partial<NovaActWorkflowProps>): Template => {
    const stack = testStack();
    const browserProfile = new BrowserProfile(stack, 'Profile');
    new NovaActWorkflow(stack, 'Workflow', { entry: fixture('greeting.ts'), browserProfile, ...props });
    return Template.fromStack(stack);
  };

  test('finds it, and may use it with its own browser', () => {
    const template = workflowIn({ build: 'zip' });
    const [runtime] = Object.values(template.findResources('AWS::BedrockAgentCore::Runtime'));
    expect(render(runtime?.Properties.EnvironmentVariables.NOVA_ACT_BROWSER_PROFILE)).toBe(
      '<Profile.ProfileId>',
    );
    expect(policyLines(template).filter((line) => line.includes('SaveBrowserSessionProfile'))).toEqual([
      expect.stringMatching(
        /^Allow .*bedrock-agentcore:SaveBrowserSessionProfile.* on <WorkflowBrowser\w*\.BrowserArn>$/,
      ),
      'Allow bedrock-agentcore:SaveBrowserSessionProfile bedrock-agentcore:StartBrowserSession on <Profile.ProfileArn>',
    ]);
  });

  test.each([
    ['us-west-2', /browserProfile is of another region than the workflow.*: region us-east-1.*us-west-2/],
    ['us-east-1', undefined],
  ])('in %s cannot use one of another region', (region, problem) => {
    const stack = testStack({ region });
    const browserProfile = BrowserProfile.fromBrowserProfileArn(stack, 'Profile', ARN);
    const make = () =>
      new NovaActWorkflow(stack, 'Workflow', { entry: fixture('greeting.ts'), browserProfile, build: 'zip' });

    if (problem === undefined) expect(make).not.toThrow();
    else expect(make).toThrow(problem);
  });

  test('must have a browser that has profiles, and leave the variable to the construct', () => {
    expect(() => workflowIn({ build: 'codebuild' })).toThrow(
      /Workflow\.browserProfile needs a browser of AgentCore, .*: build: "codebuild"/,
    );
    const environment = { NOVA_ACT_BROWSER_PROFILE: 'mine' };
    expect(() => workflowIn({ build: 'zip', runtime: { environment } })).toThrow(
      /Workflow\.runtime\.environment\.NOVA_ACT_BROWSER_PROFILE/,
    );
  });
});
