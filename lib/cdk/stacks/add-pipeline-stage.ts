import { type IFileSetProducer, ManualApprovalStep } from 'aws-cdk-lib/pipelines';
import type { PipelineStage } from '../pipeline-stages.ts';
import type { PipelineStack } from './pipeline-stack.ts';
import { preflightStep, smokeTestStep } from './pipeline-steps.ts';
import type { RegionalStacksOptions } from './regional-stacks.ts';
import { smokeTestCaller } from './smoke-test-role.ts';
import { WorkflowStage } from './workflow-stage.ts';

/** Adds to a pipeline what one environment needs: preflight, approval, stacks, and a call in each region. */
export function addPipelineStage(
  pipelineStack: PipelineStack,
  options: {
    readonly stage: PipelineStage;
    readonly stacks: RegionalStacksOptions;
    /** The workflow that is called. */
    readonly smokeTest: string | false;
    /** The source. */
    readonly input: IFileSetProducer;
    /** What was synthesized. */
    readonly synth: IFileSetProducer;
  },
): void {
  const { stage: planned, stacks, smokeTest, input, synth } = options;
  const { name, approval, isElsewhere, env, otherRegions } = planned;
  const stage = new WorkflowStage(pipelineStack, name, stacks);
  const called = stage.workflows.filter(({ workflow }) => workflow.workflowName === smokeTest);
  const caller = isElsewhere && called.length > 0 ? smokeTestCaller(pipelineStack, name) : undefined;
  // These make roles in the stacks of the stage, which is synthesized when it is added.
  const calls = called.map((workflow, index) =>
    smokeTestStep({ workflow, id: index === 0 ? 'Invoke' : `Invoke-${workflow.region}`, caller, input }),
  );
  const preflight = preflightStep(pipelineStack, {
    stage,
    isElsewhere,
    regions: env.region === undefined ? undefined : [env.region, ...otherRegions],
    input,
    synth,
  });
  const deployment = pipelineStack.pipeline.addStage(stage, { pre: [preflight], post: calls });
  if (approval) {
    const approve = new ManualApprovalStep('Approve');
    // Nobody should be asked about what CloudFormation would refuse.
    approve.addStepDependency(preflight);
    deployment.addPre(approve);
  }
}
