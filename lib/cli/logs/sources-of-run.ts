import type { DeployedWorkflow } from '../deployed-workflow.ts';
import { requiredOutputs } from '../required-outputs.ts';
import { type FoundRun, unlessMissing } from '../run-records/ask-for-run.ts';
import { type FoundInvocation, openInvocations } from '../run-records/open-invocations.ts';
import type { RecordsAccess } from '../run-records/records-access.ts';
import { resolveRun } from '../run-records/resolve-run.ts';
import { isWholeRunId } from '../run-records/run-id.ts';
import { tryInvocation } from '../run-records/try-invocation.ts';
import { UsageError } from '../usage-error.ts';
import { linesOfInvocation, linesOfRun } from './line-choice.ts';
import { LINE_MARGINS } from './line-margins.ts';
import type { LogSource } from './read-lines.ts';

/**
 * Finds the workflow that a run is of, and where its lines are: what its runtime session printed during its invocation, if a host
 * began it, and what Nova Act says of it. Of a run that was deleted there may still be the former.
 *
 * @param wanted.runId may be the beginning of an id
 * @throws UsageError when none of the workflows has it
 */
export async function sourcesOfRun(
  { runId: asked, sinceMs = 0 }: { readonly runId: string; readonly sinceMs?: number | undefined },
  workflows: readonly DeployedWorkflow[],
  access: RecordsAccess,
  /** Says what cannot be read, and why. */
  note: (text: string) => void,
): Promise<SourcesOfRun> {
  const names = workflows.map(definitionNameOf);
  const found = await resolveRun(asked, names, access);
  const runId = found?.run.workflowRunId ?? asked;
  const invocations = openInvocations(access);
  const unknown: string[] = [];
  for (const workflow of isWholeRunId(runId) ? workflows : []) {
    const definitionName = definitionNameOf(workflow);
    if (found !== undefined && found.definitionName !== definitionName) continue;
    const known = { ...found?.run, workflowRunId: runId, definitionName };
    const noted = await unlessMissing(tryInvocation(known, invocations, access));
    if (found === undefined && noted?.invocation === undefined) {
      if (noted?.unknown !== undefined && noted.mayBeThere === true) unknown.push(noted.unknown);
      continue;
    }
    note(saidOf(runId, noted ?? {}, access));
    const wanted = { runId, sinceMs, workflow, noted, run: found?.run };
    return { runId, sources: [...runtimeLines(wanted), runLines(wanted)] };
  }
  throw new UsageError({
    what: `There is no run ${asked} of ${workflows.map(({ workflow }) => workflow).join(', ')}.`,
    allowed: unknown.length === 0 ? undefined : [...new Set(unknown)].join(' '),
    fix: 'Name the workflow that it is of, and the account and region that it ran in.',
  });
}

/** A run that was found, and where its lines are. */
export interface SourcesOfRun {
  /** The whole id. */
  readonly runId: string;
  readonly sources: readonly LogSource[];
}

function definitionNameOf(workflow: DeployedWorkflow): string {
  return requiredOutputs(workflow, ['WorkflowDefinitionName']).WorkflowDefinitionName;
}

/** Why there are no lines of a session, or nothing. */
function saidOf(runId: string, { invocation, unknown = '' }: FoundInvocation, access: RecordsAccess): string {
  if (invocation?.sessionId !== undefined) return unknown;
  if (invocation === undefined) return `${unknown} Lines of its runtime session are not looked for.`;
  const { log } = invocation.record ?? {};
  const record = access.commandLine('runs show', runId);
  const there = log === undefined ? '' : ` Its log: ${log}.`;
  return `Run ${runId} was begun outside AgentCore, by "act run" or a host that was started by hand: what its program printed was printed there, and is in no log group.${there} There is what Nova Act says of it, and its record: ${record}`;
}

interface WantedLinesOfRun {
  readonly runId: string;
  readonly sinceMs: number;
  readonly workflow: DeployedWorkflow;
  readonly noted: FoundInvocation | undefined;
  readonly run: FoundRun['run'] | undefined;
}

/** Lines without an id that come later than this belong to what comes next. */
const LAST_LINE_MS = 1000;

function runtimeLines({ runId, sinceMs, workflow, noted, run }: WantedLinesOfRun): readonly LogSource[] {
  const { sessionId, record } = noted?.invocation ?? {};
  if (sessionId === undefined) return [];
  const { RuntimeLogGroupName: group } = requiredOutputs(workflow, ['RuntimeLogGroupName']);
  // Without its record, an invocation began no later than its run; when it ended is not known.
  const startedMs = record === undefined ? startOf(run) : Date.parse(record.startedAt);
  const endedMs = record?.endedAt === undefined ? undefined : Date.parse(record.endedAt);
  return [
    {
      source: 'runtime',
      group,
      startMs: Math.max(sinceMs, startedMs - LINE_MARGINS.beforeMs),
      endMs: endedMs === undefined ? undefined : endedMs + LINE_MARGINS.afterMs,
      choice: linesOfInvocation({
        ...{ runId, sessionId, requestId: record?.requestId, startedMs },
        endedMs: endedMs === undefined ? undefined : endedMs + LAST_LINE_MS,
      }),
    },
  ];
}

function runLines({ runId, sinceMs, workflow, noted, run }: WantedLinesOfRun): LogSource {
  const record = noted?.invocation?.record;
  const startedMs = run === undefined && record !== undefined ? Date.parse(record.startedAt) : startOf(run);
  const endedMs = run?.endedAt?.getTime();
  return {
    source: 'runs',
    group: run?.logGroupName ?? requiredOutputs(workflow, ['LogGroupName']).LogGroupName,
    startMs: Math.max(sinceMs, startedMs - LINE_MARGINS.beforeMs),
    endMs: endedMs === undefined ? undefined : endedMs + LINE_MARGINS.afterMs,
    choice: linesOfRun(runId),
  };
}

function startOf(run: FoundRun['run'] | undefined): number {
  return run?.startedAt.getTime() ?? 0;
}
