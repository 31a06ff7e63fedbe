import { Stage } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { makeRegionalStacks, type RegionalStacksOptions } from './regional-stacks.ts';
import type { WorkflowStack } from './workflow-stack.ts';

/** All stacks of one deployment, for a pipeline to deploy together. */
export class WorkflowStage extends Stage {
  /** Those of the first region come first. */
  readonly workflows: readonly WorkflowStack[];

  constructor(scope: Construct, id: string, props: RegionalStacksOptions) {
    super(scope, id, props.env && { env: props.env });
    this.workflows = makeRegionalStacks(this, props);
  }
}
