import { setTimeout as sleep } from 'node:timers/promises';
import { MAX_LIFECYCLE_SECONDS } from '../../catalog/limits.ts';
import { sessionInId } from '../../contract/invocation-record.ts';
import { EXIT, type ExitCode, nameOf } from '../../core/errors.ts';
import { printResult } from '../envelope.ts';
import { readBearerToken } from '../invoke/bearer-token.ts';
import { stopRuntimeSession } from '../invoke/invoke-runtime.ts';
import { type FoundRun, readRun } from './find-run.ts';
import { type ListedRun, newestRuns } from './newest-runs.ts';
import { openInvocations } from './run-invocation.ts';
import type { RunScope } from './run-scope.ts';
import { runtimeOf } from './runtime-of.ts';
import type { StopScope } from './stop.ts';
import { sayUnfinished } from './stop-report.ts';

/**
 * Stops a runtime session, after it has said what is in it, and waits for the ends of the runs there.
 *
 * @returns the exit code: 1 when the session is not there, or a run of it is still RUNNING afterwards
 */
export async function stopSession(
  { sessionId, definitionName, wanted }: SessionToStop,
  scope: StopScope,
): Promise<ExitCode> {
  const { context, options } = scope;
  const bearerToken = readBearerToken(options.bearerTokenEnv, context.environment);
  const runtime = await runtimeOf(definitionName, scope);
  const qualifier = options.qualifier ?? runtime.qualifier;
  const inSession = definitionName === undefined ? [] : await runsIn(sessionId, definitionName, scope);
  const isListed = inSession.some((run) => run.workflowRunId === wanted?.run.workflowRunId);
  const runs = wanted === undefined || isListed ? inSession : [listed(wanted), ...inSession];
  const known = runs.map((run) => `  run      ${run.workflowRunId} of ${run.definitionName}\n`);
  context.stderr(
    `Stopping a runtime session, and all that runs in it\n  session  ${sessionId}\n  runtime  ${runtime.arn} (endpoint ${qualifier})\n${known.join('') || '  run      none is known\n'}`,
  );
  const stopped = { sessionId, runtimeArn: runtime.arn, qualifier };
  try {
    await stopRuntimeSession({
      runtimeArn: runtime.arn,
      sessionId,
      qualifier,
      bearerToken,
      client: runtime.client,
    });
  } catch (error) {
    if (nameOf(error) !== 'ResourceNotFoundException') throw error;
    const after = await endsOf(runs, scope, 0);
    return sayUnfinished(
      {
        code: 'SessionNotFound',
        message: `Nothing was stopped: the session is not there behind endpoint ${qualifier}. It has ended, or is behind another (--qualifier).${stillRunning(after, scope)}`,
        retryable: false,
        data: { stopped: null, runs: after },
      },
      scope,
    );
  }
  const after = await endsOf(runs, scope, TIME_TO_END_MS);
  const data = { stopped, runs: after };
  if (after.some(({ status }) => status === 'RUNNING')) {
    const message = `The session was stopped.${stillRunning(after, scope)}`;
    return sayUnfinished({ code: 'RunGoesOn', message, retryable: false, data }, scope);
  }
  const lines = after.map(({ workflowRunId, status }) => `  run      ${workflowRunId} ${status}\n`);
  context.stderr(`The session was stopped.\n${lines.join('')}`);
  printResult(context, { json: options.json, data, text: () => `${sessionId}\n` });
  return EXIT.success;
}

/** What is to be stopped. */
export interface SessionToStop {
  readonly sessionId: string;
  /** Whose runs may be in it. @default - not known */
  readonly definitionName: string | undefined;
  /** The run that it is stopped for. */
  readonly wanted?: FoundRun | undefined;
}

/** A host has ten seconds to end its runs, and then needs a moment to be gone. */
const TIME_TO_END_MS = 20_000;
const INTERVAL_MS = 300;
/** So many running ones are looked at. */
const MAX_RUNNING = 100;
/** What began earlier is in no session any more. */
const LONGEST_LIFE_MS = MAX_LIFECYCLE_SECONDS * 1000;

/** Those of the definition that are RUNNING in the session, as far as it is noted. */
async function runsIn(
  sessionId: string,
  definitionName: string,
  scope: RunScope,
): Promise<readonly ListedRun[]> {
  const wanted = { limit: MAX_RUNNING, status: 'RUNNING', sinceMs: Date.now() - LONGEST_LIFE_MS } as const;
  const { runs } = await newestRuns({ definitions: [definitionName], wanted, scope });
  const invocations = openInvocations(scope);
  const found: ListedRun[] = [];
  for (const run of runs) {
    const id = await invocations.idOf(run);
    if (id !== undefined && sessionInId(id) === sessionId) found.push(run);
  }
  return found;
}

interface AfterStop extends Pick<ListedRun, 'workflowRunId' | 'definitionName'> {
  readonly status: string;
}

/** How runs have ended, or that they have not, after at most so long. */
async function endsOf(
  runs: readonly ListedRun[],
  scope: RunScope,
  timeMs: number,
): Promise<readonly AfterStop[]> {
  const untilMs = performance.now() + timeMs;
  for (;;) {
    const now: AfterStop[] = [];
    for (const { definitionName, workflowRunId } of runs) {
      const found = await readRun(definitionName, workflowRunId, scope);
      now.push({ workflowRunId, definitionName, status: found?.run.status ?? 'DELETING' });
    }
    if (performance.now() >= untilMs || now.every(({ status }) => status !== 'RUNNING')) return now;
    await sleep(INTERVAL_MS, undefined, { signal: scope.call.abortSignal });
  }
}

function stillRunning(runs: readonly AfterStop[], { context }: RunScope): string {
  const ids = runs.filter(({ status }) => status === 'RUNNING').map((run) => run.workflowRunId);
  if (ids.length === 0) return '';
  const mark = context.commandLine('runs stop', `${ids[0]} --mark-failed`);
  return ` Still RUNNING, as the service says: ${ids.join(', ')}. If nobody is there any more, this sets one to FAILED and stops nothing: ${mark}`;
}

function listed({ run, definitionName }: FoundRun): ListedRun {
  const { workflowRunId, status, startedAt, endedAt } = run;
  return { workflowRunId, definitionName, status, startedAt, endedAt };
}
