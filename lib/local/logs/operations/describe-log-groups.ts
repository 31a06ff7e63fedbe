import { LOCAL_ACCOUNT_ID } from '../../../contract/local-account.ts';
import { groupOfIdentifier, logGroupArn } from '../log-arn.ts';
import type { LogGroup } from '../log-groups.ts';
import { invalidParameter } from '../logs-error.ts';
import type { LogsCall, LogsOperation } from './context.ts';
import { pageOfList } from './page-of-list.ts';

/** @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeLogGroups.html */
export const describeLogGroups: LogsOperation = (call) => {
  const { input, region, groups, authorize } = call;
  const prefix = input.text('logGroupNamePrefix');
  const pattern = input.textOrEmpty('logGroupNamePattern');
  if (prefix !== undefined && pattern !== undefined) {
    throw invalidParameter('Only one of logGroupNamePrefix and logGroupNamePattern may be given.');
  }
  const other = input.texts('accountIdentifiers', 20)?.find((account) => account !== LOCAL_ACCOUNT_ID);
  if (other !== undefined) {
    throw invalidParameter(
      `Local AWS has no groups of the account ${other}; its account is ${LOCAL_ACCOUNT_ID}.`,
    );
  }
  authorize(prefix ?? '');
  const identifiers = input.texts('logGroupIdentifiers', 50)?.map((name) => groupOfIdentifier(name, region));
  const isWanted = ({ name }: LogGroup): boolean =>
    name.startsWith(prefix ?? '') && name.includes(pattern ?? '') && (identifiers?.includes(name) ?? true);
  const page = pageOfList(call, {
    items: isOfOtherClass(call) ? [] : groups.list().filter(isWanted),
    scope: ['groups', region, prefix, pattern, identifiers],
    keyOf: ({ name }) => name,
    isAfter: ({ name }, key) => name > String(key),
  });
  return { logGroups: page.items.map((group) => described(group, region)), nextToken: page.nextToken };
};

/** Whether groups of another class are asked for: there are none here. */
function isOfOtherClass({ input }: LogsCall): boolean {
  return (input.text('logGroupClass') ?? CLASS) !== CLASS;
}

const CLASS = 'STANDARD';

function described(group: LogGroup, region: string): Readonly<Record<string, unknown>> {
  const arn = logGroupArn(region, group.name);
  return {
    logGroupName: group.name,
    creationTime: group.createdAtMs(),
    metricFilterCount: 0,
    arn: `${arn}:*`,
    logGroupArn: arn,
    storedBytes: group.sizeBytes(),
    logGroupClass: CLASS,
  };
}
