import type { ErrorDescription } from './error.ts';
import type { ProgressEvent } from './progress.ts';

/**
 * What an invocation streams when the caller accepts `text/event-stream`: the SDK's progress (`run`, `session`, `act`,
 * `step`, `page`, `human`, `log`), then exactly one `result` or `error`. On the wire `event:` is `type`, and `data:` is the whole
 * event as one line of JSON.
 */
export type RuntimeEvent =
  | ProgressEvent
  | {
      readonly type: 'result';
      /** What `main` returned; `null` for `undefined`. */
      readonly result: unknown;
    }
  | { readonly type: 'error'; readonly error: ErrorDescription };

/** The media type of a stream of events. */
export const EVENT_STREAM_TYPE = 'text/event-stream';

/** A {@link RuntimeEvent} whose JSON is ready. */
export interface EncodedEvent {
  readonly type: RuntimeEvent['type'];
  /** The whole event. */
  readonly json: string;
}

/** One event in the wire format of server-sent events. */
export function serverSentEvent({ type, json }: EncodedEvent): string {
  return `event: ${type}\ndata: ${json}\n\n`;
}
