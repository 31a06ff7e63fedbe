import { expect, test } from '@jest/globals';
import { Template } from 'aws-cdk-lib/assertions';
import { NovaActWorkflow, type NovaActWorkflowProps } from '../../../lib/cdk/index.ts';
import { fixture, testStack } from '../synthesis.ts';

function workflowIn(props: Partial<NovaActWorkflowProps>): Template {
  const stack = testStack();
  new NovaActWorkflow(stack, 'Workflow', { entry: fixture('greeting.ts'), build: 'zip', ...props });
  return Template.fromStack(stack);
}

test('a workflow is told when Playwright traces are kept', () => {
  workflowIn({ trace: 'retain-on-failure' }).hasResourceProperties('AWS::BedrockAgentCore::Runtime', {
    EnvironmentVariables: { NOVA_ACT_TRACE: 'retain-on-failure' },
  });
});

test('another word is refused, and so is the variable beside it', () => {
  const wrong: NovaActWorkflowProps = JSON.parse('{"entry":"x.ts","trace":"onn"}');
  expect(() => workflowIn({ trace: wrong.trace })).toThrow(
    /Workflow\.trace is not one of the choices: "onn" \(allowed: off, on, retain-on-failure; fix: did you mean "on"\?\)/,
  );
  const environment = { NOVA_ACT_TRACE: 'on' };
  expect(() => workflowIn({ trace: 'on', runtime: { environment } })).toThrow(
    /Workflow\.runtime\.environment\.NOVA_ACT_TRACE is set by the construct/,
  );
  expect(() => workflowIn({ runtime: { environment } })).not.toThrow();
});
