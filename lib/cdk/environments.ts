import { RemovalPolicy } from 'aws-cdk-lib';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { ImageOptions, StageOption } from '../catalog/index.ts';
import type { LostRunsOptions } from './constructs/lost-run-sweep-props.ts';

/** How one deployment of the app is set up. */
export interface DeploymentEnvironment extends StageOption {
  /** What becomes of data when its stack is deleted. */
  readonly removalPolicy: RemovalPolicy;
  /** Whether stacks must be unlocked before they can be deleted. */
  readonly terminationProtection: boolean;
  /** How long logs are kept. */
  readonly logRetention: RetentionDays;
  /** How long traces and results of runs are kept. */
  readonly artifactRetentionDays: number;
  /** Whether data is encrypted with a key of this account rather than keys that the services manage. */
  readonly customerKey: boolean;
  /** Whether callers get what `cdk deploy --hotswap` and `cdk watch` swap, at once. */
  readonly hotswap: boolean;
  /** Whether alarms watch the workflows, each with a dashboard. */
  readonly monitoring: boolean;
  /**
   * Ends runs that stay RUNNING because their session is gone, on a schedule; with an alarm where there are alarms.
   * @default false
   */
  readonly lostRuns?: LostRunsOptions | boolean | undefined;
  /**
   * What the images of all workflows are built with; an entry of the catalog may say otherwise, member by member. Of no
   * account for `-c build=zip`.
   * @default - the defaults of container/Dockerfile
   */
  readonly image?: ImageOptions | undefined;
}

/** The deployments that this app knows; `cdk deploy -c env=production` chooses one. */
export const environments = {
  /** One developer's own: easy to delete, nothing kept for long. */
  development: {
    removalPolicy: RemovalPolicy.DESTROY,
    terminationProtection: false,
    logRetention: RetentionDays.TWO_WEEKS,
    artifactRetentionDays: 14,
    customerKey: false,
    hotswap: true,
    monitoring: false,
  },
  /** Data outlives its stack, and every name has the stage in it. */
  production: {
    stage: 'production',
    removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    terminationProtection: true,
    logRetention: RetentionDays.ONE_YEAR,
    artifactRetentionDays: 365,
    customerKey: false,
    hotswap: false,
    monitoring: true,
  },
} as const satisfies Readonly<Record<string, DeploymentEnvironment>>;

/** The name of a deployment that this app knows. */
export type EnvironmentName = keyof typeof environments;
