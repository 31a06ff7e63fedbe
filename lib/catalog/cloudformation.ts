import type { CloudFormationClient, Stack } from '@aws-sdk/client-cloudformation';
import { AnswerError, CHECK_PROXY } from '../core/answer-error.ts';
import { messageOf, nameOf } from '../core/errors.ts';
import { didYouMean } from '../core/suggest.ts';
import { checkOutputs, OUTPUT_KEYS, type OutputKey, type SomeOutputs } from './outputs.ts';
import { OutputsError } from './outputs-error.ts';

/**
 * The outputs of one deployed stack, asked from CloudFormation (needs `cloudformation:DescribeStacks`).
 *
 * @param options.client whose region and credentials say where to look
 * @param options.require the outputs that must be there. @default - all of OUTPUT_KEYS
 * @param options.workflow whose outputs to take from a stack of several workflows. @default - those without a name before
 *   their keys
 * @throws OutputsError when there is no such stack, or a required output is missing or malformed
 * @throws AnswerError when what CloudFormation says cannot be used
 * @throws the service's own errors for credentials, permissions and connections
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStacks.html
 */
export async function findOutputsInCloudFormation<K extends OutputKey = OutputKey>(options: {
  readonly client: CloudFormationClient;
  readonly stackName: string;
  readonly require?: readonly K[] | undefined;
  readonly workflow?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}): Promise<SomeOutputs<K>> {
  const { client, stackName, require, workflow } = options;
  const stack = await describe(options);
  const region = await client.config.region();
  if (stack === undefined) {
    throw noSuchStack({ stackName, region, present: await workflowStacks(options) });
  }
  const pairs = (stack.Outputs ?? []).flatMap(({ OutputKey: key, OutputValue: value }) =>
    key === undefined || value === undefined ? [] : [[key, value] as const],
  );
  return checkOutputs<K | OutputKey>({
    raw: Object.fromEntries(pairs),
    require: require ?? OUTPUT_KEYS,
    stackName,
    workflow,
    where: `stack "${stackName}" in ${region} (status ${stack.StackStatus ?? 'unknown'})`,
  });
}

/** Whether CloudFormation says that what was asked for is not there: it has no error type of its own for that. */
export function saysNotThere(error: unknown): boolean {
  return nameOf(error) === 'ValidationError' && /does not exist/.test(messageOf(error));
}

interface Query {
  readonly client: CloudFormationClient;
  readonly stackName: string;
  readonly signal?: AbortSignal | undefined;
}

async function describe({ client, stackName, signal }: Query): Promise<Stack | undefined> {
  // Loaded on use: a synthesis or a reader of files need not pay for the client.
  const { DescribeStacksCommand } = await import('@aws-sdk/client-cloudformation');
  try {
    const { Stacks: stacks } = await client.send(
      new DescribeStacksCommand({ StackName: stackName }),
      abortable(signal),
    );
    const [stack] = stacks ?? [];
    // It has an error for a stack that is not there.
    if (stack === undefined)
      throw new AnswerError('CloudFormation answered DescribeStacks without the stack.', CHECK_PROXY);
    return stack;
  } catch (error) {
    if (saysNotThere(error)) return undefined;
    throw error;
  }
}

// Enough to find a near name in any usual account, few enough not to hold an error back for long.
const MAX_PAGES_FOR_SUGGESTIONS = 5;

/** Names of the stacks that have a runtime. Best effort: listing may not be permitted. */
async function workflowStacks({ client, signal }: Query): Promise<readonly string[]> {
  const { DescribeStacksCommand } = await import('@aws-sdk/client-cloudformation');
  const names: string[] = [];
  let nextToken: string | undefined;
  try {
    for (let page = 0; page < MAX_PAGES_FOR_SUGGESTIONS; page += 1) {
      const answer = await client.send(
        new DescribeStacksCommand({ NextToken: nextToken }),
        abortable(signal),
      );
      for (const { StackName: name, Outputs: outputs } of answer.Stacks ?? []) {
        if (name !== undefined && outputs?.some(({ OutputKey: key }) => key === 'RuntimeArn'))
          names.push(name);
      }
      nextToken = answer.NextToken;
      if (nextToken === undefined) break;
    }
  } catch {
    // The error that matters is that the stack is not there.
  }
  return names;
}

function noSuchStack(options: {
  readonly stackName: string;
  readonly region: string;
  readonly present: readonly string[];
}): OutputsError {
  const { stackName, region, present } = options;
  const meant = didYouMean(stackName, present);
  return new OutputsError({
    what: `No stack "${stackName}" in ${region}.`,
    allowed: present.length > 0 ? `Workflow stacks there: ${present.join(', ')}.` : undefined,
    fix:
      meant === undefined
        ? 'Deploy it first with "cdk deploy", or check the region, the profile and the name of the stack.'
        : `Did you mean "${meant}"?`,
  });
}

function abortable(signal: AbortSignal | undefined): { readonly abortSignal?: AbortSignal } {
  return signal === undefined ? {} : { abortSignal: signal };
}
