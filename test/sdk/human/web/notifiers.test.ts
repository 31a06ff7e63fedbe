import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, jest, test } from '@jest/globals';
import {
  consoleNotifier,
  type HumanNotice,
  type Notifier,
  snsNotifier,
  webhookNotifier,
} from '../../../../lib/sdk/index.ts';
import { runInHost } from '../../../../lib/sdk/run/workflow-host.ts';
import { failureOf } from './support/asking.ts';

const NOTICE: HumanNotice = {
  kind: 'approve',
  subject: 'Workflow shop asks for your approval, until 26 Nov, 14:05 UTC',
  link: 'http://127.0.0.1:8737/human/#shop/id/token',
  message: 'May I pay 12 €?\n\u001b[31mNow!',
  definitionName: 'shop',
  workflowRunId: 'run-1',
  expiresAt: new Date('2026-11-26T14:05:00Z'),
};
const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:people';

/** Answers with one status after the other, then with the last one. */
async function startReceiver(statuses: readonly number[], body = '') {
  const got: { readonly headers: IncomingHttpHeaders; readonly body: string }[] = [];
  const server = createServer(async (request, response) => {
    got.push({ headers: request.headers, body: Buffer.concat(await request.toArray()).toString() });
    const status = statuses[Math.min(got.length, statuses.length) - 1] ?? 200;
    response.writeHead(status, status === 302 ? { location: '/elsewhere' } : {}).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    got,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks/SECRET`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const tell = async (notifier: Notifier): Promise<void> => {
  await notifier.notify(NOTICE, { signal: new AbortController().signal });
};

const environment = { ...process.env };
afterEach(() => {
  process.env = { ...environment };
});

test('a webhook gets the link as JSON, with what the agent asks only if that is wanted', async () => {
  await using receiver = await startReceiver([204]);
  const { url, got } = receiver;

  await tell(webhookNotifier({ url, headers: { authorization: 'Bearer abc' } }));
  await tell(webhookNotifier({ url, includeMessage: true }));

  const [first, second] = got.map(({ body }) => JSON.parse(body));
  const { message, ...others } = NOTICE;
  expect(first).toEqual({
    ...others,
    expiresAt: '2026-11-26T14:05:00.000Z',
    text: expect.stringContaining(NOTICE.link),
  });
  expect(first.text).not.toContain('12 €');
  expect(second).toMatchObject({ message, text: expect.stringContaining('> May I pay 12 €?\n> ') });
  expect(got[0]?.headers).toMatchObject({ authorization: 'Bearer abc', 'content-type': 'application/json' });
});

test('a webhook that is busy is asked again; refusals and redirects are final, and its address stays secret', async () => {
  await using busy = await startReceiver([503, 429, 200]);
  await using gone = await startReceiver([404]);
  await using elsewhere = await startReceiver([302]);

  await tell(webhookNotifier({ url: busy.url }));
  const refused = await failureOf(tell(webhookNotifier({ url: gone.url })));
  const redirected = await failureOf(tell(webhookNotifier({ url: elsewhere.url })));

  expect([busy.got.length, gone.got.length, elsewhere.got.length]).toEqual([3, 1, 1]);
  expect(refused.message).toMatch(/^127\.0\.0\.1:\d+ answered with HTTP 404$/);
  expect(redirected.message).toMatch(/HTTP 302, a redirect, which is not followed$/);
  expect(`${refused.stack}${redirected.stack}`).not.toContain('SECRET');
});

test('a topic gets a mail, signed for its own region; the endpoint may be another one', async () => {
  await using receiver = await startReceiver(
    [500, 200],
    '<PublishResponse><MessageId>1</MessageId></PublishResponse>',
  );
  process.env.AWS_ENDPOINT_URL_SNS = new URL(receiver.url).origin;

  await tell(snsNotifier({ topicArn: TOPIC }));

  const sent = receiver.got.map(({ body }) => Object.fromEntries(new URLSearchParams(body)));
  expect(sent).toHaveLength(2);
  expect(sent[1]).toEqual({
    Action: 'Publish',
    Version: '2010-03-31',
    TopicArn: TOPIC,
    Subject: NOTICE.subject,
    Message: expect.stringContaining(NOTICE.link),
  });
  expect(receiver.got[1]?.headers.authorization).toMatch(/\/eu-west-1\/sns\/aws4_request/);
});

test('what SNS refuses is said in its words', async () => {
  const refusal =
    '<ErrorResponse><Error><Type>Sender</Type><Code>AuthorizationError</Code><Message>not authorized to perform: SNS:Publish</Message></Error></ErrorResponse>';
  await using receiver = await startReceiver([403], refusal);
  process.env.AWS_ENDPOINT_URL = new URL(receiver.url).origin;
  process.env.NOVA_ACT_HUMAN_TOPIC_ARN = TOPIC;

  const error = await failureOf(tell(snsNotifier()));

  expect(error.message).toBe('AuthorizationError: not authorized to perform: SNS:Publish');
  expect(receiver.got).toHaveLength(1);
});

test('the terminal shows the link, harmless words, and where output becomes a log no link', async () => {
  const written: string[] = [];
  const write = jest
    .spyOn(process.stderr, 'write')
    .mockImplementation((chunk) => written.push(String(chunk)) > 0);
  const host = { signal: new AbortController().signal, publish: () => {} };

  await tell(consoleNotifier());
  const onTerminal = written.splice(0).join('');
  await runInHost(host, () => tell(consoleNotifier()));
  const inLog = written.splice(0).join('');
  process.env.NOVA_ACT_ON_DESK = '1';
  await runInHost(host, () => tell(consoleNotifier()));
  write.mockRestore();

  expect(onTerminal).toBe(
    `${NOTICE.subject}:\n  | May I pay 12 €?\n  | \\u001b[31mNow!\nAnswer at ${NOTICE.link}\n`,
  );
  expect(inLog).toContain('answer in the viewer of local AWS');
  expect(inLog).not.toContain('token');
  expect(written.join('')).toBe(onTerminal);
});
