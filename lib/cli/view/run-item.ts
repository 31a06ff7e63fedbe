import type { WorkflowRunSummary } from '../../service/index.ts';
import type { RunItem } from '../../viewer/view-model.ts';

/** A run as lists of the service have it. Pure. */
export function runItem(definitionName: string, summary: WorkflowRunSummary): RunItem {
  const { workflowRunId: id, status, startedAt, endedAt } = summary;
  return {
    ...{ id, definitionName, status, startedAt, endedAt },
    ...{ modelId: undefined, playedBy: undefined, sessionCount: undefined, actCount: undefined },
  };
}
