import { describe, expect, test } from '@jest/globals';
import {
  isLocalTime,
  isSkipped,
  isTimeZone,
  localTimeOf,
  rateFix,
  timeZoneFix,
} from '../../lib/catalog/schedule-times.ts';

describe('a rate', () => {
  test.each(['1 minute', '90 minutes', '1 hour', '12 hours', '1 day', '7 days'])('is %s', (text) => {
    expect(rateFix(text)).toBeUndefined();
  });

  test.each([
    ['1 hours', 'write "1 hour"'],
    ['5 minute', 'write "5 minutes"'],
    ['rate(5 minutes)', 'write "5 minutes"'],
    [' 5  Minutes', 'write "5 minutes"'],
    ['0 days', 'write "1 hour" or "90 minutes", for example'],
    ['2 weeks', 'write "1 hour" or "90 minutes", for example'],
    ['367 days', 'write 366 days at most, or say the days by cron'],
    ['99999999999999999999 minutes', 'write 366 days at most, or say the days by cron'],
    ['', 'write "1 hour" or "90 minutes", for example'],
  ])('is not %s', (text, fix) => {
    expect(rateFix(text)).toBe(fix);
  });
});

describe('a time of one day', () => {
  test('is one that there is, without a zone', () => {
    expect(isLocalTime('2031-12-24T18:00:00')).toBe(true);
    expect(isLocalTime('2032-02-29T23:59:59')).toBe(true);
  });

  test.each([
    '2031-02-29T00:00:00',
    '2031-12-24T24:00:00',
    '2031-12-24T18:00',
    '2031-12-24T18:00:00Z',
    '24.12.2031',
  ])('is not %s', (text) => {
    expect(isLocalTime(text)).toBe(false);
  });

  test('is compared with the clocks of its zone', () => {
    const moment = new Date('2031-06-30T22:05:09.500Z');

    expect(localTimeOf(moment, 'UTC')).toBe('2031-06-30T22:05:09');
    expect(localTimeOf(moment, 'Europe/Berlin')).toBe('2031-07-01T00:05:09');
    expect(localTimeOf(moment, 'America/New_York')).toBe('2031-06-30T18:05:09');
  });
});

test('a time zone has a name', () => {
  expect(['UTC', 'Europe/Berlin', 'America/Argentina/Buenos_Aires'].every(isTimeZone)).toBe(true);
  expect(['', 'Europe/Bonn', '+02:00', 'Berlin'].some(isTimeZone)).toBe(false);
});

test.each([
  ['europe/berlin', 'write "Europe/Berlin"'],
  ['utc', 'write "UTC"'],
  ['us/eastern', 'write "America/New_York"'],
  ['Europe/Berln', 'did you mean "Europe/Berlin"?'],
  ['+02:00', 'write "Europe/Berlin", for example'],
])('a time zone is written as the database has it, and not %s', (name, fix) => {
  expect(timeZoneFix(name)).toBe(fix);
});

test('other names of a time zone are right, too', () => {
  const names = [
    'UTC',
    'GMT',
    'EST',
    'Etc/GMT+5',
    'Europe/Kyiv',
    'Europe/Kiev',
    'Asia/Kolkata',
    'US/Eastern',
  ];
  expect(names.map(timeZoneFix)).toEqual(names.map(() => undefined));
});

test('clocks leave out an hour when summer time begins', () => {
  expect(isSkipped('2031-03-30T02:30:00', 'Europe/Berlin')).toBe(true);
  expect(isSkipped('2031-03-30T03:00:00', 'Europe/Berlin')).toBe(false);
  expect(isSkipped('2031-10-26T02:30:00', 'Europe/Berlin')).toBe(false);
  for (const zone of ['UTC', 'Pacific/Kiritimati', 'Etc/GMT+12', 'Asia/Kathmandu', 'Pacific/Chatham'])
    expect(isSkipped('2031-03-30T02:30:00', zone)).toBe(false);
});
