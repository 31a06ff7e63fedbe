import { openInvocations } from '../run-records/open-invocations.ts';
import { tryInvocation } from '../run-records/try-invocation.ts';
import type { ListedRun } from './newest-runs.ts';
import { type KnownQuestion, questionsOf } from './question-text.ts';
import type { RunScope } from './run-scope.ts';

/**
 * What people are asked by the runs of a list, by their ids: only those that are RUNNING can wait, and of very many only the newest are
 * looked at. Runs whose record is not there, or cannot be read, are left out.
 */
export async function questionsOfRuns(runs: readonly ListedRun[], scope: RunScope): Promise<WaitingRuns> {
  const running = runs.filter(({ status }) => status === 'RUNNING');
  const looked = running.slice(0, MAX_LOOKED_AT);
  const invocations = openInvocations(scope);
  const questions = new Map<string, readonly KnownQuestion[]>();
  let unread = running.length - looked.length;
  for (let start = 0; start < looked.length; start += RECORDS_AT_ONCE) {
    await Promise.all(
      looked.slice(start, start + RECORDS_AT_ONCE).map(async (run) => {
        const { invocation, mayBeThere } = await tryInvocation(run, invocations, scope);
        const found = questionsOf(invocation, run.workflowRunId, Date.now());
        if (found !== undefined) questions.set(run.workflowRunId, found);
        else if (mayBeThere === true) unread += 1;
      }),
    );
  }
  return { questions, unread };
}

/** What is known of people in a list of runs. */
export interface WaitingRuns {
  readonly questions: ReadonlyMap<string, readonly KnownQuestion[]>;
  /** Of how many running ones it is not known. */
  readonly unread: number;
}

/** Each is two reads. */
const MAX_LOOKED_AT = 25;
const RECORDS_AT_ONCE = 5;
