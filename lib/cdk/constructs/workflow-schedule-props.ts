import type { Duration } from 'aws-cdk-lib';
import type { FleetSource } from '../../contract/fleet-input.ts';
import type { NovaActWorkflow } from './nova-act-workflow.ts';
import type { WorkflowFleet } from './workflow-fleet.ts';
import type { FleetMonitoring } from './workflow-fleet-props.ts';

/** Properties of a {@link WorkflowSchedule}: exactly one of `cron`, `rate` and `at` says when. */
export interface WorkflowScheduleProps {
  /** What is started. Its callers sign with AWS credentials and send payloads: no `authorizer`, and not `serverProtocol: 'MCP'`. */
  readonly workflow: NovaActWorkflow;
  /**
   * The fleet of the workflow, which runs {@link items}.
   * @default - one run is started with {@link payload}, by a state machine of its own
   */
  readonly fleet?: WorkflowFleet | undefined;
  /**
   * Six fields: minutes, hours, day of month, month, day of week, year; `?` in one of the two days. Such as `0 3 * * ? *`.
   * @default - not this way
   * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
   */
  readonly cron?: string | undefined;
  /** How often from the deployment on, such as `1 hour` or `90 minutes`. @default - not this way */
  readonly rate?: string | undefined;
  /** Once, such as `2031-12-24T18:00:00`. When that is over, synthesis fails until it is removed. @default - not this way */
  readonly at?: string | undefined;
  /** The time zone of `cron` and `at`, such as `Europe/Berlin`. @default UTC */
  readonly timeZone?: string | undefined;
  /** Within how long from then on it may start: 1 minute to 24 hours, in whole minutes. @default - within a minute */
  readonly window?: Duration | undefined;
  /** `false` keeps the schedule, which then starts nothing. @default true */
  readonly enabled?: boolean | undefined;
  /**
   * What one run is called with: an object, as JSON of at most 196,608 bytes, whose texts may be tokens. It is in the template, so no secrets.
   * `<aws.scheduler.scheduled-time>` in its texts becomes the time.
   * @default - an empty object; with a {@link fleet}, `items` must be there instead
   */
  readonly payload?: Readonly<Record<string, unknown>> | undefined;
  /** Where the items of the {@link fleet} are. @default - one run, with `payload` */
  readonly items?: FleetSource | undefined;
  /** Alarms, and what they do: for starts that fail, and for one run that fails; those of a fleet are its own. @default false */
  readonly monitoring?: FleetMonitoring | boolean | undefined;
}
