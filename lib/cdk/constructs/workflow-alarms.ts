import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  type IAlarmAction,
  Stats,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { throwIfAny } from '../validation/problems.ts';
import { checkMonitoring } from '../validation/workflow-shape.ts';
import type { IWorkflowRuntime } from './workflow-runtime-interface.ts';

/** Properties of {@link WorkflowAlarms}. */
export interface WorkflowAlarmsProps {
  /** Which runtime is watched. */
  readonly runtime: IWorkflowRuntime;
  /**
   * How long calls may take before someone should look. The service ends a synchronous call after 15 minutes.
   * @default - 12 minutes
   */
  readonly latency?: Duration | undefined;
  /**
   * What an alarm does, such as telling a topic.
   * @default - nothing but changing its state
   */
  readonly actions?: readonly IAlarmAction[] | undefined;
}

/** Alarms on calls through the endpoint that callers use (`live`, or `DEFAULT` with `hotswap`): failed by the service, failed by the workflow, refused, slow. */
export class WorkflowAlarms extends Construct {
  readonly systemErrors: Alarm;
  readonly userErrors: Alarm;
  readonly throttles: Alarm;
  readonly latency: Alarm;

  constructor(scope: Construct, id: string, props: WorkflowAlarmsProps) {
    const { latency, actions } = props;
    throwIfAny('workflow alarms', checkMonitoring(id, { latency, actions }));
    super(scope, id);
    const name = props.runtime.runtimeName;
    const make = (alarmId: string, alarm: AlarmOptions): Alarm => this.#make(alarmId, alarm, props);

    this.systemErrors = make('SystemErrors', {
      metricName: 'SystemErrors',
      description: `Calls of ${name} failed in the service`,
    });
    this.userErrors = make('UserErrors', {
      metricName: 'UserErrors',
      description: `Calls of ${name} failed in the workflow or were wrong`,
    });
    this.throttles = make('Throttles', {
      metricName: 'Throttles',
      description: `Calls of ${name} were refused: more than the quota at a time`,
    });
    this.latency = make('Latency', {
      metricName: 'Latency',
      statistic: Stats.p(99),
      threshold: (props.latency ?? Duration.minutes(12)).toMilliseconds(),
      description: `Calls of ${name} are slow: a synchronous call is ended after 15 minutes`,
    });
  }

  /** The four of them. */
  get all(): readonly Alarm[] {
    return [this.systemErrors, this.userErrors, this.throttles, this.latency];
  }

  #make(id: string, options: AlarmOptions, { runtime, actions = [] }: WorkflowAlarmsProps): Alarm {
    const alarm = new Alarm(this, id, {
      metric: runtime.metric(options.metricName, {
        statistic: options.statistic ?? Stats.SUM,
        period: Duration.minutes(5),
      }),
      threshold: options.threshold ?? 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: 1,
      // No calls, no trouble.
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alarmDescription: options.description,
    });
    alarm.addAlarmAction(...actions);
    return alarm;
  }
}

interface AlarmOptions {
  readonly metricName: string;
  readonly description: string;
  readonly statistic?: string | undefined;
  readonly threshold?: number | undefined;
}
