import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Alias, type IKey } from 'aws-cdk-lib/aws-kms';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import { OBJECT_KEY_ACTIONS } from './perms.ts';

/** The topic that tells people that they are asked. What is published there has the links by which they answer. */
export class NoticeTopic extends Topic {
  constructor(scope: Construct, id: string, { encryptionKey }: { readonly encryptionKey: IKey | undefined }) {
    super(scope, id, {
      // The sender and the subject of mails, in part.
      displayName: 'A workflow asks',
      enforceSSL: true,
      masterKey: encryptionKey ?? Alias.fromAliasName(scope, 'SnsKey', 'alias/aws/sns'),
    });
  }
}

/** Tells an address of e-mail, once, however many desks ask for it. */
export function tellByMail(topic: ITopic, address: string): void {
  if (topic.node.tryFindChild(address)) return;
  topic.addSubscription(new EmailSubscription(address));
}

/**
 * Lets a principal publish, and use the customer key of the topic. For the key that SNS manages nobody needs a right.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 */
export function grantNotices(
  topic: ITopic,
  grantee: iam.IGrantable,
  encryptionKey: IKey | undefined,
): iam.Grant {
  const publish = iam.Grant.addToPrincipal({
    grantee,
    actions: ['sns:Publish'],
    resourceArns: [topic.topicArn],
  });
  if (encryptionKey === undefined) return publish;
  const { urlSuffix } = Stack.of(topic);
  // That of the topic, which may have been imported from another one.
  const { region } = topic.env;
  return publish.combine(
    iam.Grant.addToPrincipal({
      grantee,
      actions: [...OBJECT_KEY_ACTIONS],
      resourceArns: [encryptionKey.keyArn],
      conditions: { StringEquals: { 'kms:ViaService': `sns.${region}.${urlSuffix}` } },
    }),
  );
}
