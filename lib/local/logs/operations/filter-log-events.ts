import { createHash } from 'node:crypto';
import { readFilterPattern } from '../filter-pattern.ts';
import type { LogStream } from '../log-stream.ts';
import { invalidParameter, streamNotFound } from '../logs-error.ts';
import {
  groupInCall,
  type LogsCall,
  type LogsOperation,
  MAX_EVENTS,
  MAX_PAGE_LENGTH,
  timesInCall,
} from './context.ts';

/**
 * Events of a group in the order of their times, whatever their stream.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html
 */
export const filterLogEvents: LogsOperation = (call) => {
  const { input, region, groups, pages, authorize } = call;
  const group = groupInCall(call);
  const pattern = input.textOrEmpty('filterPattern') ?? '';
  const times = timesInCall(call);
  const chosen = chosenStreams(call);
  const limit = input.number('limit', { min: 1, max: MAX_EVENTS }) ?? MAX_EVENTS;
  authorize(group);
  const page = pages.page({
    streams: chosen.of(
      // Of those that are named, each must be there.
      groups.get(group).streams(chosen.names === undefined ? { sinceMs: times.startMs } : {}),
    ),
    scope: JSON.stringify([region, group, pattern, times, chosen.names, chosen.prefix]),
    token: input.text('nextToken'),
    wanted: { ...times, matches: readFilterPattern(pattern), limit, maxLength: MAX_PAGE_LENGTH },
  });
  if (page === undefined) {
    throw invalidParameter(
      'The specified nextToken is invalid: it is of another question, or older than this local AWS.',
    );
  }
  return {
    events: page.events.map(({ stream, timestampMs, message, position }) => ({
      logStreamName: stream,
      timestamp: timestampMs,
      message,
      ingestionTime: timestampMs,
      eventId: eventId({ stream, timestampMs, position }),
    })),
    // AWS has stopped to say more here.
    searchedLogStreams: [],
    nextToken: page.nextToken,
  };
};

/** The streams that a call, or a live tail, is about. */
function chosenStreams({ input }: LogsCall): {
  readonly names: readonly string[] | undefined;
  readonly prefix: string | undefined;
  readonly of: (streams: readonly LogStream[]) => readonly LogStream[];
} {
  const names = input.texts('logStreamNames', 100);
  const prefix = input.text('logStreamNamePrefix');
  if (names !== undefined && prefix !== undefined) {
    throw invalidParameter('Only one of logStreamNames and logStreamNamePrefix may be given.');
  }
  const of = (streams: readonly LogStream[]): readonly LogStream[] => {
    if (names === undefined) return streams.filter(({ name }) => name.startsWith(prefix ?? ''));
    const byName = new Map(streams.map((stream) => [stream.name, stream]));
    return [...new Set(names)].map((name) => {
      const stream = byName.get(name);
      if (stream === undefined) throw streamNotFound();
      return stream;
    });
  };
  return { names, prefix, of };
}

/** The same for the same event, whenever it is asked for: clients that follow a group tell by it what they have. */
function eventId(event: {
  readonly stream: string;
  readonly timestampMs: number;
  readonly position: number;
}): string {
  const { stream, timestampMs, position } = event;
  const ofStream = createHash('sha256').update(stream).digest().readUIntBE(0, 6);
  return [
    String(timestampMs).padStart(20, '0'),
    String(ofStream).padStart(16, '0'),
    String(position).padStart(20, '0'),
  ].join('');
}
