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
 * - `EndpointName`: the runtime endpoint to invoke; `DEFAULT` or a name of our own
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
 * @param where names the stack and its source in the error, such as `stack "X" in "cdk-outputs.json"`
 * @throws OutputsError
 */
export function checkOutputs<K extends OutputKey>(options: {
  readonly raw: Readonly<Record<string, string>>;
  readonly require: readonly K[];
  readonly where: string;
}): SomeOutputs<K> {
  const { raw, require, where } = options;
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

function hasAll<K extends OutputKey>(
  outputs: Partial<WorkflowOutputs>,
  keys: readonly K[],
): outputs is SomeOutputs<K> {
  return keys.every((key) => outputs[key] !== undefined);
}
