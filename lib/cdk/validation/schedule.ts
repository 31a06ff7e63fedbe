import { Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { checkValue } from '../../catalog/check-value.ts';
import type { ScheduleSettings } from '../../catalog/deployment-settings.ts';
import { MAX_WINDOW_MINUTES } from '../../catalog/limits.ts';
import { cronProblem } from '../../catalog/schedule-cron.ts';
import { firesAfter } from '../../catalog/schedule-cron-days.ts';
import { scheduleSchema } from '../../catalog/schedule-schema.ts';
import { isLocalTime, isSkipped, isTimeZone, localTimeOf } from '../../catalog/schedule-times.ts';
import { FLEET_KEYS_PATTERN, type FleetSource } from '../../contract/fleet-input.ts';
import { isRecord } from '../../core/is-record.ts';
import { type Problem, show } from '../../core/problems.ts';
import type { NovaActWorkflow } from '../constructs/nova-act-workflow.ts';
import type { WorkflowFleet } from '../constructs/workflow-fleet.ts';
import type { WorkflowScheduleProps } from '../constructs/workflow-schedule-props.ts';
import { isNameOf } from '../same-bucket.ts';
import { checkFleetStack } from './fleet-place.ts';
import { checkItemRun, ITEM_MONITORING } from './item-run.ts';
import { checkKinds, checkKnownKeys, KIND, type PropsShapeOf } from './props-shape.ts';

/**
 * Checks that the properties of a schedule can be checked at all.
 *
 * @returns nothing when they can; else everything that shows already
 */
export function checkScheduleShape(where: string, props: unknown): Problem[] {
  const { monitoring } = isRecord(props) ? props : {};
  const kinds = [
    ...checkKinds(where, props, SHAPE, ['workflow']),
    ...(isRecord(monitoring) ? checkKinds(`${where}.monitoring`, monitoring, ITEM_MONITORING) : []),
  ];
  return kinds.length === 0 ? [] : [...checkKnownKeys(where, props, SHAPE), ...kinds];
}

/** Checks the properties of a schedule. */
export function checkSchedule(
  scope: Construct,
  where: string,
  props: WorkflowScheduleProps,
  now = new Date(),
): Problem[] {
  const { workflow, fleet, window, monitoring: _, ...schedule } = props;
  const known = knownPart(schedule);
  return [
    ...checkKnownKeys(where, props, SHAPE),
    ...checkKnownKeys(`${where}.monitoring`, props.monitoring, ITEM_MONITORING),
    ...withoutUnknown(checkValue({ schema: scheduleSchema, value: known, where }).problems, where),
    ...checkItemRun(scope, where, { workflow }),
    ...checkWindow(`${where}.window`, window),
    ...checkScheduleTime(where, schedule, now),
    ...checkItemsPlace(`${where}.items.key`, {
      items: schedule.items,
      prefix: workflow.artifactPrefix,
      isOwn: isInArtifacts(schedule.items ?? {}, workflow),
    }),
    ...checkFleetOf(scope, where, props),
  ];
}

/** A time that is over, in its time zone, or never comes: EventBridge Scheduler refuses such a schedule, or it starts nothing. */
export function checkScheduleTime(
  where: string,
  { at, cron, timeZone = 'UTC' }: Pick<ScheduleSettings, 'at' | 'cron' | 'timeZone'>,
  now = new Date(),
): Problem[] {
  if (!isTimeZone(timeZone)) return [];
  const there = localTimeOf(now, timeZone);
  if (cron !== undefined && cronProblem(cron) === undefined && !firesAfter(cron, there)) {
    return [
      {
        where: `${where}.cron`,
        what: 'means no day that is still to come',
        got: `${JSON.stringify(cron)}, and in ${timeZone} it is ${there}`,
        allowed: 'a time to come: a year that is not over, and a day that its months have',
        fix: 'write "*" for the year, or another day; or remove the schedule',
      },
    ];
  }
  if (at === undefined || !isLocalTime(at)) return [];
  if (at > there) {
    return isSkipped(at, timeZone)
      ? [
          {
            where: `${where}.at`,
            what: 'is a time that clocks leave out when summer time begins',
            got: `${JSON.stringify(at)} in ${timeZone}`,
            allowed: 'a time that there is on that day',
            fix: 'write it an hour later',
          },
        ]
      : [];
  }
  return [
    {
      where: `${where}.at`,
      what: 'is over',
      got: `${JSON.stringify(at)}, and in ${timeZone} it is ${there}`,
      allowed: 'a time to come',
      fix: 'remove the schedule, or give it another time',
    },
  ];
}

/**
 * In the artifact bucket, which has what runs leave there, a fleet reads its own folder, and one file that a schedule names: of what else
 * could be meant there, it reads nothing.
 */
export function checkItemsPlace(where: string, { items, prefix, isOwn }: ItemsPlace): Problem[] {
  if (items === undefined || !isOwn || typeof items.key !== 'string') return [];
  if ([items.key, prefix].some((text) => Token.isUnresolved(text)) || isInFleets(items.key, prefix))
    return [];
  if (items.format !== 'objects' && !/[*?$<]/.test(items.key)) return [];
  const folder = fleetsFolder(prefix);
  return [
    {
      where,
      what: 'is nothing that the fleet may read in the artifact bucket',
      got: JSON.stringify(items.key),
      allowed: `the key of one file, keys that begin with ${JSON.stringify(folder)}, or a bucket`,
      fix: `put the items below ${JSON.stringify(folder)}, or name another bucket that they are in`,
    },
  ];
}

interface ItemsPlace {
  readonly items: ScheduleSettings['items'];
  /** Of the workflow. */
  readonly prefix: string;
  /** Whether they are in the artifact bucket. */
  readonly isOwn: boolean;
}

/** Whether items are in the artifact bucket: also where its name is written out. */
export function isInArtifacts(
  { bucket }: { readonly bucket?: FleetSource['bucket'] },
  { foundation: { artifactBucket } }: NovaActWorkflow,
): boolean {
  return bucket === undefined || isNameOf(bucket, artifactBucket);
}

/** Whether a key of the artifact bucket is one that the fleet may read in any case. */
export function isInFleets(key: string, prefix: string): boolean {
  return key.startsWith(fleetsFolder(prefix));
}

function fleetsFolder(prefix: string): string {
  return `${prefix}/${FLEET_KEYS_PATTERN.replace('*', '')}`;
}

/** Items are for fleets, and fleets for items: of the same workflow. */
function checkFleetOf(
  scope: Construct,
  where: string,
  { workflow, fleet, items, payload }: WorkflowScheduleProps,
): Problem[] {
  if (fleet === undefined && items === undefined) return [];
  if (fleet === undefined) {
    return [
      {
        where: `${where}.items`,
        what: 'has no fleet to run them',
        got: show(items),
        allowed: 'items with fleet',
        fix: 'give the fleet (new WorkflowFleet), or write payload instead of items',
      },
    ];
  }
  return [
    ...checkFleetStack(`${where}.fleet`, fleet, scope),
    ...(items === undefined
      ? [
          {
            where: `${where}.fleet`,
            what: 'has nothing to run',
            got: payload === undefined ? 'no items' : 'no items, and a payload',
            allowed: 'fleet with items',
            fix: "write items: { key: '…' }, or leave fleet out to start one run (payload: {})",
          },
        ]
      : []),
    ...checkItemBucket(`${where}.items.bucket`, fleet, items),
    ...(fleet.workflow === workflow
      ? []
      : [
          {
            where: `${where}.fleet`,
            what: 'is of another workflow',
            got: show(fleet.workflow.workflowName),
            allowed: show(workflow.workflowName),
            fix: 'give the fleet of this workflow, or its workflow here',
          },
        ]),
  ];
}

/** Names that only the deployment knows may be those of any. */
function checkItemBucket(
  where: string,
  { itemBuckets, workflow }: WorkflowFleet,
  items: WorkflowScheduleProps['items'],
): Problem[] {
  const bucket = items?.bucket;
  if (bucket === undefined || Token.isUnresolved(bucket) || isInArtifacts({ bucket }, workflow)) return [];
  const names = itemBuckets.map(({ bucketName }) => bucketName);
  if (names.some((name) => name === bucket || Token.isUnresolved(name))) return [];
  return [
    {
      where,
      what: 'is a bucket that the fleet may not read',
      got: show(bucket),
      allowed: names.join(', ') || 'none but the artifact bucket',
      fix: 'add the bucket to itemBuckets of the fleet',
    },
  ];
}

function checkWindow(where: string, window: WorkflowScheduleProps['window']): Problem[] {
  if (window === undefined) return [];
  const minutes = window.isUnresolved() ? undefined : window.toMinutes({ integral: false });
  const isRight = Number.isInteger(minutes) && Number(minutes) >= 1 && Number(minutes) <= MAX_WINDOW_MINUTES;
  if (isRight) return [];
  return [
    {
      where,
      what: 'is not a window in whole minutes',
      got: minutes === undefined ? 'a token' : `${minutes} minutes`,
      allowed: `Duration.minutes(1) to Duration.minutes(${MAX_WINDOW_MINUTES}) (a day), known at synthesis`,
      fix: 'write it like Duration.minutes(15)',
    },
  ];
}

/** What names a place or a key may be a token; the rest of a schedule is known. */
function knownPart(schedule: ScheduleSettings): ScheduleSettings {
  const { items } = schedule;
  if (!isRecord(items)) return schedule;
  const names = Object.entries(items).map(([name, value]) => [
    name,
    // (What follows the token may tell the format.)
    Token.isUnresolved(value) ? `token${/\.\w+$/.exec(String(value))?.[0] ?? ''}` : value,
  ]);
  return { ...schedule, items: Object.assign({}, items, Object.fromEntries(names)) };
}

/** (Keys that nobody reads are said with those of the construct, which has others than the settings.) */
function withoutUnknown(problems: readonly Problem[], where: string): Problem[] {
  return problems.filter(
    (problem) =>
      problem.what !== 'is not a known key' || problem.where.split('.').length > where.split('.').length + 1,
  );
}

const SHAPE = {
  workflow: KIND.workflow,
  fleet: KIND.fleet,
  cron: KIND.knownText,
  rate: KIND.knownText,
  at: KIND.knownText,
  timeZone: KIND.knownText,
  window: KIND.duration,
  enabled: KIND.flag,
  payload: KIND.object,
  items: KIND.object,
  monitoring: KIND.flagOrObject,
} as const satisfies PropsShapeOf<WorkflowScheduleProps>;
