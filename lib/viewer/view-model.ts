import type { ActTrace } from '../contract/act-trace.ts';
import type { InvocationRecord } from '../contract/invocation-record.ts';
import type { Unread } from '../report/filmstrip/film.ts';
import type { ActStatus, WorkflowDefinitionStatus, WorkflowRunStatus } from '../service/index.ts';

/** What the pages show. Each source reads what it has into these shapes; the pages know nothing else. */

/** The state of a run, an act or a definition, in the words of the service. */
export type Status = WorkflowRunStatus | ActStatus | WorkflowDefinitionStatus;

export interface DefinitionItem {
  readonly name: string;
  readonly description: string | undefined;
  readonly status: Status;
  readonly createdAt: Date;
  /** `undefined` where counting would mean to list them all. */
  readonly runCount: number | undefined;
  readonly lastRun: RunItem | undefined;
  /** The newest invocation that began no run, where it is known. */
  readonly withoutRun?: InvocationItem | undefined;
  /** Some of its newest runs, newest last; absent where they are not known. */
  readonly recentRuns?: readonly Pick<RunItem, 'id' | 'status'>[] | undefined;
  /** What could not be read of it, and why, such as `Runs: …`. */
  readonly unknown?: readonly string[] | undefined;
}

export interface RunItem {
  readonly id: string;
  readonly definitionName: string;
  readonly status: WorkflowRunStatus;
  /** The model that was asked for. */
  readonly modelId: string | undefined;
  /** The agent that stands in for it; absent on AWS. */
  readonly playedBy: string | undefined;
  readonly startedAt: Date;
  readonly endedAt: Date | undefined;
  /** `undefined` in lists where it would have to be asked for run by run. */
  readonly sessionCount: number | undefined;
  readonly actCount: number | undefined;
  /** What its first act was asked for, where lists can have it. */
  readonly prompt?: string | undefined;
  /** Why it failed, as far as anybody has said. */
  readonly error?: ShownError | undefined;
}

/** An error for people. */
export interface ShownError {
  readonly type: string;
  readonly message: string;
}

/** Which runs are asked for; without a member, all. */
export interface RunQuery {
  readonly definitionName?: string | undefined;
  readonly status?: WorkflowRunStatus | undefined;
  /** Begun at this time or later. */
  readonly since?: Date | undefined;
  /** Begun before. */
  readonly until?: Date | undefined;
  /** Occurs in its ids, name, prompts or errors, whatever the case. */
  readonly text?: string | undefined;
  /** Listed after the run with this id: older than it, in the order of the list. */
  readonly behind?: string | undefined;
  /** A place that a page of the same query has named. Without one, the newest. */
  readonly at?: string | undefined;
}

/** A part of some runs. */
export interface RunsPage {
  /** Newest first. */
  readonly runs: readonly RunItem[];
  /** On all pages; `undefined` when it is not known without looking at all. */
  readonly total: number | undefined;
  /** How many are on newer pages. */
  readonly newerCount: number | undefined;
  /** The place of the next newer page; absent on the newest. */
  readonly newer: string | undefined;
  /** The place of the next older page; absent on the oldest. */
  readonly older: string | undefined;
  /** Whether the place that was asked for is not known (any more), so that these are the newest. */
  readonly isElsewhere?: boolean | undefined;
  /** What was not looked at, and why, for people; absent when all was. */
  readonly unseen?: string | undefined;
  /** The newest invocations that began no run and are like what is asked for; beside the newest runs only. */
  readonly withoutRun?: readonly InvocationItem[] | undefined;
  /** Which records of invocations cannot be read, and why, each as a sentence. */
  readonly damaged?: readonly string[] | undefined;
}

/** An invocation in a list. */
export interface InvocationItem {
  readonly requestId: string;
  readonly definitionName: string;
  readonly status: InvocationRecord['status'];
  readonly startedAt: Date;
  readonly endedAt: Date | undefined;
  readonly error: ShownError | undefined;
}

export interface RunDetail extends RunItem {
  /** What it began in; absent for runs of a laptop. */
  readonly invocation: InvocationDetail | undefined;
  readonly logGroupName: string | undefined;
  /** Whether its workflow has no run before it; absent where nobody knows. */
  readonly isFirst?: boolean | undefined;
  /** In the order in which they were started. */
  readonly sessions: readonly SessionDetail[];
  /** Of which there may be more than are here, because nobody could read them: `unknown` says why. */
  readonly unread?: readonly Unread[] | undefined;
  /** The last lines of its log. */
  readonly logLines: readonly string[];
  /** What is not known of it, and why. */
  readonly unknown: readonly string[];
  /** What the service itself has stored of it, in a form that is not published. */
  readonly rawFiles: readonly RawFile[];
}

/** An object in a bucket. */
export interface RawFile {
  /** Such as `s3://bucket/key`. */
  readonly uri: string;
  readonly sizeBytes: number;
}

/** One invocation of a runtime, with or without runs. */
export interface InvocationDetail {
  readonly record: InvocationRecord;
  /** Its runs that are still there, in order. */
  readonly runs: readonly { readonly definitionName: string; readonly id: string; readonly status: Status }[];
  /** The file with its log lines. */
  readonly logFile: string | undefined;
  /** The last of them. */
  readonly logLines: readonly string[];
  /** The command that starts it once more. */
  readonly againCommand: string | undefined;
}

export interface InvocationOfDefinition {
  readonly definitionName: string;
  readonly invocation: InvocationDetail;
}

/** A session of a run: one browser. */
export interface SessionDetail {
  readonly id: string;
  /** In the order in which they were started. */
  readonly acts: readonly ActDetail[];
  /** Playwright's traces of it that belong to no act. */
  readonly browserTraces: readonly string[];
}

/** An act of a session. */
export interface ActDetail {
  readonly id: string;
  readonly status: ActStatus;
  readonly startedAt: Date;
  readonly endedAt: Date | undefined;
  /** What happened in it, without pictures; absent when nobody has kept it, which `unknown` of its run says. */
  readonly trace: ActTrace | undefined;
  /** Name of Playwright's trace of it. */
  readonly browserTrace: string | undefined;
}
