import { type ActSummary, paginateListActs, paginateListSessions } from '../../service/index.ts';
import type { FoundRun } from '../run-records/ask-for-run.ts';
import type { LoggedAct, RunLog } from '../run-records/run-log.ts';
import type { RunScope } from './run-scope.ts';

/** The acts of a run, in the order in which they began. @throws when a page cannot be read */
export async function actsOf(found: FoundRun, { client, call }: RunScope): Promise<readonly ActSummary[]> {
  const acts: ActSummary[] = [];
  const input = { ...keyOf(found), sortOrder: 'Ascending' } as const;
  for await (const page of paginateListActs({ client }, input, call)) acts.push(...page.actSummaries);
  return acts;
}

/** The sessions of a run with their acts, in the order in which they began. @throws when a page cannot be read */
export async function sessionsOf(
  found: FoundRun,
  log: RunLog,
  scope: RunScope,
): Promise<readonly RunSessionDetails[]> {
  const { client, call } = scope;
  const input = { ...keyOf(found), sortOrder: 'Ascending' } as const;
  const ids: string[] = [];
  for await (const page of paginateListSessions({ client }, input, call)) {
    ids.push(...page.sessionSummaries.map(({ sessionId }) => sessionId));
  }
  const acts = await actsOf(found, scope);
  return ids.map((sessionId) => ({
    sessionId,
    acts: acts.filter((act) => act.sessionId === sessionId).map((act) => actInJson(act, log)),
  }));
}

/** A session of a run: one browser. */
export interface RunSessionDetails {
  readonly sessionId: string;
  readonly acts: readonly RunActDetails[];
}

/** An act, and what is known of it beside what the API says. */
export interface RunActDetails extends Pick<ActSummary, 'actId' | 'status' | 'startedAt'> {
  readonly endedAt: Date | null;
  /** Address of its trace in S3. */
  readonly trace: string | null;
  /** `null` where the API is all that there is, as on AWS. */
  readonly prompt: string | null;
  readonly steps: LoggedAct['steps'] | null;
  readonly error: string | null;
}

function actInJson(
  { actId, status, startedAt, endedAt, traceLocation }: ActSummary,
  log: RunLog,
): RunActDetails {
  const { prompt = null, steps = null, error = null } = log.acts.get(actId) ?? {};
  return {
    ...{ actId, status, startedAt, endedAt: endedAt ?? null, trace: traceLocation?.location ?? null },
    ...{ prompt, steps, error },
  };
}

function keyOf({ definitionName, run }: FoundRun): {
  readonly workflowDefinitionName: string;
  readonly workflowRunId: string;
} {
  return { workflowDefinitionName: definitionName, workflowRunId: run.workflowRunId };
}
