import { SESSION_ENDED } from '../../contract/error.ts';
import type { RunRecord } from './records.ts';
import { goesOn } from './status-rules.ts';
import type { NovaActStore } from './store.ts';

/**
 * Ends what the process of a runtime session has left running, now that it is gone: its runs and acts are FAILED, and
 * say why. What has ended stays as it is.
 *
 * @param ended the runtime session, by its credentials
 */
export function endRunsOf(
  store: NovaActStore,
  ended: { readonly identity: string; readonly reason: string },
): void {
  endRuns(store, { runs: store.openRuns(ended.identity), reason: ended.reason });
}

/** The same for the sessions of a local AWS that was killed: none of them is left when the next one starts. */
export function endLeftoverRuns(store: NovaActStore): void {
  endRuns(store, {
    runs: store.openRuns(),
    reason:
      'Local AWS was ended, and with it the process that made this run, before the end of the run was reported.',
  });
}

/** The runs that began in an invocation, in order. */
export function runsOfInvocation(store: NovaActStore, invocationId: string): readonly string[] {
  return store.runs({ invocationId }).map(({ runId }) => runId);
}

function endRuns(
  store: NovaActStore,
  which: { readonly runs: readonly RunRecord[]; readonly reason: string },
): void {
  const end = {
    status: 'FAILED',
    endedAt: new Date().toISOString(),
    error: { type: SESSION_ENDED, message: which.reason },
  } as const;
  // Also those of a run whose end was reported: an act may end after its run.
  const acts = which.runs.flatMap(({ runId }) => store.acts({ runId })).filter(goesOn);
  const saves = [
    ...acts.map((act) => () => store.saveAct({ ...act, ...end })),
    ...which.runs.filter(goesOn).map((run) => () => store.saveRun({ ...run, ...end })),
  ];
  // The store keeps the ends that it cannot write, so each has to reach it.
  const failures = saves.flatMap((save) => failureOf(save));
  if (failures.length > 0) throw failures[0];
}

function failureOf(work: () => void): readonly unknown[] {
  try {
    work();
    return [];
  } catch (error) {
    return [error];
  }
}
