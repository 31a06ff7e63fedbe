import type { ExitCode } from '../../core/errors.ts';
import { checkSessionId } from '../invoke/options.ts';
import type { FoundRun } from '../run-records/ask-for-run.ts';
import { type FoundInvocation, openInvocations } from '../run-records/open-invocations.ts';
import { UsageError } from '../usage-error.ts';
import { definitionOf } from './definition-of.ts';
import { locateRun } from './locate-run.ts';
import { markFailed } from './mark-failed.ts';
import type { RunOptions } from './run-options.ts';
import { openRunScope, type ProjectContext, type RunScope } from './run-scope.ts';
import { sayEnded } from './stop-report.ts';
import { stopSession } from './stop-session.ts';

/**
 * Stops the runtime session of a run, or the one that is named, and says which runs are in it.
 *
 * @returns the exit code
 * @throws UsageError when the run is in no session that is known: nothing can be stopped from here then
 */
export async function stopRun(
  id: string | undefined,
  options: StopOptions,
  context: ProjectContext,
): Promise<ExitCode> {
  checkStop(id, options);
  using scope = await openRunScope(options, context);
  if (id === undefined) return await stopNamed(options.session ?? '', scope);
  const found = await locateRun(id, scope);
  if (found.run.status !== 'RUNNING') return sayEnded(found, scope);
  if (options.markFailed === true) return await markFailed(found, scope);
  const { definitionName } = found;
  const noted = await openInvocations(scope).of({ ...found.run, definitionName });
  const sessionId = noted.invocation?.sessionId;
  if (sessionId === undefined) throw noSession(found, noted, scope);
  return await stopSession({ sessionId, definitionName, wanted: found }, scope);
}

/** What `runs stop` was called with. */
export interface StopOptions extends RunOptions {
  readonly session?: string | undefined;
  readonly markFailed?: boolean | undefined;
  readonly qualifier?: string | undefined;
  readonly bearerTokenEnv?: string | undefined;
}

/** @throws UsageError for options that contradict each other */
function checkStop(id: string | undefined, { session, markFailed, workflow, definition }: StopOptions): void {
  if ((id === undefined) === (session === undefined)) {
    throw new UsageError({
      what: id === undefined ? 'What is to be stopped was not said.' : 'Both a run and --session were given.',
      fix: 'Give the id of a run, or --session with the id of a runtime session.',
    });
  }
  if (session === undefined) return;
  checkSessionId(session, '--session');
  if (markFailed === true) {
    throw new UsageError({
      what: '--mark-failed was given together with --session.',
      fix: 'It sets a run to FAILED: give the id of the run.',
    });
  }
  if (workflow !== undefined || definition !== undefined) return;
  throw new UsageError({
    what: 'Whose session it is was not said.',
    fix: 'Name the workflow with --workflow: its name, or the ARN of its runtime.',
  });
}

async function stopNamed(sessionId: string, scope: StopScope): Promise<ExitCode> {
  const { definition, workflow } = scope.options;
  // Of the runtime that an ARN names, the definition is not known: then its runs are not, either.
  const definitionName =
    definition ??
    (workflow === undefined || workflow.startsWith('arn:') ? undefined : await definitionOf(workflow, scope));
  return await stopSession({ sessionId, definitionName }, scope);
}

/** A scope of `runs stop`. */
export type StopScope = RunScope & { readonly options: StopOptions };

function noSession(
  { run, definitionName }: FoundRun,
  { invocation, unknown }: FoundInvocation,
  { commandLine }: RunScope,
): UsageError {
  const { workflowRunId: id } = run;
  return new UsageError({
    what: `Nothing was stopped: run ${id} of ${definitionName} is in no runtime session that is known.`,
    allowed:
      invocation === undefined
        ? unknown
        : 'It was begun outside AgentCore, as by "act run" or a host that was started by hand.',
    fix: `Press Ctrl-C where it runs. If nobody is there any more, set it to FAILED, which stops nothing: ${commandLine('runs stop', `${id} --mark-failed`)}`,
  });
}
