/** Where the traces of acts go besides `logsDirectory`, such as a bucket; see `s3Artifacts`. */
export interface TraceSink {
  /** Said in errors, such as `s3://bucket/prefix`. */
  readonly name: string;
  /**
   * Stores a file that is complete: those of an act when it has ended, however it did, and those of a session when that is
   * closed, or its run has ended. Several may be under way; the session waits for them for a while when it is closed.
   *
   * @param options.signal aborted when nobody waits any more
   * @throws when it cannot be stored; that is told by an event, and the act goes on
   */
  put(file: TraceFile, options: { readonly signal: AbortSignal }): Promise<void>;
}

/** A file of a trace, and what it is of. */
export interface TraceFile {
  readonly workflowDefinitionName: string;
  readonly workflowRunId: string;
  readonly sessionId: string;
  /** Absent for what is of the session as a whole. */
  readonly actId?: string | undefined;
  /** A `browser-trace` is what Playwright has recorded, with the option `trace`: a zip, of an act or of what came after the last. */
  readonly kind: 'page' | 'trajectory' | 'summary' | 'browser-trace';
  /** Its name in the folder of the session, such as `act_…_trajectory.json`: safe on any system, and one of its own there. */
  readonly name: string;
  readonly contentType: string;
  readonly body: Uint8Array<ArrayBuffer>;
}
