import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  type IAlarmAction,
  Metric,
  Stats,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { MAX_LIFECYCLE_SECONDS } from '../../catalog/limits.ts';
import { RECORD_KEYS } from '../../contract/invocation-record.ts';
import { SESSION_KEYS_PATTERN } from '../../contract/session-keys.ts';
import { LOST_RUNS_METRIC, lostRunVariables } from '../lost-runs.ts';
import { explainWildcards } from '../nag/explain.ts';
import { explainScheduledFunction } from '../nag/function-reasons.ts';
import { checkLostRuns } from '../validation/lost-runs.ts';
import { throwIfAny } from '../validation/problems.ts';
import { grantObjectKey, OBJECT_KEY_WILDCARD } from './artifact-bucket.ts';
import { BundledFunction } from './bundled-function.ts';
import type { LostRunSweepProps } from './lost-run-sweep-props.ts';
import { LOST_RUN_ACTIONS } from './perms.ts';
import { RUNS_WILDCARD } from './workflow-definition.ts';

/**
 * Ends the runs of a definition that stay RUNNING because their runtime session is gone, and says so. A session ends after
 * `maxLifetime` at the latest, so that a run that is older has nobody who could end it. Only runs that a host of this
 * project recorded are touched. Whether the service ever ends such runs as TIMED_OUT itself is not documented.
 *
 * @throws WorkflowConfigurationError with all problems of the times
 * @see https://docs.aws.amazon.com/nova-act/latest/APIReference/API_WorkflowRunSummary.html the statuses
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-lifecycle-settings.html how long sessions live
 */
export class LostRunSweep extends Construct {
  /** Lost runs that were found, by the name of the definition. */
  readonly metric: Metric;
  /** Runs were lost; the sweep itself failed. None unless `monitoring` asks for them. */
  readonly alarms: readonly Alarm[];

  constructor(scope: Construct, id: string, props: LostRunSweepProps) {
    const { margin: givenMargin, every: givenEvery } = props;
    throwIfAny('sweep of lost runs', checkLostRuns(id, { margin: givenMargin, every: givenEvery }));
    super(scope, id);
    const { definition, artifacts, margin = QUARTER, every = QUARTER, monitoring = false } = props;
    const { namespace, metricName, dimension } = LOST_RUNS_METRIC;
    const sweep = new BundledFunction(this, 'Sweep', {
      kind: 'lost-runs',
      description: `Ends runs of ${definition.workflowDefinitionName} whose session is gone`,
      // Two may go on at the same time, so that none of an account's concurrent executions need be reserved.
      timeout: Duration.minutes(10),
      statements: recordStatements(artifacts),
      environment: lostRunVariables({
        definitionName: definition.workflowDefinitionName,
        artifactBucket: artifacts.bucket.bucketName,
        artifactPrefix: artifacts.prefix,
        lostAfterSeconds: lifetimeSeconds(props.maxLifetime) + margin.toSeconds(),
        everyMinutes: every.toMinutes(),
      }),
      logRetention: props.logRetention,
      logEncryptionKey: props.logEncryptionKey,
    });
    definition.grant(sweep.role, ...LOST_RUN_ACTIONS);
    grantObjectKey({ bucket: artifacts.bucket, grantee: sweep.role });
    explainWildcards(this, WILDCARD_REASONS);
    explainScheduledFunction(sweep.function);
    new Rule(this, 'Schedule', {
      description: `Looks for lost runs of ${definition.workflowDefinitionName}`,
      schedule: Schedule.rate(every),
      targets: [new LambdaFunction(sweep.function)],
    });

    this.metric = new Metric({
      namespace,
      metricName,
      dimensionsMap: { [dimension]: definition.workflowDefinitionName },
      statistic: Stats.SUM,
      period: Duration.minutes(5),
    });
    this.alarms =
      monitoring === false
        ? []
        : [
            this.#alarm('Lost', this.metric, {
              description: `Runs of ${definition.workflowDefinitionName} were lost: their sessions ended before they did`,
              actions: monitoring.actions,
            }),
            this.#alarm('Errors', sweep.function.metricErrors(), {
              description: `Lost runs of ${definition.workflowDefinitionName} could not be looked for, or not be ended`,
              actions: monitoring.actions,
            }),
          ];
  }

  #alarm(
    id: string,
    metric: Metric,
    options: { readonly description: string; readonly actions: readonly IAlarmAction[] | undefined },
  ): Alarm {
    const alarm = new Alarm(this, id, {
      metric,
      threshold: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      // The metric is made of the log, and may be there only when the period is over.
      // See https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Alarms.html
      evaluationPeriods: 3,
      datapointsToAlarm: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alarmDescription: options.description,
    });
    alarm.addAlarmAction(...(options.actions ?? []));
    return alarm;
  }
}

const QUARTER = Duration.minutes(15);

const WILDCARD_REASONS = [
  RUNS_WILDCARD,
  OBJECT_KEY_WILDCARD,
  {
    finding: /\/(invocations|runs)\/\*\.json$/,
    reason: 'The records of the invocations and runs of this workflow: their ids are not known beforehand.',
  },
];

/** Reads which runs a host recorded, and reads and completes the records of their invocations. */
function recordStatements({ bucket, prefix }: LostRunSweepProps['artifacts']): iam.PolicyStatement[] {
  const arn = (keys: string): string => bucket.arnForObjects(`${prefix}/${keys}`);
  return [
    new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: [arn(RECORD_KEYS.runs)] }),
    // In a policy a star stands for slashes, too: traces of acts are below the same folder, and none of its business.
    new iam.PolicyStatement({
      effect: iam.Effect.DENY,
      actions: ['s3:GetObject'],
      resources: [arn(SESSION_KEYS_PATTERN)],
    }),
    new iam.PolicyStatement({
      actions: ['s3:GetObject', 's3:PutObject'],
      resources: [arn(RECORD_KEYS.invocations)],
    }),
  ];
}

/** One that only the deployment knows may be as long as there is. */
function lifetimeSeconds(maxLifetime: Duration | undefined): number {
  if (maxLifetime === undefined || maxLifetime.isUnresolved()) return MAX_LIFECYCLE_SECONDS;
  return Math.ceil(maxLifetime.toSeconds({ integral: false }));
}
