import { expect, test } from '@jest/globals';
import { shortTimeLeft, timeAgo, timeLeft, timeOfDay } from '../../../../lib/desk/page/client/time-words.ts';

const [SECOND, MINUTE, HOUR] = [1_000, 60_000, 3_600_000];

test.each([
  [-5, 'Time is up', '0:00'],
  [0, 'Time is up', '0:00'],
  [1, '1 s left', '0:01'],
  [59 * SECOND, '59 s left', '0:59'],
  [4 * MINUTE + 5 * SECOND, '4 min 05 s left', '4:05'],
  [10 * MINUTE + SECOND, '10 min left', '10:01'],
  [HOUR + 12 * MINUTE, '1 h 12 min left', '1:12 h'],
  [26 * HOUR, '1 day 2 h left', '> 1 day'],
])('%i ms are said as "%s", and "%s"', (leftMs, words, short) => {
  expect([timeLeft(leftMs), shortTimeLeft(leftMs)]).toEqual([words, short]);
});

test('what was is said by its largest unit', () => {
  expect([1_000, 90_000, 2 * HOUR, 49 * HOUR].map(timeAgo)).toEqual([
    '1 second',
    '1 minute',
    '2 hours',
    '2 days',
  ]);
});

test('a time of another day has its day', () => {
  const at = new Date(2026, 4, 6, 9, 5).getTime();
  expect(timeOfDay(at, at + 1)).toBe('at 09:05');
  expect(timeOfDay(at, at + 48 * HOUR)).toMatch(/^on .*May 6|^on 6 May/);
});
