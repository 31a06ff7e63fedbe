import { describe, expect, test } from '@jest/globals';
import { newSecret, secretHash } from '../../../lib/contract/secret-hash.ts';
import { LIMITS } from '../../../lib/desk/index.ts';
import { askedDesk, signedIn } from '../support/asking.ts';

const claim = newSecret();
const takeOver = (given = {}, parts = {}) => askedDesk({ kind: 'takeOver', ...given }, parts);

test('whoever takes over gets the address of the session, and has the browser alone for a minute', async () => {
  const { desk, key, token, clock } = await takeOver();
  const heldUntil = clock.ms + LIMITS.holdMs;

  expect(await desk.take(key, { token, claim, name: 'Ada' })).toEqual({
    url: 'wss://session.example/ws',
    heldUntil,
  });
  expect((await desk.state(key)).holder).toEqual({
    at: clock.ms,
    by: { name: 'Ada' },
    claimHash: secretHash(claim),
  });
  expect(await desk.read(key, { token, claim })).toMatchObject({ holder: { isYou: true } });
  expect(await desk.read(key, { token })).toMatchObject({ holder: { by: { name: 'Ada' }, isYou: false } });

  clock.ms = heldUntil;
  expect((await desk.state(key)).holder).toBeUndefined();
});

test('another one is told who has it, and until when', async () => {
  const { desk, key, token, clock } = await takeOver();
  await desk.take(key, { token, claim, name: 'Ada' });
  clock.ms += LIMITS.holdMs - 1;

  await expect(desk.take(key, { token, claim: newSecret(), name: 'Bob' })).rejects.toMatchObject({
    code: 'Held',
    status: 409,
    message: expect.stringMatching(/^Ada has taken over since \S+Z\..* until \S+Z, others can\.$/),
  });
  clock.ms += 1;
  await desk.take(key, { token, claim: newSecret(), name: 'Bob' });
  await expect(desk.take(key, { token, claim })).rejects.toMatchObject({ code: 'Held' });
});

test('who goes on with it keeps it, since the beginning and under the same name, also after a pause', async () => {
  const { desk, key, token, clock } = await takeOver();
  const at = clock.ms;
  await desk.take(key, { token, claim, name: 'Ada' });
  for (const pauseMs of [30_000, LIMITS.holdMs + 5_000]) {
    clock.ms += pauseMs;
    await desk.take(key, { token, claim });
    expect((await desk.state(key)).holder).toMatchObject({ at, by: { name: 'Ada' } });
  }
});

test('a clock that is put back lets nobody hold it for longer; clocks that are a little apart take nothing away', async () => {
  const { desk, key, token, clock } = await takeOver();
  await desk.take(key, { token, claim, name: 'Ada' });
  clock.ms -= LIMITS.maxClockSkewMs;
  expect((await desk.state(key)).holder).toMatchObject({ by: { name: 'Ada' } });
  clock.ms -= 1;
  expect((await desk.state(key)).holder).toBeUndefined();
  await expect(desk.take(key, { token, claim: newSecret() })).resolves.toMatchObject({
    heldUntil: clock.ms + LIMITS.holdMs,
  });
});

test('it is held no longer than the question waits', async () => {
  const { desk, key, token, clock, asked } = await takeOver();
  clock.ms = asked.expiresAt - 1;
  expect(await desk.take(key, { token, claim })).toMatchObject({ heldUntil: asked.expiresAt });
  clock.ms += 1;
  await expect(desk.take(key, { token, claim })).rejects.toMatchObject({ code: 'Expired' });
});

test('a claim that is known to another person, who has signed in as somebody else, is not theirs', async () => {
  const { desk, key, token } = await takeOver();
  await desk.take(key, { token, claim }, signedIn('ada@example.com'));

  await expect(desk.take(key, { token, claim }, signedIn('eve@example.com'))).rejects.toMatchObject({
    code: 'Held',
    message: expect.stringContaining('ada@example.com'),
  });
});

test('nor that of another person who is shown by the same address, whose claim it becomes when it is free', async () => {
  const { desk, key, token, clock } = await takeOver();
  const [ada, other] = [signedIn('ada@example.com', '1'), signedIn('ada@example.com', '2')];
  const at = clock.ms;
  await desk.take(key, { token, claim, name: 'Ada' }, ada);
  for (const somebody of [other, undefined])
    await expect(desk.take(key, { token, claim }, somebody)).rejects.toMatchObject({ code: 'Held' });
  await desk.take(key, { token, claim }, signedIn('ada@new.example', '1'));
  expect((await desk.state(key)).holder).toMatchObject({
    at,
    by: { name: 'Ada', subject: 'ada@new.example' },
  });

  clock.ms += LIMITS.holdMs;
  await desk.take(key, { token, claim }, other);
  expect((await desk.state(key)).holder).toEqual({
    ...{ at: clock.ms, claimHash: secretHash(claim) },
    // Not the name of the first.
    by: { subject: 'ada@example.com' },
  });
});

test('who types no name has that of the sign-in, and the record does not say who it is beside', async () => {
  const { desk, key, token, store } = await takeOver();
  const ada = { identity: 'https://sign-in.example 1', subject: '1', name: 'ada\u202e' };
  await desk.take(key, { token, claim }, ada);
  expect((await desk.state(key)).holder?.by).toEqual({ name: 'ada\\u202e', subject: '1' });
  await desk.take(key, { token, claim, name: 'Countess' }, ada);
  expect((await desk.state(key)).holder?.by).toEqual({ name: 'Countess', subject: '1' });
  expect(JSON.stringify(await store.read(key))).not.toContain(ada.identity);
});

describe('nobody takes over', () => {
  test('what is asked for a yes or a no', async () => {
    const { desk, key, token } = await askedDesk();
    await expect(desk.take(key, { token, claim })).rejects.toMatchObject({ code: 'Unreachable' });
  });

  test('a browser that no connection leads to: the page has said so', async () => {
    const { desk, key, token, store } = await takeOver({ channel: undefined });
    const unreachable = expect.stringMatching(/^Nobody can get to the browser/);

    expect((await desk.read(key, { token })).asked).toMatchObject({ unreachable });
    await expect(desk.take(key, { token, claim })).rejects.toMatchObject({ message: unreachable });
    expect((await store.read(key))?.holder).toBeUndefined();
  });

  test('where this desk cannot lead anybody', async () => {
    const whyUnreachable = () => 'Nobody can sign in here.';
    const { desk, key, token } = await takeOver({}, { whyUnreachable });

    expect((await desk.read(key, { token })).asked?.unreachable).toBe(whyUnreachable());
    await expect(desk.take(key, { token, claim })).rejects.toMatchObject({
      code: 'Unreachable',
      message: whyUnreachable(),
    });
  });

  test('what is answered, withdrawn or expired', async () => {
    const answered = await takeOver();
    await answered.desk.answer(answered.key, { token: answered.token, answer: 'no' });
    const withdrawn = await takeOver();
    await withdrawn.desk.withdraw(withdrawn.key, 'The act has ended.');
    for (const [{ desk, key, token }, code] of [
      [answered, 'Answered'],
      [withdrawn, 'Withdrawn'],
    ] as const)
      await expect(desk.take(key, { token, claim })).rejects.toMatchObject({ code });
  });
});

test('when no address can be made, it is held all the same, and the same page can try again', async () => {
  let isDown = true;
  const connect = async (): Promise<string> => {
    if (isDown) throw new Error('no credentials');
    return 'wss://session.example/ws';
  };
  const { desk, key, token } = await takeOver({}, { connect });
  await expect(desk.take(key, { token, claim })).rejects.toThrow('no credentials');
  isDown = false;
  await expect(desk.take(key, { token, claim })).resolves.toMatchObject({ url: expect.any(String) });
});
