import { EXIT, type ExitCode } from '../../core/errors.ts';
import { printEnvelope, printResult } from '../envelope.ts';
import type { FoundRun } from '../run-records/ask-for-run.ts';
import type { RunScope } from './run-scope.ts';
import { timeText } from './run-text.ts';

/** Says that a run has ended without us. */
export function sayEnded({ run, definitionName }: FoundRun, { context, options }: RunScope): ExitCode {
  const { workflowRunId, status, endedAt } = run;
  const when = endedAt === undefined ? '' : ` at ${timeText(endedAt)}`;
  context.stderr(
    `Run ${workflowRunId} of ${definitionName} has ended already: ${status}${when}. Nothing was stopped.\n`,
  );
  printResult(context, {
    json: options.json,
    data: { stopped: null, runs: [{ workflowRunId, definitionName, status }] },
    text: () => `${status}\n`,
  });
  return EXIT.success;
}

/** Says why the command has not brought about what it was called for, with what it has. */
export function sayUnfinished(
  { code, message, data, retryable }: UnfinishedStop,
  { context, options }: RunScope,
): ExitCode {
  context.stderr(`${message}\n`);
  const error = { code, source: 'service', message, retryable, help: null } as const;
  if (options.json === true) printEnvelope(context, { ok: false, error, data });
  return EXIT.failure;
}

/** What became of an attempt to stop. */
export interface UnfinishedStop {
  readonly code: 'SessionNotFound' | 'RunGoesOn';
  readonly message: string;
  readonly retryable: boolean;
  readonly data: unknown;
}
