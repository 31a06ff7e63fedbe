import { Stage } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { WorkflowStack } from './workflow-stack.ts';
import { makeWorkflowStacks, type WorkflowStacksOptions } from './workflow-stacks.ts';

/** All stacks of one deployment, for a pipeline to deploy together. */
export class WorkflowStage extends Stage {
  readonly workflows: readonly WorkflowStack[];

  constructor(scope: Construct, id: string, props: WorkflowStacksOptions) {
    super(scope, id, props.env && { env: props.env });
    this.workflows = makeWorkflowStacks(this, props);
  }
}
