import type { LogsOperation } from './context.ts';
import { describeLogGroups } from './describe-log-groups.ts';
import { describeLogStreams } from './describe-log-streams.ts';
import { filterLogEvents } from './filter-log-events.ts';
import { getLogEvents } from './get-log-events.ts';
import { createLogGroup, createLogStream, putLogEvents } from './writes.ts';

/** What of CloudWatch Logs is served. */
export const logsOperations: Readonly<Record<string, LogsOperation>> = {
  DescribeLogGroups: describeLogGroups,
  DescribeLogStreams: describeLogStreams,
  GetLogEvents: getLogEvents,
  FilterLogEvents: filterLogEvents,
  CreateLogGroup: createLogGroup,
  CreateLogStream: createLogStream,
  PutLogEvents: putLogEvents,
};

export type { LogsCall } from './context.ts';
export { refuseUnserved } from './unserved-members.ts';
