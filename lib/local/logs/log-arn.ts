import { LOCAL_ACCOUNT_ID, LOCAL_REGION } from '../../contract/local-account.ts';
import { groupNotFound, invalidParameter } from './logs-error.ts';

/** The ARN of a log group, without the `:*` that stands for its streams. */
export function logGroupArn(region: string, group: string): string {
  return `arn:aws:logs:${region}:${LOCAL_ACCOUNT_ID}:log-group:${group}`;
}

/** The region of something that has an ARN. */
export function regionIn(arn: string): string {
  return arn.split(':')[3] || LOCAL_REGION;
}

/** The ARN of a stream. Without a stream it is what policies see of an operation on the group. */
export function logStreamArn(region: string, group: string, stream = ''): string {
  return `${logGroupArn(region, group)}:log-stream:${stream}`;
}

/**
 * The group that is meant by a name or an ARN.
 *
 * @throws LogsError for the ARN of another partition, region, account or thing
 */
export function groupOfIdentifier(identifier: string, region: string): string {
  if (!identifier.startsWith('arn:')) return identifier;
  const [, partition, ofRegion, account, group] =
    /^arn:([\w-]+):logs:([\w-]*):(\d*):log-group:([^:]+)(?::\*)?$/.exec(identifier) ?? [];
  if (group === undefined) throw invalidParameter(`${identifier} is not the ARN of a log group.`);
  if (partition !== 'aws' || ofRegion !== region || account !== LOCAL_ACCOUNT_ID) throw groupNotFound();
  return group;
}
