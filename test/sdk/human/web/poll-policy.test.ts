import { expect, test } from '@jest/globals';
import { deskExpiry, lastCallAt, pollDelayMs } from '../../../../lib/sdk/human/web/poll-policy.ts';
import { readQuestionState } from '../../../../lib/sdk/human/web/read-question-state.ts';

const HOUR_MS = 3_600_000;
const delays = (moment: Partial<Parameters<typeof pollDelayMs>[0]>) =>
  [0, 0.5, 1].map((random) =>
    pollDelayMs({ askedForMs: 0, untilExpiryMs: HOUR_MS, failures: 0, isHeld: false, random, ...moment }),
  );

test('the desk is asked each second for a minute, then each 5 s, never by all workflows at once', () => {
  expect(delays({})).toEqual([800, 1_000, 1_200]);
  expect(delays({ askedForMs: 60_000 })).toEqual([4_000, 5_000, 6_000]);
});

test('while somebody has the browser it is asked each second, however long that has lasted', () => {
  expect(delays({ askedForMs: HOUR_MS, isHeld: true })).toEqual([800, 1_000, 1_200]);
  expect(delays({ failures: 20, isHeld: true })[1]).toBe(5_000);
});

test('a desk that does not answer is asked less and less, but on', () => {
  expect(delays({ failures: 3 })[1]).toBe(8_000);
  expect(delays({ failures: 20 })[1]).toBe(15_000);
});

test('it is asked when the question has just expired, and then often: an answer of the last moment must be heard', () => {
  expect(delays({ askedForMs: HOUR_MS, untilExpiryMs: 300, failures: 9 })).toEqual([320, 320, 320]);
  expect(delays({ untilExpiryMs: 0 })).toEqual([250, 250, 250]);
});

test('a question ends at the desk a tenth of its time before the act, 10 s at most', () => {
  const askedAt = new Date(0);
  expect([1_000, 50_000, HOUR_MS].map((ms) => ms - deskExpiry({ askedAt, expiresAt: new Date(ms) }))).toEqual(
    [100, 5_000, 10_000],
  );
});

test('a desk that is not heard is asked for the last time between its end and that of the act', () => {
  const askedAt = new Date(0);
  expect([1_000, 50_000, HOUR_MS].map((ms) => ms - lastCallAt({ askedAt, expiresAt: new Date(ms) }))).toEqual(
    [50, 2_500, 2_750],
  );
});

test('what is not clearly an answer is none', () => {
  const answer = { value: 'yes', at: 5, by: { name: 'Ana', role: 'boss' } };
  const read = (said: unknown) => readQuestionState(said);

  expect(read({ status: 'answered', expiresAt: 9, answer })).toEqual({
    status: 'answered',
    expiresAt: 9,
    answer: { value: 'yes', at: 5, by: { name: 'Ana' } },
    holder: undefined,
  });
  for (const wrong of [
    undefined,
    'yes',
    {},
    { status: 'done', expiresAt: 9 },
    { status: 'answered', expiresAt: 9 },
    { status: 'open', expiresAt: 9, answer },
    { status: 'answered', expiresAt: 9, answer: { ...answer, value: true } },
    { status: 'answered', expiresAt: 9, answer: { ...answer, at: 'now' } },
    { status: 'answered', expiresAt: 9, answer: { ...answer, at: 8.64e15 } },
    { status: 'open', expiresAt: Number.POSITIVE_INFINITY },
  ])
    expect(read(wrong)).toBeUndefined();
});
