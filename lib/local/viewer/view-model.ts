import type { ActTrace } from '../../contract/act-trace.ts';
import type { InvocationRecord } from '../../contract/invocation-record.ts';
import type { ActStatus, WorkflowDefinitionStatus, WorkflowRunStatus } from '../../service/index.ts';

/** What the pages show. The store is read into these shapes in one place; the pages know nothing else. */

/** The state of a run, an act or a definition, in the words of the service. */
export type Status = WorkflowRunStatus | ActStatus | WorkflowDefinitionStatus;

export interface DefinitionItem {
  readonly name: string;
  readonly description: string | undefined;
  readonly status: Status;
  readonly createdAt: Date;
  readonly runCount: number;
  readonly lastRun: RunItem | undefined;
}

export interface RunItem {
  readonly id: string;
  readonly status: Status;
  /** The one that was asked for. */
  readonly modelId: string;
  /** The agent that stands in for it. */
  readonly playedBy: string;
  readonly startedAt: Date;
  readonly endedAt: Date | undefined;
  readonly sessionCount: number;
  readonly actCount: number;
}

/** A part of the runs of a definition. */
export interface RunsPage {
  /** Newest first. */
  readonly runs: readonly RunItem[];
  /** Of the definition, on all pages. */
  readonly total: number;
  /** How many are on newer pages. */
  readonly newerCount: number;
  /** The place that the next newer page comes after; absent on the newest. */
  readonly newer: number | undefined;
  /** The place that the next older page comes before; absent on the oldest. */
  readonly older: number | undefined;
}

export interface RunDetail extends RunItem {
  readonly definitionName: string;
  /** Why it failed, as far as anybody has said. */
  readonly error: { readonly type: string; readonly message: string } | undefined;
  /** What it began in; absent for runs of a laptop. */
  readonly invocation: InvocationDetail | undefined;
  readonly logGroupName: string | undefined;
  /** In the order in which they were started. */
  readonly sessions: readonly SessionDetail[];
}

/** One invocation of a runtime, with or without runs. */
export interface InvocationDetail {
  readonly record: InvocationRecord;
  /** Its runs that are still there, in order. */
  readonly runs: readonly { readonly definitionName: string; readonly id: string; readonly status: Status }[];
  /** The file with its log lines. */
  readonly logFile: string | undefined;
}

export interface SessionDetail {
  readonly id: string;
  /** In the order in which they were started. */
  readonly acts: readonly ActTrace[];
}
