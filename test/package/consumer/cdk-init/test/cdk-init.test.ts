import { Template } from 'aws-cdk-lib/assertions';
import * as cdk from 'aws-cdk-lib/core';
import { NovaActWorkflow } from 'nova-act-cdk/cdk';
import { CdkInitStack } from '../lib/cdk-init-stack';
import { main } from '../workflows/decorated';

test('the stack has a runtime for each workflow', () => {
  const stack = new CdkInitStack(new cdk.App(), 'Stack');

  Template.fromStack(stack).resourceCountIs('AWS::BedrockAgentCore::Runtime', 2);
});

test('a build in CodeBuild needs no further package', () => {
  const stack = new cdk.Stack();
  new NovaActWorkflow(stack, 'Hello', { entry: 'workflows/hello.ts', build: 'codebuild' });

  Template.fromStack(stack).resourceCountIs('AWS::CodeBuild::Project', 1);
});

test('a workflow with a decorator can be imported', () => {
  expect(main).toBeInstanceOf(Function);
});
