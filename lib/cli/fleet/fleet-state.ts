/** How a fleet is going, wherever it runs. */
export interface FleetState {
  readonly name: string;
  readonly status: FleetStatus;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly endedAt?: string | undefined;
  /** How often it was redriven. */
  readonly redrives: number;
  /** `undefined` when it is not known, as before its items are read. */
  readonly counts?: FleetCounts | undefined;
  /** Why it ended as it did, if that is known. */
  readonly why?: string | undefined;
}

/** How an execution is going; `LOST` says that the loop on this machine is gone. */
export type FleetStatus =
  | 'RUNNING'
  | 'SUCCEEDED'
  | 'FAILED'
  | 'TIMED_OUT'
  | 'ABORTED'
  | 'PENDING_REDRIVE'
  | 'LOST';

/** How many items of a fleet are how far. */
export interface FleetCounts {
  readonly total: number;
  readonly waiting: number;
  readonly running: number;
  readonly succeeded: number;
  /** What timed out is among them. */
  readonly failed: number;
  /** They ran when the fleet was stopped, or when too many others had failed. */
  readonly stopped: number;
}

/** How many items have ended, in whatever way. */
export function doneOf({ succeeded, failed, stopped }: FleetCounts): number {
  return succeeded + failed + stopped;
}

/** Whether a fleet goes on. */
export function isGoingOn({ status }: Pick<FleetState, 'status'>): boolean {
  return status === 'RUNNING' || status === 'PENDING_REDRIVE';
}
