import type { FoundationOutputKey } from './foundation-outputs.ts';
import type { OutputKey } from './outputs.ts';
import { OutputsError } from './outputs-error.ts';

/**
 * The name of the CloudFormation stack of a workflow: `NovaActWorkflow-<workflow>`, with a stage
 * `NovaActWorkflow-<stage>-<workflow>`.
 *
 * @throws OutputsError when the result would not be a stack name
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-using-console-create-stack-parameters.html
 */
export function workflowStackName(options: { readonly workflow: string } & StageOption): string {
  const { workflow, stage } = options;
  if (!STACK_NAME_PART.test(workflow)) {
    throw new OutputsError({
      what: `Workflow name "${workflow}" cannot be part of a stack name.`,
      allowed: 'Letters, digits and single hyphens between them are allowed.',
      fix: suggestStackNamePart(workflow),
    });
  }
  return checkLength([WORKFLOW_STACK, ...stagePart(stage), workflow].join('-'));
}

/** The workflow whose stack has this name, with the stage before it if there is one; `undefined` for other stacks. */
export function workflowOfStack(stackName: string): string | undefined {
  const prefix = `${WORKFLOW_STACK}-`;
  return stackName.startsWith(prefix) ? stackName.slice(prefix.length) || undefined : undefined;
}

/** The name of the stack of what all workflows share: `NovaActFoundation`, with a stage `NovaActFoundation-<stage>`. */
export function foundationStackName(options: StageOption = {}): string {
  return checkLength(['NovaActFoundation', ...stagePart(options.stage)].join('-'));
}

/**
 * The export name of one output: `<stack name>:<key>`. Unique in an account and region because stack names are.
 *
 * @throws OutputsError when it is longer than CloudFormation allows
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/outputs-section-structure.html
 */
export function exportName(options: {
  readonly stackName: string;
  /** Of one of several workflows of a stack, with its name before it. */
  readonly key: OutputKey | `${string}${OutputKey}` | FoundationOutputKey;
}): string {
  const name = `${options.stackName}:${options.key}`;
  if (name.length > MAX_EXPORT_NAME_LENGTH) throw tooLong('Export name', name, MAX_EXPORT_NAME_LENGTH);
  return name;
}

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

/**
 * The repository of all images of a deployment. A fixed name, because stacks that push to it must know it beforehand; a
 * repository cannot change its encryption, so the one with a customer key has a name of its own.
 */
export function repositoryNameFor({
  stage,
  customerKey = false,
}: StageOption & { readonly customerKey?: boolean | undefined }): string {
  const name = ['nova-act-workflows', ...stagePart(stage?.toLowerCase())].join('-');
  return customerKey ? encryptedRepositoryName(name) : name;
}

/** The repository with a customer key that stands beside one without. The name may be a token. */
export function encryptedRepositoryName(name: string): string {
  return `${name}-encrypted`;
}

/**
 * Whether a definition is named as those of a catalog entry are: in some stage, and with or without the fingerprint that
 * stacks of one's own append.
 */
export function isDefinitionNameOf(
  name: string,
  { definitionName }: { readonly definitionName: string },
): boolean {
  if (!name.startsWith(definitionName)) return false;
  return /^(--[a-zA-Z0-9]+)?(-[0-9a-f]{6})?$/.test(name.slice(definitionName.length));
}

/** What the outputs of a workflow begin with in a stack of several: `form-filling` has `FormFillingRuntimeArn`. */
export function outputPrefixFor(workflow: string): string {
  return workflow.replaceAll(/(?:^|[-_])([a-zA-Z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** The ARN of an endpoint of a runtime. The ARN of the runtime may be a token. */
export function endpointArnFor(options: { readonly runtimeArn: string; readonly endpoint: string }): string {
  return `${options.runtimeArn}/runtime-endpoint/${options.endpoint}`;
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

/** The log group of the runs of a definition where no stack makes one, as on local AWS. */
export function workflowRunLogGroupName(definitionName: string): string {
  return `/nova-act/workflow-runs/${definitionName}`;
}

/** Which deployment of an app: absent for the only one, else a short word such as `dev` or `prod`. */
export interface StageOption {
  /** Letters and digits. @default - no stage in the name */
  readonly stage?: string | undefined;
}

/** The endpoint that callers use; unlike `DEFAULT` it can be pinned to a version. */
export const LIVE_ENDPOINT_NAME = 'live';
/** The endpoint that every runtime has; it always follows the newest version. */
export const DEFAULT_ENDPOINT_NAME = 'DEFAULT';
/** What the names of all log groups of runtimes begin with. */
export const RUNTIME_LOG_GROUP_ROOT = '/aws/bedrock-agentcore/runtimes/';
/** The tag by which the service's console finds the runtime of a definition. */
export const DEFINITION_TAG = 'nova-act-workflow-definition-v1';
/** The file of outputs that commands look for, and that local AWS writes into its state folder. */
export const OUTPUTS_FILE_NAME = 'cdk-outputs.json';
/** The state folder of local AWS, in the folder of the project. */
export const STATE_DIR_NAME = '.nova-act';

const WORKFLOW_STACK = 'NovaActWorkflow';
const MAX_STACK_NAME_LENGTH = 128;
const MAX_EXPORT_NAME_LENGTH = 255;
const STACK_NAME_PART = /^[a-zA-Z0-9]+(-[a-zA-Z0-9]+)*$/;
// Without hyphens, so that stage "a" of "b-c" and stage "a-b" of "c" cannot be the same stack.
const STAGE = /^[a-zA-Z0-9]+$/;

function stagePart(stage: string | undefined): readonly string[] {
  if (stage === undefined) return [];
  if (STAGE.test(stage)) return [stage];
  throw new OutputsError({
    what: `Stage "${stage}" cannot be part of a stack name.`,
    allowed: 'Letters and digits are allowed.',
    fix: 'Use a short word such as "dev" or "prod".',
  });
}

function checkLength(name: string): string {
  if (name.length > MAX_STACK_NAME_LENGTH) throw tooLong('Stack name', name, MAX_STACK_NAME_LENGTH);
  return name;
}

function tooLong(kind: string, name: string, maximum: number): OutputsError {
  return new OutputsError({
    what: `${kind} "${name}" has ${name.length} characters.`,
    allowed: `At most ${maximum} are allowed.`,
    fix: 'Shorten the workflow name or the stage.',
  });
}

function suggestStackNamePart(workflow: string): string {
  const near = workflow.replace(/[^a-zA-Z0-9]+/g, '-').replace(/^-+|-+$/g, '');
  return near === '' ? 'Use a name such as "getting-started".' : `Use "${near}", for example.`;
}
