import type { ActTimes } from '../act/reported-act.ts';

/** The content of `session_summary.json`; its members are named as those of the Python SDK. */
export function summaryOfSession(session: {
  readonly sessionId: string;
  readonly workflow: { readonly definitionName: string; readonly runId: string };
  readonly totals: SessionTotals;
}): Readonly<Record<string, unknown>> {
  const { sessionId, workflow, totals } = session;
  return {
    session_id: sessionId,
    total_time_worked_s: totals.workedMs / 1000,
    total_human_wait_time_s: totals.humanWaitMs / 1000,
    act_count: totals.actCount,
    workflow_definition_name: workflow.definitionName,
    workflow_run_id: workflow.runId,
  };
}

/** What the acts of a session have taken together, those that failed as well. */
export interface SessionTotals extends Pick<ActTimes, 'workedMs' | 'humanWaitMs'> {
  /** Acts that have ended. */
  readonly actCount: number;
}

export const NO_ACTS: SessionTotals = { actCount: 0, workedMs: 0, humanWaitMs: 0 };

/** The totals with one act more. */
export function withAct(totals: SessionTotals, act: ActTimes): SessionTotals {
  return {
    actCount: totals.actCount + 1,
    workedMs: totals.workedMs + act.workedMs,
    humanWaitMs: totals.humanWaitMs + act.humanWaitMs,
  };
}
