import { NovaActClient } from '../../service/index.ts';
import type { DeployedWorkflow } from '../deployed-workflow.ts';
import { requiredOutputs } from '../required-outputs.ts';
import type { CommandTarget } from '../target.ts';
import { UsageError } from '../usage-error.ts';
import { ALL_LINES, linesOfRuns, linesOfSession } from './line-choice.ts';
import type { LogSourceName } from './log-line.ts';
import type { LogSource } from './read-lines.ts';
import { runsOfDefinition } from './runs-of-definition.ts';
import { sourcesOfRun } from './sources-of-run.ts';

/**
 * The log groups to read, and what of them: of workflows everything, the lines of a session, or those of a run.
 *
 * @throws UsageError for a run that no workflow has; the errors of the services that know runs
 */
export async function logSources(
  asked: AskedLogs,
  workflows: readonly DeployedWorkflow[],
  context: {
    readonly target: CommandTarget;
    readonly interrupt: AbortSignal;
    readonly note: (text: string) => void;
  },
): Promise<readonly LogSource[]> {
  const { run: runId, session, source, sinceMs, nowMs, pattern } = asked;
  const isAsked = ({ source: name }: LogSource): boolean => source === 'all' || source === name;
  if (runId !== undefined) {
    const sources = await sourcesOfRun({ runId, sinceMs }, workflows, context);
    const chosen = sources.filter(isAsked).map((each) => ({ ...each, pattern }));
    if (chosen.length > 0) return chosen;
    throw new UsageError({
      what: `There is no log group to read the lines of run ${runId} from.`,
      fix: 'Leave --source out.',
    });
  }
  const client = await context.target.client((config) => new NovaActClient(config));
  const startMs = sinceMs ?? nowMs - (session === undefined ? DEFAULT_SINCE_MS : SESSION_SINCE_MS);
  return workflows.flatMap((workflow) => {
    const groups = requiredOutputs(workflow, [
      'RuntimeLogGroupName',
      'LogGroupName',
      'WorkflowDefinitionName',
    ]);
    const definition = groups.WorkflowDefinitionName;
    const runtime: LogSource = {
      source: 'runtime',
      group: groups.RuntimeLogGroupName,
      choice: session === undefined ? ALL_LINES : linesOfSession(session),
      ...{ startMs, pattern },
    };
    const runs: LogSource = {
      source: 'runs',
      group: groups.LogGroupName,
      choice: linesOfRuns(runsOfDefinition(client, definition, context.interrupt)),
      startMs,
      pattern,
    };
    // What Nova Act says of runs names browser sessions, and none of a runtime.
    return (session === undefined ? [runtime, runs] : [runtime]).filter(isAsked);
  });
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
