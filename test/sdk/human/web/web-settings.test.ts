import { afterEach, expect, test } from '@jest/globals';
import {
  type Notifier,
  snsNotifier,
  type WebHumanOptions,
  type WebhookNotifierOptions,
  webHuman,
  webhookNotifier,
} from '../../../../lib/sdk/index.ts';
import { runInHost } from '../../../../lib/sdk/run/workflow-host.ts';

const environment = { ...process.env };
afterEach(() => {
  process.env = { ...environment };
});

const DESK = 'https://a1b2.execute-api.us-east-1.amazonaws.com';
const hook = (options: object): Notifier => webhookNotifier(options as WebhookNotifierOptions);

/** What JavaScript may give, and what is said of it at once. */
test.each<[() => unknown, RegExp]>([
  [() => webHuman({ adress: DESK } as WebHumanOptions), /webHuman has no option "adress"/],
  [
    () => webHuman({ timeoutMs: 1_000 } as WebHumanOptions),
    /no option "timeoutMs"\. It is an option of human, beside it: write human: \{ \.\.\.webHuman\(\), … \}/,
  ],
  [() => webHuman({ url: 5 } as unknown as WebHumanOptions), /^url is 5; it must be a text/],
  [
    () => webHuman({ onNotifyFailure: 'go on' } as unknown as WebHumanOptions),
    /is "go on"; it must be "fail" or "wait"/,
  ],
  [
    () => webHuman({ notify: 'mail' } as unknown as WebHumanOptions),
    /^notify has something in it that tells nobody/,
  ],
  [() => webHuman({ notify: [undefined] } as unknown as WebHumanOptions), /^notify has something/],
  [() => snsNotifier({ topic: 'x' } as object), /snsNotifier has no option "topic".*Did you mean "topicArn"/],
  [() => hook({ url: DESK, header: {} }), /webhookNotifier has no option "header".*Did you mean "headers"/],
])('%p is refused', (make, message) => {
  expect(make).toThrow(message);
});

/** What is missing is said before the browser starts, not where modules are loaded. */
test.each<[WebHumanOptions, Record<string, string>, RegExp]>([
  [{}, {}, /^webHuman\(\) does not know where to ask people: NOVA_ACT_HUMAN_URL is not set/],
  [{}, { NOVA_ACT_HUMAN_URL: 'desk' }, /^NOVA_ACT_HUMAN_URL is "desk"; it must be an address of https/],
  [{ url: 'http://desk.example' }, {}, /^url of webHuman is "http:\/\/desk\.example"; it must be/],
  [{ url: 'http://0.0.0.0:8737' }, {}, /it must be an address of https, or of http on this machine/],
  [
    { url: 'https://ana:pw@desk.example' },
    {},
    /^url of webHuman is "https:\/\/desk\.example"; it must be .* without user/,
  ],
  [{ url: `${DESK}/?stage=1` }, {}, /without user, query and fragment/],
  [{ url: DESK, notify: hook({ url: '' }) }, {}, /^url of webhookNotifier is empty: .* variable is set/],
  [
    { url: DESK, notify: snsNotifier() },
    {},
    /^snsNotifier\(\) has no topic: NOVA_ACT_HUMAN_TOPIC_ARN is not set/,
  ],
  [
    { url: DESK, notify: snsNotifier({ topicArn: 'people' }) },
    {},
    /^topicArn of snsNotifier is "people"; it must be the ARN/,
  ],
  [
    { url: DESK },
    { NOVA_ACT_HUMAN_TOPIC_ARN: 'arn:aws:sqs:us-east-1:111122223333:people' },
    /must be the ARN of a standard topic of SNS/,
  ],
  [{ url: DESK, notify: hook({}) }, {}, /^url of webhookNotifier is nothing; it must be/],
  [
    { url: DESK, notify: hook({ url: 'http://hooks.example/SECRET' }) },
    {},
    /^url of webhookNotifier is a text of 27 characters/,
  ],
  [
    { url: DESK, notify: hook({ url: DESK, headers: { a: 'x\ny' } }) },
    {},
    /^headers of webhookNotifier cannot be sent/,
  ],
])('without what it needs, no session starts: %j %j', async (options, variables, message) => {
  process.env = { ...environment, ...variables };

  await expect(webHuman(options).prepare?.()).rejects.toThrow(message);
});

test('where it is deployed, somebody must tell people; on this machine the terminal does', async () => {
  const host = { signal: new AbortController().signal, publish: () => {} };
  const prepared = (url: string) => runInHost(host, async () => await webHuman({ url }).prepare?.());

  await expect(prepared(DESK)).rejects.toThrow(/^webHuman\(\) has nobody to tell people/);
  await prepared('http://127.0.0.1:8737/human');
  await webHuman({ url: DESK }).prepare?.();
});
