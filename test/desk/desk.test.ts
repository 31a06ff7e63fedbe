import { randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { newSecret } from '../../lib/contract/secret-hash.ts';
import { LIMITS } from '../../lib/desk/index.ts';
import { askedDesk, newAsking } from './support/asking.ts';

const picture = { mediaType: 'image/jpeg', base64: Buffer.from('a picture').toString('base64') } as const;

describe('a question', () => {
  test('is open when it was asked', async () => {
    const { state, asked } = await askedDesk();
    expect(state).toEqual({ status: 'open', expiresAt: asked.expiresAt });
  });

  test('may be asked again by a workflow that has not heard what became of it: it gets how it stands', async () => {
    const { desk, key, asked, token, store } = await askedDesk({ picture });
    // In another order of its members.
    const again = Object.fromEntries(Object.entries(asked).reverse());
    expect(await desk.ask(key, again)).toMatchObject({ status: 'open' });
    expect(await store.read(key)).toMatchObject({ version: 1 });

    await desk.answer(key, { token, answer: 'yes' });
    expect(await desk.ask(key, asked)).toMatchObject({ status: 'answered', answer: { value: 'yes' } });
  });

  test.each([
    ['message', { message: 'May I buy two pairs?' }],
    ['end', { expiresAt: newAsking().asked.expiresAt + 1 }],
    ['link', { tokenHash: newAsking().asked.tokenHash }],
    ['picture', { picture: { ...picture, base64: Buffer.from('another one').toString('base64') } }],
    ['no picture', { picture: undefined }],
    ['channel', { channel: { kind: 'runtime', runtimeSessionId: randomUUID() } }],
  ])('is not replaced by another one of the same id: another %s', async (_what, change) => {
    const { desk, key, asked, token } = await askedDesk({ picture });

    await expect(desk.ask(key, { ...asked, ...change })).rejects.toMatchObject({
      code: 'Taken',
      status: 409,
    });
    expect(await desk.read(key, { token })).toMatchObject({ asked: { message: asked.message, picture } });
  });

  test.each([
    ['now', 0],
    ['before now', -1],
    ['in more than 8 days', LIMITS.maxAheadMs + 1],
  ])('is refused when it expires %s', async (_when, ms) => {
    const { desk, clock } = await askedDesk();
    const late = newAsking({ expiresAt: clock.ms + ms });
    await expect(desk.ask(late.key, late.asked)).rejects.toMatchObject({ code: 'Invalid' });
    await expect(desk.state(late.key)).rejects.toMatchObject({ code: 'UnknownLink' });
  });

  test('that has expired is told so to a workflow that asks it again', async () => {
    const { desk, key, asked, clock } = await askedDesk();
    clock.ms = asked.expiresAt + 1;
    expect(await desk.ask(key, asked)).toMatchObject({ status: 'expired' });
  });

  test.each(['', '../x', 'a/b', 'UPPER'])('has a UUID and the name of a definition: not "%s"', async (id) => {
    const { desk, asked } = await askedDesk();
    for (const key of [
      { definitionName: 'order-shoes', questionId: id },
      { definitionName: `${id}/`, questionId: randomUUID() },
    ])
      await expect(desk.ask(key, asked)).rejects.toMatchObject({ code: 'UnknownLink' });
  });

  test('is forgotten a week after it has expired, also where a store has not deleted it yet', async () => {
    const { desk, key, token, clock, asked } = await askedDesk();
    await desk.answer(key, { token, answer: 'yes' });
    clock.ms = asked.expiresAt + LIMITS.keepMs - 1;
    expect(await desk.read(key, { token })).toMatchObject({ status: 'answered' });
    clock.ms += 1;
    await expect(desk.read(key, { token })).rejects.toMatchObject({ code: 'UnknownLink' });
    await expect(desk.state(key)).rejects.toMatchObject({ code: 'UnknownLink' });
  });
});

describe('a workflow that asks how its question stands', () => {
  test('is noted, at most each 10 s: the page says how long ago that was', async () => {
    const { desk, key, token, clock, store } = await askedDesk();
    const askedAt = clock.ms;
    clock.ms += LIMITS.hearEveryMs - 1;
    await desk.state(key);
    expect(await desk.read(key, { token })).toMatchObject({ askedAt, heardAt: askedAt, now: clock.ms });
    clock.ms += 1;
    await desk.state(key);
    await desk.state(key);
    expect(await desk.read(key, { token })).toMatchObject({ askedAt, heardAt: clock.ms });
    expect(await store.read(key)).toMatchObject({ version: 2 });
  });

  test('is noted by a clock that was put back, too', async () => {
    const { desk, key, token, clock } = await askedDesk();
    clock.ms -= 3_600_000;
    await desk.state(key);
    expect(await desk.read(key, { token })).toMatchObject({ heardAt: clock.ms });
  });

  test('has got the answer: from then on the page says so', async () => {
    const { desk, key, token, clock, store } = await askedDesk();
    const before = await desk.answer(key, { token, answer: 'yes' });
    expect(before.fetchedAt).toBeUndefined();
    clock.ms += 1_000;
    const fetchedAt = clock.ms;
    await desk.state(key);
    clock.ms += 60_000;
    await desk.state(key);

    expect(await desk.read(key, { token })).toMatchObject({ status: 'answered', fetchedAt });
    expect(await store.read(key)).toMatchObject({ version: 3 });
  });

  test('is told that there is no such question', async () => {
    const { desk } = await askedDesk();
    await expect(desk.state(newAsking().key)).rejects.toMatchObject({ code: 'UnknownLink', status: 404 });
  });
});

describe('a workflow that does not wait any more', () => {
  test('withdraws; repeated it stays the first reason', async () => {
    const { desk, key, token, clock } = await askedDesk();
    expect(await desk.withdraw(key, 'The act has ended.')).toMatchObject({ status: 'withdrawn' });
    clock.ms += 1_000;
    expect(await desk.withdraw(key, 'Another reason.')).toMatchObject({ status: 'withdrawn' });

    expect(await desk.read(key, { token })).toMatchObject({
      status: 'withdrawn',
      withdrawnBecause: 'The act has ended.',
    });
    clock.ms += 600_000;
    expect(await desk.state(key)).toMatchObject({ status: 'withdrawn' });
  });

  test('gets the answer that was given before; people are told that it may have gone unheard, until it is heard', async () => {
    const { desk, key, token } = await askedDesk();
    await desk.answer(key, { token, answer: 'yes' });
    expect(await desk.withdraw(key, 'The act has ended.')).toMatchObject({
      status: 'answered',
      answer: { value: 'yes' },
    });
    expect(await desk.read(key, { token })).toMatchObject({
      status: 'answered',
      withdrawnBecause: 'The act has ended.',
    });

    await desk.state(key);
    const shown = await desk.read(key, { token });
    expect(shown).toMatchObject({ fetchedAt: expect.any(Number) });
    expect(shown.withdrawnBecause).toBeUndefined();
  });

  test('gets that its question has expired, for good', async () => {
    const { desk, key, token, clock, asked } = await askedDesk();
    clock.ms = asked.expiresAt;
    expect(await desk.withdraw(key, 'Its time is over.')).toMatchObject({ status: 'expired' });
    clock.ms -= 1;
    await expect(desk.answer(key, { token, answer: 'yes' })).rejects.toMatchObject({ code: 'Expired' });
  });
});

describe('a person who looks', () => {
  test('who has the picture already gets what is asked without it, and it is not read again', async () => {
    const { desk, key, token, asked, store } = await askedDesk({ picture });
    let reads = 0;
    const read = store.picture.bind(store);
    store.picture = (...given) => {
      reads += 1;
      return read(...given);
    };
    const { message, pageUrl } = asked;
    expect((await desk.read(key, { token, withoutPicture: true })).asked).toEqual({ message, pageUrl });
    expect(reads).toBe(0);
    expect((await desk.read(key, { token, withoutPicture: false })).asked).toMatchObject({ picture });
    expect(reads).toBe(1);
  });

  test('sees what is asked, with the picture', async () => {
    const { desk, key, token, asked, clock } = await askedDesk({ picture });
    const { workflowRunId, message, pageUrl, expiresAt } = asked;

    expect(await desk.read(key, { token })).toEqual({
      ...{ definitionName: 'order-shoes', kind: 'approve', workflowRunId, status: 'open' },
      ...{ askedAt: clock.ms, heardAt: clock.ms, now: clock.ms, expiresAt },
      asked: { message, pageUrl, picture },
    });
  });

  test.each(['answered', 'withdrawn', 'expired'])(
    'sees nothing of what was asked when it is %s',
    async (how) => {
      const secret = 'The account of Ada has 800 €. Buy?';
      const { desk, key, token, clock, asked } = await askedDesk({
        ...{ picture, message: secret, pageUrl: 'https://bank.example/ada' },
      });
      if (how === 'answered') await desk.answer(key, { token, answer: 'no' });
      if (how === 'withdrawn') await desk.withdraw(key, 'It has ended.');
      if (how === 'expired') clock.ms = asked.expiresAt;
      const shown = await desk.read(key, { token });

      expect(shown).toMatchObject({ status: how });
      expect(shown).not.toHaveProperty('asked');
      expect(JSON.stringify(shown)).not.toMatch(/Ada|bank|base64/);
    },
  );

  test('sees marks and overrides of direction in what the agent says, which may quote a page that deceives', async () => {
    const { desk, key, token } = await askedDesk({
      message: 'Pay \u202e€ 008\u202c?\nYes\u{e0041}\u2060',
      pageUrl: 'https://bank.example/\u202egpj.exe\u200b\u3164',
    });
    expect((await desk.read(key, { token })).asked).toMatchObject({
      message: 'Pay \\u202e€ 008\\u202c?\nYes\\udb40\\udc41\\u2060',
      pageUrl: 'https://bank.example/\\u202egpj.exe\\u200b\\u3164',
    });
  });

  test('changes nothing, however often', async () => {
    const { desk, key, token, store } = await askedDesk();
    const before = await store.read(key);
    for (let times = 0; times < 5; times += 1) await desk.read(key, { token });
    expect(await store.read(key)).toEqual(before);
  });
});

describe('a further link', () => {
  test('opens the question as the first one does', async () => {
    const { desk, key, token } = await askedDesk();
    const further = await desk.mint(key);
    expect(further).not.toBe(token);
    for (const each of [token, further])
      expect(await desk.read(key, { token: each })).toMatchObject({ status: 'open' });
    await desk.answer(key, { token: further, answer: 'yes' });
    await expect(desk.answer(key, { token, answer: 'no' })).rejects.toMatchObject({ code: 'Answered' });
  });

  test('takes the place of the oldest further one when there are many; that which people were told stays', async () => {
    const { desk, key, token, store } = await askedDesk();
    const further: string[] = [];
    for (let count = 0; count < LIMITS.maxLinks; count += 1) further.push(await desk.mint(key));

    expect((await store.read(key))?.tokenHashes).toHaveLength(LIMITS.maxLinks);
    const [oldest = '', ...others] = further;
    for (const each of [token, ...others]) await desk.read(key, { token: each });
    await expect(desk.read(key, { token: oldest })).rejects.toMatchObject({ code: 'UnknownLink' });
  });

  test('is not made of a question that is closed', async () => {
    const { desk, key } = await askedDesk();
    await desk.withdraw(key, 'It has ended.');
    await expect(desk.mint(key)).rejects.toMatchObject({ code: 'Withdrawn' });
  });
});

test('of what others write, nothing moves a cursor, hides itself or turns around', async () => {
  const { desk, key, token } = await askedDesk();
  await desk.answer(key, {
    token,
    answer: 'yes',
    name: 'A\u202eda\n\u001b[31m',
    comment: '\u0000one\ntwo\u2028\ud800',
  });
  expect((await desk.state(key)).answer).toMatchObject({
    by: { name: 'A\\u202eda\\u000a\\u001b[31m' },
    comment: '\\u0000one\ntwo\\u2028\ufffd',
  });
});

const UNSEEN = [
  '',
  '   ',
  '\u200b\u200d',
  '\u00ad',
  '\u2060\u034f',
  '\u3164',
  '\u2800',
  '\u{e0041}',
  '\u0007',
];
test.each(UNSEEN)('a name that nobody can see is none: %j', async (name) => {
  const { desk, key, token } = await askedDesk();
  await desk.answer(key, { token, answer: 'yes', name, comment: name });
  const { answer } = await desk.state(key);
  expect(answer?.by).toEqual({});
  expect(answer).not.toHaveProperty('comment');
});

test('where too many change a question at the same time, some are told so, and nothing of theirs was done', async () => {
  const { desk, key, token, store } = await askedDesk();
  store.replace = async () => false;

  await expect(desk.answer(key, { token, answer: 'yes', nonce: newSecret() })).rejects.toMatchObject({
    code: 'Busy',
    status: 503,
  });
  expect(await store.read(key)).toMatchObject({ version: 1 });
});

test('what the store has taken at last, but could not say, is not told as undone', async () => {
  const { desk, key, token, store } = await askedDesk();
  const replace = store.replace.bind(store);
  let attempts = 0;
  store.replace = async (question) => {
    attempts += 1;
    if (attempts === LIMITS.maxAttempts) await replace(question);
    return false;
  };
  await expect(desk.answer(key, { token, answer: 'yes' })).resolves.toMatchObject({ status: 'answered' });
  expect(attempts).toBe(LIMITS.maxAttempts);
});

test('of tokens and claims only hashes are stored', async () => {
  const { desk, key, token, store } = await askedDesk({ kind: 'takeOver' });
  const [claim, nonce] = [newSecret(), newSecret()];
  const further = await desk.mint(key);
  await desk.take(key, { token, claim });
  await desk.answer(key, { token, claim, nonce, answer: 'yes' });

  const stored = JSON.stringify(await store.read(key));
  for (const secret of [token, further, claim, nonce]) expect(stored).not.toContain(secret);
});
