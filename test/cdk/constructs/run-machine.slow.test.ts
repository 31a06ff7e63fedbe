import { describe, expect, test } from '@jest/globals';
import { Template } from 'aws-cdk-lib/assertions';
import { RunMachine } from '../../../lib/cdk/constructs/run-machine.ts';
import { policyLines, render } from '../synthesis.ts';
import { emptyStack, workflowIn } from './fleet-stacks.ts';

describe('when a workflow is run once by a machine', () => {
  const stack = emptyStack();
  const machine = new RunMachine(stack, 'Nightly', {
    workflow: workflowIn(stack),
    retries: { failed: 1 },
    monitoring: true,
  });
  const template = Template.fromStack(stack);

  test('its input is the payload, and its one task runs it as an item', () => {
    const [resource] = Object.values(template.findResources('AWS::StepFunctions::StateMachine'));
    const { States } = JSON.parse(render(resource?.Properties.DefinitionString));

    expect(Object.keys(States)).toEqual(['Item', 'Run']);
    expect(States.Run.Parameters.FunctionName).toBe('<NightlyStartFunction.Arn>');
    expect(States.Run.Retry).toHaveLength(4);
  });

  test('its machine may call the function and deliver its log, and nothing else', () => {
    expect(policyLines(template, 'NightlyRunMachineRole').slice(1)).toEqual([
      'Allow lambda:InvokeFunction on <NightlyStartFunction.Arn>',
    ]);
    expect(policyLines(template, 'NightlyRunMachineRole')[0]).toMatch(
      /^Allow logs:CreateLogDelivery .* on \*$/,
    );
  });

  test('the workflow may tell it how the run ended', () => {
    expect(policyLines(template, 'WorkflowAnswers')[0]).toBe(
      'Allow states:SendTaskFailure states:SendTaskHeartbeat states:SendTaskSuccess on <NightlyRunMachine>/* <NightlyRunMachine>',
    );
  });

  test('two alarms: runs failed, and could not be started', () => {
    expect(machine.alarms.map(({ node }) => node.id)).toEqual(['Executions', 'Start']);
  });
});
