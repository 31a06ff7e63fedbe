import { isInstance } from '../../core/thrown.ts';
import {
  paginateListWorkflowRuns,
  ResourceNotFoundException,
  type WorkflowRunSummary,
} from '../../service/index.ts';
import type { WantedRuns } from './list-options.ts';
import type { RunScope } from './run-scope.ts';

/**
 * The newest runs of some definitions. Of each no more pages are read than it takes.
 *
 * @returns them, newest first, and whether there are more
 * @throws when a page cannot be read
 */
export async function newestRuns(options: {
  readonly definitions: readonly string[];
  readonly wanted: WantedRuns;
  readonly scope: Pick<RunScope, 'client' | 'call' | 'context'>;
}): Promise<{ readonly runs: readonly ListedRun[]; readonly hasMore: boolean }> {
  const { definitions, wanted, scope } = options;
  const lists: { readonly rest: AsyncGenerator<ListedRun>; next: ListedRun }[] = [];
  for (let start = 0; start < definitions.length; start += AT_ONCE) {
    const part = definitions.slice(start, start + AT_ONCE).map((name) => runsOf(name, wanted, scope));
    const heads = await Promise.all(part.map((rest) => rest.next()));
    for (const [index, rest] of part.entries()) {
      const head = heads[index];
      if (head !== undefined && head.done !== true) lists.push({ rest, next: head.value });
    }
  }
  const runs: ListedRun[] = [];
  while (lists.length > 0) {
    if (runs.length === wanted.limit) return { runs, hasMore: true };
    const newest = lists.reduce((a, b) => (b.next.startedAt > a.next.startedAt ? b : a));
    runs.push(newest.next);
    const following = await newest.rest.next();
    if (following.done === true) lists.splice(lists.indexOf(newest), 1);
    else newest.next = following.value;
  }
  return { runs, hasMore: false };
}

/** A run in a list. */
export interface ListedRun {
  readonly workflowRunId: string;
  readonly definitionName: string;
  readonly status: WorkflowRunSummary['status'];
  readonly startedAt: Date;
  readonly endedAt: Date | undefined;
}

/** So many first pages are asked for at the same time. */
const AT_ONCE = 5;
/** Of the service. */
const MAX_PAGE = 100;

/** The runs of a definition that are wanted, newest first. */
async function* runsOf(
  definitionName: string,
  { status, sinceMs = 0, limit }: WantedRuns,
  { client, call, context }: Pick<RunScope, 'client' | 'call' | 'context'>,
): AsyncGenerator<ListedRun> {
  // One more says whether there are more. A filter may pass over any number.
  const pageSize = status === undefined ? Math.min(limit + 1, MAX_PAGE) : MAX_PAGE;
  const input = { workflowDefinitionName: definitionName, sortOrder: 'Descending' } as const;
  try {
    for await (const page of paginateListWorkflowRuns({ client, pageSize }, input, call)) {
      for (const run of page.workflowRunSummaries) {
        // They are in the order in which they began. By seconds at most that of AWS may differ; it does not say.
        if (run.startedAt.getTime() < sinceMs) return;
        if (status !== undefined && run.status !== status) continue;
        const { workflowRunId, startedAt, endedAt } = run;
        yield { workflowRunId, definitionName, status: run.status, startedAt, endedAt };
      }
    }
  } catch (error) {
    if (!isInstance(error, ResourceNotFoundException)) throw error;
    context.stderr(`The workflow definition ${definitionName} has been deleted meanwhile.\n`);
  }
}
