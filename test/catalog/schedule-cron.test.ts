import { describe, expect, test } from '@jest/globals';
import { cronProblem } from '../../lib/catalog/schedule-cron.ts';

describe('fields of cron', () => {
  test.each([
    '0 3 * * ? *',
    '15 12 * * ? *',
    '0 18 ? * MON-FRI *',
    '0/5 8-17 ? * mon-fri 2030-2032',
    '0 8 1 * ? *',
    '0,30 8,20 1,15 JAN,JUL ? 2031',
    '30 10 L * ? *',
    '30 10 3W 1-6/2 ? *',
    '0 9 ? * 6L *',
    '0 9 ? * MON#1 *',
    '*/10 * * * ? *',
  ])('%s are taken', (text) => {
    expect(cronProblem(text)).toBeUndefined();
  });

  test.each([
    ['0 3 * * *', /has 5 of 6 fields/, /the year is the last one/],
    ['cron(0 3 * * ? *)', /has the word around/, /write "0 3 \* \* \? \*"/],
    ['60 3 * * ? *', /has "60" for the minutes/, /write 0 to 59, "\*" for all/],
    ['0 24 * * ? *', /for the hours/, /0 to 23/],
    ['0 3 0 * ? *', /for the day of month/, /1 to 31, "\*" for all, "\?" for none/],
    ['0 3 1 FEBR ? *', /for the month/, /1 to 12, JAN to DEC/],
    ['0 3 ? * 0 *', /for the day of week/, /1 to 7, SUN to SAT/],
    ['0 3 ? * MON/2 *', /for the day of week/, /range such as "1-3"$/],
    ['0 3 ? * MON#6 *', /for the day of week/, /./],
    ['0 3 * * ? 2200', /for the year/, /1970 to 2199/],
    ['5-1 3 * * ? *', /has "5-1" for the minutes/, /./],
    ['0/0 3 * * ? *', /for the minutes/, /./],
    ['0 3 ?,1 * MON *', /for the day of month/, /./],
    ['0 ? * * ? *', /has "\?" for the hours/, /./],
    ['0 3 * * * *', /must have "\?" for one of day of month and day of week/, /write "0 3 \* \* \? \*"/],
    ['0 3 * * MON *', /must have "\?" for one/, /write "0 3 \? \* MON \*"/],
    ['0 3 1 * * *', /must have "\?" for one/, /write "0 3 1 \* \? \*"/],
    ['0 3 ? * ? *', /must have "\?" for one/, /write "0 3 \* \* \? \*" for every day/],
  ])('%s are not', (text, what, fix) => {
    expect(cronProblem(text)).toEqual({ what: expect.stringMatching(what), fix: expect.stringMatching(fix) });
  });
});
