import { Duration } from 'aws-cdk-lib';
import { type IMetric, MathExpression, Metric, type MetricOptions, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { MAP_LABELS } from '../machines/fleet-definition.ts';

/** What CloudWatch counts of executions. */
export type ExecutionCount =
  | 'ExecutionsStarted'
  | 'ExecutionsSucceeded'
  | 'ExecutionsFailed'
  | 'ExecutionsTimedOut'
  | 'ExecutionsAborted';

/** What has ended, and how. */
export const ENDED = [
  'ExecutionsSucceeded',
  'ExecutionsFailed',
  'ExecutionsTimedOut',
  'ExecutionsAborted',
] as const satisfies readonly ExecutionCount[];

/**
 * Counts of the items of a fleet: child executions, which CloudWatch knows by the ARN of the machine and a label. Those of the machine
 * itself count fleets. Best effort, as AWS says.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/procedure-cw-metrics.html
 */
export function itemMetric(
  { stateMachineArn }: StateMachine,
  counts: readonly ExecutionCount[],
  options: MetricOptions = {},
): MathExpression {
  const metrics = counts.flatMap((count) =>
    MAP_LABELS.map((label) => executionMetric(`${stateMachineArn}/${label}`, count)),
  );
  return sumOf(metrics, options);
}

/** Counts of the executions of a machine itself. */
export function executionMetrics(
  { stateMachineArn }: StateMachine,
  counts: readonly ExecutionCount[],
  options: MetricOptions = {},
): MathExpression {
  return sumOf(
    counts.map((count) => executionMetric(stateMachineArn, count)),
    options,
  );
}

/** Map Runs that wait for others of the account to end: there can be 1000 open ones. */
export function backlogMetric(): Metric {
  return new Metric({
    namespace: 'AWS/States',
    metricName: 'ApproximateMapRunBacklogSize',
    statistic: Stats.MAXIMUM,
    period: PERIOD,
    label: 'Waiting maps',
  });
}

/** The sum, in which those that have nothing to say count for nothing. Letters keep several sums of a graph apart. */
function sumOf(metrics: readonly Metric[], { label, period = PERIOD }: MetricOptions): MathExpression {
  const usingMetrics: Record<string, IMetric> = Object.fromEntries(
    metrics.map((metric) => [idOf(metric), metric]),
  );
  return new MathExpression({
    expression: `SUM([${Object.keys(usingMetrics).join(', ')}])`,
    usingMetrics,
    period,
    ...(label !== undefined && { label }),
  });
}

function idOf({ metricName, dimensions }: Metric): string {
  const arn = String(dimensions?.StateMachineArn);
  const label = MAP_LABELS.find((one) => arn.endsWith(`/${one}`)) ?? 'fleets';
  return `${label}${metricName}`;
}

function executionMetric(stateMachineArn: string, metricName: ExecutionCount): Metric {
  return new Metric({
    namespace: 'AWS/States',
    metricName,
    dimensionsMap: { StateMachineArn: stateMachineArn },
    statistic: Stats.SUM,
    period: PERIOD,
  });
}

const PERIOD = Duration.minutes(5);
