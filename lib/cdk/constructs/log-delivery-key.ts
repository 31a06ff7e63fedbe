import { Annotations, ArnFormat, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type { IConstruct } from 'constructs';

/**
 * Lets CloudWatch Logs read what a state machine with a customer key delivers to its log. Where the policy of the key cannot be
 * changed, because it is imported, a warning says what it must allow.
 *
 * @param scope what delivers: it says the account and the region, and has the warning
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/encryption-at-rest.html
 */
export function allowLogDelivery(scope: IConstruct, key: kms.IKey): void {
  const { statementAdded } = key.addToResourcePolicy(
    new iam.PolicyStatement({
      sid: 'LogDelivery',
      principals: [new iam.ServicePrincipal(SERVICE)],
      actions: [ACTION],
      // In the policy of a key, the resource is the key.
      resources: ['*'],
      conditions: { StringEquals: { 'kms:EncryptionContext:SourceArn': deliveredLogsArn(scope) } },
    }),
  );
  if (statementAdded || settled.has(key)) return;
  Annotations.of(scope).addWarningV2(
    DELIVERY_KEY_WARNING,
    `The policy of an imported key cannot be seen or changed from here, and the log of a state machine with it stays empty unless it lets the service ${SERVICE} ` +
      `do ${ACTION} for the encryption context SourceArn arn:aws:logs:<region>:<account>:*. If it does, acknowledge this warning.`,
  );
}

/** Notes that the policy of an imported key allows it already, since this app makes the key. */
export function settleLogDelivery(key: kms.IKey): void {
  settled.add(key);
}

const settled = new WeakSet<kms.IKey>();

/** By what keys know the delivery of logs in an account and region. */
export function deliveredLogsArn(scope: IConstruct): string {
  return Stack.of(scope).formatArn({
    service: 'logs',
    resource: '*',
    arnFormat: ArnFormat.NO_RESOURCE_NAME,
  });
}

/** The id by which the warning is acknowledged: `Annotations.of(scope).acknowledgeWarning(DELIVERY_KEY_WARNING)`. */
export const DELIVERY_KEY_WARNING = 'nova-act-cdk:deliveryKeyPolicyNotKnown';

const SERVICE = 'delivery.logs.amazonaws.com';
const ACTION = 'kms:Decrypt';
