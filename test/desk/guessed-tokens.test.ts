import { randomBytes, randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { questionPath } from '../../lib/contract/question.ts';
import { newSecret, secretHash } from '../../lib/contract/secret-hash.ts';
import { answerDeskRequest } from '../../lib/desk/index.ts';
import { askedDesk, newAsking } from './support/asking.ts';

test('of 10,000 guessed tokens none opens, answers or takes over a question, and the right one still does', async () => {
  const { desk, key, token, store, asked } = await askedDesk({ kind: 'takeOver' });
  const others = Array.from({ length: 500 }, () => newAsking());
  for (const other of others) await desk.ask(other.key, other.asked);
  const before = await store.read(key);
  const guesses = guessesOf(
    token,
    asked.tokenHash,
    others.map((other) => other.token),
  );
  expect(new Set(guesses).size).toBe(10_000);

  const claim = newSecret();
  const seen = new Map<string, number>();
  for (const [index, guess] of guesses.entries()) {
    const action = (['answer', 'read', 'take'] as const)[index % 3] ?? 'answer';
    const given = { read: {}, answer: { answer: 'no' }, take: { claim } }[action];
    const answer = await answerDeskRequest(desk, {
      method: 'POST',
      path: questionPath(key, action),
      body: Buffer.from(JSON.stringify({ token: guess, ...given })),
      from: 'person',
    });
    const kind = `${answer.status} ${answer.body}`;
    seen.set(kind, (seen.get(kind) ?? 0) + 1);
  }
  const unknown = await answerDeskRequest(desk, {
    method: 'POST',
    path: questionPath({ ...key, questionId: randomUUID() }, 'read'),
    body: Buffer.from(JSON.stringify({ token })),
    from: 'person',
  });

  // All get what also those get who ask for a question that is not there; but what is too much is not looked at.
  expect([...seen.keys()].filter((kind) => !/^413 .*"TooLarge"/.test(kind))).toEqual([`404 ${unknown.body}`]);
  expect(seen.get(`404 ${unknown.body}`)).toBeGreaterThan(9_990);
  expect(await store.read(key)).toEqual(before);
  await expect(desk.take(key, { token, claim })).resolves.toMatchObject({ url: expect.any(String) });
  await expect(desk.answer(key, { token, claim, answer: 'yes' })).resolves.toMatchObject({
    status: 'answered',
  });
});

test.each([undefined, null, 0, true, [], {}, ['token']])(
  'a token that is no text is none: %j',
  async (token) => {
    const { desk, key } = await askedDesk();
    await expect(desk.read(key, { token })).rejects.toMatchObject({ code: 'Invalid', status: 400 });
  },
);

/** Everything that is near, what people try, and the rest at random. */
function guessesOf(token: string, hash: string, others: readonly string[]): string[] {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const altered = [...token].flatMap((_, at) =>
    [...letters].map((letter) => token.slice(0, at) + letter + token.slice(at + 1)),
  );
  const parts = [...token].flatMap((_, at) => [token.slice(0, at), token.slice(at + 1)]);
  const bytes = Buffer.from(token, 'base64url');
  const tried = [
    ...[token.toLowerCase(), token.toUpperCase(), [...token].reverse().join(''), token + token],
    ...[
      ` ${token}`,
      `${token} `,
      `${token}\n`,
      `${token}\u0000`,
      `\ufeff${token}`,
      `"${token}"`,
      `${token}=`,
    ],
    ...[
      bytes.toString('base64'),
      bytes.toString('hex'),
      bytes.toString('latin1'),
      encodeURIComponent(`${token}%`),
    ],
    ...[hash, secretHash(hash), hash.toUpperCase(), 'undefined', 'null', 'NaN', 'true', '0', '-1', '1e999'],
    ...[
      "' OR '1'='1",
      "'; DROP TABLE questions; --",
      '" || true || "',
      '{"$ne":null}',
      '{"$gt":""}',
      '*',
      '%',
    ],
    ...['../../..', '__proto__', 'constructor', '\u0000', '\ud800', '💥', '.*', '^', '$(id)', '{{token}}'],
    ...['A'.repeat(43), '_'.repeat(43), '='.repeat(43), 'é'.repeat(43), ' '.repeat(43), 'A'.repeat(10_000)],
    ...['A'.repeat(1_000_000), token.repeat(1_000), '\u202e'.repeat(5_000)],
  ];
  const guesses = new Set([...altered, ...parts, ...tried, ...others]);
  guesses.delete(token);
  while (guesses.size < 9_000) guesses.add(newSecret());
  while (guesses.size < 10_000) guesses.add(randomBytes(1 + (guesses.size % 64)).toString('base64url'));
  return [...guesses];
}
