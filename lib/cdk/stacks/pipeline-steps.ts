import { Stack } from 'aws-cdk-lib';
import { type IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { CodeBuildStep, type IFileSetProducer } from 'aws-cdk-lib/pipelines';
import { bootstrapRoleArn } from '../bootstrap-roles.ts';
import { INVOKE_ACTIONS } from '../constructs/perms.ts';
import { preflightStatements } from '../preflight-statements.ts';
import { smokeTestRole } from './smoke-test-role.ts';
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
    /** Whether the stage is in another account: its stacks are read with the lookup role of its bootstrap stack. */
    readonly isElsewhere: boolean;
    /** The regions of the stage. @default - that of the pipeline */
    readonly regions?: readonly string[] | undefined;
    /** The source. */
    readonly input: IFileSetProducer;
    /** What was synthesized. */
    readonly synth: IFileSetProducer;
  },
): CodeBuildStep {
  const { stage, isElsewhere, regions, input, synth } = options;
  const command = `npx tsx bin/preflight.ts --app ${ASSEMBLY}/${stage.artifactId}`;
  // A role of the first region: it reads all of them.
  const stack = isElsewhere ? stage.node.children.find((child) => Stack.isStack(child)) : undefined;
  const roleArn = stack && bootstrapRoleArn(stack, 'lookup');
  return new CodeBuildStep('Preflight', {
    input,
    additionalInputs: { [ASSEMBLY]: synth },
    installCommands: ['npm ci'],
    commands: roleArn === undefined ? [command] : commandsAs(roleArn, command),
    rolePolicyStatements:
      roleArn === undefined ? preflightStatements(pipelineStack, regions) : [assumeStatement(roleArn)],
  });
}

/** Where the step finds the assembly. The source has no folder of this name: Git ignores it. */
const ASSEMBLY = 'cdk.out';

/** Calls a workflow by the ARN that its stack exports. A failed run makes the command fail, and that the pipeline. */
export function smokeTestStep(options: {
  readonly workflow: WorkflowStack;
  /** Names the step. */
  readonly id: string;
  /** The role of the step, when the workflow is in another account: one that `smokeTestCaller` made. */
  readonly caller?: IRole | undefined;
  /** The source. */
  readonly input: IFileSetProducer;
}): CodeBuildStep {
  const { workflow, id, caller, input } = options;
  const command = 'npx tsx bin/invoke.ts "$RUNTIME_ARN" --qualifier "$ENDPOINT_NAME" --json';
  const roleArn = caller && smokeTestRole(workflow, caller).roleArn;
  return new CodeBuildStep(id, {
    input,
    installCommands: ['npm ci'],
    commands: roleArn === undefined ? [command] : commandsAs(roleArn, command),
    envFromCfnOutputs: {
      RUNTIME_ARN: workflow.outputs.RuntimeArn,
      ENDPOINT_NAME: workflow.outputs.EndpointName,
    },
    ...(caller && { role: caller }),
    rolePolicyStatements: [
      roleArn === undefined
        ? new PolicyStatement({
            sid: 'InvokeWorkflow',
            actions: [...INVOKE_ACTIONS],
            resources: workflow.runtimeArnPatterns,
          })
        : assumeStatement(roleArn),
    ],
  });
}

/**
 * A command of ours that acts with another role: the SDK takes it from a profile, and what it needs to assume it from
 * CodeBuild, which hands out the credentials of a project as ECS does. The image has no AWS CLI.
 *
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-assume-role-credentials.html
 */
function commandsAs(roleArn: string, command: string): string[] {
  const profile = `[profile ${PROFILE}]\\nrole_arn = ${roleArn}\\ncredential_source = EcsContainer\\n`;
  return [
    `printf '${profile}' > ${PROFILE}.ini`,
    `AWS_CONFIG_FILE=${PROFILE}.ini ${command} --profile ${PROFILE}`,
  ];
}

const PROFILE = 'deployment';

/** Without an id: the steps of several regions share a role, and ids are unique in a policy. */
function assumeStatement(roleArn: string): PolicyStatement {
  return new PolicyStatement({ actions: ['sts:AssumeRole'], resources: [roleArn] });
}
