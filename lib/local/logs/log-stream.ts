/** A log stream, wherever its events come from. */
export interface LogStream {
  readonly name: string;
  readonly createdAtMs: number;
  /** No event of it is newer: whoever looks for newer ones need not open it. */
  readonly changedAtMs: number;
  /** Of what is kept for it; 0 for events that are made from other records. */
  readonly sizeBytes: number;
  /** The times of its first and its last event; `undefined` when it has none. */
  times(): EventTimes | undefined;
  /** Its events as they are now. */
  open(): EventSource;
}

/** Of what is kept for some streams. */
export function sizeOf(streams: readonly LogStream[]): number {
  return streams.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
}

export interface EventTimes {
  readonly firstMs: number;
  readonly lastMs: number;
}

/**
 * The events of a stream, first to last. Each has a position, which stays the same as events are added, so that a page
 * can begin where another has ended. Reading begins where it is asked for, not at the beginning.
 */
export interface EventSource {
  /** Behind the last event. */
  readonly end: number;
  /** The position of the first event of this time or later. */
  seek(timeMs: number): number;
  /** From a position to the end. Nothing stays open once the iterator is done or returned from. */
  forward(position: number): Iterable<LogEvent>;
  /** What lies before a position, backwards. */
  backward(position: number): Iterable<LogEvent>;
}

/** One event. */
export interface LogEvent {
  readonly timestampMs: number;
  readonly message: string;
  readonly position: number;
  /** The position of the event after it. */
  readonly next: number;
}
