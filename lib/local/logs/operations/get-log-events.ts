import type { EventSource, LogEvent } from '../log-stream.ts';
import { invalidParameter, streamNotFound } from '../logs-error.ts';
import { groupInCall, type LogsOperation, MAX_EVENTS, MAX_PAGE_LENGTH, timesInCall } from './context.ts';

/**
 * A page of one stream. A token is a direction and a position; at the end of the stream the same token comes back, by which
 * clients know that they have all.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetLogEvents.html
 */
export const getLogEvents: LogsOperation = (call) => {
  const { input, groups, authorize } = call;
  const group = groupInCall(call);
  const name = input.requiredText('logStreamName');
  authorize(group, name);
  const stream = groups
    .get(group)
    .streams({ name })
    .find((candidate) => candidate.name === name);
  if (stream === undefined) throw streamNotFound();
  const events = stream.open();
  const token = input.text('nextToken');
  const from = token === undefined ? undefined : readToken(token);
  const wanted = {
    ...timesInCall(call),
    limit: input.number('limit', { min: 1, max: MAX_EVENTS }) ?? MAX_EVENTS,
  };
  const isForward = from?.isForward ?? input.flag('startFromHead');
  const position = Math.min(from?.position ?? (isForward ? 0 : events.end), events.end);
  const page = isForward ? pageAfter(events, position, wanted) : pageBefore(events, position, wanted);
  return {
    events: page.events.map(({ timestampMs, message }) => ({
      timestamp: timestampMs,
      message,
      ingestionTime: timestampMs,
    })),
    nextForwardToken: tokenOf({ isForward: true, position: page.next }),
    nextBackwardToken: tokenOf({ isForward: false, position: page.start }),
  };
};

interface Wanted {
  /** Events of this time are wanted, those of the end are not. */
  readonly startMs: number;
  readonly endMs: number;
  readonly limit: number;
}

interface Page {
  /** The earliest first. */
  readonly events: readonly LogEvent[];
  readonly start: number;
  readonly next: number;
}

function pageAfter(events: EventSource, position: number, wanted: Wanted): Page {
  const { startMs, endMs } = wanted;
  const start = startMs === 0 ? position : Math.max(position, events.seek(startMs));
  const page = new OnePage(wanted.limit);
  for (const event of events.forward(start)) {
    if (event.timestampMs >= endMs || !page.takes(event)) break;
  }
  return {
    events: page.events,
    start: page.events[0]?.position ?? start,
    next: page.events.at(-1)?.next ?? start,
  };
}

function pageBefore(events: EventSource, position: number, wanted: Wanted): Page {
  const { startMs, endMs } = wanted;
  const next = endMs === Number.POSITIVE_INFINITY ? position : Math.min(position, events.seek(endMs));
  const page = new OnePage(wanted.limit);
  for (const event of events.backward(next)) {
    if (event.timestampMs < startMs || !page.takes(event)) break;
  }
  const found = page.events.toReversed();
  return { events: found, start: found[0]?.position ?? next, next: found.at(-1)?.next ?? next };
}

/** Events until the page is full; one is always taken. */
class OnePage {
  readonly events: LogEvent[] = [];
  readonly #limit: number;
  #length = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  takes(event: LogEvent): boolean {
    const isFull = this.#length > 0 && this.#length + event.message.length > MAX_PAGE_LENGTH;
    if (isFull || this.events.length >= this.#limit) return false;
    this.events.push(event);
    this.#length += event.message.length;
    return true;
  }
}

interface Place {
  readonly isForward: boolean;
  readonly position: number;
}

function tokenOf({ isForward, position }: Place): string {
  return `${isForward ? 'f' : 'b'}/${String(position).padStart(TOKEN_DIGITS, '0')}`;
}

function readToken(token: string): Place {
  const [, direction, digits] = /^([fb])\/(\d{56})$/.exec(token) ?? [];
  const position = Number(digits);
  if (digits === undefined || !Number.isSafeInteger(position)) {
    throw invalidParameter('The specified nextToken is invalid.');
  }
  return { isForward: direction === 'f', position };
}

const TOKEN_DIGITS = 56;
