import { splitTask } from '../../contract/task.ts';
import type { ActRecord, StepRecord } from '../nova-act/records.ts';

/** What is exported of an act, beside the screenshots that it names. */
export function exportedAct(act: ActRecord, steps: readonly StepRecord[]): ExportedAct {
  const { definitionName, runId, sessionId, actId, status, task, error, startedAt, endedAt } = act;
  const { prompt, schema } = splitTask(task);
  return {
    workflowDefinitionName: definitionName,
    workflowRunId: runId,
    sessionId,
    actId,
    status,
    prompt,
    schema,
    error,
    startedAt,
    endedAt,
    steps: steps.map(({ stepId, index, at, observation, results, calls }) => ({
      index,
      stepId,
      at,
      url: observation.url,
      widthPx: observation.widthPx,
      heightPx: observation.heightPx,
      screenshot: observation.screenshotFile,
      results,
      calls,
    })),
  };
}

/** The content of `act.json`. Times are ISO 8601. */
export interface ExportedAct
  extends Pick<ActRecord, 'sessionId' | 'actId' | 'status' | 'error' | 'startedAt' | 'endedAt'> {
  readonly workflowDefinitionName: string;
  readonly workflowRunId: string;
  readonly prompt: string;
  /** JSON Schema of the answer, when one was asked for. */
  readonly schema?: Readonly<Record<string, unknown>> | undefined;
  readonly steps: readonly ExportedStep[];
}

export interface ExportedStep extends Pick<StepRecord, 'index' | 'stepId' | 'at' | 'results' | 'calls'> {
  /** The page that was seen, the size of the viewport, and the picture of it in the same folder. */
  readonly url: string;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly screenshot?: string | undefined;
}
