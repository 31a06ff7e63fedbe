import { OutputsError } from '../../catalog/outputs-error.ts';
import { looksLikeArn } from '../../catalog/runtime-arn.ts';
import { messageOf } from '../../core/errors.ts';
import { didYouMean } from '../../core/suggest.ts';
import { isInstance } from '../../core/thrown.ts';
import {
  GetWorkflowDefinitionCommand,
  paginateListWorkflowDefinitions,
  ResourceNotFoundException,
} from '../../service/index.ts';
import { deployedWorkflow } from '../deployed-workflow.ts';
import { UsageError } from '../usage-error.ts';
import type { RunScope } from './run-scope.ts';

/**
 * The definition that the runs of a workflow belong to: the one that its outputs name, which may be that of a stage; else
 * that of the catalog; else the name is taken for that of a definition.
 *
 * @throws UsageError for a name that nobody knows, with those that are there
 */
export async function definitionOf(workflow: string, scope: RunScope): Promise<string> {
  const { stack } = scope.options;
  const { outputsFile, context } = scope;
  let refusal: unknown;
  try {
    const { outputs } = await deployedWorkflow({ workflow, stack, outputsFile }, scope.target, context);
    if (outputs.WorkflowDefinitionName !== undefined) return outputs.WorkflowDefinitionName;
    if (looksLikeArn(workflow)) throw arnAlone();
  } catch (error) {
    const isNamed = stack !== undefined || scope.options.outputsFile !== undefined || looksLikeArn(workflow);
    if (isNamed || !(isInstance(error, UsageError) || isInstance(error, OutputsError))) throw error;
    refusal = error;
  }
  const entry = (await scope.entries()).find(({ name }) => name === workflow);
  if (entry !== undefined) {
    const why = refusal === undefined ? '' : ` (${messageOf(refusal)})`;
    context.stderr(`The definition is taken from the catalog: ${entry.definitionName}${why}\n`);
    return entry.definitionName;
  }
  await checkDefinitionIsThere(workflow, scope);
  return workflow;
}

/** @throws UsageError when there is no such definition, with those that there are */
export async function checkDefinitionIsThere(name: string, scope: RunScope): Promise<void> {
  const { client, call, target } = scope;
  try {
    await client.send(new GetWorkflowDefinitionCommand({ workflowDefinitionName: name }), call);
  } catch (error) {
    if (!isInstance(error, ResourceNotFoundException)) throw error;
    const known: string[] = [...(await scope.context.workflowNames())];
    for await (const page of paginateListWorkflowDefinitions({ client }, {}, call)) {
      known.push(...page.workflowDefinitionSummaries.map((summary) => summary.workflowDefinitionName));
    }
    const meant = didYouMean(name, known);
    const [all, more] = [[...new Set(known)].slice(0, MAX_NAMES), known.length > MAX_NAMES ? ', …' : ''];
    throw new UsageError({
      what: `There is no workflow and no workflow definition "${name}" on ${target.description}.`,
      allowed: `Known are: ${all.length > 0 ? `${all.join(', ')}${more}` : 'none'}.`,
      fix: meant === undefined ? 'Check the name, and where the command works.' : `Did you mean "${meant}"?`,
      cause: error,
    });
  }
}

const MAX_NAMES = 20;

function arnAlone(): UsageError {
  return new UsageError({
    what: 'The ARN of a runtime does not say which definition its runs belong to.',
    fix: 'Give the name of the workflow, or --definition.',
  });
}
