import { splitTask } from '../contract/task.ts';
import type { ActRecord, NovaActStore, RunRecord } from '../local/nova-act/index.ts';

/** Reads what a test may want to know of the runs in a store. */
export function reportRuns(store: NovaActStore): readonly ScenarioRun[] {
  return store.runs().map(({ definitionName, runId, status }) => ({
    definitionName,
    workflowRunId: runId,
    status,
    acts: store.acts({ runId }).map((act) => reportAct(store, act)),
  }));
}

/** A run, as the service knows it. */
export interface ScenarioRun {
  readonly definitionName: string;
  readonly workflowRunId: string;
  readonly status: RunRecord['status'];
  /** Of all its sessions, in the order in which they began. */
  readonly acts: readonly ScenarioAct[];
}

/** An act, as the service knows it. */
export interface ScenarioAct {
  readonly actId: string;
  readonly sessionId: string;
  /** Without the schema. */
  readonly prompt: string;
  /** JSON Schema of the answer, for `actGet`. */
  readonly schema?: Readonly<Record<string, unknown>> | undefined;
  readonly status: ActRecord['status'];
  /** How often the agent was asked. */
  readonly stepCount: number;
  /** Why it failed: the error's class name and message. */
  readonly error?: { readonly type?: string | undefined; readonly message: string } | undefined;
}

function reportAct(store: NovaActStore, act: ActRecord): ScenarioAct {
  const { actId, sessionId, task, status, error } = act;
  const { prompt, schema } = splitTask(task);
  return { actId, sessionId, prompt, schema, status, stepCount: store.steps(actId).length, error };
}
