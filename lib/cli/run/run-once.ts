import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { packageRoot } from '../../bundle/layout.ts';
import type { LastEvent } from '../../contract/event-reader.ts';
import { secretFilter, secretsIn } from '../../contract/secrets.ts';
import { stoppedRun } from '../../contract/stopped-run.ts';
import { messageOf } from '../../core/errors.ts';
import { isRecord } from '../../core/is-record.ts';
import { visibleLine } from '../../core/visible.ts';
import { END_LIMITS } from '../../local/agentcore/session-backend.ts';
import { progressLine } from '../../sdk/run/console-progress.ts';
import { NovaActClient, UpdateWorkflowRunCommand } from '../../service/index.ts';
import type { CommandTarget } from '../target.ts';
import { authorFrame } from './author-frame.ts';
import { callHost } from './call-host.ts';
import { SeenRuns } from './seen-runs.ts';
import { WorkflowProcess } from './workflow-process.ts';
import { WorkflowQuestions } from './workflow-questions.ts';

/** Runs the bundle of a workflow once, to its end. Nothing of it is left afterwards, whatever became of it. */
export async function runOnce(run: OnceOptions): Promise<FinishedRun> {
  const { environment, signal, timeoutMs, say } = run;
  const startedAtMs = performance.now();
  const seen = new SeenRuns();
  const requestId = randomUUID();
  const withoutSecrets = secretFilter(secretsIn(environment));
  const timeLimit = AbortSignal.timeout(timeoutMs);
  const stopping = AbortSignal.any([signal, timeLimit]);
  let end: LastEvent | undefined;
  let how = 'was stopped';
  {
    using questions = new WorkflowQuestions(withoutSecrets);
    await using child = new WorkflowProcess({
      ...run,
      onMessage: (message, reply) => questions.heard(message, reply),
      onLine: (line) => say(`  ${visibleLine(withoutSecrets(line))}`),
    });
    const stop = (): void => {
      if (timeLimit.aborted)
        say(`  Time is up: its process has ${END_LIMITS.graceMs / 1000} s to end in order.`);
      void child.stop(stoppedBecause(run, timeLimit));
    };
    stopping.addEventListener('abort', stop, { once: true });
    if (stopping.aborted) stop();
    const port = await child.port();
    if (port !== undefined) {
      end = await callHost({
        port,
        payload: run.payload,
        requestId,
        onProgress: (event) => {
          seen.happened(event);
          say(`  ${progressLine(event)}`);
        },
      });
    }
    if (end !== undefined) await child.readOut();
    // Without an answer there is nothing more to come of it.
    else {
      await child.stop();
      how = await child.ended;
    }
    stopping.removeEventListener('abort', stop);
  }
  await endOpenRuns(seen, run);
  const durationMs = Math.round(performance.now() - startedAtMs);
  const finished = { runs: seen.runs, durationMs, requestId: end === undefined ? undefined : requestId };
  if (end !== undefined && 'result' in end) return { ...finished, ok: true, result: end.result };
  return { ...finished, ok: false, error: failure({ end, how, seen, run, timeLimit }) };
}

/** What a run is made of. */
export interface OnceOptions {
  /** The folder with the bundle; removed at the end. */
  readonly bundleDir: string;
  /** Where the process runs. */
  readonly directory: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly payload: Uint8Array;
  readonly timeoutMs: number;
  /** Stops the run, which is FAILED then. */
  readonly signal: AbortSignal;
  /** Where the runs are. */
  readonly target: CommandTarget;
  /** Gets what a person reads, by lines. */
  readonly say: (line: string) => void;
}

/** How a run ended. */
export type FinishedRun = {
  /** The workflow runs that it began, in order. */
  readonly runs: SeenRuns['runs'];
  readonly durationMs: number;
  /** Of the call of its host; absent when that had no answer. */
  readonly requestId: string | undefined;
} & ({ readonly ok: true; readonly result: unknown } | { readonly ok: false; readonly error: RunError });

/** Why a run has no result. */
export interface RunError {
  /** Of the error's class. */
  readonly name: string;
  readonly message: string;
  readonly code?: string | undefined;
  /** Whether the same run may work later, as the error says. */
  readonly isRetryable?: boolean | undefined;
  readonly isPayloadWrong?: boolean | undefined;
  readonly stack?: string | undefined;
  /** Where in the author's own code, if there. */
  readonly thrownAt?: string | undefined;
}

/** A process that was killed could not tell the service that its runs have ended. */
async function endOpenRuns(seen: SeenRuns, { target, say }: OnceOptions): Promise<void> {
  if (seen.open.length === 0) return;
  const client = await target.client((config) => new NovaActClient(config));
  for (const { definitionName, workflowRunId } of seen.open) {
    const key = { workflowDefinitionName: definitionName, workflowRunId };
    try {
      await client.send(new UpdateWorkflowRunCommand({ ...key, status: 'FAILED' }), {
        abortSignal: AbortSignal.timeout(REPORT_TIMEOUT_MS),
      });
      say(`  run ${workflowRunId} of ${definitionName} FAILED: its process ended before it said so`);
    } catch (error) {
      say(`  run ${workflowRunId} of ${definitionName} may stay RUNNING: ${messageOf(error)}`);
    }
  }
}

const REPORT_TIMEOUT_MS = 10_000;

function failure(known: {
  readonly end: LastEvent | undefined;
  /** How the process ended, if it had to. */
  readonly how: string;
  readonly seen: SeenRuns;
  readonly run: OnceOptions;
  readonly timeLimit: AbortSignal;
}): RunError {
  const { end, how, seen, run, timeLimit } = known;
  // Code that never waits keeps the process from telling of its run.
  const untold =
    end !== undefined || seen.runs.length > 0
      ? ''
      : ' If it had begun a run, that could not be told, and may stay RUNNING.';
  const stopped = stoppedBecause(run, timeLimit);
  if (stopped !== undefined)
    return { name: run.signal.aborted ? 'RunStopped' : 'RunTimedOut', message: `${stopped}${untold}` };
  if (end !== undefined && 'error' in end) return described(end.error, run);
  return {
    name: 'ProcessEnded',
    message: `The workflow's process ${how} before it had a result.${untold}`,
  };
}

/** What the terminal, the record of the run and whoever was asked say alike. `undefined` for a run that ends by itself. */
function stoppedBecause({ signal, timeoutMs }: OnceOptions, timeLimit: AbortSignal): string | undefined {
  if (signal.aborted) return stoppedRun(messageOf(signal.reason));
  return timeLimit.aborted
    ? stoppedRun(`it had not ended after ${timeoutMs / 1000} s (--timeout-s)`)
    : undefined;
}

/** What a host says of an error. */
function described(error: unknown, { directory, bundleDir }: OnceOptions): RunError {
  const said = isRecord(error) ? error : {};
  const text = (key: string): string | undefined => {
    const value = said[key];
    return typeof value === 'string' ? value : undefined;
  };
  const stack = text('stack');
  const own = ['lib', 'dist'].map((folder) => path.join(packageRoot(), folder));
  return {
    name: text('name') ?? 'Error',
    message: text('message') ?? 'The workflow did not say why it failed.',
    code: text('code'),
    isRetryable: said.retryable === true,
    isPayloadWrong: Array.isArray(said.issues),
    stack,
    thrownAt: stack && authorFrame(stack, { projectRoot: directory, others: [bundleDir, ...own] }),
  };
}
