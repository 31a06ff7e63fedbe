import { describe, expect, test } from '@jest/globals';
import { firesAfter } from '../../lib/catalog/schedule-cron-days.ts';

const NOW = '2027-06-15T12:00:00';

describe('fields of cron that still mean a day', () => {
  test.each([
    '0 3 * * ? *',
    '0 3 * * ? 2027',
    '1 12 15 6 ? 2027',
    '0 3 29 2 ? *',
    '0 3 29 2 ? 2028',
    '0 3 31 * ? *',
    '0 3 31 1-12/2 ? 2028',
    '0 3 L 2 ? 2028',
    '0 3 LW * ? 2028',
    '0 3 31W 4,5 ? 2028',
    '0 3 ? * MON#5 2028',
    '0 3 ? 2 TUE#5 2028',
    '0 3 ? * FRIL 2028',
    '0 3 ? * L 2028',
    '0 3 ? * sun-sat 2199',
    '0/5 */2 1/10 JAN ? 2020/4',
    '0 3 * * ? 1999,2199',
  ])('%s', (cron) => {
    expect(firesAfter(cron, NOW)).toBe(true);
  });
});

describe('fields of cron that mean none', () => {
  test.each([
    '0 3 * * ? 2020',
    '0 3 ? * 2 1999-2001',
    '0 3 * * ? 2000/50,2026',
    '0 12 15 6 ? 2027',
    '0 3 1 JAN ? 2027',
    '0 3 30 2 ? *',
    '0 3 31 4,6,9,11 ? *',
    '0 3 30W FEB ? *',
    '0 3 29 2 ? 2027-2027',
    '0 3 29 2 ? 2029-2031',
    '0 3 ? 2 MON#5 2028',
  ])('%s', (cron) => {
    const isOver = cron.includes('2000/50') ? '2151-01-01T00:00:00' : NOW;
    expect(firesAfter(cron, isOver)).toBe(false);
  });
});
