/** What is known of an act, complete both on success and on error. */
export interface ActMetadata {
  readonly workflowRunId: string;
  readonly sessionId: string;
  readonly actId: string;
  /** The text sent to the service, with the schema's suffix when there was one. */
  readonly prompt: string;
  /** Replies of the service that were received. */
  readonly stepCount: number;
  readonly startedAt: Date;
  readonly endedAt: Date;
  /** Wall-clock time from start to end, in milliseconds. */
  readonly durationMs: number;
  /** Time spent waiting for the service, one figure a step, in milliseconds. */
  readonly stepServerTimesMs: readonly number[];
}

/** What `act` gives. */
export interface ActResult {
  /** What the agent said at the end, or null when it said nothing. */
  readonly response: string | null;
  readonly metadata: ActMetadata;
}

/** What `actGet` gives: `data` matches the schema. */
export interface ActGetResult<T> {
  readonly data: T;
  /** The text that `data` was read from. */
  readonly response: string;
  readonly metadata: ActMetadata;
}
