import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { LOCAL_ACCOUNT_ID } from '../../../contract/local-account.ts';
import { eventStreamMessage } from '../event-stream-messages.ts';
import { readFilterPattern } from '../filter-pattern.ts';
import { LiveTail, type TailedEvent } from '../live-tail.ts';
import { groupOfIdentifier } from '../log-arn.ts';
import type { LogStream } from '../log-stream.ts';
import { invalidParameter } from '../logs-error.ts';
import type { LogsCall } from './context.ts';

/**
 * What is new in groups, as it comes: each second an update, until the caller goes away.
 *
 * @returns messages of a stream of events
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_StartLiveTail.html
 */
export function startLiveTail(call: LogsCall, options: { readonly signal: AbortSignal }): Readable {
  const { input, region, groups, authorize } = call;
  const identifiers = input.texts('logGroupIdentifiers', 10) ?? [];
  const names = input.texts('logStreamNames', 100);
  const prefixes = input.texts('logStreamNamePrefixes', 100);
  const pattern = input.textOrEmpty('logEventFilterPattern');
  if (identifiers.length === 0) throw invalidParameter('logGroupIdentifiers is missing.');
  if (names !== undefined && prefixes !== undefined) {
    throw invalidParameter('Only one of logStreamNames and logStreamNamePrefixes may be given.');
  }
  if ((names ?? prefixes) !== undefined && identifiers.length > 1) {
    throw invalidParameter('Streams may be given for one log group only.');
  }
  const isTailed = ({ name }: LogStream): boolean =>
    (names?.includes(name) ?? true) && (prefixes?.some((prefix) => name.startsWith(prefix)) ?? true);
  const tail = new LiveTail({
    groups: identifiers.map((identifier) => {
      const name = groupOfIdentifier(identifier, region);
      authorize(name);
      const group = groups.get(name);
      return { name, streams: () => group.streams().filter(isTailed) };
    }),
    matches: readFilterPattern(pattern ?? ''),
  });
  const session = {
    requestId: randomUUID(),
    sessionId: randomUUID(),
    logGroupIdentifiers: identifiers,
    logStreamNames: names ?? [],
    logStreamNamePrefixes: prefixes ?? [],
    logEventFilterPattern: pattern ?? '',
  };
  return Readable.from(messages(tail, session, options.signal), { objectMode: false });
}

async function* messages(tail: LiveTail, session: object, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  yield eventStreamMessage('initial-response', {});
  yield eventStreamMessage('sessionStart', session);
  while (!signal.aborted) {
    const { events, isSampled } = tail.news(MAX_EVENTS_A_SECOND);
    yield eventStreamMessage('sessionUpdate', {
      sessionMetadata: { sampled: isSampled },
      sessionResults: events.map(result),
    });
    await pause(1000, undefined, { signal }).catch(() => undefined);
  }
}

function result({ group, stream, message, timestampMs }: TailedEvent): Readonly<Record<string, unknown>> {
  return {
    logStreamName: stream,
    logGroupIdentifier: `${LOCAL_ACCOUNT_ID}:${group}`,
    message,
    timestamp: timestampMs,
    ingestionTime: timestampMs,
  };
}

/** As on AWS; of more, some are shown. */
const MAX_EVENTS_A_SECOND = 500;
