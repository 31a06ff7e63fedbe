import * as iam from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { FLEET_KEYS_PATTERN } from '../../contract/fleet-input.ts';
import { MAP_LABELS } from '../machines/fleet-definition.ts';
import type { WildcardReason } from '../nag/explain.ts';
import type { ItemMachine } from './item-machine.ts';
import { RESULT_WRITER_ACTIONS } from './perms.ts';

/**
 * What a fleet reads and writes: lists of items in its folder of the artifact bucket and in buckets that were given, and what became of
 * the items, in its folder only.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/iam-policies-eg-dist-map.html
 */
export function fleetStatements(options: {
  readonly artifacts: { readonly bucket: IBucket; readonly prefix: string };
  readonly itemBuckets: readonly IBucket[];
}): iam.PolicyStatement[] {
  const { artifacts, itemBuckets } = options;
  const keys = `${artifacts.prefix}/${FLEET_KEYS_PATTERN}`;
  const buckets = itemBuckets.map(({ bucketArn }) => bucketArn);
  return [
    new iam.PolicyStatement({
      actions: [...RESULT_WRITER_ACTIONS],
      resources: [artifacts.bucket.arnForObjects(keys)],
    }),
    new iam.PolicyStatement({
      actions: ['s3:ListBucket'],
      resources: [artifacts.bucket.bucketArn],
      conditions: { StringLike: { 's3:prefix': keys } },
    }),
    ...(buckets.length === 0
      ? []
      : [
          new iam.PolicyStatement({
            actions: ['s3:GetObject'],
            resources: itemBuckets.map((bucket) => bucket.arnForObjects('*')),
          }),
          new iam.PolicyStatement({ actions: ['s3:ListBucket'], resources: buckets }),
        ]),
  ];
}

/** What an execution does with itself, and with those of its items: a map starts, ends and redrives them. */
export function itselfStatements(machine: ItemMachine): iam.PolicyStatement[] {
  return [
    new iam.PolicyStatement({
      actions: ['states:StartExecution'],
      resources: [machine.stateMachine.stateMachineArn],
    }),
    new iam.PolicyStatement({
      actions: ['states:DescribeExecution', 'states:StopExecution'],
      resources: [machine.executionArn(':*')],
    }),
    new iam.PolicyStatement({
      actions: ['states:RedriveExecution'],
      resources: MAP_LABELS.map((label) => machine.executionArn(`/${label}:*`)),
    }),
  ];
}

/** Where all fleets of a workflow are, below its artifact prefix. */
export const FLEETS_FOLDER = FLEET_KEYS_PATTERN.replace(/\/\*$/, '');

/** Why these have wildcards. */
export function fleetWildcards(options: {
  readonly prefix: string;
  readonly itemBuckets: readonly IBucket[];
}): readonly WildcardReason[] {
  const { prefix, itemBuckets } = options;
  return [
    {
      finding: new RegExp(`/${inPattern(prefix)}/${FLEETS_FOLDER}/\\*$`),
      reason: 'Lists of items, and what became of them: in the folder of all fleets of this workflow.',
    },
    ...(itemBuckets.length === 0 ? [] : [LISTS_WILDCARD]),
  ];
}

const LISTS_WILDCARD: WildcardReason = {
  // An ARN of a bucket, by a reference or in full, and all of its keys.
  finding: /^Resource::(?:<[^>]+\.Arn>|arn:[^:]*:s3:::[^/*]+|[^/*]+)\/\*$/,
  reason:
    'Lists of items in a bucket that was given for them (itemBuckets): their keys are not known beforehand.',
};

/** Why a fleet may read what is uploaded to the artifact bucket. */
export function uploadsWildcard(prefix: string): WildcardReason {
  return {
    finding: new RegExp(`/${inPattern(prefix)}\\*$`),
    reason: 'Lists of items that are uploaded to start the fleet: their names are not known beforehand.',
  };
}

/** As it is, in a pattern. */
function inPattern(prefix: string): string {
  return prefix.replace(/\W/g, '\\$&');
}
