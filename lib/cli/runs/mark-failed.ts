import { EXIT, type ExitCode } from '../../core/errors.ts';
import { isInstance } from '../../core/thrown.ts';
import { ConflictException, UpdateWorkflowRunCommand } from '../../service/index.ts';
import { printResult } from '../envelope.ts';
import { askForRun, type FoundRun } from '../run-records/ask-for-run.ts';
import type { RunScope } from './run-scope.ts';
import { sayEnded } from './stop-report.ts';

/**
 * Sets a run to FAILED that nobody will end any more. It stops nothing: what may still work there is not asked.
 *
 * @returns the exit code
 */
export async function markFailed(found: FoundRun, scope: RunScope): Promise<ExitCode> {
  const { client, call, context, options } = scope;
  const { definitionName, run } = found;
  const { workflowRunId } = run;
  context.stderr(
    `Setting run ${workflowRunId} of ${definitionName} to FAILED. This stops nothing: a process that is still there goes on, and cannot report its end.\n`,
  );
  try {
    const input = { workflowDefinitionName: definitionName, workflowRunId, status: 'FAILED' } as const;
    await client.send(new UpdateWorkflowRunCommand(input), call);
  } catch (error) {
    const now = isInstance(error, ConflictException)
      ? await askForRun(definitionName, workflowRunId, scope)
      : undefined;
    if (now === undefined || now.run.status === 'RUNNING') throw error;
    return sayEnded(now, scope);
  }
  printResult(context, {
    json: options.json,
    data: { stopped: null, runs: [{ workflowRunId, definitionName, status: 'FAILED' }] },
    text: () => 'FAILED\n',
  });
  return EXIT.success;
}
