import { CfnOutput, Stack, Token } from 'aws-cdk-lib';
import type { OutputKey } from '../../catalog/index.ts';
import { exportName } from '../../catalog/index.ts';
import { outputPrefixFor } from '../../catalog/names.ts';
import { throwIfAny } from '../validation/problems.ts';
import type { NovaActWorkflow } from './nova-act-workflow.ts';

/**
 * Gives the stack of a workflow the outputs by which everyone else finds it.
 *
 * @throws WorkflowConfigurationError when another workflow of the stack has outputs of these names
 */
export function addWorkflowOutputs(
  workflow: NovaActWorkflow,
  { prefix = false, exports = true }: WorkflowOutputsOptions,
): WorkflowCfnOutputs {
  const stack = Stack.of(workflow);
  const before = prefix ? outputPrefixFor(workflow.workflowName) : '';
  checkFree({ stack, id: `${before}RuntimeArn`, workflow: workflow.workflowName });

  const plain = (key: OutputKey, value: string): CfnOutput => new CfnOutput(stack, before + key, { value });
  const stable = (key: OutputKey, value: string): CfnOutput => {
    const output = plain(key, value);
    if (exports && !Token.isUnresolved(stack.stackName)) {
      output.exportName = exportName({ stackName: stack.stackName, key: `${before}${key}` });
    }
    return output;
  };
  const { definition, foundation, runtime } = workflow;
  return {
    RuntimeArn: stable('RuntimeArn', runtime.runtime.agentRuntimeArn),
    RuntimeId: stable('RuntimeId', runtime.runtime.agentRuntimeId),
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
  };
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
}

/** The outputs of a workflow, by their keys without a prefix. */
export type WorkflowCfnOutputs = Readonly<Record<OutputKey, CfnOutput>>;

function checkFree(options: { readonly stack: Stack; readonly id: string; readonly workflow: string }): void {
  const { stack, id, workflow } = options;
  if (stack.node.tryFindChild(id) === undefined) return;
  throwIfAny(`workflow ${JSON.stringify(workflow)}`, [
    {
      where: 'addOutputs',
      what: 'would make an output that the stack has already',
      got: JSON.stringify(id),
      allowed: 'one call for each workflow, and one workflow in a stack without a prefix',
      fix: 'call addOutputs({ prefix: true }) for the other workflows of the stack',
    },
  ]);
}
