import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { App, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { bundleHandlerSync } from '../../../lib/bundle/bundle-handler.ts';
import { DeployFunction } from '../../../lib/cdk/constructs/deploy-function.ts';
import { appProps, policyLines, projectRoot, testStack } from '../synthesis.ts';

const FUNCTION = 'AWS::Lambda::Function';
const OPTIONS = {
  kind: 'runtime-log-groups',
  description: 'Sets up log groups',
  timeout: Duration.minutes(5),
};

const source = path.join(projectRoot, 'lib/cdk/handlers/runtime-log-groups.ts');

describe('when a stack needs something done during its deployment', () => {
  test('it has one function of each kind, however many ask for it', () => {
    const stack = testStack();
    const first = DeployFunction.of(new Stack(stack, 'Nested', { env: { region: 'us-east-1' } }), OPTIONS);
    const second = DeployFunction.of(stack, OPTIONS);

    expect(DeployFunction.of(stack, OPTIONS)).toBe(second);
    expect(first).not.toBe(second);
    Template.fromStack(stack).resourceCountIs(FUNCTION, 1);
  });

  test('the function runs on the newest Node, and what it prints is forgotten after a month', () => {
    const stack = testStack();
    DeployFunction.of(stack, OPTIONS);
    const template = Template.fromStack(stack);
    const [group] = Object.keys(template.findResources('AWS::Logs::LogGroup'));

    template.hasResourceProperties(FUNCTION, {
      Description: 'Sets up log groups',
      Handler: 'index.handler',
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Timeout: 300,
      LoggingConfig: { LogGroup: { Ref: group } },
    });
    template.hasResource('AWS::Logs::LogGroup', {
      DeletionPolicy: 'Delete',
      Properties: { RetentionInDays: 30 },
    });
  });

  test('it may write its log and nothing else, until somebody allows it more', () => {
    const stack = testStack();
    DeployFunction.of(stack, OPTIONS);

    const log = 'DeployFunctionruntimeloggroupsLogs';
    expect(policyLines(Template.fromStack(stack))).toEqual([
      `Allow logs:CreateLogStream logs:PutLogEvents on <${log}.Arn> ` +
        `arn:aws:logs:us-east-1:<AWS::AccountId>:log-group:<${log}>`,
    ]);
    Template.fromStack(stack).allResourcesProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: {
        Statement: [
          {
            Action: 'sts:AssumeRole',
            Effect: 'Allow',
            Principal: { Service: 'lambda.amazonaws.com' },
          },
        ],
      },
    });
  });

  test('what it is allowed for one resource is a policy of that resource', () => {
    const stack = testStack();
    const permission = DeployFunction.of(stack, OPTIONS).allow(
      stack,
      new PolicyStatement({
        actions: ['codebuild:StartBuild'],
        resources: ['arn:aws:codebuild:::project/p'],
      }),
    );

    expect(permission.node.scope).toBe(stack);
    expect(policyLines(Template.fromStack(stack), 'DeployPolicy')).toEqual([
      'Allow codebuild:StartBuild on arn:aws:codebuild:::project/p',
    ]);
  });

  test('its log can have a customer key', () => {
    const stack = testStack();
    const key = Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:us-east-1:123456789012:key/1');
    DeployFunction.of(stack, { ...OPTIONS, logEncryptionKey: key });

    Template.fromStack(stack).hasResourceProperties('AWS::Logs::LogGroup', { KmsKeyId: key.keyArn });
  });
});

describe('when the code of a function is bundled', () => {
  test('it is one file with its clients inside, in the assembly', () => {
    const app = new App(appProps());
    DeployFunction.of(new Stack(app, 'Test'), OPTIONS);
    const { directory } = app.synth();
    const [file = ''] = readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('index.mjs'),
    );

    expect(readFileSync(path.join(directory, file), 'utf8')).toBe(bundleHandlerSync(source));
    expect(bundleHandlerSync(source)).not.toMatch(/from ?["']@/);
  });

  test('it is the same on every machine', () => {
    const code = bundleHandlerSync(source);

    // Half a megabyte that nobody wants to read when it differs.
    expect(bundleHandlerSync(source) === code).toBe(true);
    expect(code.includes(projectRoot)).toBe(false);
    expect(code.includes('node_modules/')).toBe(false);
  });
});
