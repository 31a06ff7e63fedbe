import { isRecord } from '../../../core/is-record.ts';
import { invalidParameter, LogsError, streamNotFound } from '../logs-error.ts';
import { type RequestMembers, wrongType } from '../request-members.ts';
import { MAX_FUTURE_MS, type WrittenEvent } from '../written-groups.ts';
import { GROUP_NAME, groupInCall, type LogsCall, type LogsOperation } from './context.ts';

/** @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html */
export const createLogGroup: LogsOperation = ({ input, groups, written, authorize }) => {
  const group = input.requiredText('logGroupName');
  if (!GROUP_NAME.test(group)) throw invalidParameter(`${group} is no name of a log group.`);
  authorize(group);
  if (groups.has(group)) throw exists('group');
  written.createGroup(group);
  return {};
};

/** @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogStream.html */
export const createLogStream: LogsOperation = (call) => {
  const { group, stream } = streamInCall(call);
  if (!/^[^:*]{1,512}$/.test(stream)) throw invalidParameter(`${stream} is no name of a log stream.`);
  const { groups, written } = call;
  if (
    groups
      .get(group)
      .streams({ name: stream })
      .some(({ name }) => name === stream)
  ) {
    throw exists('stream');
  }
  written.createStream({ group, stream });
  return {};
};

/** @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html */
export const putLogEvents: LogsOperation = (call) => {
  const { group, stream } = streamInCall(call);
  const { groups, written, input } = call;
  const events = batchIn(input);
  const isThere = groups
    .get(group)
    .streams({ name: stream })
    .some(({ name }) => name === stream);
  if (!isThere) throw streamNotFound();
  if (!written.hasStream({ group, stream })) {
    throw invalidParameter(`${stream} is written by local AWS itself. Put events into a stream of your own.`);
  }
  const now = Date.now();
  const firstTooNew = events.findIndex(({ timestamp }) => timestamp > now + MAX_FUTURE_MS);
  const firstInTime = events.findIndex(({ timestamp }) => timestamp >= now - MAX_PAST_MS);
  const begin = firstInTime < 0 ? events.length : firstInTime;
  const end = firstTooNew < 0 ? events.length : firstTooNew;
  const inTime = events.slice(begin, end);
  const spanMs = (inTime.at(-1)?.timestamp ?? 0) - (inTime[0]?.timestamp ?? 0);
  if (spanMs > MAX_SPAN_MS) {
    throw invalidParameter(
      `The events of one batch may span 24 hours, and these span ${(spanMs / HOUR_MS).toFixed(1)}. Put them in several batches.`,
    );
  }
  written.put({ group, stream }, inTime);
  const rejected = {
    ...(end < events.length && { tooNewLogEventStartIndex: end }),
    ...(begin > 0 && { tooOldLogEventEndIndex: begin }),
  };
  return {
    // Nobody needs it any more, but older clients read it.
    nextSequenceToken: String(now),
    ...(Object.keys(rejected).length > 0 && { rejectedLogEventsInfo: rejected }),
    // Nothing is kept of it, which is how AWS says so.
    ...(input.has('entity') && { rejectedEntityInfo: { errorType: 'UnsupportedLogGroupType' } }),
  };
};

const HOUR_MS = 60 * 60_000;
/** Events that are older than this are refused. */
const MAX_PAST_MS = 14 * 24 * HOUR_MS;
/** Between the first and the last of those that are taken. */
const MAX_SPAN_MS = 24 * HOUR_MS;
const MAX_BATCH_EVENTS = 10_000;
const MAX_BATCH_BYTES = 1_048_576;
/** Counted for each event, beside its message. */
const EVENT_BYTES = 26;

/** The events of a batch, which is taken as a whole or not at all. */
function batchIn(input: RequestMembers): readonly WrittenEvent[] {
  const given = input.list('logEvents') ?? [];
  if (given.length < 1 || given.length > MAX_BATCH_EVENTS) {
    throw invalidParameter(`logEvents must have 1 to ${MAX_BATCH_EVENTS} events, has ${given.length}.`);
  }
  const events = given.map(eventIn);
  const sizeBytes = events.reduce((sum, { message }) => sum + Buffer.byteLength(message) + EVENT_BYTES, 0);
  if (sizeBytes > MAX_BATCH_BYTES) {
    throw invalidParameter(
      `A batch may have ${MAX_BATCH_BYTES} bytes, ${EVENT_BYTES} of them for each event; this one has ${sizeBytes}.`,
    );
  }
  if (events.some(({ timestamp }, index) => timestamp < (events[index - 1]?.timestamp ?? 0))) {
    throw invalidParameter('Log events in a single PutLogEvents request must be in chronological order.');
  }
  return events;
}

function streamInCall(call: LogsCall): { readonly group: string; readonly stream: string } {
  const group = groupInCall(call);
  const stream = call.input.requiredText('logStreamName');
  call.authorize(group, stream);
  return { group, stream };
}

function eventIn(value: unknown): WrittenEvent {
  if (!isRecord(value) || typeof value.timestamp !== 'number' || typeof value.message !== 'string') {
    throw wrongType('logEvents', 'a list of events with timestamp and message');
  }
  if (value.message === '') throw invalidParameter('The message of an event must not be empty.');
  if (!Number.isSafeInteger(value.timestamp) || value.timestamp < 0) {
    throw invalidParameter(`timestamp must be whole milliseconds since 1970, is ${value.timestamp}.`);
  }
  return { timestamp: value.timestamp, message: value.message };
}

function exists(what: 'group' | 'stream'): LogsError {
  return new LogsError('ResourceAlreadyExistsException', `The specified log ${what} already exists`);
}
