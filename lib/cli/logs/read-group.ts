import {
  type CloudWatchLogsClient,
  FilterLogEventsCommand,
  type FilterLogEventsCommandInput,
} from '@aws-sdk/client-cloudwatch-logs';
import { PageTokens } from '../../core/paging.ts';
import type { LogEventOfGroup, LogSourceName } from './log-line.ts';

/**
 * The events of a log group in the order of their times. A page may be empty and not the last, and a token may be the one
 * before: only an answer without a token is the end.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html
 * @see https://github.com/boto/boto3/issues/1584
 */
export async function* readGroup(
  client: Pick<CloudWatchLogsClient, 'send'>,
  wanted: WantedEventsOfGroup,
  signal: AbortSignal,
): AsyncGenerator<LogEventOfGroup> {
  const { source, group } = wanted;
  const streams = wanted.streams ?? [];
  const tokens = new PageTokens(`FilterLogEvents of ${group}`, MAX_REPEATS);
  const input: FilterLogEventsCommandInput = {
    logGroupName: group,
    startTime: Math.floor(wanted.startMs),
    ...(wanted.endMs !== undefined && { endTime: Math.ceil(wanted.endMs) }),
    ...(wanted.pattern !== undefined && { filterPattern: wanted.pattern }),
    // With more, those of others come as well, and who asks leaves them out.
    ...(streams.length > 0 && streams.length <= MAX_STREAMS && { logStreamNames: [...streams] }),
  };
  for (
    let nextToken: string | undefined, isFirst = true;
    isFirst || nextToken !== undefined;
    isFirst = false
  ) {
    const page = await client.send(
      new FilterLogEventsCommand({ ...input, ...(nextToken !== undefined && { nextToken }) }),
      { abortSignal: signal },
    );
    for (const { eventId, logStreamName: stream = '', timestamp = 0, message = '' } of page.events ?? []) {
      const id = eventId ?? `${stream}\n${timestamp}\n${message}`;
      yield { source, group, stream, id, timestampMs: timestamp, text: message };
    }
    nextToken = tokens.next(page.nextToken);
  }
}

/** What is read of a group. */
export interface WantedEventsOfGroup {
  readonly source: LogSourceName;
  readonly group: string;
  /** From this time on. */
  readonly startMs: number;
  /** Up to this time, and including it. @default - no end */
  readonly endMs?: number | undefined;
  /** A filter pattern of CloudWatch Logs. @default - all events */
  readonly pattern?: string | undefined;
  /** @default - all streams */
  readonly streams?: readonly string[] | undefined;
}

/** How often the same token may come: it does on AWS, and the list goes on all the same. */
const MAX_REPEATS = 100;

/** How many streams a request may name. */
const MAX_STREAMS = 100;
