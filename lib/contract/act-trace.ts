/**
 * What happened in one act. The SDK writes it as a trajectory, local AWS exports it, and pages are made of it. Members that the
 * trajectories of the Python SDK have are named and filled as there, so that what reads those reads these; `format`, `version`,
 * and what says so below are additions.
 */
export interface ActTrace {
  /** Addition: which format this is, and of which version. */
  readonly format: typeof ACT_TRACE.format;
  readonly version: typeof ACT_TRACE.version;
  readonly sdk_version: string;
  /** The task as the service got it: with the schema's suffix, when an answer of a form was asked for. */
  readonly prompt: string;
  /** In order. */
  readonly steps: readonly TraceStep[];
  readonly metadata: TraceMetadata;
  /** Addition: how it ended, or `RUNNING`. */
  readonly status: ActTraceStatus;
  /** Addition: why it failed. */
  readonly error?: { readonly name: string; readonly message: string } | undefined;
}

/** One step: the page that the agent saw, and what it asked for then. */
export interface TraceStep {
  readonly active_url: string;
  /** A data URL, or the name of a file beside this one; empty when there is none. */
  readonly image: string;
  /** Empty unless it was captured; see the session's `replayable`. */
  readonly simplified_dom: string;
  /** Without calls when the service did not answer. */
  readonly program: { readonly calls: readonly TraceCall[] };
  /** Additions from here on: its place in the act, from 1. */
  readonly number: number;
  readonly step_id?: string | undefined;
  /** When it was asked for, ISO 8601. */
  readonly at: string;
  /** Size of the viewport, CSS pixels. */
  readonly width_px: number;
  readonly height_px: number;
  /** How long the service took to answer. */
  readonly server_time_ms?: number | undefined;
}

/** Something that the agent asked for. */
export interface TraceCall {
  readonly name: string;
  /** Its arguments by their names. */
  readonly kwargs: Readonly<Record<string, unknown>>;
  readonly id: string;
  /** Whether it is a tool of the author's, not an action of the browser. */
  readonly is_tool: boolean;
  /** Whether it ends the act with an answer. */
  readonly is_return: boolean;
  /** Addition: what came of it, as the agent was told; absent when nothing did. */
  readonly result?: string | undefined;
  /** Addition: what became of the question, for a call that asks people; absent where nobody has noted it. */
  readonly human?: TraceQuestion | undefined;
}

/** What became of a question to people. */
export interface TraceQuestion {
  readonly request_id: string;
  /** `withdrawn`: nobody waited for the answer any more, because the act ended for another reason. */
  readonly phase: 'answered' | 'expired' | 'withdrawn';
  /** Whether it was approved, or done; with `expired`, too late to count. */
  readonly answer?: 'yes' | 'no' | undefined;
  /** Who has answered, as far as it is known: the name as the person says it, the subject as the sign-in has shown it. */
  readonly by?: { readonly name?: string | undefined; readonly subject?: string | undefined } | undefined;
  /** When it was answered, ISO 8601. */
  readonly answered_at?: string | undefined;
  /** What the person adds. */
  readonly comment?: string | undefined;
  /** With `expired`: whether somebody has answered is not known, because the desk was not heard since then. ISO 8601. */
  readonly unheard_since?: string | undefined;
  /** For how long it was asked. */
  readonly wait_s: number;
}

/** Times are seconds, moments those since 1970. */
export interface TraceMetadata {
  readonly workflow_definition_name: string;
  readonly workflow_run_id: string;
  readonly session_id: string;
  readonly act_id: string;
  readonly prompt: string;
  /** Answers of the service. */
  readonly num_steps_executed: number;
  readonly start_time: number;
  /** `null` while it is running. */
  readonly end_time: number | null;
  readonly step_server_times_s: readonly number[];
  /** Without the time that people took to answer; `null` when it is not known. */
  readonly time_worked_s: number | null;
  readonly human_wait_time_s: number;
}

export type ActTraceStatus =
  | 'RUNNING'
  | 'PENDING_CLIENT_ACTION'
  | 'PENDING_HUMAN_ACTION'
  | 'SUCCEEDED'
  | 'FAILED'
  | 'TIMED_OUT';

/** What traces say of themselves. The version grows when a member changes its meaning or goes; members may be added. */
export const ACT_TRACE = { format: 'nova-act-cdk/act-trace', version: 1 } as const;
