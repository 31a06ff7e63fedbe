import { setTimeout as sleep } from 'node:timers/promises';
import { EXIT, type ExitCode } from '../../core/errors.ts';
import { visibleLine } from '../../core/visible.ts';
import { CLEAR_LINE, showElapsedTime } from '../elapsed-time.ts';
import { printEnvelope, printResult } from '../envelope.ts';
import { explainError } from '../explain-error.ts';
import { parseTimeout } from '../invoke/options.ts';
import type { FoundRun } from '../run-records/ask-for-run.ts';
import { locateRun } from './locate-run.ts';
import type { RunOptions } from './run-options.ts';
import { openRunScope, type ProjectContext, type RunScope } from './run-scope.ts';
import { messageOfEnd, WATCH_CODES, type WatchEnd } from './watch-end.ts';
import { WatchedRun } from './watched-run.ts';

/**
 * Follows a run until it ends, and says on stderr what happens in it.
 *
 * @returns the exit code: 0 only for a run that has SUCCEEDED
 */
export async function watchRun(
  id: string,
  options: WatchOptions,
  context: ProjectContext,
): Promise<ExitCode> {
  const { timeoutS, json } = options;
  const limitMs = timeoutS === undefined ? undefined : parseTimeout(timeoutS);
  using scope = await openRunScope(options, context);
  const found = await locateRun(id, scope);
  const { definitionName, run } = found;
  context.stderr(`Watching run ${run.workflowRunId} of ${definitionName}\n`);
  const end = await follow(found, { limitMs, scope });
  const { kind, ...data } = { ...end, workflowRunId: run.workflowRunId, definitionName };
  if (kind === 'ended' && end.status === 'SUCCEEDED') {
    printResult(context, { json, data, text: () => `${end.status}\n` });
    return EXIT.success;
  }
  const message = messageOfEnd(end, run.workflowRunId, scope.commandLine);
  context.stderr(`${message}\n`);
  const code = WATCH_CODES[kind];
  const error = { code, source: 'client', message, retryable: kind === 'goesOn', help: null } as const;
  if (json === true) printEnvelope(context, { ok: false, error, data });
  else context.stdout(`${end.status}\n`);
  return EXIT.failure;
}

/** What `runs watch` was called with. */
export interface WatchOptions extends RunOptions {
  readonly timeoutS?: string | undefined;
}

const INTERVAL_MS = { local: 500, aws: 3000 } as const;
/** So many questions in a row may fail in a way that may pass: a run may take hours, and its network is not that of the service. */
const MAX_FAILURES = 5;

async function follow(
  found: FoundRun,
  { limitMs, scope }: { readonly limitMs: number | undefined; readonly scope: RunScope },
): Promise<WatchEnd> {
  const { context, target, call } = scope;
  const { interactive } = context;
  const startedMs = performance.now();
  const say = (line: string): void =>
    context.stderr(`${interactive ? CLEAR_LINE : ''}${visibleLine(line)}\n`);
  const watched = new WatchedRun(found, scope, say);
  const look = retrying(() => watched.look(), { scope, say });
  using _line = showElapsedTime({ label: 'Watching …', interactive, write: context.stderr });
  try {
    for (;;) {
      const end = await look();
      if (end !== undefined) return end;
      if (limitMs !== undefined && performance.now() - startedMs >= limitMs) return watched.end('goesOn');
      await sleep(target.isLocal ? INTERVAL_MS.local : INTERVAL_MS.aws, undefined, {
        signal: call.abortSignal,
      });
    }
  } catch (error) {
    if (call.abortSignal.aborted) {
      const stop = scope.commandLine('runs stop', found.run.workflowRunId);
      say(`Interrupted. The run was left alone, and goes on if its process is there. To stop it: ${stop}`);
    }
    throw error;
  }
}

/** Says what fails in a way that may pass, so often in a row. @throws what does not pass */
function retrying<T>(
  work: () => Promise<T>,
  { scope, say }: { readonly scope: RunScope; readonly say: (line: string) => void },
): () => Promise<T | undefined> {
  const { call, context } = scope;
  let failures = 0;
  return async () => {
    try {
      const result = await work();
      failures = 0;
      return result;
    } catch (error) {
      const { failure } = explainError(error, context);
      failures += 1;
      if (call.abortSignal.aborted || !failure.retryable || failures >= MAX_FAILURES) throw error;
      say(`Could not ask, and asks again: ${failure.message}`);
      return undefined;
    }
  };
}
