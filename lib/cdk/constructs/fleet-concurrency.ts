import { Annotations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { FleetAccountQuotas } from './workflow-fleet-props.ts';

/** The id by which the warning is acknowledged: `Annotations.of(fleet).acknowledgeWarning(FLEET_CONCURRENCY_WARNING)`. */
export const FLEET_CONCURRENCY_WARNING = 'nova-act-cdk:fleetConcurrencyAboveQuota';

/** Warns of more items at a time than the account has room for: they would wait for each other, or be refused and started again. */
export function warnOfQuotas(
  scope: Construct,
  fleet: { readonly concurrency: number; readonly quotas: FleetAccountQuotas | undefined },
): void {
  const reasons = quotasBelow(fleet);
  if (reasons.length === 0) return;
  Annotations.of(scope).addWarningV2(
    FLEET_CONCURRENCY_WARNING,
    `${scope.node.path} runs ${fleet.concurrency} items at a time. ${reasons.join(' ')} Lower concurrency, or say what the account has by quotas.`,
  );
}

/** Which quotas are too small for so many items at a time, in sentences. */
export function quotasBelow(fleet: {
  readonly concurrency: number;
  readonly quotas?: FleetAccountQuotas | undefined;
}): string[] {
  const { concurrency, quotas = {} } = fleet;
  const { actStepsPerSecond = 5, activeSessions = 2500 } = quotas;
  const byGiven = (given: number | undefined, source: string): string =>
    given === undefined ? source : 'as given by quotas';
  return [
    ...(concurrency > actStepsPerSecond * SECONDS_PER_STEP
      ? [
          `Nova Act takes ${actStepsPerSecond} steps a second of an account (InvokeActStep; ${byGiven(quotas.actStepsPerSecond, STEPS_SOURCE)}), ` +
            `and a session makes one about every ${SECONDS_PER_STEP} seconds: above ${actStepsPerSecond * SECONDS_PER_STEP} items, all wait for each other.`,
        ]
      : []),
    ...(concurrency > activeSessions
      ? [
          `AgentCore Runtime runs ${activeSessions} sessions at a time in an account and region (${byGiven(quotas.activeSessions, SESSIONS_SOURCE)}): ` +
            'more are refused, and started again later.',
        ]
      : []),
  ];
}

/** Between two steps of an act a model thinks and a page loads. */
const SECONDS_PER_STEP = 4;

const STEPS_SOURCE =
  'docs.aws.amazon.com/nova-act/latest/userguide/quotas.html, as of September 2026; adjustable';
const SESSIONS_SOURCE =
  'release note of AgentCore Runtime of June 2026, 5000 in us-east-1 and us-west-2; adjustable';
