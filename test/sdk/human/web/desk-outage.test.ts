import { afterEach, expect, jest, test } from '@jest/globals';
import { awaitAnswer } from '../../../../lib/sdk/human/web/await-answer.ts';
import { DeskRefusedError } from '../../../../lib/sdk/human/web/desk-client.ts';
import { DeskOutage } from '../../../../lib/sdk/human/web/desk-outage.ts';

afterEach(() => {
  jest.restoreAllMocks();
});

test('a desk that does not answer for a while is told once, and that it answers again', () => {
  let nowMs = 0;
  jest.spyOn(performance, 'now').mockImplementation(() => nowMs);
  const outage = new DeskOutage('https://desk.example', Date.parse('2026-11-26T14:00:00Z'));
  const told: string[] = [];
  const tell = (level: string, message: string) => void told.push(`${level}: ${message}`);
  const failAt = (ms: number) => {
    nowMs = ms;
    outage.failed(new Error('connect ECONNREFUSED'), tell);
  };

  failAt(0);
  failAt(19_000);
  outage.answered(tell);
  expect([told, outage.failures]).toEqual([[], 0]);

  for (const ms of [20_000, 30_000, 41_000, 90_000]) failAt(ms);
  expect(outage.failures).toBe(4);
  outage.answered(tell);

  expect(told).toEqual([
    'warn: The desk at https://desk.example has not answered for 21.0 s: connect ECONNREFUSED. Answers of people cannot be heard; it is asked on until 2026-11-26T14:00:00.000Z.',
    'info: The desk at https://desk.example answers again.',
  ]);
});

test('what is no desk any more is asked on for a while: until it has answered so several times in a row', () => {
  let nowMs = 0;
  jest.spyOn(performance, 'now').mockImplementation(() => nowMs);
  const outage = new DeskOutage('https://desk.example', 0);
  const answersAt = (ms: number, error: Error) => {
    nowMs = ms;
    outage.failed(error, () => {});
    return outage.mayEnd;
  };
  const stranger = new DeskRefusedError(undefined, 'it is no desk');
  const ends = (...times: readonly number[]) => times.map((ms) => answersAt(ms, stranger));

  expect(ends(0, 1_000, 2_000, 3_000, 4_000, 89_000)).toEqual(Array(6).fill(true));
  expect(answersAt(89_500, new Error('connect ECONNREFUSED'))).toBe(true);
  expect(ends(100_000, 110_000, 250_000, 260_000, 270_000)).toEqual([true, true, true, true, false]);
  outage.answered(() => {});
  expect(ends(400_000)).toEqual([true]);
});

test.each([
  [
    'says no meanwhile',
    new DeskRefusedError('UnknownLink', 'the desk said: no such question'),
    /no such question/,
  ],
  ['has had it withdrawn by another', undefined, /somebody else has withdrawn the question/],
])('a question ends when the desk %s', async (_, refusal, message) => {
  const waiting = awaitAnswer({
    look: async () => {
      if (refusal !== undefined) throw refusal;
      return { status: 'withdrawn', expiresAt: 0 };
    },
    isHeld: () => false,
    heard: () => {},
    expiresAt: Date.now(),
    origin: 'https://desk.example',
    signal: new AbortController().signal,
    tell: () => {},
  });

  await expect(waiting).rejects.toThrow(message);
});
