import { Annotations, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { OBJECT_KEY_ACTIONS } from './perms.ts';

/**
 * The customer key for the queue of a rule, which EventBridge itself writes to: for rules of this account and region, the policy of the key lets
 * it. That of an imported key cannot be seen or changed from here, and a queue that refuses messages would lose them: it has a key of SQS.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
 */
export function ownQueueKey(scope: Construct, key: IKey | undefined): IKey | undefined {
  if (key === undefined) return undefined;
  const stack = Stack.of(scope);
  const { statementAdded } = key.addToResourcePolicy(
    new iam.PolicyStatement({
      sid: 'UploadQueues',
      principals: [new iam.ServicePrincipal('events.amazonaws.com')],
      actions: [...OBJECT_KEY_ACTIONS],
      // In the policy of a key, the resource is the key.
      resources: ['*'],
      conditions: {
        StringEquals: { 'aws:SourceAccount': stack.account },
        // Not one rule: it needs the queue, and the queue the key.
        ArnLike: {
          'aws:SourceArn': stack.formatArn({ service: 'events', resource: 'rule', resourceName: '*' }),
        },
      },
    }),
  );
  if (statementAdded) return key;
  Annotations.of(scope).addInfoV2(
    UPLOAD_QUEUE_KEY_NOTE,
    'The queue of files that could not start the fleet is encrypted with a key of SQS: the customer key is imported, and EventBridge may not be allowed to use it.',
  );
  return undefined;
}

/** The id by which the note is acknowledged: `Annotations.of(scope).acknowledgeInfo(UPLOAD_QUEUE_KEY_NOTE)`. */
export const UPLOAD_QUEUE_KEY_NOTE = 'nova-act-cdk:uploadQueueHasNoCustomerKey';
