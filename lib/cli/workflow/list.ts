import { EXIT, type ExitCode } from '../../core/errors.ts';
import { paginateListWorkflowDefinitions, type WorkflowDefinitionSummary } from '../../service/index.ts';
import type { CommandContext } from '../command-context.ts';
import { printResult } from '../envelope.ts';
import { numberOption } from '../number-option.ts';
import type { TargetContext, TargetOptions } from '../target.ts';
import { textTable } from '../text-table.ts';
import { openNovaAct } from './open-nova-act.ts';

/** Lists definitions, newest first, page by page until there are enough. */
export async function listDefinitions(
  options: ListOptions,
  context: CommandContext & TargetContext,
): Promise<ExitCode> {
  const limit = numberOption(options.limit ?? `${MOST_IN_A_PAGE}`, {
    ...{ name: '--limit', of: 'definitions', min: 1, max: MOST_LISTED },
  });
  const { target, client } = await openNovaAct(options, context);
  using _target = target;
  const definitions: WorkflowDefinitionSummary[] = [];
  let hasMore = false;
  const pages = paginateListWorkflowDefinitions(
    { client, pageSize: Math.min(limit + 1, MOST_IN_A_PAGE) },
    { sortOrder: 'Descending' },
    { abortSignal: context.interrupt },
  );
  for await (const page of pages) {
    definitions.push(...page.workflowDefinitionSummaries);
    hasMore = definitions.length > limit;
    if (hasMore) break;
  }
  const listed = definitions.slice(0, limit);
  printResult(context, {
    json: options.json,
    data: { target, definitions: listed.map(forPrograms), hasMore },
    text: () => {
      if (listed.length === 0) return 'There are no workflow definitions.\n';
      const rows = listed.map(({ workflowDefinitionName: name, status, createdAt }) => [
        ...[name, status, createdAt.toISOString()],
      ]);
      const more = hasMore ? `There are more: --limit ${limit * 10} shows up to that many.\n` : '';
      return textTable(['name', 'status', 'created'], rows) + more;
    },
  });
  return EXIT.success;
}

/** What `workflow list` was called with. */
export interface ListOptions extends TargetOptions {
  readonly limit?: string | undefined;
  readonly json?: boolean | undefined;
}

const MOST_IN_A_PAGE = 100;
const MOST_LISTED = 100_000;

function forPrograms({
  workflowDefinitionName: name,
  workflowDefinitionArn: arn,
  ...others
}: WorkflowDefinitionSummary): object {
  return { name, arn, ...others };
}
