import { z } from 'zod';
import { isRecord } from '../core/is-record.ts';
import { words } from './check-value.ts';
import type { ScheduleSettings } from './deployment-settings.ts';
import { fleetSourceSchema } from './fleet-source-schema.ts';
import { MAX_WINDOW_MINUTES } from './limits.ts';
import { runPayloadSchema } from './run-payload-schema.ts';
import { atSchema, cronSchema, rateSchema, timeZoneSchema } from './schedule-times-schema.ts';
import { wholeNumber } from './whole-number.ts';

/** When a workflow is started, and with what. Whether a time is over, synthesis looks. */
export const scheduleSchema: z.ZodType<ScheduleSettings> = z
  .strictObject({
    cron: cronSchema.optional(),
    rate: rateSchema.optional(),
    at: atSchema.optional(),
    timeZone: timeZoneSchema.optional(),
    windowMinutes: wholeNumber({ least: 1, most: MAX_WINDOW_MINUTES, unit: 'minutes' }).optional(),
    enabled: z.boolean().optional(),
    payload: runPayloadSchema.optional(),
    items: fleetSourceSchema.optional(),
  })
  .superRefine(
    (schedule, { addIssue }) => {
      for (const params of scheduleContradictions(schedule)) addIssue({ code: 'custom', params });
    },
    { when: ({ value }) => isRecord(value) },
  )
  .readonly()
  .register(words, {
    what: 'does not say when',
    allowed: '{ cron, rate or at, timeZone?, windowMinutes?, enabled?, payload? or items? }',
    fix: "write { cron: '0 3 * * ? *' }, for example",
  });

/** What in a schedule cannot be together, or is missing. */
function scheduleContradictions(
  schedule: Readonly<Record<string, unknown>> | ScheduleSettings,
): Contradiction[] {
  const said = new Map(Object.entries(schedule).filter(([, value]) => value !== undefined));
  const times = SCHEDULE_TIMES.filter((key) => said.has(key));
  const found: readonly (Contradiction | false)[] = [
    times.length !== 1 && {
      what: times.length === 0 ? 'does not say when' : 'says more than once when',
      got: times.join(' and ') || 'none of them',
      allowed: `one of ${SCHEDULE_TIMES.join(', ')}`,
      fix: times.length > 0 ? 'leave one in' : said.get('enabled') === false ? NO_MERGE : EVERY_NIGHT,
    },
    times[0] === 'rate' &&
      times.length === 1 &&
      said.has('timeZone') && {
        what: 'has a time zone, which means nothing to a rate',
        got: `rate and timeZone ${JSON.stringify(said.get('timeZone'))}`,
        allowed: 'timeZone with cron or at',
        fix: 'leave timeZone out, or write cron instead of rate',
      },
    said.has('payload') &&
      said.has('items') && {
        what: 'starts both one run and a fleet',
        got: 'payload and items',
        allowed: 'one of them',
        fix: 'leave one of them out',
      },
  ];
  return found.filter((contradiction) => contradiction !== false);
}

interface Contradiction {
  readonly what: string;
  readonly got: string;
  readonly allowed: string;
  readonly fix: string;
}

const EVERY_NIGHT = "write cron: '0 3 * * ? *', for example";
/** Of two levels, the special one counts as a whole: what one said of a time, and another of what is started then, would be neither. */
const NO_MERGE =
  'write "schedule: false" where nothing is to be started, or the whole schedule with enabled: false';

/** Members that say when; a schedule has one of them. */
const SCHEDULE_TIMES = ['cron', 'rate', 'at'] as const;
