import { Duration, Stack, TimeZone } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Schedule, ScheduleExpression, ScheduleTargetInput, TimeWindow } from 'aws-cdk-lib/aws-scheduler';
import { StepFunctionsStartExecution } from 'aws-cdk-lib/aws-scheduler-targets';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { FleetSource } from '../../contract/fleet-input.ts';
import { explainInlinePolicy } from '../nag/role-reasons.ts';
import { explainFailedStarts } from '../nag/schedule-reasons.ts';
import { throwIfAny } from '../validation/problems.ts';
import { checkSchedule, checkScheduleShape, isInArtifacts, isInFleets } from '../validation/schedule.ts';
import { payloadJson } from './payload-json.ts';
import { OBJECT_KEY_ACTIONS } from './perms.ts';
import { RunMachine } from './run-machine.ts';
import type { WorkflowFleet } from './workflow-fleet.ts';
import type { FleetMonitoring } from './workflow-fleet-props.ts';
import type { WorkflowScheduleProps } from './workflow-schedule-props.ts';

/**
 * Starts a workflow at times, or its fleet, by EventBridge Scheduler: once at least, now and then twice. A start that fails is tried again
 * within the hour, and is then a message in a queue; a run that fails is a failed execution of the state machine.
 *
 * @throws WorkflowConfigurationError with all problems of the properties
 * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/what-is-scheduler.html
 */
export class WorkflowSchedule extends Construct {
  readonly schedule: Schedule;
  /** Runs the workflow once; absent where a fleet is started. */
  readonly runMachine: RunMachine | undefined;
  /** Starts that failed, for 14 days. */
  readonly failedStarts: Queue;
  /** What EventBridge Scheduler starts the state machine with. */
  readonly role: iam.Role;
  /** Starts failed; of one run, what its machine has. None unless `monitoring` asks for them. */
  readonly alarms: readonly Alarm[];

  constructor(scope: Construct, id: string, props: WorkflowScheduleProps) {
    throwIfAny('schedule', checkScheduleShape(id, props));
    throwIfAny('schedule', checkSchedule(scope, id, props));
    super(scope, id);
    const { workflow, fleet, items, payload = {}, monitoring = false } = props;
    const machine = fleet ?? new RunMachine(this, 'Run', { workflow, monitoring });
    this.runMachine = machine instanceof RunMachine ? machine : undefined;
    const { encryptionKey } = workflow.foundation;
    this.failedStarts = new Queue(this, 'FailedStarts', {
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
      encryption: encryptionKey ? QueueEncryption.KMS : QueueEncryption.SQS_MANAGED,
      ...(encryptionKey && { encryptionMasterKey: encryptionKey }),
    });
    explainFailedStarts(this.failedStarts);
    this.role = this.#makeRole();
    machine.grantStart(this.role);
    if (fleet && items) allowItems(fleet, items);
    this.schedule = new Schedule(this, 'Schedule', {
      description: `Starts ${workflow.workflowName}`,
      schedule: expressionOf(props),
      timeWindow: props.window ? TimeWindow.flexible(props.window) : TimeWindow.off(),
      enabled: props.enabled ?? true,
      target: new StepFunctionsStartExecution(machine.stateMachine, {
        role: this.role,
        input: ScheduleTargetInput.fromText(payloadJson(this, fleet ? { items } : payload)),
        deadLetterQueue: this.failedStarts,
        ...RETRIES,
      }),
      ...(encryptionKey && { key: encryptionKey }),
    });
    if (encryptionKey) this.#grantQueueKey(encryptionKey);
    this.schedule.node.addDependency(this.role, machine.ready);
    this.alarms =
      monitoring === false
        ? []
        : [
            this.#alarm(workflow.workflowName, monitoring === true ? {} : monitoring),
            ...(this.runMachine?.alarms ?? []),
          ];
  }

  /**
   * For schedules of this account only. EventBridge Scheduler says the group of a schedule, not the schedule: this one is in the default group.
   *
   * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html
   */
  #makeRole(): iam.Role {
    const stack = Stack.of(this);
    const group = stack.formatArn({
      service: 'scheduler',
      resource: 'schedule-group',
      resourceName: 'default',
    });
    const role = new iam.Role(this, 'Role', {
      description: 'Starts a state machine at times, and keeps the starts that fail',
      assumedBy: new iam.ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': stack.account, 'aws:SourceArn': group } },
      }),
    });
    explainInlinePolicy(role);
    return role;
  }

  /** Whoever sends to a queue needs rights on its customer key. */
  #grantQueueKey(key: IKey): void {
    const { region, urlSuffix } = Stack.of(this);
    this.role.addToPolicy(
      new iam.PolicyStatement({
        actions: [...OBJECT_KEY_ACTIONS],
        resources: [key.keyArn],
        conditions: { StringEquals: { 'kms:ViaService': `sqs.${region}.${urlSuffix}` } },
      }),
    );
  }

  #alarm(workflowName: string, { actions = [] }: FleetMonitoring): Alarm {
    const alarm = new Alarm(this, 'NotStarted', {
      metric: this.failedStarts.metricApproximateNumberOfMessagesVisible({
        statistic: Stats.MAXIMUM,
        period: Duration.minutes(5),
      }),
      threshold: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: 1,
      // A queue that has been empty for hours has no metric.
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alarmDescription: `${workflowName} could not be started on schedule: the queue has what, and why`,
    });
    alarm.addAlarmAction(...actions);
    return alarm;
  }
}

/** One file in the artifact bucket, if the fleet could not read it otherwise. */
function allowItems({ workflow, stateMachine }: WorkflowFleet, items: FleetSource): void {
  const { artifactBucket } = workflow.foundation;
  const { key } = items;
  if (!isInArtifacts(items, workflow) || isInFleets(key, workflow.artifactPrefix)) return;
  stateMachine.addToRolePolicy(
    new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: [artifactBucket.arnForObjects(key)] }),
  );
}

function expressionOf({ cron, rate, at, timeZone }: WorkflowScheduleProps): ScheduleExpression {
  // (That there is one of them, is checked.)
  const [word, text] =
    cron !== undefined
      ? ['cron', cron.trim().split(/\s+/).join(' ')]
      : rate !== undefined
        ? ['rate', rate]
        : ['at', at ?? ''];
  return ScheduleExpression.expression(
    `${word}(${text})`,
    timeZone === undefined ? undefined : TimeZone.of(timeZone),
  );
}

/** A run of the night that starts by day is none. */
const RETRIES = { retryAttempts: 3, maxEventAge: Duration.hours(1) };
