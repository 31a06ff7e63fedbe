import type { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { CodeBuildStep, type IFileSetProducer } from 'aws-cdk-lib/pipelines';
import { INVOKE_ACTIONS } from '../constructs/perms.ts';
import { preflightStatements } from '../preflight-statements.ts';
import type { WorkflowStack } from './workflow-stack.ts';
import type { WorkflowStage } from './workflow-stage.ts';

/**
 * Compares what a stage would deploy with what is deployed. Something that CloudFormation would refuse makes the command
 * fail, and that the pipeline, before anything has changed.
 */
export function preflightStep(
  pipelineStack: Stack,
  options: {
    readonly stage: WorkflowStage;
    /** The source. */
    readonly input: IFileSetProducer;
    /** What was synthesized. */
    readonly synth: IFileSetProducer;
  },
): CodeBuildStep {
  const { stage, input, synth } = options;
  return new CodeBuildStep('Preflight', {
    input,
    additionalInputs: { [ASSEMBLY]: synth },
    installCommands: ['npm ci'],
    commands: [`npx tsx bin/preflight.ts --app ${ASSEMBLY}/${stage.artifactId}`],
    rolePolicyStatements: preflightStatements(pipelineStack),
  });
}

/** Where the step finds the assembly. The source has no folder of this name: Git ignores it. */
const ASSEMBLY = 'cdk.out';

/** Calls a workflow by the ARN that its stack exports. A failed run makes the command fail, and that the pipeline. */
export function smokeTestStep(options: {
  readonly workflow: WorkflowStack;
  /** The source. */
  readonly input: IFileSetProducer;
}): CodeBuildStep {
  const { workflow, input } = options;
  return new CodeBuildStep('Invoke', {
    input,
    installCommands: ['npm ci'],
    commands: ['npx tsx bin/invoke.ts "$RUNTIME_ARN" --qualifier "$ENDPOINT_NAME" --json'],
    envFromCfnOutputs: {
      RUNTIME_ARN: workflow.outputs.RuntimeArn,
      ENDPOINT_NAME: workflow.outputs.EndpointName,
    },
    rolePolicyStatements: [
      new PolicyStatement({
        sid: 'InvokeWorkflow',
        actions: [...INVOKE_ACTIONS],
        resources: workflow.runtimeArnPatterns,
      }),
    ],
  });
}
