import { setTimeout as sleep } from 'node:timers/promises';
import { EXIT, type ExitCode, messageOf, nameOf } from '../../core/errors.ts';
import { sentence } from '../aws-failure.ts';
import { printResult } from '../envelope.ts';
import { readBearerToken } from '../invoke/bearer-token.ts';
import { stopRuntimeSession } from '../invoke/runtime-session.ts';
import { askForRun, type FoundRun } from '../run-records/ask-for-run.ts';
import type { ListedRun } from './newest-runs.ts';
import type { RunScope } from './run-scope.ts';
import { runsInSession } from './runs-in-session.ts';
import { runtimeForDefinition } from './runtime-for-definition.ts';
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
  const runtime = await runtimeForDefinition(definitionName, scope);
  const qualifier = options.qualifier ?? runtime.qualifier;
  const inSession = definitionName === undefined ? [] : await runsInSession(sessionId, definitionName, scope);
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
        message:
          `Nothing was stopped: the session is not there. ${sentence(messageOf(error))} It may be behind another endpoint (--qualifier). ${stillRunning(after, scope)}`.trim(),
        retryable: false,
        data: { stopped: null, runs: after },
      },
      scope,
    );
  }
  context.stderr('The session was stopped.\n');
  const after = await endsOf(runs, scope, TIME_TO_END_MS);
  const data = { stopped, runs: after };
  if (after.some(({ status }) => status === 'RUNNING')) {
    const message = stillRunning(after, scope);
    return sayUnfinished({ code: 'RunGoesOn', message, retryable: false, data }, scope);
  }
  const lines = after.map(({ workflowRunId, status }) => `  run      ${workflowRunId} ${status}\n`);
  context.stderr(lines.join(''));
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
      const found = await askForRun(definitionName, workflowRunId, scope);
      now.push({ workflowRunId, definitionName, status: found?.run.status ?? 'DELETING' });
    }
    if (performance.now() >= untilMs || now.every(({ status }) => status !== 'RUNNING')) return now;
    await sleep(INTERVAL_MS, undefined, { signal: scope.call.abortSignal });
  }
}

function stillRunning(runs: readonly AfterStop[], { commandLine }: RunScope): string {
  const ids = runs.filter(({ status }) => status === 'RUNNING').map((run) => run.workflowRunId);
  if (ids.length === 0) return '';
  const mark = commandLine('runs stop', `${ids[0]} --mark-failed`);
  return `Still RUNNING, as the service says: ${ids.join(', ')}. If nobody is there any more, this sets one to FAILED and stops nothing: ${mark}`;
}

function listed({ run, definitionName }: FoundRun): ListedRun {
  const { workflowRunId, status, startedAt, endedAt } = run;
  return { workflowRunId, definitionName, status, startedAt, endedAt };
}
