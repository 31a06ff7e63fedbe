import { Duration } from 'aws-cdk-lib';
import {
  type Alarm,
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  LogQueryWidget,
  type Metric,
  Stats,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { IWorkflowRuntime } from './workflow-runtime-interface.ts';

/** Properties of a {@link WorkflowDashboard}. */
export interface WorkflowDashboardProps {
  /** Which runtime is shown. */
  readonly runtime: IWorkflowRuntime;
  /**
   * Alarms whose state is shown above everything else.
   * @default - none
   */
  readonly alarms?: readonly Alarm[] | undefined;
}

const WIDE = 24;
const HALF = 12;

/** One page for one workflow: the state of its alarms, its calls, how they fail, how long they take, what it prints. */
export class WorkflowDashboard extends Construct {
  readonly dashboard: Dashboard;

  constructor(scope: Construct, id: string, props: WorkflowDashboardProps) {
    super(scope, id);
    const { runtime, alarms = [] } = props;
    const name = runtime.runtimeName;
    const latency = (statistic: string): Metric =>
      runtime.metricLatency({ statistic, label: `Latency ${statistic}` });

    this.dashboard = new Dashboard(this, 'Dashboard', {
      defaultInterval: Duration.days(1),
      widgets: [
        ...(alarms.length > 0
          ? [[new AlarmStatusWidget({ title: `Alarms of ${name}`, alarms: [...alarms], width: WIDE })]]
          : []),
        [
          new GraphWidget({
            title: 'Calls',
            width: HALF,
            left: [runtime.metricInvocations(), runtime.metricSessions()],
          }),
          new GraphWidget({
            title: 'Failed or refused',
            width: HALF,
            left: [runtime.metricSystemErrors(), runtime.metricUserErrors(), runtime.metricThrottles()],
          }),
        ],
        [
          new GraphWidget({
            title: 'Duration of calls (ms)',
            width: WIDE,
            left: [latency(Stats.p(50)), latency(Stats.p(99))],
          }),
        ],
        [
          new LogQueryWidget({
            title: 'Latest output',
            width: WIDE,
            logGroupNames: [runtime.logGroup.logGroupName],
            queryLines: ['fields @timestamp, @message', 'sort @timestamp desc', 'limit 50'],
          }),
        ],
      ],
    });
  }
}
