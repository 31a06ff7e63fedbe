import type { Duration } from 'aws-cdk-lib';
import type { IAlarmAction } from 'aws-cdk-lib/aws-cloudwatch';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { IWorkflowDefinition } from './workflow-definition.ts';

/** When a run counts as lost, and how often such runs are looked for. */
export interface LostRunsOptions {
  /**
   * How much longer than `maxLifetime` a run may be RUNNING. Sessions of an earlier version of the runtime end after the
   * `maxLifetime` of that version: when a deployment shortens it, a margin as long as the difference waits for them.
   * @default - 15 minutes
   */
  readonly margin?: Duration | undefined;
  /** How often such runs are looked for. @default - 15 minutes */
  readonly every?: Duration | undefined;
}

/** Properties of a {@link LostRunSweep}. */
export interface LostRunSweepProps extends LostRunsOptions {
  /** Whose runs are looked for. */
  readonly definition: IWorkflowDefinition;
  /** Where hosts write their records: as they are told by the stack of the workflow. */
  readonly artifacts: {
    /** The artifact bucket of the workflow. */
    readonly bucket: IBucket;
    /** Without a slash at either end. */
    readonly prefix: string;
  };
  /**
   * The longest that a session of any version that is called lives.
   * @default - 8 hours, which is the longest that there is
   */
  readonly maxLifetime?: Duration | undefined;
  /** Two alarms, and what they do; `false` for none. @default false */
  readonly monitoring?:
    | {
        /** What each alarm does. @default - none: alarms only change their state */
        readonly actions?: readonly IAlarmAction[] | undefined;
      }
    | false
    | undefined;
  /** How long the log of the function is kept. @default - one month */
  readonly logRetention?: RetentionDays | undefined;
  /** A customer key for the log of the function. @default - none */
  readonly logEncryptionKey?: IKey | undefined;
}
