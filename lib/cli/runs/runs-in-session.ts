import { MAX_LIFECYCLE_SECONDS } from '../../catalog/limits.ts';
import { sessionInId } from '../../contract/invocation-record.ts';
import { visible } from '../../core/visible.ts';
import { explainError } from '../explain-error.ts';
import { openInvocations } from '../run-records/open-invocations.ts';
import { type ListedRun, newestRuns } from './newest-runs.ts';
import type { RunScope } from './run-scope.ts';

/**
 * The runs of a definition that are RUNNING in a session, as far as it is noted. A session that may be stopped is stopped
 * whether or not that may be read: then it is said.
 */
export async function runsInSession(
  sessionId: string,
  definitionName: string,
  scope: RunScope,
): Promise<readonly ListedRun[]> {
  try {
    return await runsIn(sessionId, definitionName, scope);
  } catch (error) {
    if (scope.call.abortSignal.aborted) throw error;
    const { message } = explainError(error, scope.context).failure;
    scope.context.stderr(`Which runs are in the session could not be read: ${message}\n`);
    return [];
  }
}

/** So many running ones are looked at. */
const MAX_RUNNING = 100;
/** What began earlier is in no session any more. */
const LONGEST_LIFE_MS = MAX_LIFECYCLE_SECONDS * 1000;

async function runsIn(
  sessionId: string,
  definitionName: string,
  scope: RunScope,
): Promise<readonly ListedRun[]> {
  const wanted = { limit: MAX_RUNNING, status: 'RUNNING', sinceMs: Date.now() - LONGEST_LIFE_MS } as const;
  const { runs } = await newestRuns({ definitions: [definitionName], wanted, scope });
  const invocations = openInvocations(scope);
  const found: ListedRun[] = [];
  const reasons = new Set<string>();
  for (const run of runs) {
    const { id, unknown, mayBeThere } = await invocations.idOf(run);
    if (unknown !== undefined && mayBeThere === true) reasons.add(unknown);
    if (id !== undefined && sessionInId(id) === sessionId) found.push(run);
  }
  for (const reason of reasons) scope.context.stderr(`A running run may be in it: ${visible(reason)}\n`);
  return found;
}
