import type { RecordedItem } from '../../contract/invocation-record.ts';
import { openInvocations } from '../run-records/open-invocations.ts';
import { tryInvocation } from '../run-records/try-invocation.ts';
import type { ListedRun } from './newest-runs.ts';
import { type KnownQuestion, questionsOf } from './question-text.ts';
import type { RunScope } from './run-scope.ts';

/**
 * What the records say of the runs of a list, by their ids: only those that are RUNNING are looked at, because only they can wait for a
 * person, and of very many only the newest. Runs whose record is not there, or cannot be read, are left out.
 */
export async function recordsOfRunning(
  runs: readonly ListedRun[],
  scope: RunScope,
): Promise<RecordsOfRunning> {
  const running = runs.filter(({ status }) => status === 'RUNNING');
  const looked = running.slice(0, MAX_LOOKED_AT);
  const invocations = openInvocations(scope);
  const records = new Map<string, KnownOfRun>();
  let unread = running.length - looked.length;
  for (let start = 0; start < looked.length; start += RECORDS_AT_ONCE) {
    await Promise.all(
      looked.slice(start, start + RECORDS_AT_ONCE).map(async (run) => {
        const { invocation, mayBeThere } = await tryInvocation(run, invocations, scope);
        const questions = questionsOf(invocation, run.workflowRunId, Date.now());
        const item = invocation?.record?.item ?? null;
        if (questions !== undefined) records.set(run.workflowRunId, { questions, item });
        else if (mayBeThere === true) unread += 1;
      }),
    );
  }
  return { records, unread };
}

/** What is known of the running ones of a list. */
export interface RecordsOfRunning {
  readonly records: ReadonlyMap<string, KnownOfRun>;
  /** Of how many it is not known whether there is more to know. */
  readonly unread: number;
}

/** What the record of its invocation says of a run. */
export interface KnownOfRun {
  /** What people are asked, and were. */
  readonly questions: readonly KnownQuestion[];
  /** Which item of a fleet it is; `null` when it is none. */
  readonly item: RecordedItem | null;
}

/** Each is two reads. */
const MAX_LOOKED_AT = 25;
const RECORDS_AT_ONCE = 5;
