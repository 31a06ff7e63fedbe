import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { LOCAL_TOPIC_NAME } from '../../contract/local-account.ts';
import { SERVICE_NAME } from '../../contract/protocol.ts';
import { topicIn } from '../../contract/topic-arn.ts';
import { VARIABLE } from '../../contract/variables.ts';
import type { Access } from '../access/access.ts';
import type { RuntimeSessions } from '../runtime-sessions.ts';
import { serveQueries } from '../wire/serve-queries.ts';
import type { PublishedMessage } from './published-messages.ts';
import { readPublish } from './read-publish.ts';

/**
 * `Publish` of Amazon SNS, in its query protocol, to any standard topic: what is published is kept, and sent to nobody.
 *
 * @see https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
 */
export async function snsPlugin(app: FastifyInstance, options: SnsPluginOptions): Promise<void> {
  const { access, runtimeSessions, publish } = options;
  /** What a role must name: for the topic that stands for that of a deployment, the one to which its variable leads. */
  const onAws = (topicArn: string, localIdentity: string | undefined): string => {
    const given = runtimeSessions.of(localIdentity)?.runtime?.environment[VARIABLE.humanTopic];
    return given !== undefined && topicIn(topicArn)?.name === LOCAL_TOPIC_NAME ? given : topicArn;
  };
  serveQueries(app, {
    service: SERVICE_NAME.sns,
    access,
    answer: ({ action, input, signature, requestId }) => {
      if (action !== 'Publish') return undefined;
      const { region, localIdentity } = signature;
      const read = readPublish(input, region);
      if ('status' in read) return read;
      const resource = onAws(read.topicArn, localIdentity);
      const refusal = access.refusalOf({ localIdentity, action: `${SERVICE_NAME.sns}:Publish`, resource });
      if (refusal !== undefined) return { ...refusal, name: 'AuthorizationError' };
      const messageId = randomUUID();
      publish({ messageId, ...read, publishedAt: new Date() });
      return publishedXml(messageId, requestId);
    },
  });
}

/** What SNS needs. */
export interface SnsPluginOptions {
  readonly access: Access;
  readonly runtimeSessions: Pick<RuntimeSessions, 'of'>;
  /** Takes what is published. */
  readonly publish: (message: PublishedMessage) => void;
}

function publishedXml(messageId: string, requestId: string): string {
  return (
    `<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>${messageId}</MessageId></PublishResult>` +
    `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></PublishResponse>`
  );
}
