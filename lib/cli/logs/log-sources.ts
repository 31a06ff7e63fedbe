import { MIN_SESSION_ID_LENGTH } from '../../contract/limits.ts';
import type { DeployedWorkflow } from '../deployed-workflow.ts';
import { requiredOutputs } from '../required-outputs.ts';
import { askForRun } from '../run-records/ask-for-run.ts';
import type { RecordsAccess } from '../run-records/records-access.ts';
import { UsageError } from '../usage-error.ts';
import { ALL_LINES, type LineChoice, linesOfRuns, linesOfSession, linesOfSessions } from './line-choice.ts';
import type { LogSourceName } from './log-line.ts';
import type { LogSource } from './read-lines.ts';
import { sourcesOfRun } from './sources-of-run.ts';

/**
 * The log groups to read, and what of them: of workflows everything, the lines of a session, or those of a run.
 *
 * @throws UsageError for a run that no workflow has; the errors of the services that know runs
 */
export async function logSources(
  asked: AskedLogs,
  workflows: readonly DeployedWorkflow[],
  access: RecordsAccess,
  note: (text: string) => void,
): Promise<ChosenSources> {
  const { run: runId, session, source, sinceMs, nowMs, pattern } = asked;
  const isAsked = ({ source: name }: LogSource): boolean => source === 'all' || source === name;
  if (runId !== undefined) {
    const found = await sourcesOfRun({ runId, sinceMs }, workflows, access, note);
    const chosen = found.sources.filter(isAsked).map((each) => ({ ...each, pattern }));
    if (chosen.length > 0) return { sources: chosen, known: new Set([found.runId]) };
    throw new UsageError({
      what: `There is no log group to read the lines of run ${found.runId} from.`,
      fix: 'Leave --source out.',
    });
  }
  const startMs = sinceMs ?? nowMs - (session === undefined ? DEFAULT_SINCE_MS : SESSION_SINCE_MS);
  const choice = session === undefined ? ALL_LINES : linesOfAskedSession(session, note);
  const sources = workflows.flatMap((workflow) => {
    const groups = requiredOutputs(workflow, [
      'RuntimeLogGroupName',
      'LogGroupName',
      'WorkflowDefinitionName',
    ]);
    const definition = groups.WorkflowDefinitionName;
    const runtime: LogSource = {
      source: 'runtime',
      group: groups.RuntimeLogGroupName,
      ...{ choice, startMs, pattern },
    };
    const runs: LogSource = {
      source: 'runs',
      group: groups.LogGroupName,
      choice: linesOfRuns(runsOfDefinition(definition, access)),
      startMs,
      pattern,
    };
    // What Nova Act says of runs names browser sessions, and none of a runtime.
    return (session === undefined ? [runtime, runs] : [runtime]).filter(isAsked);
  });
  return { sources, known: new Set(session === undefined ? [] : [session]) };
}

/** What is read. */
export interface ChosenSources {
  readonly sources: readonly LogSource[];
  /** Ids that all lines have. */
  readonly known: ReadonlySet<string>;
}

/** What is asked for. */
export interface AskedLogs {
  readonly run?: string | undefined;
  readonly session?: string | undefined;
  readonly source: LogSourceName | 'all';
  /** @default - an hour ago, for a session a day, and for a run when it began */
  readonly sinceMs?: number | undefined;
  readonly nowMs: number;
  readonly pattern?: string | undefined;
}

const DEFAULT_SINCE_MS = 60 * 60_000;
/** A session may last eight hours. */
const SESSION_SINCE_MS = 24 * 60 * 60_000;

/** Whether a run is one of a definition: each is asked for once. One that was deleted is none of any. */
function runsOfDefinition(
  definitionName: string,
  access: RecordsAccess,
): (runId: string) => Promise<boolean> {
  const known = new Map<string, boolean>();
  return async (runId) => {
    const isOfIt = known.get(runId) ?? (await askForRun(definitionName, runId, access)) !== undefined;
    known.set(runId, isOfIt);
    return isOfIt;
  };
}

/** Of a session by its id, or by the beginning of it, which may be that of several: that is said. */
function linesOfAskedSession(session: string, note: (text: string) => void): LineChoice {
  if (session.length >= MIN_SESSION_ID_LENGTH) return linesOfSession(session);
  const seen = new Set<string>();
  return linesOfSessions(session, (sessionId) => {
    if (seen.size === 1 && !seen.has(sessionId)) {
      const ids = [...seen, sessionId].join(', ');
      note(
        `Several sessions begin with "${session}", and these are the lines of all: ${ids}. Give more of the id.`,
      );
    }
    seen.add(sessionId);
  });
}
