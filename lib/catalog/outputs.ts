import { outputPrefixFor, runtimeNameFor } from './names.ts';
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
 */
export type WorkflowOutputs = Readonly<Record<OutputKey, string>>;

/** Outputs of which the keys `K` are certainly there and the others may be. */
export type SomeOutputs<K extends OutputKey> = Pick<WorkflowOutputs, K> & Partial<WorkflowOutputs>;

/**
 * Checks the outputs of one stack: the required keys are there and not empty, and the runtime ARN is one.
 *
 * @param raw what the file or CloudFormation holds for the stack; unknown keys are left out of the result
 * @param workflow whose outputs to take from a stack of several, where their keys begin with its name. @default - those
 *   without a name before them
 * @param where names the stack and its source in the error, such as `stack "X" in "cdk-outputs.json"`
 * @throws OutputsError
 */
export function checkOutputs<K extends OutputKey>(options: {
  readonly raw: Readonly<Record<string, string>>;
  readonly require: readonly K[];
  readonly where: string;
  readonly workflow?: string | undefined;
}): SomeOutputs<K> {
  const { require, where, workflow } = options;
  const raw = workflow === undefined ? options.raw : outputsOf({ ...options, workflow });
  const missing = require.filter((key) => !raw[key]);
  if (missing.length > 0) {
    const present = Object.keys(raw);
    throw new OutputsError({
      what: `Missing output${missing.length > 1 ? 's' : ''} ${missing.join(', ')} of ${where}.`,
      allowed: `It has ${present.length > 0 ? present.join(', ') : 'no outputs'}.`,
      fix: 'Deploy the workflow again with this version, or name the stack of a workflow.',
    });
  }
  if (raw.RuntimeArn) parseRuntimeArn(raw.RuntimeArn, { where: `output RuntimeArn of ${where}` });

  const known = OUTPUT_KEYS.flatMap((key) => (raw[key] ? [[key, raw[key]] as const] : []));
  const outputs: Partial<WorkflowOutputs> = Object.fromEntries(known);
  if (!hasAll(outputs, require)) throw new OutputsError({ what: `Incomplete outputs of ${where}.` });
  return outputs;
}

/** The outputs of one workflow without its name before them, from a stack that may have several workflows. */
function outputsOf(options: {
  readonly raw: Readonly<Record<string, string>>;
  readonly where: string;
  readonly workflow: string;
}): Readonly<Record<string, string>> {
  const { raw, where, workflow } = options;
  const prefix = outputPrefixFor(workflow);
  if (raw[`${prefix}RuntimeArn`]) {
    return Object.fromEntries(OUTPUT_KEYS.map((key) => [key, raw[prefix + key] ?? '']));
  }
  const others = Object.keys(raw).filter((key) => /.RuntimeArn$/.test(key));
  const named = `/${runtimeNameFor({ workflow })}`;
  // Alone in its stack, a workflow may have a runtime of any name; among others it must be known by it.
  if (others.length === 0 || raw.RuntimeArn?.includes(named)) return raw;
  throw new OutputsError({
    what: `Workflow "${workflow}" is not in ${where}.`,
    allowed: `It has the runtimes ${[...others, ...(raw.RuntimeArn ? ['RuntimeArn'] : [])].sort().join(', ')}.`,
    fix: `Deploy it with addOutputs({ prefix: true }), or give the ARN of the runtime.`,
  });
}

function hasAll<K extends OutputKey>(
  outputs: Partial<WorkflowOutputs>,
  keys: readonly K[],
): outputs is SomeOutputs<K> {
  return keys.every((key) => outputs[key] !== undefined);
}
