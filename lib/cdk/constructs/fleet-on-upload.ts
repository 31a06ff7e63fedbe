import { Annotations, Aspects, Duration, Resource, Stack } from 'aws-cdk-lib';
import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { EventField, Match, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { SfnStateMachine } from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import { CfnBucket, type IBucket } from 'aws-cdk-lib/aws-s3';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { FleetInput } from '../../contract/fleet-input.ts';
import { explainInlinePolicy } from '../nag/role-reasons.ts';
import { explainUploadQueue } from '../nag/upload-reasons.ts';
import { isSameBucket } from '../same-bucket.ts';
import {
  checkFleetOnUpload,
  checkFleetOnUploadShape,
  checkUploadFolder,
  formatOf,
} from '../validation/fleet-on-upload.ts';
import { throwIfAny, WorkflowConfigurationError } from '../validation/problems.ts';
import { watch } from './fleet-alarms.ts';
import type { FleetOnUploadProps } from './fleet-on-upload-props.ts';
import { ownQueueKey } from './upload-queue-key.ts';
import { workflowFolders } from './workflow-folders.ts';

/**
 * Starts a fleet with each file of items that is uploaded to a bucket. Amazon EventBridge delivers at least once: one file may, rarely, start
 * two executions, whose items are then run twice, as are those of a file that is uploaded again.
 *
 * @throws WorkflowConfigurationError with all problems of the properties
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventBridge.html
 */
export class FleetOnUpload extends Construct {
  readonly rule: Rule;
  /** What could not start: the events, for two weeks. */
  readonly deadLetterQueue: Queue;
  /** Files did not start the fleet. None unless `monitoring` of the fleet asks for it. */
  readonly alarms: readonly Alarm[];

  constructor(scope: Construct, id: string, props: FleetOnUploadProps) {
    throwIfAny('fleet on upload', checkFleetOnUploadShape(id, props));
    throwIfAny('fleet on upload', checkFleetOnUpload(scope, id, props, workflowFolders(scope, props.bucket)));
    super(scope, id);
    const { fleet, bucket, prefix, suffix } = props;
    const { workflow } = fleet;
    const isArtifacts = isSameBucket(bucket, workflow.foundation.artifactBucket);
    if (isArtifacts) this.#checkLater(props);
    const encryptionKey = ownQueueKey(this, workflow.foundation.encryptionKey);
    this.deadLetterQueue = new Queue(this, 'NotStarted', {
      encryption: encryptionKey ? QueueEncryption.KMS : QueueEncryption.SQS_MANAGED,
      ...(encryptionKey && { encryptionMasterKey: encryptionKey }),
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    explainUploadQueue(this.deadLetterQueue);
    const role = new iam.Role(this, 'Role', {
      description: `Starts the fleet of ${workflow.workflowName} with what is uploaded`,
      assumedBy: new iam.ServicePrincipal('events.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    });
    explainInlinePolicy(role);
    fleet.grantStart(role);
    if (isArtifacts) fleet.allowUploads(prefix ?? '');
    const key = keyPattern(prefix, suffix);
    const input: Pick<FleetInput, 'items'> = {
      items: {
        format: formatOf(props),
        bucket: EventField.fromPath('$.detail.bucket.name'),
        key: EventField.fromPath('$.detail.object.key'),
      },
    };
    this.rule = new Rule(this, 'Rule', {
      description: `Starts the fleet of ${workflow.workflowName} with each file of items that is uploaded`,
      eventPattern: {
        source: ['aws.s3'],
        detailType: ['Object Created'],
        detail: { bucket: { name: [bucket.bucketName] }, ...(key && { object: { key } }) },
      },
      targets: [
        new SfnStateMachine(fleet.stateMachine, {
          role,
          input: RuleTargetInput.fromObject(input),
          deadLetterQueue: this.deadLetterQueue,
        }),
      ],
    });
    this.rule.node.addDependency(fleet.ready, role);
    sendEvents(this, bucket);
    this.alarms = fleet.monitoring
      ? [
          watch(this, 'Alarm', fleet.monitoring, {
            metric: this.deadLetterQueue.metricApproximateNumberOfMessagesVisible({
              period: Duration.minutes(5),
            }),
            alarmDescription: `Files were uploaded that could not start the fleet of ${workflow.workflowName}`,
          }),
        ]
      : [];
  }

  /** Workflows that the app makes after this one are looked at when it is complete. */
  #checkLater(props: FleetOnUploadProps): void {
    this.node.addValidation({
      validate: () => {
        const folders = workflowFolders(this, props.bucket);
        const problems = checkUploadFolder(`${this.node.id}.prefix`, props, folders);
        return problems.length === 0
          ? []
          : [new WorkflowConfigurationError('fleet on upload', problems).message];
      },
    });
  }
}

/** Several conditions on a key are alternatives: both in one are a wildcard, in which a star means itself after a backslash. */
function keyPattern(prefix: string | undefined, suffix: string | undefined): string[] | undefined {
  if (prefix && suffix) return Match.wildcard(`${literal(prefix)}*${literal(suffix)}`);
  if (prefix) return Match.prefix(prefix);
  return suffix ? Match.suffix(suffix) : undefined;
}

/** @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html#eb-filtering-wildcard-escaping */
function literal(text: string): string {
  return text.replace(/[\\*]/g, '\\$&');
}

/**
 * Has a bucket of the app send its events. By the property of the bucket: the CDK's own way is a function that may change the notifications
 * of all buckets of the account, and is taken only where it is there in any case, since it would undo the property.
 */
function sendEvents(scope: Construct, bucket: IBucket): void {
  const { defaultChild } = bucket.node;
  if (!Resource.isOwnedResource(bucket) || !CfnBucket.isCfnBucket(defaultChild)) {
    Annotations.of(scope).addInfoV2(
      UPLOAD_EVENTS_NOTE,
      `${bucket.node.path} is imported: it starts the fleet only if its notifications to Amazon EventBridge are on (put-bucket-notification-configuration), which an app cannot see.`,
    );
    return;
  }
  Aspects.of(bucket).add({
    visit: (node) => {
      if (node !== bucket) return;
      if (bucket.node.tryFindChild('Notifications')) bucket.enableEventBridgeNotification();
      else
        defaultChild.addPropertyOverride(
          'NotificationConfiguration.EventBridgeConfiguration.EventBridgeEnabled',
          true,
        );
    },
  });
}

/** The id by which the note is acknowledged: `Annotations.of(scope).acknowledgeInfo(UPLOAD_EVENTS_NOTE)`. */
export const UPLOAD_EVENTS_NOTE = 'nova-act-cdk:bucketEventsNotKnown';
