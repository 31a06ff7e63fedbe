import { lastedMs } from '../../contract/invocation-record.ts';
import { recordedValue } from '../../contract/recorded-value.ts';
import { EXIT, type ExitCode } from '../../core/errors.ts';
import { visible } from '../../core/visible.ts';
import { viewerUrlOf } from '../../viewer/paths.ts';
import { printResult } from '../envelope.ts';
import type { FoundRun } from '../run-records/ask-for-run.ts';
import { openInvocations, type RunInvocation } from '../run-records/open-invocations.ts';
import { readRunLog } from '../run-records/run-log.ts';
import { tryInvocation } from '../run-records/try-invocation.ts';
import { locateRun } from './locate-run.ts';
import { lostBecause } from './lost-run.ts';
import { questionsOf } from './question-text.ts';
import { sessionsOf } from './run-details.ts';
import type { RunOptions } from './run-options.ts';
import { openRunScope, type ProjectContext, type RunScope } from './run-scope.ts';
import { type ShownInvocation, type ShownRun, shownText } from './show-text.ts';

/**
 * Shows all that is known of a run, and says what is not known.
 *
 * @returns the exit code
 * @throws UsageError when there is no such run; when what the service knows of it cannot be read
 */
export async function showRun(id: string, options: RunOptions, context: ProjectContext): Promise<ExitCode> {
  using scope = await openRunScope(options, context);
  const shown = await shownRun(await locateRun(id, scope), scope);
  printResult(context, {
    json: options.json,
    data: { target: scope.target, ...shown },
    text: () => visible(shownText(shown, Date.now(), scope.target.url)),
  });
  return EXIT.success;
}

async function shownRun(found: FoundRun, scope: RunScope): Promise<ShownRun> {
  const { definitionName, run } = found;
  const known = { ...run, definitionName };
  const log = await readRunLog(known, scope);
  const sessions = await sessionsOf(found, log, scope);
  const { invocation, unknown } = await tryInvocation(known, openInvocations(scope), scope);
  const nowMs = Date.now();
  const { workflowRunId, workflowRunArn, status, modelId, startedAt, endedAt, logGroupName } = run;
  const { url } = scope.target;
  return {
    ...{ workflowRunId, workflowRunArn, definitionName, status, modelId, startedAt },
    endedAt: endedAt ?? null,
    error: log.error ?? null,
    logGroupName: logGroupName ?? null,
    viewerUrl: url === undefined ? null : viewerUrlOf(url, { definitionName, runId: workflowRunId }),
    sessions,
    questions: questionsOf(invocation, workflowRunId, nowMs) ?? null,
    invocation: invocation === undefined ? null : shownInvocation(invocation),
    invocationUnknown: unknown ?? null,
    lost: lostBecause(run, invocation, nowMs) ?? null,
  };
}

function shownInvocation(invocation: RunInvocation): ShownInvocation {
  const { id, record } = invocation;
  const ids = { id, sessionId: invocation.sessionId ?? null };
  if (record === undefined) return { ...ids, lastedMs: null };
  // Those of the run are told beside it.
  const { result, questions: _questions, ...others } = record;
  // Of an asynchronous invocation it is kept as it is, for its caller.
  const safe = result === undefined ? {} : { result: recordedValue(result, []).value };
  return { ...others, ...safe, ...ids, lastedMs: lastedMs(record) ?? null };
}
