import { Annotations, Aspects, CfnOutput, Stack, Token } from 'aws-cdk-lib';
import type { OutputKey } from '../../catalog/index.ts';
import { exportName, OPTIONAL_OUTPUT_KEYS, OUTPUT_KEYS } from '../../catalog/index.ts';
import { outputPrefixFor } from '../../catalog/names.ts';
import { throwIfAny } from '../validation/problems.ts';
import type { NovaActWorkflow } from './nova-act-workflow.ts';
import type { WorkflowFleet } from './workflow-fleet.ts';
import type { WorkflowSchedule } from './workflow-schedule.ts';

/**
 * Gives the stack of a workflow the outputs by which everyone else finds it.
 *
 * @throws WorkflowConfigurationError when another workflow of the stack has outputs of these names
 */
export function addWorkflowOutputs(
  workflow: NovaActWorkflow,
  { prefix = false, exports = true, fleet, schedule }: WorkflowOutputsOptions,
): WorkflowCfnOutputs {
  const stack = Stack.of(workflow);
  const before = prefix ? outputPrefixFor(workflow.workflowName) : '';
  checkFree({ stack, before, workflow: workflow.workflowName });

  const plain = (key: keyof WorkflowCfnOutputs, value: string): CfnOutput =>
    new CfnOutput(stack, before + key, { value });
  const stable = (key: OutputKey, value: string): CfnOutput => {
    const output = plain(key, value);
    if (exports && !Token.isUnresolved(stack.stackName)) {
      output.exportName = exportName({ stackName: stack.stackName, key: `${before}${key}` });
    }
    return output;
  };
  const { definition, foundation, humanInTheLoop: desk, runtime } = workflow;
  return {
    RuntimeArn: stable('RuntimeArn', runtime.runtimeArn),
    RuntimeId: stable('RuntimeId', runtime.runtimeId),
    // Changes with each deployment: an import of it would block all later ones.
    RuntimeVersion: plain('RuntimeVersion', runtime.runtime.agentRuntimeVersion ?? ''),
    EndpointName: stable('EndpointName', runtime.endpointName),
    EndpointArn: stable('EndpointArn', runtime.endpointArn),
    WorkflowDefinitionName: stable('WorkflowDefinitionName', definition.workflowDefinitionName),
    WorkflowDefinitionArn: stable('WorkflowDefinitionArn', definition.workflowDefinitionArn),
    LogGroupName: stable('LogGroupName', foundation.runLogGroup.logGroupName),
    RuntimeLogGroupName: stable('RuntimeLogGroupName', runtime.logGroup.logGroupName),
    ArtifactBucketName: stable('ArtifactBucketName', foundation.artifactBucket.bucketName),
    Region: stable('Region', stack.region),
    // Not exported: an import of it would block a change of the protocol.
    ...(runtime.serverProtocol === 'MCP' && { ServerProtocol: plain('ServerProtocol', 'MCP') }),
    // Nor are these: an import of them would block turning it off.
    ...(desk && {
      HumanInTheLoopUrl: plain('HumanInTheLoopUrl', desk.humanInTheLoopUrl),
      HumanTopicArn: plain('HumanTopicArn', desk.topic.topicArn),
    }),
    ...(fleet && { FleetArn: plain('FleetArn', fleet.stateMachine.stateMachineArn) }),
    ...(schedule && { ScheduleName: plain('ScheduleName', schedule.schedule.scheduleName) }),
  };
}

/**
 * Gives the stack of a workflow, at synthesis, the outputs that nobody gave it by then, with the name of the workflow before each
 * key: so they are the same however many workflows the stack has, and in whatever order. In a nested
 * stack there are none, and none where a name is taken, which a warning says.
 */
export function addOutputsAtSynthesis(workflow: NovaActWorkflow, isWanted: () => boolean): void {
  const stack = Stack.of(workflow);
  Aspects.of(workflow).add({
    visit: (node) => {
      if (node !== workflow || !isWanted() || stack.nestedStackParent) return;
      const before = outputPrefixFor(workflow.workflowName);
      const taken = takenIds(stack, before);
      if (taken.length === 0) addWorkflowOutputs(workflow, { prefix: true });
      else warnOfTaken(workflow, taken);
    },
  });
}

/** The id by which the warning is acknowledged: `Annotations.of(workflow).acknowledgeWarning(OUTPUTS_WARNING)`. */
export const OUTPUTS_WARNING = 'nova-act-cdk:outputsNotMade';

function warnOfTaken(workflow: NovaActWorkflow, taken: readonly string[]): void {
  Annotations.of(workflow).addWarningV2(
    OUTPUTS_WARNING,
    `The stack has no outputs of the workflow ${JSON.stringify(workflow.workflowName)}, because it has other constructs with their ids: ${taken.join(', ')}. ` +
      'Give these other ids, call addOutputs(), or say outputs: false.',
  );
}

/** How the outputs of a workflow are named. */
export interface WorkflowOutputsOptions {
  /**
   * Puts the name of the workflow before each key, as in `FormFillingRuntimeArn`: for stacks of several workflows.
   * @default false
   */
  readonly prefix?: boolean | undefined;
  /**
   * Exports what does not change from deployment to deployment, as `<stack name>:<key>`.
   * @default true
   */
  readonly exports?: boolean | undefined;
  /**
   * The fleet of the workflow, for the output `FleetArn`, by which `act fleet` finds it.
   * @default - none
   */
  readonly fleet?: Pick<WorkflowFleet, 'stateMachine'> | undefined;
  /**
   * The schedule of the workflow, for the output `ScheduleName`.
   * @default - none
   */
  readonly schedule?: Pick<WorkflowSchedule, 'schedule'> | undefined;
}

/** The outputs of a workflow, by their keys without a prefix. */
export type WorkflowCfnOutputs = Readonly<Record<OutputKey, CfnOutput>> & {
  /** There only where the runtime speaks MCP. */
  readonly ServerProtocol?: CfnOutput | undefined;
  /** There only where people are asked: `NOVA_ACT_HUMAN_URL` of runs elsewhere. */
  readonly HumanInTheLoopUrl?: CfnOutput | undefined;
  /** There only where people are asked: `NOVA_ACT_HUMAN_TOPIC_ARN` of runs elsewhere. */
  readonly HumanTopicArn?: CfnOutput | undefined;
  /** There only where {@link WorkflowOutputsOptions.fleet} is said. */
  readonly FleetArn?: CfnOutput | undefined;
  /** There only where {@link WorkflowOutputsOptions.schedule} is said. */
  readonly ScheduleName?: CfnOutput | undefined;
};

function checkFree(options: {
  readonly stack: Stack;
  readonly before: string;
  readonly workflow: string;
}): void {
  const { stack, before, workflow } = options;
  const taken = takenIds(stack, before);
  const subject = `workflow ${JSON.stringify(workflow)}`;
  if (stack.nestedStackParent) {
    throwIfAny(subject, [
      {
        where: 'addOutputs',
        what: 'would make outputs that nobody finds',
        got: `the nested stack ${stack.node.path}`,
        allowed: 'workflows in stacks that are deployed by themselves',
        fix: 'move the workflow out of the nested stack, or make the outputs of the parent yourself',
      },
    ]);
  }
  if (taken.length === 0) return;
  throwIfAny(subject, [
    {
      where: 'addOutputs',
      what: 'would make what the stack has already',
      got: taken.join(', '),
      allowed: 'one call for each workflow, and one workflow in a stack without a prefix',
      fix:
        before === ''
          ? 'call addOutputs({ prefix: true }), or give the other construct another id'
          : 'give the workflow another name, or the other construct another id',
    },
  ]);
}

function takenIds(stack: Stack, before: string): readonly string[] {
  return [...OUTPUT_KEYS, ...OPTIONAL_OUTPUT_KEYS]
    .map((key) => before + key)
    .filter((id) => stack.node.tryFindChild(id));
}
