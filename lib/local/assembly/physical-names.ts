import { createHash } from 'node:crypto';
import { LOCAL_ACCOUNT_ID } from '../../contract/local-account.ts';
import { stableSuffix } from '../stable-suffix.ts';
import type { ResourceFacts } from './physical-resources.ts';

/** The name that a property gives; without it one as CloudFormation makes them, but always the same. */
export function physicalNameOf(
  resource: ResourceFacts,
  property: string,
  maxLength: number,
): string | undefined {
  if (resource.has(property)) return resource.text(property);
  const suffix = suffixOf(resource, 12);
  return `${`${resource.stackName}-${resource.logicalId}`.slice(0, maxLength - suffix.length - 1)}-${suffix}`;
}

/** Characters such as services put after names: always the same for the same resource. */
export function suffixOf(resource: ResourceFacts, length: number): string {
  return stableSuffix(seedOf(resource), length);
}

/** An id such as those of keys. */
export function idOf(resource: ResourceFacts): string {
  const hex = createHash('sha256').update(seedOf(resource)).digest('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
}

function seedOf({ stackName, logicalId }: ResourceFacts): string {
  return `local-resource:${stackName}:${logicalId}`;
}

/** The ARN of something in account and region. */
export function arnOf(service: string, { partition, region }: ResourceFacts, resource: string): string {
  return `arn:${partition}:${service}:${region}:${LOCAL_ACCOUNT_ID}:${resource}`;
}

/** The ARN of something of a service that knows no regions. */
export function globalArnOf(service: string, { partition }: ResourceFacts, resource: string): string {
  return `arn:${partition}:${service}::${LOCAL_ACCOUNT_ID}:${resource}`;
}
