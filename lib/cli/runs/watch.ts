import { setTimeout as sleep } from 'node:timers/promises';
import { EXIT, type ExitCode } from '../../core/errors.ts';
import { visibleLine } from '../../core/visible.ts';
import { showElapsedTime } from '../elapsed-time.ts';
import { printEnvelope, printResult } from '../envelope.ts';
import { explainError } from '../explain-error.ts';
import { parseTimeout } from '../invoke/options.ts';
import { askForRun, type FoundRun, locateRun } from './locate-run.ts';
import { lostBecause } from './lost-run.ts';
import { openInvocations } from './open-invocations.ts';
import { actsOf } from './run-details.ts';
import { readRunLog } from './run-log.ts';
import type { RunOptions } from './run-options.ts';
import { openRunScope, type ProjectContext, type RunScope } from './run-scope.ts';
import { tryInvocation } from './try-invocation.ts';
import { messageOfEnd, WATCH_CODES, type WatchEnd } from './watch-end.ts';
import { actNews, type WatchedAct } from './watch-news.ts';

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
/** The record of an invocation is read once in so many questions. */
const RECORD_EVERY = 10;
/** So many questions in a row may fail in a way that may pass: a run may take hours, and its network is not that of the service. */
const MAX_FAILURES = 5;

async function follow(
  found: FoundRun,
  { limitMs, scope }: { readonly limitMs: number | undefined; readonly scope: RunScope },
): Promise<WatchEnd> {
  const { context, target, call } = scope;
  const { interactive } = context;
  const invocations = openInvocations(scope);
  const startedMs = performance.now();
  let { run } = found;
  let seen: ReadonlyMap<string, WatchedAct> = new Map();
  let failures = 0;
  let canReadRecord = true;
  const say = (line: string): void => context.stderr(`${interactive ? CLEAR : ''}${visibleLine(line)}\n`);
  using _line = showElapsedTime({ label: 'Watching …', interactive, write: context.stderr });
  try {
    for (let count = 0; ; count += 1) {
      try {
        const asked = await askForRun(found.definitionName, run.workflowRunId, scope);
        if (asked === undefined) return { kind: 'gone', status: run.status, lastedMs: lastedOf(run) };
        // Acts after the run: of one that has ended, all are known.
        ({ run } = asked);
        const known = { ...run, definitionName: found.definitionName };
        const log = await readRunLog(known, scope);
        const { lines, acts } = actNews(seen, await actsOf(asked, scope), log);
        seen = acts;
        for (const line of lines) say(line);
        if (run.status !== 'RUNNING') {
          const kind = run.status === 'DELETING' ? 'gone' : 'ended';
          return { kind, status: run.status, lastedMs: lastedOf(run) };
        }
        if (count % RECORD_EVERY === 0 && canReadRecord) {
          const { invocation, unreadable } = await tryInvocation(known, invocations, scope);
          canReadRecord = unreadable === undefined;
          if (unreadable !== undefined) say(`That the run is lost would not be noticed. ${unreadable}`);
          const because = lostBecause(run, invocation, Date.now());
          if (because !== undefined)
            return { kind: 'lost', status: run.status, lastedMs: lastedOf(run), because };
        }
        failures = 0;
      } catch (error) {
        const { failure } = explainError(error, context);
        failures += 1;
        if (call.abortSignal.aborted || !failure.retryable || failures >= MAX_FAILURES) throw error;
        say(`Could not ask, and asks again: ${failure.message}`);
      }
      if (limitMs !== undefined && performance.now() - startedMs >= limitMs) {
        return { kind: 'goesOn', status: run.status, lastedMs: lastedOf(run) };
      }
      await sleep(target.isLocal ? INTERVAL_MS.local : INTERVAL_MS.aws, undefined, {
        signal: call.abortSignal,
      });
    }
  } catch (error) {
    if (call.abortSignal.aborted) {
      const stop = scope.commandLine('runs stop', run.workflowRunId);
      say(`Interrupted. The run was left alone, and goes on if its process is there. To stop it: ${stop}`);
    }
    throw error;
  }
}

const CLEAR = '\r\x1b[2K';

function lastedOf({ startedAt, endedAt }: FoundRun['run']): number {
  return (endedAt?.getTime() ?? Date.now()) - startedAt.getTime();
}
