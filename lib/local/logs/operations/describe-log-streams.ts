import { logStreamArn } from '../log-arn.ts';
import type { EventTimes, LogStream } from '../log-stream.ts';
import { invalidParameter } from '../logs-error.ts';
import { groupInCall, type LogsOperation } from './context.ts';
import { pageOfList } from './page-of-list.ts';

/** @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeLogStreams.html */
export const describeLogStreams: LogsOperation = (call) => {
  const { input, region, groups, authorize } = call;
  const group = groupInCall(call);
  const prefix = input.text('logStreamNamePrefix') ?? '';
  const orderBy = input.text('orderBy') ?? 'LogStreamName';
  const descending = input.flag('descending');
  if (orderBy !== 'LogStreamName' && orderBy !== 'LastEventTime') {
    throw invalidParameter(`orderBy must be LogStreamName or LastEventTime, is ${orderBy}.`);
  }
  if (prefix !== '' && orderBy === 'LastEventTime') {
    throw invalidParameter('Cannot order by LastEventTime with a logStreamNamePrefix.');
  }
  authorize(group);
  const byTime = orderBy === 'LastEventTime';
  const keyOf = ({ stream, timeMs }: Ordered): Key => [timeMs, stream.name];
  const inOrder = (a: Key, b: Key): number => (descending ? compare(b, a) : compare(a, b));
  const page = pageOfList(call, {
    items: groups
      .get(group)
      .streams()
      .filter(({ name }) => name.startsWith(prefix))
      .map((stream) => ({ stream, timeMs: byTime ? (stream.times()?.lastMs ?? 0) : 0 }))
      .sort((a, b) => inOrder(keyOf(a), keyOf(b))),
    scope: ['streams', region, group, prefix, orderBy, descending],
    keyOf,
    isAfter: (item, key) => isKey(key) && inOrder(keyOf(item), key) > 0,
  });
  return {
    logStreams: page.items.map(({ stream }) => described(stream, { group, region })),
    nextToken: page.nextToken,
  };
};

interface Ordered {
  readonly stream: LogStream;
  /** 0 in the order of names. */
  readonly timeMs: number;
}

type Key = readonly [number, string];

function isKey(value: unknown): value is Key {
  return Array.isArray(value) && typeof value[0] === 'number' && typeof value[1] === 'string';
}

function compare([aMs, a]: Key, [bMs, b]: Key): number {
  if (aMs !== bMs) return aMs - bMs;
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function described(
  stream: LogStream,
  { group, region }: { readonly group: string; readonly region: string },
): Readonly<Record<string, unknown>> {
  const times: EventTimes | undefined = stream.times();
  return {
    logStreamName: stream.name,
    creationTime: stream.createdAtMs,
    firstEventTimestamp: times?.firstMs,
    lastEventTimestamp: times?.lastMs,
    lastIngestionTime: times?.lastMs,
    arn: logStreamArn(region, group, stream.name),
    // AWS says so of every stream, too.
    storedBytes: 0,
  };
}
