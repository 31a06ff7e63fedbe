import { describe, expect, test } from '@jest/globals';
import { sweepWindow, verdictOn } from '../../../lib/cdk/handlers/lost-run-policy.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const NOW_MS = Date.parse('2026-03-01T12:00:00Z');
/** 8 hours and a margin of 15 minutes. */
const LOST_AFTER_SECONDS = 8 * 3600 + 15 * 60;

const windowAt = (scheduledAt: string | undefined, everyMinutes = 15) =>
  sweepWindow({ nowMs: NOW_MS, lostAfterSeconds: LOST_AFTER_SECONDS, everyMinutes, scheduledAt });

describe('which runs are lost', () => {
  const window = windowAt('2026-03-01T12:00:00Z');

  test.each([
    // status, age, verdict
    ['RUNNING', '1h', 'leave'],
    ['RUNNING', '8h', 'leave'],
    ['RUNNING', '8h14m', 'leave'],
    ['RUNNING', '8h15m', 'end'],
    ['RUNNING', '9h', 'end'],
    ['RUNNING', '9000h', 'end'],
    ['SUCCEEDED', '9h', 'leave'],
    ['DELETING', '9h', 'leave'],
    // Ended by somebody who could not write the record.
    ['FAILED', '8h', 'leave'],
    ['FAILED', '8h15m', 'complete-record'],
    ['FAILED', '9h15m', 'complete-record'],
    ['FAILED', '9h16m', 'leave'],
    ['TIMED_OUT', '1h', 'leave'],
    ['TIMED_OUT', '9h', 'complete-record'],
    ['TIMED_OUT', '10h', 'leave'],
  ] as const)('%s for %s: %s', (status, age, verdict) => {
    const [, hours = '0', minutes = '0'] = /^(\d+)h(?:(\d+)m)?$/.exec(age) ?? [];
    const startedAt = new Date(NOW_MS - Number(hours) * HOUR_MS - Number(minutes) * MINUTE_MS);

    expect(verdictOn({ status, startedAt }, window)).toBe(verdict);
  });
});

describe('how far back a sweep reads', () => {
  const hoursBack = (window: ReturnType<typeof windowAt>) =>
    (window.lostBeforeMs - window.backToMs) / HOUR_MS;

  test.each([
    ['2026-03-01T12:00:00Z', 15, 1],
    // Four sweeps see each run.
    ['2026-03-01T12:00:00Z', 60, 4],
    ['2026-03-01T12:00:00Z', 1, 1],
    ['2026-03-01T00:15:00Z', 15, 1],
    // The first of a day looks at all runs, however the schedule falls.
    ['2026-03-01T00:00:00Z', 15, Number.POSITIVE_INFINITY],
    ['2026-03-01T00:14:59Z', 15, Number.POSITIVE_INFINITY],
    ['2026-03-01T23:59:59Z', 1440, Number.POSITIVE_INFINITY],
    // So does one that is called by hand.
    [undefined, 15, Number.POSITIVE_INFINITY],
    ['soon', 15, Number.POSITIVE_INFINITY],
  ])('called at %s, every %d minutes: %d hours before the limit', (scheduledAt, everyMinutes, hours) => {
    expect(hoursBack(windowAt(scheduledAt, everyMinutes))).toBe(hours);
  });

  test('of a day of sweeps one looks at all runs, whenever the first one was', () => {
    for (const everyMinutes of [1, 7, 15, 60, 1440]) {
      for (const offsetMinutes of [0, 3, 14]) {
        const calls = Array.from(
          { length: Math.ceil(1440 / everyMinutes) },
          (_, index) =>
            new Date(Date.parse('2026-03-01T06:00:00Z') + (offsetMinutes + index * everyMinutes) * MINUTE_MS),
        );
        const whole = calls.filter((call) => windowAt(call.toISOString(), everyMinutes).backToMs < 0);

        expect([everyMinutes, offsetMinutes, whole.length]).toEqual([everyMinutes, offsetMinutes, 1]);
      }
    }
  });
});
