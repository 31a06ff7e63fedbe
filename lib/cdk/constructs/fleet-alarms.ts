import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  type AlarmProps,
  ComparisonOperator,
  type IMetric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { executionMetrics, itemMetric } from './fleet-metrics.ts';
import type { NovaActWorkflow } from './nova-act-workflow.ts';
import type { FleetMonitoring } from './workflow-fleet-props.ts';

/** Alarms on a machine that runs items: items failed, executions did, items cannot be started. */
export class FleetAlarms extends Construct {
  readonly all: readonly Alarm[];

  constructor(scope: Construct, id: string, props: FleetAlarmsProps) {
    super(scope, id);
    const { workflow, stateMachine, hasItems = true } = props;
    const name = workflow.workflowName;
    const failed = executionMetrics(stateMachine, [
      'ExecutionsFailed',
      'ExecutionsTimedOut',
      'ExecutionsAborted',
    ]);
    this.all = [
      ...(hasItems
        ? [
            watch(this, 'Items', props, {
              // Retries are over: those that were begun again in time do not count.
              metric: itemMetric(stateMachine, ['ExecutionsFailed']),
              alarmDescription: `Items of ${name} failed`,
            }),
          ]
        : []),
      watch(this, 'Executions', props, {
        metric: failed,
        alarmDescription: `Executions of ${hasItems ? `the fleet of ${name}` : name} failed, took too long or were stopped`,
      }),
      watch(this, 'Start', props, {
        metric: props.function.metricErrors({ period: Duration.minutes(5) }),
        alarmDescription: `Items of ${name} could not be started for a quarter of an hour`,
        // It fails each time there is no room for an item, which is then started again.
        evaluationPeriods: 3,
      }),
    ];
  }
}

interface FleetAlarmsProps extends FleetMonitoring {
  readonly workflow: NovaActWorkflow;
  readonly stateMachine: StateMachine;
  readonly function: IFunction;
  /** Whether it is a fleet, and not a machine for one run. @default true */
  readonly hasItems?: boolean | undefined;
}

/** An alarm as soon as there is one of what is counted. */
export function watch(
  scope: Construct,
  id: string,
  { actions = [] }: FleetMonitoring,
  props: { readonly metric: IMetric } & Partial<AlarmProps>,
): Alarm {
  const alarm = new Alarm(scope, id, {
    threshold: 1,
    comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    evaluationPeriods: 1,
    treatMissingData: TreatMissingData.NOT_BREACHING,
    ...props,
  });
  alarm.addAlarmAction(...actions);
  return alarm;
}
