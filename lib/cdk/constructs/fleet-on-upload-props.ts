import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { FleetFormat } from '../../contract/fleet-input.ts';
import type { WorkflowFleet } from './workflow-fleet.ts';

/** Properties of a {@link FleetOnUpload}. */
export interface FleetOnUploadProps {
  /** What is started. With its `monitoring` there is an alarm for files that could not start it. */
  readonly fleet: WorkflowFleet;
  /**
   * Where files of items are uploaded: one of the `itemBuckets` of the fleet, or the artifact bucket of the workflow. A bucket of the app
   * is made to tell EventBridge; an imported one must do so already.
   */
  readonly bucket: IBucket;
  /**
   * What the keys of the files begin with. In the artifact bucket it must be given, and be outside of what workflows write there, such as
   * `uploads/prices/`: what a fleet writes would start it for ever.
   * @default - any
   */
  readonly prefix?: string | undefined;
  /** What they end with, such as `.jsonl`. @default - anything */
  readonly suffix?: string | undefined;
  /**
   * How items are written down there.
   * @default - by the suffix: `.jsonl`, `.csv` or `.json`
   */
  readonly format?: Exclude<FleetFormat, 'objects'> | undefined;
}
