import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { DeploymentEnvironment, DeploymentSettings } from '../catalog/deployment-settings.ts';
import type { LostRunsOptions } from './constructs/lost-run-sweep-props.ts';

/** Easy to delete, nothing kept for long, and `cdk watch` reaches callers at once. */
const ownStage = {
  keepData: false,
  logRetentionDays: 14,
  artifactRetentionDays: 14,
  hotswap: true,
} as const;

/** How an app is deployed whose author says nothing: `cdk deploy -c env=production` chooses the second. */
export const defaultSettings = {
  environments: {
    development: ownStage,
    /** Data outlives its stack, and every name has the stage in it. */
    production: {
      stage: 'production',
      logRetentionDays: 365,
      artifactRetentionDays: 365,
      monitoring: true,
    },
  },
  /** As development, for each who asks for one. */
  personal: ownStage,
} as const satisfies DeploymentSettings;

/** What the constructs take of an environment's settings. */
export interface StackSettings {
  readonly removalPolicy: RemovalPolicy;
  readonly terminationProtection: boolean;
  readonly logRetention: RetentionDays;
  readonly artifactRetention: Duration;
  readonly hotswap: boolean;
  readonly lostRuns: LostRunsOptions | boolean;
}

/** The settings of an environment in the types of the CDK, with their defaults. */
export function stackSettings(environment: DeploymentEnvironment): StackSettings {
  const { keepData = true, lostRuns = false } = environment;
  return {
    removalPolicy: keepData ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY,
    terminationProtection: environment.terminationProtection ?? keepData,
    // The enumeration's values are the days.
    logRetention: environment.logRetentionDays ?? RetentionDays.THREE_MONTHS,
    artifactRetention: Duration.days(environment.artifactRetentionDays ?? 90),
    hotswap: environment.hotswap ?? false,
    lostRuns: typeof lostRuns === 'boolean' ? lostRuns : durations(lostRuns),
  };
}

function durations(
  lostRuns: Exclude<DeploymentEnvironment['lostRuns'], boolean | undefined>,
): LostRunsOptions {
  const minutes = (amount: number | undefined): Duration | undefined =>
    amount === undefined ? undefined : Duration.minutes(amount);
  return { margin: minutes(lostRuns.marginMinutes), every: minutes(lostRuns.everyMinutes) };
}
