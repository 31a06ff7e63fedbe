import { ENDPOINT_VARIABLE } from '../../contract/variables.ts';
import { s3ArtifactStore } from '../../runtime/s3-artifact-store.ts';
import { NovaActClient } from '../../service/index.ts';
import { LOST_RUNS_METRIC, lostRunSettingsIn } from '../lost-runs.ts';
import type { FunctionContext } from './answer.ts';
import { sweepWindow } from './lost-run-policy.ts';
import { type SweepReport, sweepLostRuns } from './sweep-lost-runs.ts';

/**
 * Ends the runs of one workflow whose runtime session is gone, as often as the schedule calls. EventBridge and Lambda may
 * call it more than once for one event.
 *
 * @throws when something could not be done, so that it counts as an error of the function, and Lambda calls again
 * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
 */
export async function handler(event: ScheduledEvent | null, context: FunctionContext): Promise<void> {
  const { definitionName, artifactBucket, artifactPrefix, ...limits } = lostRunSettingsIn(process.env);
  const nowMs = Date.now();
  const window = sweepWindow({ nowMs, ...limits, scheduledAt: event?.time });
  const client = new NovaActClient({ maxAttempts: MAX_ATTEMPTS });
  const store = s3ArtifactStore({
    bucket: artifactBucket,
    prefix: artifactPrefix,
    region: await client.config.region(),
    endpoint: process.env[ENDPOINT_VARIABLE.s3] || undefined,
  });
  const deadlineMs = nowMs + context.getRemainingTimeInMillis() - TIME_TO_REPORT_MS;
  const report = await sweepLostRuns({ client, store, definitionName, window, deadlineMs });
  // Not `console.log`, before whose lines Lambda puts text: this is a document of its own.
  process.stdout.write(`${JSON.stringify(metricOf({ definitionName, nowMs, report }))}\n`);
  const { failures, isComplete } = report;
  if (failures.length > 0)
    throw new Error(`${failures.length} runs could not be ended: ${failures.join('; ')}`);
  // One that looks at all runs goes back as far as its time suffices.
  if (!isComplete && window.backToMs > 0) throw new Error('There were more runs than there was time for.');
}

/** What a schedule of EventBridge sends; somebody who calls by hand sends nothing. */
export interface ScheduledEvent {
  /** When the schedule called, in ISO 8601. */
  readonly time?: string | undefined;
}

/** Each request may be repeated, and throttling passes. */
const MAX_ATTEMPTS = 8;

const TIME_TO_REPORT_MS = 60_000;

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html */
function metricOf(options: {
  readonly definitionName: string;
  readonly nowMs: number;
  readonly report: SweepReport;
}): object {
  const { definitionName, nowMs, report } = options;
  const { namespace, metricName, dimension } = LOST_RUNS_METRIC;
  return {
    _aws: {
      Timestamp: nowMs,
      CloudWatchMetrics: [
        { Namespace: namespace, Dimensions: [[dimension]], Metrics: [{ Name: metricName, Unit: 'Count' }] },
      ],
    },
    [dimension]: definitionName,
    [metricName]: report.lostRunIds.length,
    ...report,
  };
}
