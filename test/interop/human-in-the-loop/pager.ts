import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { deferred } from '../../../lib/core/async.ts';
import { isRecord } from '../../../lib/core/is-record.ts';

/**
 * Whoever is told: an address that has subscribed to a topic of Amazon SNS, and has said that it wants to.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-http-https-endpoint-as-subscriber.html
 */
export async function startPager(): Promise<Pager> {
  const notices: PagedNotice[] = [];
  const arrived: (() => void)[] = [];
  const subscribed = deferred<void>();
  const server = createServer(async (request, response) => {
    const sent: unknown = JSON.parse(Buffer.concat(await request.toArray()).toString());
    response.end();
    if (!isRecord(sent)) return;
    const { Type, SubscribeURL, Subject, Message, TopicArn } = sent;
    if (Type === 'SubscriptionConfirmation')
      await fetch(String(SubscribeURL)).then(() => subscribed.resolve());
    if (Type !== 'Notification') return;
    const text = String(Message);
    const [link = ''] = /^https?:\S+$/m.exec(text) ?? [];
    notices.push({ subject: String(Subject), text, topicArn: String(TopicArn), link });
    for (const wake of arrived.splice(0)) wake();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    subscribed: subscribed.promise,
    async next() {
      for (;;) {
        const notice = notices.shift();
        if (notice !== undefined) return notice;
        await new Promise<void>((resolve) => arrived.push(resolve));
      }
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export interface Pager extends AsyncDisposable {
  readonly url: string;
  /** When it has said that it wants to be told. */
  readonly subscribed: Promise<void>;
  /** The next notice that nobody has taken yet. */
  next(): Promise<PagedNotice>;
}

export interface PagedNotice {
  readonly subject: string;
  readonly text: string;
  readonly topicArn: string;
  /** The address in a line of its own. */
  readonly link: string;
}
