import { describe, expect, test } from '@jest/globals';
import { newSecret } from '../../../lib/contract/secret-hash.ts';
import { LIMITS } from '../../../lib/desk/index.ts';
import { askedDesk, signedIn } from '../support/asking.ts';

describe('an approval', () => {
  test('is answered by whoever has the link, who says yes or no, a name and a comment', async () => {
    const { desk, key, token, clock, asked } = await askedDesk();
    const shown = await desk.answer(key, { token, answer: 'yes', name: ' Ada ', comment: 'Size 41.' });
    const answer = { value: 'yes', at: clock.ms, by: { name: 'Ada' }, comment: 'Size 41.' };

    expect(shown).toMatchObject({ status: 'answered', answer });
    expect(await desk.state(key)).toEqual({ status: 'answered', expiresAt: asked.expiresAt, answer });
  });

  test('is answered without a name, too; a sign-in says who it was', async () => {
    const { desk, key, token } = await askedDesk();
    await desk.answer(key, { token, answer: 'no' }, signedIn('ada@example.com'));

    expect((await desk.state(key)).answer?.by).toEqual({ subject: 'ada@example.com' });
  });

  test('is answered once: who comes later is told by whom, when, and what', async () => {
    const { desk, key, token, clock } = await askedDesk();
    const at = new Date(clock.ms).toISOString().slice(0, 19);
    await desk.answer(key, { token, answer: 'no', name: 'Ada' });
    clock.ms += 5_000;

    await expect(desk.answer(key, { token, answer: 'yes', name: 'Bob' })).rejects.toMatchObject({
      code: 'Answered',
      status: 409,
      message: `Ada has answered already: no, at ${at}Z. A question is answered once; this answer does not count.`,
    });
    expect((await desk.state(key)).answer).toMatchObject({ value: 'no', by: { name: 'Ada' } });
  });

  test('is answered until it expires, and not in that millisecond', async () => {
    const late = await askedDesk();
    late.clock.ms = late.asked.expiresAt;
    await expect(late.desk.answer(late.key, { token: late.token, answer: 'yes' })).rejects.toMatchObject({
      code: 'Expired',
      status: 410,
    });
    expect((await late.desk.state(late.key)).answer).toBeUndefined();

    const inTime = await askedDesk();
    inTime.clock.ms = inTime.asked.expiresAt - 1;
    await inTime.desk.answer(inTime.key, { token: inTime.token, answer: 'yes' });
    inTime.clock.ms += 1;
    expect(await inTime.desk.state(inTime.key)).toMatchObject({ status: 'answered' });
  });

  test('is not answered when the workflow has been told that it has expired, whatever the clock of this desk says', async () => {
    const { desk, key, token, clock, asked } = await askedDesk();
    clock.ms = asked.expiresAt;
    expect(await desk.state(key)).toMatchObject({ status: 'expired' });
    clock.ms -= 1_000;

    await expect(desk.answer(key, { token, answer: 'yes' })).rejects.toMatchObject({ code: 'Expired' });
    expect(await desk.read(key, { token })).toMatchObject({ status: 'expired' });
  });

  test('is not answered when the workflow does not wait any more: the person is told why', async () => {
    const { desk, key, token } = await askedDesk();
    await desk.withdraw(key, 'The browser has crashed.');

    await expect(desk.answer(key, { token, answer: 'yes' })).rejects.toMatchObject({
      code: 'Withdrawn',
      message: expect.stringContaining('The browser has crashed.'),
    });
  });
});

describe('the same answer again, because the page has not heard what became of it', () => {
  const nonce = newSecret();
  const given = { answer: 'yes', name: 'Ada', comment: 'Fine.', nonce };

  test('is told as taken, and changes nothing', async () => {
    const { desk, key, token, clock, store } = await askedDesk();
    const first = await desk.answer(key, { token, ...given });
    clock.ms += LIMITS.repeatMs;
    const again = await desk.answer(key, { token, ...given });

    expect(again.answer).toEqual(first.answer);
    expect(await store.read(key)).toMatchObject({ version: 2 });
  });

  test.each([
    ['without its nonce', { nonce: undefined }],
    ['with another nonce', { nonce: newSecret() }],
    ['with another answer', { answer: 'no' }],
    ['by another name', { name: 'Bob' }],
    ['with another comment', { comment: undefined }],
    ['by who says that the browser is theirs', { claim: newSecret() }],
  ])('is somebody else’s %s', async (_what, change) => {
    const { desk, key, token } = await askedDesk();
    await desk.answer(key, { token, ...given });

    await expect(desk.answer(key, { token, ...given, ...change })).rejects.toMatchObject({
      code: 'Answered',
    });
  });

  test('is somebody else’s where pages have no nonces', async () => {
    const { desk, key, token } = await askedDesk();
    await desk.answer(key, { token, answer: 'yes' });

    await expect(desk.answer(key, { token, answer: 'yes' })).rejects.toMatchObject({ code: 'Answered' });
  });

  test('is somebody else’s after two minutes', async () => {
    const { desk, key, token, clock } = await askedDesk();
    await desk.answer(key, { token, ...given });
    clock.ms += LIMITS.repeatMs + 1;

    await expect(desk.answer(key, { token, ...given })).rejects.toMatchObject({ code: 'Answered' });
  });

  test('is taken once when only the store could not say that it had taken it', async () => {
    const { desk, key, token, store } = await askedDesk();
    const replace = store.replace.bind(store);
    store.replace = async (question) => (await replace(question)) && false;

    await expect(desk.answer(key, { token, answer: 'yes', name: 'Ada' })).resolves.toMatchObject({
      answer: { value: 'yes', by: { name: 'Ada' } },
    });
    expect(await store.read(key)).toMatchObject({ version: 2 });
  });
});

describe('a take-over', () => {
  const claim = newSecret();
  const takeOver = () => askedDesk({ kind: 'takeOver' });

  test('is done when its holder says so; the sign-in of the holder is in the record', async () => {
    const { desk, key, token } = await takeOver();
    await desk.take(key, { token, claim, name: 'Ada' }, signedIn('ada@example.com'));
    await desk.answer(key, { token, claim, answer: 'yes' });

    expect((await desk.state(key)).answer).toMatchObject({
      value: 'yes',
      by: { name: 'Ada', subject: 'ada@example.com' },
    });
  });

  test('is not done because another person says so who knows its claim', async () => {
    const { desk, key, token } = await takeOver();
    await desk.take(key, { token, claim }, signedIn('ada@example.com', '1'));
    const body = { token, claim, answer: 'yes' };
    await expect(desk.answer(key, body, signedIn('ada@example.com', '2'))).rejects.toMatchObject({
      code: 'Held',
    });
  });

  test('is not done because somebody says so who has not taken over', async () => {
    const { desk, key, token } = await takeOver();
    for (const body of [{ token }, { token, claim }])
      await expect(desk.answer(key, { ...body, answer: 'yes' })).rejects.toMatchObject({
        code: 'NotHeld',
        status: 403,
      });
    expect(await desk.state(key)).toMatchObject({ status: 'open' });
  });

  test('is declined by anybody with the link, while nobody is at it', async () => {
    const { desk, key, token } = await takeOver();
    await desk.answer(key, { token, answer: 'no', name: 'Bob' });

    expect((await desk.state(key)).answer).toMatchObject({ value: 'no', by: { name: 'Bob' } });
  });

  test('is neither done nor declined by others, while somebody is at it', async () => {
    const { desk, key, token } = await takeOver();
    await desk.take(key, { token, claim, name: 'Ada' });
    for (const answer of ['yes', 'no'])
      await expect(desk.answer(key, { token, claim: newSecret(), answer })).rejects.toMatchObject({
        code: 'Held',
        message: expect.stringContaining('Ada has taken over'),
      });
    await desk.answer(key, { token, claim, answer: 'no' });
    expect((await desk.state(key)).answer).toMatchObject({ value: 'no', by: { name: 'Ada' } });
  });

  test('is done by its holder also when the page had slept, unless another one has taken over meanwhile', async () => {
    const slept = await takeOver();
    await slept.desk.take(slept.key, { token: slept.token, claim });
    slept.clock.ms += LIMITS.holdMs;
    await slept.desk.answer(slept.key, { token: slept.token, claim, answer: 'yes' });
    expect(await slept.desk.state(slept.key)).toMatchObject({ answer: { value: 'yes' } });

    const { desk, key, token, clock } = await takeOver();
    await desk.take(key, { token, claim });
    clock.ms += LIMITS.holdMs;
    await desk.take(key, { token, claim: newSecret(), name: 'Bob' });
    for (const answer of ['yes', 'no'])
      await expect(desk.answer(key, { token, claim, answer })).rejects.toMatchObject({
        code: 'Held',
        message: expect.stringContaining('Bob'),
      });
  });

  test('is declined by others when its holder is not heard any more', async () => {
    const { desk, key, token, clock } = await takeOver();
    await desk.take(key, { token, claim, name: 'Ada' }, signedIn('ada@example.com'));
    clock.ms += LIMITS.holdMs;
    await desk.answer(key, { token, answer: 'no', name: 'Bob' });

    expect((await desk.state(key)).answer?.by).toEqual({ name: 'Bob' });
  });

  test('of a browser that nobody can get to can be declined', async () => {
    const { desk, key, token } = await askedDesk({ kind: 'takeOver', channel: undefined });
    await expect(desk.answer(key, { token, answer: 'yes' })).rejects.toMatchObject({ code: 'NotHeld' });
    await expect(desk.answer(key, { token, answer: 'no' })).resolves.toMatchObject({ status: 'answered' });
  });
});
