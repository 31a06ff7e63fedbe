import { afterEach, describe, expect, test } from '@jest/globals';
import { newSecret } from '../../../../lib/contract/secret-hash.ts';
import { loopbackDoor } from '../../../../lib/sdk/human/take-over/loopback-door.ts';
import { UNKNOWN_TAKE_OVER } from '../../../../lib/sdk/human/take-over/open-take-overs.ts';
import { connectPage, type PageClient } from './page-client.ts';

const clients: PageClient[] = [];
const open: Disposable[] = [];
afterEach(() => {
  for (const client of clients.splice(0)) client.close();
  for (const each of open.splice(0)) each[Symbol.dispose]();
});

const helloFor = (questionId: string) => ({ questionId, claim: newSecret() });

/** A door with one open question, which tells whoever comes what he has said. */
async function door(questionId = 'q') {
  const { channel, ...given } = await loopbackDoor().then((made) => ({
    channel: made.channel,
    open: made.open.bind(made),
  }));
  const opened = given.open(questionId, (hello, connection) => {
    connection.onMessage((text) => void connection.send(JSON.stringify({ type: 'heard', text, hello })));
  });
  open.push(opened);
  return { url: channel.kind === 'loopback' ? channel.url : '', opened };
}

async function connect(...given: Parameters<typeof connectPage>): Promise<PageClient> {
  const client = await connectPage(...given);
  clients.push(client);
  return client;
}

test('whoever says hello for an open question is led to it, with all that comes after', async () => {
  const { url } = await door();
  expect(url).toMatch(/^ws:\/\/127\.0\.0\.1:\d+\/$/);
  const hello = helloFor('q');
  const { send, until } = await connect(url, { hello });
  send('one');
  expect(await until(({ type }) => type === 'heard')).toEqual({ type: 'heard', text: 'one', hello });
});

test.each<[string, unknown]>([
  ['another question', { novaActTakeOver: helloFor('other') }],
  ['a payload', { payload: 1 }],
  ['something else', 'hello'],
  ['a wrong hello', { novaActTakeOver: { questionId: 'q', claim: 'y' } }],
])('%s is always answered with the same words', async (_name, message) => {
  const { url } = await door();
  const { send, end, closed } = await connect(url);
  send(message);
  expect(await end()).toBe(UNKNOWN_TAKE_OVER);
  await closed;
});

describe('on the same machine', () => {
  test.each([
    ['a page of local AWS', { origin: 'http://127.0.0.1:4566' }],
    ['a page under another name of this machine', { origin: 'http://localhost:4566', host: 'localhost:1' }],
  ])('%s may come', async (_name, headers) => {
    const { url } = await door();
    await connect(url, { headers });
  });

  test.each([
    ['a page of a site', { origin: 'https://example.com' }],
    ['a page of a site that is called like this machine', { origin: 'http://localhost.example.com' }],
    ['a sandboxed frame', { origin: 'null' }],
    ['a name of a site that leads here', { host: 'example.com' }],
  ])('%s may not', async (_name, headers) => {
    const { url } = await door();
    await expect(connect(url, { headers })).rejects.toThrow(/401|403/);
  });

  test('requests that open no WebSocket are not served', async () => {
    const { url } = await door();
    expect((await fetch(url.replace('ws:', 'http:'))).status).toBe(426);
  });
});

test('of the connections that say nothing there is a limit', async () => {
  const { url } = await door();
  const all = await Promise.all(Array.from({ length: 50 }, () => connect(url)));
  const more = await connect(url);
  await more.closed;
  all[0]?.close();
  await all[0]?.closed;
  await (await connect(url, { hello: helloFor('other') })).end();
});

test('a message that is too large ends the connection', async () => {
  const { url } = await door();
  const { send, closed } = await connect(url, { hello: helloFor('q') });
  send('x'.repeat(31_001));
  await closed;
});

test('whoever has asked for it finds it where it was, whatever ends meanwhile', async () => {
  const first = await door('a');
  const asked = await loopbackDoor();
  first.opened[Symbol.dispose]();
  const opened = asked.open('b', (_hello, connection) => void connection.send('{"type":"heard"}'));
  open.push(opened);

  const { until } = await connect(first.url, { hello: helloFor('b') });

  expect(asked.channel).toEqual({ kind: 'loopback', url: first.url });
  await until(({ type }) => type === 'heard');
  // What was given back already changes nothing.
  asked[Symbol.dispose]();
  await connect(first.url);
});

test('who has asked for it and gives it back unused lets it end', async () => {
  const [one, other] = await Promise.all([loopbackDoor(), loopbackDoor()]);
  const url = one.channel.kind === 'loopback' ? one.channel.url : '';
  one[Symbol.dispose]();
  one[Symbol.dispose]();
  await connect(url);
  other[Symbol.dispose]();
  await expect(connect(url)).rejects.toThrow(/ECONNREFUSED/);
});

test('an old one that ends twice does not end, nor hide, the new one', async () => {
  const old = await door('a');
  old.opened[Symbol.dispose]();
  const { url } = await door('b');
  old.opened[Symbol.dispose]();
  expect((await door('c')).url).toBe(url);
  await connect(url);
});

test('it ends with the last take-over, and begins anew with the next', async () => {
  const [first, second] = [await door('a'), await door('b')];
  expect(second.url).toBe(first.url);
  first.opened[Symbol.dispose]();
  await connect(first.url);
  second.opened[Symbol.dispose]();
  await expect(connect(first.url)).rejects.toThrow(/ECONNREFUSED/);
  const third = await door('c');
  await connect(third.url);
});
