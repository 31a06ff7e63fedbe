import { Duration, type Stack } from 'aws-cdk-lib';
import { Bucket, type IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { FleetSettings, ScheduleSettings, WorkflowSettings } from '../../catalog/deployment-settings.ts';
import { FleetOnUpload } from '../constructs/fleet-on-upload.ts';
import type { NovaActWorkflow } from '../constructs/nova-act-workflow.ts';
import { WorkflowFleet } from '../constructs/workflow-fleet.ts';
import { WorkflowSchedule } from '../constructs/workflow-schedule.ts';
import { monitoringOf } from './named-resources.ts';

/** The fleet of a workflow, what starts it when a file is uploaded, and the schedule, as far as settings ask for them. */
export function makeFleet(
  stack: Stack,
  workflow: NovaActWorkflow,
  { fleet = false, schedule = false, monitoring: said }: WorkflowSettings,
): { readonly fleet: WorkflowFleet | undefined; readonly schedule: WorkflowSchedule | undefined } {
  const settings = typeof fleet === 'object' ? fleet : {};
  const monitoring = actionsOf(monitoringOf(said, stack.region));
  const bucketOf = namedBuckets(stack);
  const made =
    fleet === false
      ? undefined
      : new WorkflowFleet(stack, 'Fleet', {
          ...fleetPropsOf(settings),
          workflow,
          itemBuckets: bucketNames(settings, schedule).map(bucketOf),
          monitoring,
        });
  if (made && settings.startOnUpload) {
    const { bucket, ...files } = settings.startOnUpload;
    new FleetOnUpload(stack, 'FleetOnUpload', {
      fleet: made,
      ...files,
      bucket: bucket === undefined ? workflow.foundation.artifactBucket : bucketOf(bucket),
    });
  }
  if (schedule === false) return { fleet: made, schedule: undefined };
  const { windowMinutes, items, ...rest } = schedule;
  return {
    fleet: made,
    schedule: new WorkflowSchedule(stack, 'Schedule', {
      ...rest,
      workflow,
      window: windowMinutes === undefined ? undefined : Duration.minutes(windowMinutes),
      ...(items && { fleet: made, items }),
      monitoring,
    }),
  };
}

function fleetPropsOf(settings: FleetSettings) {
  const { concurrency, toleratedFailurePercentage, retries, lostAfterSeconds, quotas } = settings;
  const lostAfter = lostAfterSeconds === undefined ? undefined : Duration.seconds(lostAfterSeconds);
  return { concurrency, toleratedFailurePercentage, retries, lostAfter, quotas };
}

/** What says where items are need not be said again. */
function bucketNames(
  { itemBuckets = [], startOnUpload }: FleetSettings,
  schedule: ScheduleSettings | false,
): readonly string[] {
  const upload = startOnUpload ? startOnUpload.bucket : undefined;
  const scheduled = schedule ? schedule.items?.bucket : undefined;
  const others = [upload, scheduled];
  return [...new Set([...itemBuckets, ...others.filter((name) => typeof name === 'string')])];
}

/** Buckets by their names, each once. */
function namedBuckets(scope: Construct): (name: string) => IBucket {
  const made = new Map<string, IBucket>();
  return (name) => {
    const bucket = made.get(name) ?? Bucket.fromBucketName(scope, `Bucket-${name}`, name);
    made.set(name, bucket);
    return bucket;
  };
}

/** How long calls take says nothing of items. */
function actionsOf(monitoring: ReturnType<typeof monitoringOf>) {
  return typeof monitoring === 'boolean' ? monitoring : { actions: monitoring.actions };
}
