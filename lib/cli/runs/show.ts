import { lastedMs } from '../../contract/invocation-record.ts';
import { EXIT, type ExitCode } from '../../core/errors.ts';
import { isInstance } from '../../core/thrown.ts';
import { visible } from '../../core/visible.ts';
import { viewerUrlOf } from '../../local/viewer/paths.ts';
import { NovaActServiceException } from '../../service/index.ts';
import { printResult } from '../envelope.ts';
import { explainError } from '../explain-error.ts';
import { type FoundRun, findRun } from './find-run.ts';
import { lostBecause } from './lost-run.ts';
import { sessionsOf } from './run-details.ts';
import { openInvocations, type RunInvocation } from './run-invocation.ts';
import { readRunLog } from './run-log.ts';
import type { RunOptions } from './run-options.ts';
import { openRunScope, type ProjectContext, type RunScope } from './run-scope.ts';
import { type ShownRun, shownText } from './show-text.ts';

/**
 * Shows all that is known of a run, and says what is not known.
 *
 * @returns the exit code
 * @throws UsageError when there is no such run; when what the service knows of it cannot be read
 */
export async function showRun(id: string, options: RunOptions, context: ProjectContext): Promise<ExitCode> {
  using scope = await openRunScope(options, context);
  const shown = await shownRun(await findRun(id, scope), scope);
  printResult(context, {
    json: options.json,
    data: { target: scope.target, ...shown },
    text: () => visible(shownText(shown, Date.now())),
  });
  return EXIT.success;
}

async function shownRun(found: FoundRun, scope: RunScope): Promise<ShownRun> {
  const { definitionName, run } = found;
  const known = { ...run, definitionName };
  const log = await readRunLog(known, scope);
  const sessions = await sessionsOf(found, log, scope);
  const { invocation, unreadable } = await invocationOf(known, scope);
  const { workflowRunId, workflowRunArn, status, modelId, startedAt, endedAt, logGroupName } = run;
  const { url } = scope.target;
  return {
    ...{ workflowRunId, workflowRunArn, definitionName, status, modelId, startedAt },
    endedAt: endedAt ?? null,
    error: log.error ?? null,
    logGroupName: logGroupName ?? null,
    viewerUrl: url === undefined ? null : viewerUrlOf(url, { definitionName, runId: workflowRunId }),
    sessions,
    invocation:
      invocation === undefined
        ? null
        : {
            ...invocation.record,
            id: invocation.id,
            sessionId: invocation.sessionId ?? null,
            lastedMs: lasted(invocation),
          },
    invocationUnknown:
      unreadable ??
      (invocation === undefined
        ? 'Nobody has noted an invocation: the run was begun outside a runtime of this project, as on a laptop, or what was noted has expired.'
        : invocation.record === undefined
          ? 'The record of the invocation is not there (any more).'
          : null),
    lost: lostBecause(run, invocation, Date.now()) ?? null,
  };
}

function lasted({ record }: RunInvocation): number | null {
  return record === undefined ? null : (lastedMs(record) ?? null);
}

/** Who may look at runs need not be allowed to read the bucket: that is said, and the rest shown. */
async function invocationOf(
  run: FoundRun['run'] & { readonly definitionName: string },
  scope: RunScope,
): Promise<{ readonly invocation?: RunInvocation | undefined; readonly unreadable?: string | undefined }> {
  try {
    return { invocation: await openInvocations(scope).of(run) };
  } catch (error) {
    if (scope.call.abortSignal.aborted || isInstance(error, NovaActServiceException)) throw error;
    const { message } = explainError(error, scope.context).failure;
    return { unreadable: `What the artifact bucket has of it could not be read: ${message}` };
  }
}
