import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { MAX_ITEM_BUCKETS } from '../../catalog/limits.ts';
import { MAX_FLEET_CONCURRENCY } from '../../contract/fleet-input.ts';
import { isRecord } from '../../core/is-record.ts';
import type { Problem } from '../../core/problems.ts';
import type { FleetAccountQuotas, WorkflowFleetProps } from '../constructs/workflow-fleet-props.ts';
import { isSameBucket } from '../same-bucket.ts';
import { checkItemRun, checkItemRunShape, ITEM_RUN } from './item-run.ts';
import { checkPlace } from './profile-place.ts';
import { checkKnownKeys, KIND, type PropsShapeOf, wrongKind } from './props-shape.ts';
import { checkWhole } from './whole-number.ts';

/** Checks that the properties of a fleet can be checked at all, before anything of them is read. */
export function checkFleetShape(where: string, props: unknown): Problem[] {
  const { quotas, itemBuckets } = isRecord(props) ? props : {};
  const buckets: readonly unknown[] = Array.isArray(itemBuckets) ? itemBuckets : [];
  return [
    ...checkItemRunShape(where, props, FLEET),
    ...checkKnownKeys(`${where}.quotas`, quotas, QUOTAS),
    ...buckets.flatMap((bucket, index) =>
      KIND.bucket.accepts(bucket) ? [] : [wrongKind(`${where}.itemBuckets[${index}]`, bucket, KIND.bucket)],
    ),
  ];
}

/** Checks the properties of a fleet. */
export function checkFleet(scope: Construct, where: string, props: WorkflowFleetProps): Problem[] {
  const { concurrency, toleratedFailurePercentage, quotas, itemBuckets = [] } = props;
  return [
    ...checkItemRun(scope, where, props),
    ...checkWhole(`${where}.concurrency`, concurrency, {
      least: 1,
      most: MAX_FLEET_CONCURRENCY,
      unit: 'items',
    }),
    ...checkWhole(`${where}.toleratedFailurePercentage`, toleratedFailurePercentage, {
      least: 0,
      most: 100,
      unit: 'items of a hundred',
    }),
    ...checkWhole(`${where}.quotas.actStepsPerSecond`, quotas?.actStepsPerSecond, QUOTA_LIMITS),
    ...checkWhole(`${where}.quotas.activeSessions`, quotas?.activeSessions, QUOTA_LIMITS),
    ...(itemBuckets.length <= MAX_ITEM_BUCKETS
      ? []
      : [
          {
            where: `${where}.itemBuckets`,
            what: 'are more than fit into the policies of a role',
            got: `${itemBuckets.length} buckets`,
            allowed: `at most ${MAX_ITEM_BUCKETS}`,
            fix: 'put lists of several of them into one bucket, or make several fleets',
          },
        ]),
    ...itemBuckets.flatMap((bucket, index) => [
      ...checkPlace(`${where}.itemBuckets[${index}]`, bucket.env, Stack.of(scope), {
        what: 'which a map cannot read',
        than: 'the fleet',
        fix: 'copy the lists to a bucket there',
      }),
      ...checkBucket(`${where}.itemBuckets`, props, index),
    ]),
  ];
}

const QUOTA_LIMITS = { least: 1, most: 1_000_000, unit: 'what the quota allows' };

function checkBucket(
  where: string,
  { workflow, itemBuckets = [] }: WorkflowFleetProps,
  index: number,
): Problem[] {
  const bucket = itemBuckets[index];
  if (bucket === undefined) return [];
  const first = itemBuckets.findIndex((other) => isSameBucket(other, bucket));
  if (first < index) {
    return [
      {
        where: `${where}[${index}]`,
        what: 'is there twice',
        got: `the bucket of ${where}[${first}]`,
        allowed: 'each bucket once',
        fix: 'remove one of them',
      },
    ];
  }
  if (!isSameBucket(bucket, workflow.foundation.artifactBucket)) return [];
  return [
    {
      where: `${where}[${index}]`,
      what: 'is the artifact bucket, whose records and traces are none of its business',
      got: bucket.node.path,
      allowed: `other buckets; of this one, it reads ${workflow.artifactPrefix}/fleets/ in any case`,
      fix: 'remove it, and put lists there',
    },
  ];
}

const QUOTAS = {
  actStepsPerSecond: KIND.any,
  activeSessions: KIND.any,
} as const satisfies PropsShapeOf<FleetAccountQuotas>;

const FLEET = {
  ...ITEM_RUN,
  workflow: KIND.workflow,
  concurrency: KIND.any,
  toleratedFailurePercentage: KIND.any,
  itemBuckets: KIND.list,
  quotas: KIND.object,
} as const satisfies PropsShapeOf<WorkflowFleetProps>;
