import { describe, expect, test } from '@jest/globals';
import { App, Stack, Validations } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks } from 'cdk-nag';
import { GitHubDeployStack, type GitHubDeployStackProps, workflowApp } from '../../../lib/cdk/index.ts';
import { appProps, policyLines, reviewable } from '../synthesis.ts';

const ISSUER = 'token.actions.githubusercontent.com';

describe('when the context names a repository at GitHub', () => {
  const app = workflowApp({
    catalog: [],
    projectRoot: '.',
    appProps: appProps({ github: 'owner/workflows' }),
  });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  const [stack = new Stack(), ...others] = app.node.children.filter((child) => child instanceof Stack);
  const template = Template.fromStack(stack);

  test('the app is the role, with a provider and no secret', () => {
    expect(others).toEqual([]);
    template.hasResourceProperties('AWS::IAM::OIDCProvider', {
      Url: `https://${ISSUER}`,
      ClientIdList: ['sts.amazonaws.com'],
    });
  });

  test('only jobs of that repository in the environment "production" may assume it', () => {
    const [role] = Object.values(template.findResources('AWS::IAM::Role'));

    expect(role?.Properties.AssumeRolePolicyDocument.Statement).toEqual([
      expect.objectContaining({
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: {
          StringEquals: {
            [`${ISSUER}:aud`]: 'sts.amazonaws.com',
            [`${ISSUER}:sub`]: 'repo:owner/workflows:environment:production',
          },
        },
      }),
    ]);
  });

  test('it may assume the roles of the bootstrap stack, read stacks for the preflight, and nothing else', () => {
    const arn = (role: string): string =>
      `arn:aws:iam::<AWS::AccountId>:role/cdk-hnb659fds-${role}-role-<AWS::AccountId>-us-east-1`;

    expect(policyLines(template)).toEqual([
      `Allow sts:AssumeRole on ${['deploy', 'file-publishing', 'image-publishing', 'lookup'].map(arn).join(' ')}`,
      'Allow cloudformation:DescribeStacks cloudformation:ListImports cloudformation:ListStacks on *',
      'Allow cloudformation:GetTemplate on arn:aws:cloudformation:us-east-1:<AWS::AccountId>:stack/*/*',
    ]);
  });

  test('every line of the template was reviewed', () => {
    expect(reviewable(template)).toMatchSnapshot();
  });
});

test('with an environment, the app is the role for that', () => {
  const app = workflowApp({
    catalog: [],
    settings: {
      environments: {
        test: { account: '222222222222' },
        live: {
          account: '333333333333',
          stage: 'live',
          regions: ['us-east-1', 'us-west-2'],
          qualifier: 'bank',
        },
      },
    },
    projectRoot: '.',
    appProps: appProps({ github: 'owner/workflows', env: 'live' }),
  });
  const [stack = new Stack()] = app.node.children.filter((child) => child instanceof Stack);
  const template = JSON.stringify(Template.fromStack(stack));

  expect([stack.stackName, stack.account]).toEqual(['NovaActGitHubDeploy-live', '333333333333']);
  expect(template).toContain('repo:owner/workflows:environment:live');
  expect(template).toContain('cdk-bank-deploy-role-333333333333-us-west-2');
});

describe('when the stack has properties', () => {
  const make = (props: GitHubDeployStackProps): Template =>
    Template.fromStack(new GitHubDeployStack(new App(appProps()), 'GitHub', props));

  test('a provider that is there already is used', () => {
    const providerArn = `arn:aws:iam::123456789012:oidc-provider/${ISSUER}`;

    make({ repository: 'owner/workflows', providerArn }).resourceCountIs('AWS::IAM::OIDCProvider', 0);
  });

  test('the role of an environment is in its place, and deploys to all of its regions', () => {
    const template = make({
      repository: 'owner/workflows',
      gitHubEnvironment: 'staging',
      nameSuffix: 'staging',
      env: { region: 'us-east-1' },
      regions: ['us-east-1', 'eu-west-1'],
      place: {
        account: '222222222222',
        qualifier: 'bank',
        permissionsBoundary: 'Boundary',
        tags: { owner: 'platform' },
      },
    });
    const lines = policyLines(template);

    expect(lines[0]?.split(' ').filter((part) => part.includes('-deploy-role-'))).toEqual(
      ['eu-west-1', 'us-east-1'].map(
        (region) => `arn:aws:iam::222222222222:role/cdk-bank-deploy-role-222222222222-${region}`,
      ),
    );
    expect(lines[2]).toBe(
      `Allow cloudformation:GetTemplate on ${['eu-west-1', 'us-east-1'].map((region) => `arn:aws:cloudformation:${region}:222222222222:stack/*/*`).join(' ')}`,
    );
    template.hasResourceProperties('AWS::IAM::Role', {
      PermissionsBoundary: 'arn:aws:iam::222222222222:policy/Boundary',
      Tags: [{ Key: 'owner', Value: 'platform' }],
    });
    expect(JSON.stringify(template)).toContain('repo:owner/workflows:environment:staging');
  });

  test('nobody can be trusted by wildcard', () => {
    expect(() => make({ repository: 'owner/*', gitHubEnvironment: '*', providerArn: 'github' })).toThrow(
      expect.objectContaining({
        problems: ['repository', 'gitHubEnvironment', 'providerArn'].map((name) =>
          expect.objectContaining({ where: `GitHub.${name}` }),
        ),
      }),
    );
  });
});
