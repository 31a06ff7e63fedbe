import { readOutputsFile } from '../../catalog/outputs-file.ts';
import { usualOutputsFiles } from '../outputs-files.ts';
import { checkDefinitionIsThere, definitionOf } from '../runs/definition-of.ts';
import { workflowsIn } from '../runs/deployed-definitions.ts';
import type { RunScope } from '../runs/run-scope.ts';
import { UsageError } from '../usage-error.ts';

/**
 * The definitions whose runs were asked for: that of a workflow, the one that was named, or all of a stack.
 *
 * @returns `undefined` for all of the account
 * @throws UsageError for what nobody knows, or contradicts itself
 */
export async function wantedDefinitions(scope: RunScope): Promise<readonly string[] | undefined> {
  const { workflow, definition, stack } = scope.options;
  const given = Object.entries({ 'a workflow': workflow, '--definition': definition });
  const named = given.flatMap(([name, value]) => (value === undefined ? [] : [name]));
  if (named.length > 1 || (definition !== undefined && stack !== undefined)) {
    throw new UsageError({
      what: `Both ${named.length > 1 ? named.join(' and ') : '--definition and --stack'} were given.`,
      fix: 'Leave one of them out.',
    });
  }
  if (definition !== undefined) {
    await checkDefinitionIsThere(definition, scope);
    return [definition];
  }
  if (workflow !== undefined) return [await definitionOf(workflow, scope)];
  return stack === undefined ? undefined : await definitionsOfStack(stack, scope);
}

async function definitionsOfStack(stack: string, scope: RunScope): Promise<readonly string[]> {
  const { target, context, outputsFile } = scope;
  const files = outputsFile === undefined ? usualOutputsFiles(target, context.projectRoot) : [outputsFile];
  const inFiles = files.flatMap((file) => {
    const stacks = readOutputsFile(file);
    return Object.hasOwn(stacks, stack) ? workflowsIn(stacks[stack] ?? {}) : [];
  });
  const found = inFiles.map((outputs) => outputs.WorkflowDefinitionName);
  if (found.length > 0) return [...new Set(found)];
  const asked = target.isLocal ? [] : workflowsIn(await outputsInCloudFormation(stack, scope));
  if (asked.length > 0) return [...new Set(asked.map((outputs) => outputs.WorkflowDefinitionName))];
  throw new UsageError({
    what: `The stack ${stack} has no outputs of a workflow${target.isLocal ? ' in a file of outputs' : ` on ${target.description}`}.`,
    fix: 'Check its name, or name a file that has it with --outputs-file, or a workflow definition with --definition.',
  });
}

/** Empty when there is no such stack. */
async function outputsInCloudFormation(
  stack: string,
  { target, call }: RunScope,
): Promise<Readonly<Record<string, string>>> {
  const [{ CloudFormationClient, DescribeStacksCommand }, { saysNotThere }] = await Promise.all([
    import('@aws-sdk/client-cloudformation'),
    import('../../catalog/cloudformation.ts'),
  ]);
  const client = await target.client((config) => new CloudFormationClient(config));
  try {
    const { Stacks: stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: stack }), call);
    const outputs = stacks.flatMap(({ Outputs: found = [] }) => found);
    return Object.fromEntries(
      outputs.map(({ OutputKey: key = '', OutputValue: value = '' }) => [key, value]),
    );
  } catch (error) {
    if (saysNotThere(error)) return {};
    throw error;
  }
}
