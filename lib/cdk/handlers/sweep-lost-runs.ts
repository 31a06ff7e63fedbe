import { messageOf } from '../../core/errors.ts';
import type { ArtifactStore } from '../../runtime/artifact-store.ts';
import {
  ConflictException,
  type NovaActClient,
  paginateListWorkflowRuns,
  ResourceNotFoundException,
  UpdateWorkflowRunCommand,
} from '../../service/index.ts';
import { type LostRunVerdict, type SweepWindow, verdictOn } from './lost-run-policy.ts';
import { completeRecord, readPointer } from './lost-run-record.ts';

/**
 * Goes through the runs of a definition, the newest first, ends those whose session is gone, and completes the records of
 * their invocations. Only runs that a host of this project recorded are touched: those of a laptop have no session, and
 * nobody knows how long they may take.
 *
 * It may be repeated, and two may go on at the same time: each step changes only what is still RUNNING. What fails for one
 * run does not keep the others from being ended.
 *
 * @throws when the runs cannot be listed
 */
export async function sweepLostRuns(sweep: Sweep): Promise<SweepReport> {
  const { client, definitionName, window, deadlineMs } = sweep;
  const found: Record<Outcome, string[]> = { lost: [], unrecorded: [], unchanged: [] };
  const failures: string[] = [];
  let looked = 0;
  const report = (isComplete: boolean): SweepReport => ({
    lostRunIds: found.lost,
    unrecorded: found.unrecorded.length,
    looked,
    failures,
    isComplete,
  });
  const pages = paginateListWorkflowRuns(
    { client, pageSize: PAGE_SIZE },
    { workflowDefinitionName: definitionName, sortOrder: 'Descending' },
  );
  for await (const { workflowRunSummaries: runs } of pages) {
    for (const run of runs) {
      looked += 1;
      const verdict = verdictOn(run, window);
      if (verdict === 'leave') continue;
      if (Date.now() >= deadlineMs) return report(false);
      try {
        found[await endLostRun(sweep, { runId: run.workflowRunId, verdict })].push(run.workflowRunId);
      } catch (error) {
        failures.push(`${run.workflowRunId}: ${messageOf(error)}`);
      }
    }
    const oldest = runs.at(-1);
    if (oldest !== undefined && oldest.startedAt.getTime() < window.backToMs) break;
    if (Date.now() >= deadlineMs) return report(false);
  }
  return report(true);
}

/** What a sweep needs to know. */
export interface Sweep {
  readonly client: NovaActClient;
  /** Below the prefix of the definition. */
  readonly store: ArtifactStore;
  readonly definitionName: string;
  readonly window: SweepWindow;
  /** When it stops where it is, as Unix time in milliseconds. */
  readonly deadlineMs: number;
}

/** What a sweep has done. */
export interface SweepReport {
  /** Runs that it ended, or whose invocation it completed. */
  readonly lostRunIds: readonly string[];
  /** Runs of the same age that no host recorded, and that it left. */
  readonly unrecorded: number;
  /** Runs that it read. */
  readonly looked: number;
  /** What could not be done, by run. */
  readonly failures: readonly string[];
  /** Whether it came to the end of its window. */
  readonly isComplete: boolean;
}

type Outcome = 'lost' | 'unrecorded' | 'unchanged';

/** The most that the service takes. */
const PAGE_SIZE = 100;

/** First the run, so that the record of one that ends by itself at the same moment is left to whoever ended it. */
async function endLostRun(
  { client, store, definitionName }: Sweep,
  { runId, verdict }: { readonly runId: string; readonly verdict: LostRunVerdict },
): Promise<Outcome> {
  const pointer = await readPointer(store, runId);
  if (pointer === undefined) return 'unrecorded';
  if (verdict === 'end') {
    try {
      const key = { workflowDefinitionName: definitionName, workflowRunId: runId };
      await client.send(new UpdateWorkflowRunCommand({ ...key, status: 'FAILED' }));
    } catch (error) {
      if (error instanceof ConflictException || error instanceof ResourceNotFoundException)
        return 'unchanged';
      throw error;
    }
  }
  const completed = await completeRecord(store, pointer);
  return completed || verdict === 'end' ? 'lost' : 'unchanged';
}
