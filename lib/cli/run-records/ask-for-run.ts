import { isInstance } from '../../core/thrown.ts';
import {
  GetWorkflowRunCommand,
  type OperationResponse,
  ResourceNotFoundException,
} from '../../service/index.ts';
import type { RecordsAccess } from './records-access.ts';

/** A run of a definition; `undefined` when it, or the definition, is not there. */
export async function askForRun(
  definitionName: string,
  workflowRunId: string,
  { client, call }: Pick<RecordsAccess, 'client' | 'call'>,
): Promise<FoundRun | undefined> {
  const input = { workflowDefinitionName: definitionName, workflowRunId };
  const run = await unlessMissing(client.send(new GetWorkflowRunCommand(input), call));
  return run === undefined ? undefined : { definitionName, run };
}

/** What Nova Act answers; `undefined` when what was asked for is not there. */
export async function unlessMissing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (isInstance(error, ResourceNotFoundException)) return undefined;
    throw error;
  }
}

/** A run, and what it belongs to. */
export interface FoundRun {
  readonly definitionName: string;
  readonly run: WorkflowRunDetails;
}

/** What the service says of a run. */
export type WorkflowRunDetails = OperationResponse<'GetWorkflowRun'>;
