import { nameOf } from '../../core/errors.ts';
import {
  GetWorkflowRunCommand,
  type GetWorkflowRunCommandOutput,
  NovaActClient,
} from '../../service/index.ts';
import { artifactPlace } from '../artifacts/artifact-place.ts';
import { type FoundInvocation, invocationOfRun } from '../artifacts/invocation-of-run.ts';
import type { DeployedWorkflow } from '../deployed-workflow.ts';
import { requiredOutputs } from '../required-outputs.ts';
import type { CommandTarget } from '../target.ts';
import { UsageError } from '../usage-error.ts';
import { linesOfInvocation, linesOfRun } from './line-choice.ts';
import type { LogSource } from './read-lines.ts';

/**
 * Finds the workflow that a run is of, and where its lines are: what its runtime session printed during its invocation, if a host
 * began it, and what Nova Act says of it.
 *
 * @throws UsageError when none of the workflows has it
 */
export async function sourcesOfRun(
  { runId, sinceMs = 0 }: { readonly runId: string; readonly sinceMs?: number | undefined },
  workflows: readonly DeployedWorkflow[],
  { target, interrupt, note }: FindRunContext,
): Promise<readonly LogSource[]> {
  const client = await target.client((config) => new NovaActClient(config));
  for (const workflow of workflows) {
    const { LogGroupName, WorkflowDefinitionName: workflowDefinitionName } = requiredOutputs(workflow, [
      'LogGroupName',
      'WorkflowDefinitionName',
    ]);
    const key = { workflowDefinitionName, workflowRunId: runId };
    const run = await unlessMissing(client.send(new GetWorkflowRunCommand(key), { abortSignal: interrupt }));
    const place = await unlessMissing(artifactPlace(workflow, target, interrupt));
    const found = place && (await invocationOfRun({ ...place, runId }, target, interrupt));
    if (run === undefined && found?.invocation === undefined) continue;
    if (found?.reason !== undefined) note(found.reason);
    return [
      ...runtimeLines({ runId, sinceMs, workflow, invocation: found?.invocation }),
      runLines({ runId, sinceMs, group: run?.logGroupName ?? LogGroupName, run, found }),
    ];
  }
  const names = workflows.map(({ workflow }) => workflow).join(', ');
  throw new UsageError({
    what: `There is no run ${runId} of ${names}.`,
    fix: 'Name the workflow that it is of, and the account and region that it ran in.',
  });
}

interface FindRunContext {
  readonly target: CommandTarget;
  readonly interrupt: AbortSignal;
  /** Says what cannot be read, and why. */
  readonly note: (text: string) => void;
}

/** Clocks differ a little, and what is said of an end comes after it. */
const BEFORE_MS = 5000;
const AFTER_MS = 60_000;
/** Lines without an id that come later than this belong to what comes next. */
const LAST_LINE_MS = 1000;

function runtimeLines({
  runId,
  sinceMs,
  workflow,
  invocation,
}: {
  readonly runId: string;
  readonly sinceMs: number;
  readonly workflow: DeployedWorkflow;
  readonly invocation: FoundInvocation['invocation'];
}): readonly LogSource[] {
  if (invocation === undefined) return [];
  const { sessionId, requestId, startedMs, endedMs } = invocation;
  const { RuntimeLogGroupName: group } = requiredOutputs(workflow, ['RuntimeLogGroupName']);
  return [
    {
      source: 'runtime',
      group,
      startMs: Math.max(sinceMs, startedMs - BEFORE_MS),
      endMs: endedMs === undefined ? undefined : endedMs + AFTER_MS,
      choice: linesOfInvocation({
        ...{ runId, sessionId, requestId, startedMs },
        endedMs: endedMs === undefined ? undefined : endedMs + LAST_LINE_MS,
      }),
    },
  ];
}

function runLines({
  runId,
  sinceMs,
  group,
  run,
  found,
}: {
  readonly runId: string;
  readonly sinceMs: number;
  readonly group: string;
  readonly run: GetWorkflowRunCommandOutput | undefined;
  readonly found: FoundInvocation | undefined;
}): LogSource {
  const startedMs = run?.startedAt?.getTime() ?? found?.invocation?.startedMs ?? 0;
  const endedMs = run?.endedAt?.getTime();
  return {
    source: 'runs',
    group,
    startMs: Math.max(sinceMs, startedMs - BEFORE_MS),
    endMs: endedMs === undefined ? undefined : endedMs + AFTER_MS,
    choice: linesOfRun(runId),
  };
}

async function unlessMissing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (nameOf(error) === 'ResourceNotFoundException') return undefined;
    throw error;
  }
}
