import { nameOf } from '../../core/errors.ts';
import { GetWorkflowRunCommand, type NovaActClient } from '../../service/index.ts';

/** Whether a run is one of a definition: each is asked for once. One that was deleted is none of any. */
export function runsOfDefinition(
  client: Pick<NovaActClient, 'send'>,
  workflowDefinitionName: string,
  signal: AbortSignal,
): (runId: string) => Promise<boolean> {
  const known = new Map<string, boolean>();
  return async (workflowRunId) => {
    const before = known.get(workflowRunId);
    if (before !== undefined) return before;
    const isOfIt = await client
      .send(new GetWorkflowRunCommand({ workflowDefinitionName, workflowRunId }), { abortSignal: signal })
      .then(
        () => true,
        (error: unknown) => {
          if (nameOf(error) === 'ResourceNotFoundException') return false;
          throw error;
        },
      );
    known.set(workflowRunId, isOfIt);
    return isOfIt;
  };
}
