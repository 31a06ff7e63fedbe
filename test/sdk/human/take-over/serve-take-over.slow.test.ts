import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { QuestionState } from '../../../../lib/contract/question.ts';
import { newSecret, secretHash } from '../../../../lib/contract/secret-hash.ts';
import { loopbackDoor } from '../../../../lib/sdk/human/take-over/loopback-door.ts';
import { UNKNOWN_TAKE_OVER } from '../../../../lib/sdk/human/take-over/open-take-overs.ts';
import { serveTakeOver, type TakeOverService } from '../../../../lib/sdk/human/take-over/serve-take-over.ts';
import { useSession } from '../../../browser/support/session.ts';
import { connectPage, type PageClient } from './page-client.ts';

const session = useSession();
const clients: PageClient[] = [];
const services: TakeOverService[] = [];
afterEach(() => {
  for (const client of clients.splice(0)) client.close();
  for (const service of services.splice(0)) service[Symbol.dispose]();
});

const FORM =
  '<title>Form</title><input id=a autofocus onfocus="document.title=\'ready\'"><script>a.focus()</script>';

/** A question whose holder is what a test says. */
async function question(
  answer: () => Promise<QuestionState> = async () => state,
  maxUnheardMs?: number | undefined,
) {
  await session.show(FORM);
  const { actuator } = session;
  const door = await loopbackDoor();
  const ending = new AbortController();
  const request = {
    requestId: randomUUID(),
    signal: ending.signal,
    pages: () => actuator.pages(),
    get page() {
      return actuator.page();
    },
  };
  let asked = 0;
  const service = serveTakeOver({
    ...{ request, door, maxUnheardMs },
    holder: () => {
      asked += 1;
      return answer();
    },
  });
  services.push(service);
  const url = door.channel.kind === 'loopback' ? door.channel.url : '';
  const connect = async (claim: string): Promise<PageClient> => {
    const hello = { questionId: request.requestId, claim };
    const client = await connectPage(url, { hello });
    clients.push(client);
    return client;
  };
  return { connect, service, ending, asked: () => asked, url };
}

let state: QuestionState;
/** From now on, this claim holds. */
function holds(
  claim: string | undefined,
  name = 'Ann',
  status: QuestionState['status'] = 'open',
): QuestionState {
  const holder = claim === undefined ? undefined : { at: 0, by: { name }, claimHash: secretHash(claim) };
  state = { status, expiresAt: Date.now() + 60_000, holder };
  return state;
}

const text = (words: string) => ({ type: 'text', text: words });
const isFrame = ({ type }: { type?: unknown }): boolean => type === 'frame';
async function expectTyped(words: string): Promise<void> {
  const field = session.page.locator('#a');
  for (let i = 0; i < 100 && (await field.inputValue()) !== words; i += 1) await sleep(20);
  expect(await field.inputValue()).toBe(words);
}

describe('the holder', () => {
  test('sees the browser, and types into it', async () => {
    const claim = newSecret();
    holds(claim);
    const { send, until, said } = await (await question()).connect(claim);
    await until(isFrame);
    expect(said[0]).toEqual({ type: 'ready' });
    expect(await until(({ type }) => type === 'tabs')).toMatchObject({ tabs: [{ isShown: true }] });
    send(text('one'));
    await expectTyped('one');
  });

  test('goes on in another place: what was connected before is told', async () => {
    const claim = newSecret();
    holds(claim);
    const { connect } = await question();
    const first = await connect(claim);
    await first.until(isFrame);
    const second = await connect(claim);
    expect(await first.end()).toMatch(/in another place/);
    await first.closed;
    await second.until(isFrame);
    second.send(text('two'));
    await expectTyped('two');
  });

  test('of two connections at once the last one has the browser', async () => {
    const claim = newSecret();
    holds(claim);
    const { connect } = await question(async () => {
      await sleep(100);
      return state;
    });
    const both = [await connect(claim), await connect(claim)];
    expect(await both[0]?.end()).toMatch(/in another place/);
    await both[1]?.until(isFrame);
  });

  test('comes back after a connection that broke, and sees the browser at once', async () => {
    const claim = newSecret();
    holds(claim);
    const { connect } = await question();
    for (let i = 0; i < 3; i += 1) {
      const client = await connect(claim);
      await client.until(isFrame);
      client.close();
      await client.closed;
    }
  });
});

describe('somebody else', () => {
  test.each<[string, (claim: string) => QuestionState]>([
    ['with another claim', () => holds(newSecret())],
    ['when nobody has taken over', () => holds(undefined)],
    ['when it is answered', (claim) => holds(claim, 'Ann', 'answered')],
  ])('%s is told always the same, and types nothing', async (_name, prepare) => {
    const claim = newSecret();
    prepare(claim);
    const client = await (await question()).connect(claim);
    client.send(text('no'));
    expect(await client.end()).toBe(UNKNOWN_TAKE_OVER);
    await client.closed;
    await expectTyped('');
  });

  test('who takes over has the browser alone; who had it is told who that is', async () => {
    const [ann, bob] = [newSecret(), newSecret()];
    holds(ann);
    const { connect } = await question();
    const first = await connect(ann);
    await first.until(isFrame);
    holds(bob, 'Bob');
    const second = await connect(bob);
    expect(await first.end()).toBe('Somebody else has taken over (Bob).');
    await second.until(isFrame);
    const again = await connect(ann);
    expect(await again.end()).toBe(UNKNOWN_TAKE_OVER);
    second.send(text('bob'));
    await expectTyped('bob');
  });

  test('who has taken over and is not there yet ends what the other one does, when that is heard', async () => {
    const [ann, bob] = [newSecret(), newSecret()];
    holds(ann);
    const { connect, service } = await question();
    const first = await connect(ann);
    await first.until(isFrame);
    service.heard(state, performance.now());
    first.send(text('still'));
    await expectTyped('still');
    service.heard(holds(bob, 'Bob'), performance.now());
    expect(await first.end()).toBe('Somebody else has taken over (Bob).');
  });
});

describe('who has the browser no longer', () => {
  test('because they have left, types nothing more, and may come back while the question is theirs', async () => {
    const claim = newSecret();
    holds(claim);
    const { connect, service } = await question();
    const first = await connect(claim);
    await first.until(isFrame);
    expect(service.isHeld).toBe(true);
    first.send({ type: 'leave' });
    first.send(text('left'));
    await first.closed;
    expect(service.isHeld).toBe(false);
    await expectTyped('');
    const again = await connect(claim);
    await again.until(isFrame);
    holds(undefined);
    again.send({ type: 'leave' });
    await again.closed;
    expect(await (await connect(claim)).end()).toBe(UNKNOWN_TAKE_OVER);
  });

  test('because the hold has run out at the desk, is told, and types nothing more', async () => {
    const claim = newSecret();
    holds(claim);
    const { connect, service } = await question();
    const client = await connect(claim);
    await client.until(isFrame);
    service.heard(holds(undefined), performance.now());
    client.send(text('late'));
    expect(await client.end()).toMatch(/^You do not hold this take-over any more/);
    await client.closed;
    await expectTyped('');
  });

  test('is not whoever has taken over since the desk was asked', async () => {
    const claim = newSecret();
    const before = performance.now();
    const old = holds(undefined);
    holds(claim);
    const { connect, service } = await question();
    const { until, send } = await connect(claim);
    await until(isFrame);
    service.heard(old, before);
    send(text('one'));
    await expectTyped('one');
  });

  test('because nothing is heard of the desk, is told; each word of it counts anew', async () => {
    const claim = newSecret();
    holds(claim);
    const { connect, service } = await question(undefined, 1_500);
    const client = await connect(claim);
    await client.until(isFrame);
    for (let i = 0; i < 5; i += 1) {
      service.heard(state, performance.now());
      await sleep(500);
    }
    expect(client.said.some(({ type }) => type === 'end')).toBe(false);
    expect(await client.end()).toMatch(/could not be asked any more/);
    await client.closed;
  });
});

describe('what is said too early, too late or wrongly', () => {
  test('before the desk has answered, nothing is taken, and that is said', async () => {
    const claim = newSecret();
    holds(claim);
    const client = await (
      await question(async () => {
        await sleep(300);
        return state;
      })
    ).connect(claim);
    client.send(text('early'));
    expect(await client.until(({ type }) => type === 'refused')).toMatchObject({
      message: expect.stringMatching(/not there yet/),
    });
    await client.until(isFrame);
    await expectTyped('');
  });

  test('after the end nothing is taken, and the end says why', async () => {
    const claim = newSecret();
    holds(claim);
    const { connect, ending, url } = await question();
    const client = await connect(claim);
    await client.until(isFrame);
    ending.abort(new Error('the run was canceled.'));
    client.send(text('late'));
    expect(await client.end()).toBe('Nobody waits for this any more: the run was canceled.');
    await client.closed;
    await sleep(100);
    await expectTyped('');
    await expect(connectPage(url)).rejects.toThrow(/ECONNREFUSED/);
  });

  test('a desk that cannot be asked lets nobody in', async () => {
    const claim = newSecret();
    const client = await (
      await question(async () => {
        throw new Error('gone');
      })
    ).connect(claim);
    expect(await client.end()).toMatch(/Try again/);
  });

  test('what is no input is refused, without its words, and what comes after is taken', async () => {
    const claim = newSecret();
    holds(claim);
    const client = await (await question()).connect(claim);
    await client.until(isFrame);
    client.send({ type: 'text', text: 'secret', more: 1 });
    client.send('{');
    const { message } = await client.until(({ type }) => type === 'refused');
    expect(message).not.toContain('secret');
    client.send(text('right'));
    await expectTyped('right');
  });

  test('a flood ends, and its page is told', async () => {
    const claim = newSecret();
    holds(claim);
    const client = await (await question()).connect(claim);
    await client.until(isFrame);
    for (let i = 0; i < 5000; i += 1) client.send({ type: 'shown', frame: i + 1 });
    expect(await client.end()).toBe('Too many messages came at once.');
    await client.closed;
  });
});
