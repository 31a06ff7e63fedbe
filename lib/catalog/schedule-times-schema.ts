import { z } from 'zod';
import { words } from './check-value.ts';
import { cronProblem } from './schedule-cron.ts';
import { isLocalTime, rateFix, timeZoneFix } from './schedule-times.ts';

// When a schedule starts something: the ways of EventBridge Scheduler.

export const cronSchema = z
  .string()
  .superRefine((text, { addIssue }) => {
    const problem = cronProblem(text);
    if (problem !== undefined) addIssue({ code: 'custom', params: problem });
  })
  .register(words, {
    what: 'is not what EventBridge Scheduler takes',
    allowed: 'six fields: minutes, hours, day of month, month, day of week, year',
    fix: 'write "0 3 * * ? *" for every night at three, for example',
  });

export const rateSchema = z
  .string()
  .superRefine((text, { addIssue }) => {
    const fix = rateFix(text);
    if (fix !== undefined) addIssue({ code: 'custom', params: { fix } });
  })
  .register(words, {
    what: 'does not say how often',
    allowed: '"1 minute", "<number> minutes", and the same of hours and days, up to a year',
    fix: 'write "1 hour", for example',
  });

export const atSchema = z.string().refine(isLocalTime).register(words, {
  what: 'is not a time of one day',
  allowed: 'yyyy-mm-ddThh:mm:ss without a time zone, for which there is timeZone',
  fix: 'write "2031-12-24T18:00:00", for example',
});

export const timeZoneSchema = z
  .string()
  .superRefine((name, { addIssue }) => {
    const fix = timeZoneFix(name);
    if (fix !== undefined) addIssue({ code: 'custom', params: { fix } });
  })
  .register(words, {
    what: 'is not a time zone',
    allowed: 'a name of the IANA time zone database, in its letter case',
    fix: 'write "Europe/Berlin", for example',
  });
