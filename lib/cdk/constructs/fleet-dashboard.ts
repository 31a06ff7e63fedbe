import { Duration } from 'aws-cdk-lib';
import {
  type Alarm,
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  MathExpression,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { backlogMetric, ENDED, itemMetric } from './fleet-metrics.ts';
import type { NovaActWorkflow } from './nova-act-workflow.ts';

/** One page for one fleet: the state of its alarms, how many items run, how they end, how many are started. */
export class FleetDashboard extends Construct {
  readonly dashboard: Dashboard;

  constructor(scope: Construct, id: string, props: FleetDashboardProps) {
    super(scope, id);
    const { workflow, stateMachine, alarms } = props;
    const name = workflow.workflowName;
    const running = new MathExpression({
      // From the beginning of what is shown: items that ran before that are not seen, those that ended in it count below zero.
      expression: 'RUNNING_SUM(FILL(started, 0) - FILL(ended, 0))',
      usingMetrics: {
        started: itemMetric(stateMachine, ['ExecutionsStarted']),
        ended: itemMetric(stateMachine, ENDED),
      },
      period: Duration.minutes(5),
      label: 'Running',
    });
    const perMinute = new MathExpression({
      expression: 'started / 5',
      usingMetrics: { started: itemMetric(stateMachine, ['ExecutionsStarted']) },
      period: Duration.minutes(5),
      label: 'Started per minute',
    });
    this.dashboard = new Dashboard(this, 'Dashboard', {
      defaultInterval: Duration.days(1),
      widgets: [
        [new AlarmStatusWidget({ title: `Alarms of the fleet of ${name}`, alarms: [...alarms], width: 24 })],
        [
          new GraphWidget({
            title: 'Items running (started less ended, in what is shown)',
            width: 12,
            left: [running],
          }),
          new GraphWidget({
            title: 'Items ended',
            width: 12,
            left: [
              itemMetric(stateMachine, ['ExecutionsSucceeded'], { label: 'Done' }),
              itemMetric(stateMachine, ['ExecutionsFailed'], { label: 'Failed' }),
            ],
          }),
        ],
        [
          new GraphWidget({ title: 'Items started per minute', width: 12, left: [perMinute] }),
          new GraphWidget({
            title: 'Maps that wait for others, of all fleets of the account',
            width: 12,
            left: [backlogMetric()],
          }),
        ],
      ],
    });
  }
}

interface FleetDashboardProps {
  readonly workflow: NovaActWorkflow;
  readonly stateMachine: StateMachine;
  readonly alarms: readonly Alarm[];
}
