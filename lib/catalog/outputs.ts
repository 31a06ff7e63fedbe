import { outputPrefixFor, runtimeNameFor, workflowOfStack } from './names.ts';
import { OutputsError } from './outputs-error.ts';
import { parseRuntimeArn } from './runtime-arn.ts';

/**
 * The outputs that every workflow stack has, under these logical ids. They are the contract between a deployment
 * (AWS or local AWS) and whoever calls it: the invoke script, pipelines, programs in other languages.
 */
export const OUTPUT_KEYS = [
  'RuntimeArn',
  'RuntimeId',
  'RuntimeVersion',
  'EndpointName',
  'EndpointArn',
  'WorkflowDefinitionName',
  'WorkflowDefinitionArn',
  'LogGroupName',
  'RuntimeLogGroupName',
  'ArtifactBucketName',
  'Region',
] as const;

/** The outputs that a stack has only where they say something: a workflow without `ServerProtocol` speaks HTTP. */
export const OPTIONAL_OUTPUT_KEYS = [
  'ServerProtocol',
  'HumanInTheLoopUrl',
  'HumanTopicArn',
  'FleetArn',
  'ScheduleName',
] as const;

/** The name of one output of a workflow stack. */
export type OutputKey = (typeof OUTPUT_KEYS)[number];

/**
 * The outputs of one deployed workflow.
 *
 * - `RuntimeArn`, `RuntimeId`, `RuntimeVersion`: the AgentCore runtime that runs the workflow
 * - `EndpointName`, `EndpointArn`: the runtime endpoint to invoke; `DEFAULT` or a name of our own
 * - `WorkflowDefinitionName`, `WorkflowDefinitionArn`: what the runs belong to
 * - `LogGroupName`: the log group of the workflow runs
 * - `RuntimeLogGroupName`: the log group of the runtime endpoint (what the program prints)
 * - `ArtifactBucketName`: the bucket that receives the traces of acts
 * - `Region`: the region of all of these
 * - `ServerProtocol`: `MCP`, where agents call the workflow as a tool; absent where the runtime speaks HTTP
 * - `HumanInTheLoopUrl`, `HumanTopicArn`: the desk where the workflow asks people, and the topic that tells them; absent without one
 * - `FleetArn`: the state machine that runs the workflow for each item of a list; absent without a fleet
 * - `ScheduleName`: the schedule that starts the workflow, or its fleet; absent without one
 */
export type WorkflowOutputs = Readonly<Record<OutputKey, string>> &
  Readonly<Partial<Record<(typeof OPTIONAL_OUTPUT_KEYS)[number], string>>>;

/** Outputs of which the keys `K` are certainly there and the others may be. */
export type SomeOutputs<K extends OutputKey> = Pick<WorkflowOutputs, K> & Partial<WorkflowOutputs>;

/**
 * Checks the outputs of one stack: the required keys are there and not empty, and the runtime ARN is one.
 *
 * @param options.raw what the file or CloudFormation holds for the stack; unknown keys are left out of the result
 * @param options.workflow whose outputs to take from a stack of several, where their keys begin with its name. @default - those
 *   without a name before them
 * @param options.stackName of the stack; one of ours is named after its workflow. @default - it says nothing about the workflow
 * @param options.where names the stack and its source in the error, such as `stack "X" in "cdk-outputs.json"`
 * @throws OutputsError also when the outputs are of another workflow than this
 */
export function checkOutputs<K extends OutputKey>(options: {
  readonly raw: Readonly<Record<string, string>>;
  readonly require: readonly K[];
  readonly where: string;
  readonly stackName?: string | undefined;
  readonly workflow?: string | undefined;
}): SomeOutputs<K> {
  const { require, where, stackName = '', workflow } = options;
  const raw = workflow === undefined ? options.raw : outputsOf({ ...options, workflow, stackName });
  const missing = require.filter((key) => !raw[key]);
  if (missing.length > 0) {
    const present = Object.keys(raw);
    throw new OutputsError({
      what: `Missing output${missing.length > 1 ? 's' : ''} ${missing.join(', ')} of ${where}.`,
      allowed: `It has ${present.length > 0 ? present.join(', ') : 'no outputs'}.`,
      fix: 'Deploy the workflow again with this version (in a stack of your own, with addOutputs()), or name the stack of a workflow.',
    });
  }
  if (raw.RuntimeArn) parseRuntimeArn(raw.RuntimeArn, { where: `output RuntimeArn of ${where}` });

  const known = ALL_KEYS.flatMap((key) => (raw[key] ? [[key, raw[key]] as const] : []));
  const outputs: Partial<WorkflowOutputs> = Object.fromEntries(known);
  if (!hasAll(outputs, require)) throw new OutputsError({ what: `Incomplete outputs of ${where}.` });
  return outputs;
}

const ALL_KEYS = [...OUTPUT_KEYS, ...OPTIONAL_OUTPUT_KEYS];

/** The outputs of one workflow without its name before them, from a stack that may have several workflows. */
function outputsOf(options: {
  readonly raw: Readonly<Record<string, string>>;
  readonly where: string;
  readonly workflow: string;
  readonly stackName: string;
}): Readonly<Record<string, string>> {
  const { raw, where, workflow, stackName } = options;
  const prefix = outputPrefixFor(workflow);
  if (raw[`${prefix}RuntimeArn`]) {
    return Object.fromEntries(ALL_KEYS.map((key) => [key, raw[prefix + key] ?? '']));
  }
  const present = Object.keys(raw).filter((key) => key.endsWith('RuntimeArn'));
  // Without any runtime, what is missing is said. A stack of ours is named after its workflow.
  if (present.length === 0 || workflowOfStack(stackName) === workflow || belongsTo(workflow, raw)) return raw;
  throw new OutputsError({
    what: `Workflow "${workflow}" is not in ${where}.`,
    allowed: `It has ${present
      .sort()
      .map((key) => `${key} ${raw[key]}`)
      .join(', ')}.`,
    fix: 'Give the name of that workflow, or the ARN instead of a name. In a stack of several, deploy with addOutputs({ prefix: true }).',
  });
}

/** Whether outputs without a name are of this workflow: its runtime or its definition is named as ours are, in any stage. */
function belongsTo(workflow: string, raw: Readonly<Partial<Record<string, string>>>): boolean {
  const runtimeId = raw.RuntimeArn?.split('/').at(-1) ?? '';
  const runtimeName = runtimeId.replace(RUNTIME_ID_END, '').replace(STAGE_END, '');
  const definition = raw.WorkflowDefinitionName?.replace(FINGERPRINT_END, '').replace(/--.*$/, '');
  return runtimeName === runtimeNameFor({ workflow }) || definition === workflow;
}

/** @see https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_CreateAgentRuntime.html */
const RUNTIME_ID_END = /-[a-zA-Z0-9]{10}$/;
const FINGERPRINT_END = /-[0-9a-f]{6}$/;
const STAGE_END = /__[a-zA-Z0-9]+$/;

function hasAll<K extends OutputKey>(
  outputs: Partial<WorkflowOutputs>,
  keys: readonly K[],
): outputs is SomeOutputs<K> {
  return keys.every((key) => outputs[key] !== undefined);
}
