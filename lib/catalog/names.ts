import type { StageOption } from './index.ts';

/** Longest name of an AgentCore runtime. */
export const MAX_RUNTIME_NAME_LENGTH = 48;
/** The endpoint that callers use; unlike `DEFAULT` it can be pinned to a version. */
export const LIVE_ENDPOINT_NAME = 'live';
/** The endpoint that every runtime has; it always follows the newest version. */
export const DEFAULT_ENDPOINT_NAME = 'DEFAULT';
/** The tag by which the service's console finds the runtime of a definition. */
export const DEFINITION_TAG = 'nova-act-workflow-definition-v1';

const RUNTIME_LOG_GROUP_ROOT = '/aws/bedrock-agentcore/runtimes/';

/**
 * The name of the runtime of a workflow: `form-filling` becomes `form_filling`, in a stage `form_filling__prod`.
 * Workflow names have no two separators in a row, so that a stage cannot be mistaken for a part of the name.
 */
export function runtimeNameFor(options: { readonly workflow: string } & StageOption): string {
  const { workflow, stage } = options;
  const base = workflow.replaceAll('-', '_');
  return stage === undefined ? base : `${base}__${stage}`;
}

/** The name of a workflow definition in a stage: `<name>--<stage>`; without a stage the name itself. */
export function definitionNameFor(options: { readonly definitionName: string } & StageOption): string {
  const { definitionName, stage } = options;
  return stage === undefined ? definitionName : `${definitionName}--${stage}`;
}

/** The repository of all images of a deployment. A fixed name, because stacks that push to it must know it beforehand. */
export function repositoryNameFor({ stage }: StageOption): string {
  return stage === undefined ? 'nova-act-workflows' : `nova-act-workflows-${stage.toLowerCase()}`;
}

/** The log group that AgentCore writes for one endpoint of a runtime. The id may be a token. */
export function runtimeLogGroupName(options: {
  readonly runtimeId: string;
  readonly endpoint: string;
}): string {
  return `${RUNTIME_LOG_GROUP_ROOT}${options.runtimeId}-${options.endpoint}`;
}

/** Matches the log groups of every endpoint of one runtime: its id is the name, a hyphen and ten characters. */
export function runtimeLogGroupPattern(runtimeName: string): string {
  return `${RUNTIME_LOG_GROUP_ROOT}${runtimeName}-*`;
}
