import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import fastify, { type FastifyInstance } from 'fastify';
import { localIdentityOf, makeLocalCredentials } from '../../../lib/contract/local-credentials.ts';
import { Access } from '../../../lib/local/access/access.ts';
import { routedUrl, SERVICE_PATH } from '../../../lib/local/front-door.ts';
import { startLocalAws } from '../../../lib/local/index.ts';
import { RuntimeSessions } from '../../../lib/local/runtime-sessions.ts';
import type { PublishedMessage } from '../../../lib/local/sns/published-messages.ts';
import { snsPlugin } from '../../../lib/local/sns/sns-plugin.ts';
import { snsNotifier } from '../../../lib/sdk/index.ts';
import { statement, workflowRole } from '../access/roles.ts';

const TOPIC = 'arn:aws:sns:us-east-1:000000000000:people';
/** What `snsNotifier()` publishes to where no variable names a topic. */
const STAND_IN = 'arn:aws:sns:us-east-1:000000000000:nova-act-local-people';

const runtimeSessions = new RuntimeSessions();
const published: PublishedMessage[] = [];
let app: FastifyInstance;
let endpoint: string;
beforeAll(async () => {
  app = fastify({ rewriteUrl: routedUrl, forceCloseConnections: true });
  await app.register(snsPlugin, {
    prefix: SERVICE_PATH.sns,
    access: new Access({ runtimeSessions }),
    runtimeSessions,
    publish: (message) => published.push(message),
  });
  endpoint = await app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await app.close();
});

async function publish(input: Record<string, string>, accessKeyId = 'AKIDEXAMPLE', url = endpoint) {
  const answer = await fetch(url, {
    method: 'POST',
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20260101/us-east-1/sns/aws4_request, SignedHeaders=host, Signature=0`,
    },
    body: new URLSearchParams({
      ...{ Action: 'Publish', Version: '2010-03-31', TopicArn: TOPIC, Message: 'Hello' },
      ...input,
    }),
  });
  return { status: answer.status, xml: await answer.text() };
}

/** Begins a session whose role may publish to the topic, and to no other. @returns its key */
function beginSession(environment: Record<string, string>): string {
  const { accessKeyId } = makeLocalCredentials();
  runtimeSessions.begin({
    ...{ identity: localIdentityOf(accessKeyId) ?? '', id: 'session', invocationId: () => undefined },
    role: workflowRole({
      definitionName: 'booking',
      more: [statement({ actions: ['sns:Publish'], resources: [TOPIC] })],
    }),
    runtime: {
      arn: 'arn:aws:bedrock-agentcore:us-east-1:000000000000:runtime/booking-abc',
      endpointName: 'DEFAULT',
      environment,
      authorizer: undefined,
    },
  });
  return accessKeyId;
}

test('what is published is kept, and has an id', async () => {
  const { status, xml } = await publish({ Subject: 'A & B', Message: 'Hello\n<there>' });

  const [, id] = /<MessageId>([^<]+)<\/MessageId>/.exec(xml) ?? [];
  expect(status).toBe(200);
  expect(published).toEqual([
    {
      messageId: id,
      topicArn: TOPIC,
      subject: 'A & B',
      message: 'Hello\n<there>',
      publishedAt: expect.any(Date),
    },
  ]);
});

test('what cannot be published is refused in the protocol of SNS, and not kept', async () => {
  published.length = 0;
  const { status, xml } = await publish({ TopicArn: 'people' });

  expect([status, published]).toEqual([400, []]);
  expect(xml).toContain('<Code>InvalidParameter</Code>');
});

test('other operations are refused by name', async () => {
  const { xml } = await publish({ Action: 'CreateTopic', Name: 'people' });
  expect(xml).toContain('Local AWS does not serve CreateTopic of sns. Of this service it has: Publish.');
});

describe('a session whose role was deployed', () => {
  test('may publish to the topic that its role names', async () => {
    expect((await publish({}, beginSession({}))).status).toBe(200);
  });

  test('may not publish to another', async () => {
    published.length = 0;
    const { status, xml } = await publish({ TopicArn: `${TOPIC}2` }, beginSession({}));

    expect([status, published]).toEqual([403, []]);
    expect(xml).toContain('<Code>AuthorizationError</Code>');
    expect(xml).toContain(`not authorized to perform: sns:Publish on resource: ${TOPIC}2`);
  });

  test.each([
    [200, TOPIC],
    [403, `${TOPIC}2`],
  ])(
    'gets %i where the topic of local AWS stands for %s, which its variable names',
    async (status, topic) => {
      const key = beginSession({ NOVA_ACT_HUMAN_TOPIC_ARN: topic });
      expect((await publish({ TopicArn: STAND_IN }, key)).status).toBe(status);
    },
  );

  test('may not publish to the topic of local AWS when no variable names one', async () => {
    expect((await publish({ TopicArn: STAND_IN }, beginSession({}))).status).toBe(403);
  });
});

describe('on local AWS', () => {
  const notice = {
    ...{ kind: 'approve' as const, subject: 'Workflow booking asks for your approval' },
    ...{ link: 'http://127.0.0.1/human/#a/b/c', message: 'Pay?', definitionName: 'booking' },
    ...{ workflowRunId: 'run', expiresAt: new Date() },
  };

  test('snsNotifier() needs no topic, and what it publishes is heard of', async () => {
    const heard: PublishedMessage[] = [];
    await using local = await startLocalAws({ onPublish: (message) => heard.push(message) });
    const before = { ...process.env };
    Object.assign(process.env, {
      ...{ AWS_ENDPOINT_URL_SNS: local.url, AWS_REGION: 'eu-west-1' },
      ...{ AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'any' },
    });
    try {
      const notifier = snsNotifier();
      await notifier.prepare?.();
      await notifier.notify(notice, { signal: new AbortController().signal });
    } finally {
      process.env = before;
    }
    expect(heard).toMatchObject([
      { topicArn: STAND_IN.replace('us-east-1', 'eu-west-1'), subject: notice.subject },
    ]);
    expect(heard[0]?.message).toContain(notice.link);
    expect(local.published()).toEqual(heard);
  });

  test('a call can fail on demand, whoever hears of it', async () => {
    await using local = await startLocalAws({
      failures: ['Publish throttle call 1'],
      onPublish: () => {
        throw new Error('deaf');
      },
    });
    const warn = jest.spyOn(process, 'emitWarning').mockImplementation(() => {});
    expect((await publish({}, undefined, local.url)).xml).toContain('<Code>Throttling</Code>');
    expect((await publish({}, undefined, local.url)).status).toBe(200);
    expect(warn).toHaveBeenCalledWith('options.onPublish failed: deaf');
    warn.mockRestore();
  });
});
