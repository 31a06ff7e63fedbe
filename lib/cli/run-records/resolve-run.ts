import { ListWorkflowRunsCommand } from '../../service/index.ts';
import { UsageError } from '../usage-error.ts';
import { askForRun, type FoundRun, unlessMissing } from './ask-for-run.ts';
import type { RecordsAccess } from './records-access.ts';
import { checkRunId, isWholeRunId } from './run-id.ts';

/**
 * Finds a run by its id, or by the beginning of it among the newest runs of some definitions.
 *
 * @returns `undefined` when none of them has it
 * @throws UsageError for what is no id, or the beginning of several
 */
export async function resolveRun(
  id: string,
  definitionNames: AsyncIterable<string> | Iterable<string>,
  access: RecordsAccess,
): Promise<FoundRun | undefined> {
  checkRunId(id, access);
  const found: FoundRun[] = [];
  for await (const definitionName of definitionNames) {
    if (isWholeRunId(id)) {
      const run = await askForRun(definitionName, id, access);
      if (run !== undefined) return run;
    } else found.push(...(await beginWith(id, definitionName, access)));
  }
  if (found.length > 1) throw ambiguous(id, found);
  return found[0];
}

/** Of so many runs of each definition, a page, an id may be shortened. */
export const NEWEST_RUNS = 100;

async function beginWith(
  id: string,
  definitionName: string,
  access: RecordsAccess,
): Promise<readonly FoundRun[]> {
  const { client, call } = access;
  const input = {
    workflowDefinitionName: definitionName,
    sortOrder: 'Descending',
    maxResults: NEWEST_RUNS,
  } as const;
  const page = await unlessMissing(client.send(new ListWorkflowRunsCommand(input), call));
  const meant = (page?.workflowRunSummaries ?? []).filter((run) => run.workflowRunId.startsWith(id));
  const found = await Promise.all(
    meant.map(({ workflowRunId }) => askForRun(definitionName, workflowRunId, access)),
  );
  return found.filter((run) => run !== undefined);
}

function ambiguous(id: string, found: readonly FoundRun[]): UsageError {
  const ids = found.map(({ run, definitionName }) => `${run.workflowRunId} of ${definitionName}`);
  return new UsageError({
    what: `"${id}" is the beginning of ${ids.length} ids: ${ids.slice(0, 5).join(', ')}.`,
    fix: 'Give more of the id.',
  });
}
