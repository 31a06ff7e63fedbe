import { invalidParameter } from '../logs-error.ts';
import type { RequestMembers } from '../request-members.ts';

/**
 * Refuses a call with a member that would make a difference on AWS and makes none here.
 *
 * @throws LogsError that names the member
 */
export function refuseUnserved(operation: string, input: RequestMembers): void {
  const { served, defaults = {} } = MEMBERS[operation] ?? { served: [] };
  for (const [name, value] of input.entries()) {
    if (served.includes(name) || (Object.hasOwn(defaults, name) && defaults[name] === value)) continue;
    const allowed = Object.hasOwn(defaults, name) ? `, unless it is ${JSON.stringify(defaults[name])}` : '';
    throw invalidParameter(`Local AWS does not serve ${name} of ${operation}${allowed}. Leave it out.`);
  }
}

interface Members {
  /** Those that have their effect, or have none on AWS either. */
  readonly served: readonly string[];
  /** Others, which may be given with the value that they have without. */
  readonly defaults?: Readonly<Record<string, unknown>>;
}

const GROUP = ['logGroupName', 'logGroupIdentifier'];
const TIMES = ['startTime', 'endTime'];
const PAGE = ['nextToken', 'limit'];

const MEMBERS: Readonly<Record<string, Members>> = {
  DescribeLogGroups: {
    served: [
      'logGroupNamePrefix',
      'logGroupNamePattern',
      'logGroupIdentifiers',
      'accountIdentifiers',
      'logGroupClass',
      ...PAGE,
    ],
    defaults: { includeLinkedAccounts: false },
  },
  DescribeLogStreams: { served: [...GROUP, 'logStreamNamePrefix', 'orderBy', 'descending', ...PAGE] },
  GetLogEvents: {
    served: [...GROUP, 'logStreamName', 'startFromHead', ...TIMES, ...PAGE],
    defaults: { unmask: false },
  },
  FilterLogEvents: {
    served: [
      ...GROUP,
      'logStreamNames',
      'logStreamNamePrefix',
      'filterPattern',
      'interleaved',
      ...TIMES,
      ...PAGE,
    ],
    defaults: { unmask: false, startFromHead: true },
  },
  StartLiveTail: {
    served: ['logGroupIdentifiers', 'logStreamNames', 'logStreamNamePrefixes', 'logEventFilterPattern'],
  },
  CreateLogGroup: {
    served: ['logGroupName'],
    defaults: { logGroupClass: 'STANDARD', deletionProtectionEnabled: false },
  },
  CreateLogStream: { served: ['logGroupName', 'logStreamName'] },
  // AWS ignores the token; of the entity the answer says that it is not kept.
  PutLogEvents: { served: ['logGroupName', 'logStreamName', 'logEvents', 'sequenceToken', 'entity'] },
};
