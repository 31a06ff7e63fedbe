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
  statements: [],
};

const source = path.join(projectRoot, 'lib/cdk/handlers/runtime-log-groups.ts');

describe('when a stack needs something done during its deployment', () => {
  test('each resource has a function of its own, with the same code', () => {
    const stack = testStack();
    new DeployFunction(stack, 'One', OPTIONS);
    new DeployFunction(stack, 'Two', OPTIONS);
    const [one, two] = Object.values(Template.fromStack(stack).findResources(FUNCTION));

    expect(two?.Properties.Role).not.toEqual(one?.Properties.Role);
    expect(two?.Properties.Code).toEqual(one?.Properties.Code);
  });

  test('the function runs on the newest Node, and what it prints is forgotten after a month', () => {
    const stack = testStack();
    new DeployFunction(stack, 'Function', OPTIONS);
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

  test('it may write its log and nothing else, unless it is allowed more', () => {
    const stack = testStack();
    new DeployFunction(stack, 'Function', OPTIONS);

    const log = 'FunctionLogs';
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

  test('it may do what it is allowed', () => {
    const stack = testStack();
    const resources = ['arn:aws:codebuild:::project/p'];
    const statements = [new PolicyStatement({ actions: ['codebuild:StartBuild'], resources })];
    new DeployFunction(stack, 'Function', { ...OPTIONS, statements });

    expect(policyLines(Template.fromStack(stack)).at(-1)).toBe(
      'Allow codebuild:StartBuild on arn:aws:codebuild:::project/p',
    );
  });

  test('its log can have a customer key', () => {
    const stack = testStack();
    const key = Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:us-east-1:123456789012:key/1');
    new DeployFunction(stack, 'Function', { ...OPTIONS, logEncryptionKey: key });

    Template.fromStack(stack).hasResourceProperties('AWS::Logs::LogGroup', { KmsKeyId: key.keyArn });
  });
});

describe('when the code of a function is bundled', () => {
  test('it is one file with its clients inside, in the assembly', () => {
    const app = new App(appProps());
    new DeployFunction(new Stack(app, 'Test'), 'Function', OPTIONS);
    const { directory } = app.synth();
    const [file = ''] = readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('index.mjs'),
    );

    expect(readFileSync(path.join(directory, file), 'utf8')).toBe(bundleHandlerSync(source));
    expect(bundleHandlerSync(source)).not.toMatch(/from ?["']@/);
  });

  test.each(['image-build', 'lost-runs', 'runtime-log-groups'])(
    '%s: it is the same on every machine, has all that it needs, and is small',
    (kind) => {
      const file = path.join(projectRoot, 'lib/cdk/handlers', `${kind}.ts`);
      const code = bundleHandlerSync(file);

      // Half a megabyte that nobody wants to read when it differs.
      expect(bundleHandlerSync(file) === code).toBe(true);
      expect(code.includes(projectRoot)).toBe(false);
      expect(code.includes('node_modules/')).toBe(false);
      expect(code).not.toMatch(/from ?["']@/);
      expect(code.length).toBeLessThan(800_000);
    },
  );
});
