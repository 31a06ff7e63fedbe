import type { SomeOutputs } from '../../catalog/outputs.ts';
import { parseRuntimeArn } from '../../catalog/runtime-arn.ts';
import { VARIABLE } from '../../contract/variables.ts';
import { deployedWorkflow } from '../deployed-workflow.ts';
import type { CommandTarget, TargetContext } from '../target.ts';

/**
 * What a stack has deployed of a workflow, as its runtime says: the variables that its process gets, and its role.
 *
 * @throws UsageError, OutputsError, TargetError; errors of AgentCore
 */
export async function deployedSettings(
  wanted: { readonly workflow: string; readonly stack: string; readonly outputsFile?: string | undefined },
  target: CommandTarget,
  context: TargetContext & { readonly workflowNames: () => Promise<readonly string[]> },
): Promise<DeployedSettings> {
  const { outputs, foundIn } = await deployedWorkflow(wanted, target, context);
  const { BedrockAgentCoreControlClient, GetAgentRuntimeCommand } = await import(
    '@aws-sdk/client-bedrock-agentcore-control'
  );
  const client = await target.client((config) => new BedrockAgentCoreControlClient(config));
  const { runtimeId } = parseRuntimeArn(outputs.RuntimeArn, { where: foundIn });
  const runtime = await client.send(
    new GetAgentRuntimeCommand({ agentRuntimeId: runtimeId, agentRuntimeVersion: outputs.RuntimeVersion }),
    { abortSignal: context.interrupt },
  );
  const { WorkflowDefinitionName: definition } = outputs;
  return {
    foundIn,
    outputs,
    roleArn: runtime.roleArn,
    variables: {
      ...(definition && { [VARIABLE.definitionName]: definition }),
      ...runtime.environmentVariables,
    },
  };
}

/** What is known of a deployed workflow. */
export interface DeployedSettings {
  /** For people. */
  readonly foundIn: string;
  readonly outputs: SomeOutputs<'RuntimeArn'>;
  readonly roleArn: string | undefined;
  /** Of its process; ARNs of secrets, no values. */
  readonly variables: Readonly<Record<string, string>>;
}
