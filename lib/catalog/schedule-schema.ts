import { z } from 'zod';
import { MAX_ITEM_BYTES } from '../contract/fleet-input.ts';
import { MAX_JSON_DEPTH } from '../contract/limits.ts';
import { isRecord } from '../core/is-record.ts';
import { plainJson } from '../core/plain-json.ts';
import { words } from './check-value.ts';
import type { ScheduleSettings } from './deployment-settings.ts';
import { fleetSourceSchema } from './fleet-source-schema.ts';
import { MAX_WINDOW_MINUTES } from './limits.ts';
import { cronProblem } from './schedule-cron.ts';
import { isLocalTime, isTimeZone, rateFix } from './schedule-times.ts';
import { wholeNumber } from './whole-number.ts';

/** Members that say when; a schedule has one of them. */
const SCHEDULE_TIMES = ['cron', 'rate', 'at'] as const;

const cronSchema = z
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

const rateSchema = z
  .string()
  .superRefine((text, { addIssue }) => {
    const fix = rateFix(text);
    if (fix !== undefined) addIssue({ code: 'custom', params: { fix } });
  })
  .register(words, {
    what: 'does not say how often',
    allowed: '"1 minute", "<number> minutes", and the same of hours and days',
    fix: 'write "1 hour", for example',
  });

const atSchema = z.string().refine(isLocalTime).register(words, {
  what: 'is not a time of one day',
  allowed: 'yyyy-mm-ddThh:mm:ss without a time zone, for which there is timeZone',
  fix: 'write "2031-12-24T18:00:00", for example',
});

const timeZoneSchema = z.string().refine(isTimeZone).register(words, {
  what: 'is not a time zone',
  allowed: 'a name of the IANA time zone database',
  fix: 'write "Europe/Berlin", for example',
});

const payloadSchema = z
  .record(z.string(), z.unknown())
  .superRefine(
    (payload, { addIssue }) => {
      const problem = payloadProblem(payload);
      if (problem !== undefined) addIssue({ code: 'custom', params: { what: `is not JSON: ${problem}` } });
    },
    { when: ({ value }) => isRecord(value) },
  )
  .readonly()
  .register(words, {
    what: 'is not what a run is called with',
    allowed: `an object, as JSON of at most ${MAX_ITEM_BYTES} bytes, without secrets: it is in the template`,
    fix: 'write what the workflow takes, such as {}',
  });

/** What is wrong with the payload of a scheduled run. */
function payloadProblem(payload: unknown): string | undefined {
  const read = plainJson(payload, { name: 'payload', maxBytes: MAX_ITEM_BYTES, maxDepth: MAX_JSON_DEPTH });
  if (!read.ok) return read.problem;
  const bytes = Buffer.byteLength(JSON.stringify(payload));
  return bytes > MAX_ITEM_BYTES ? `payload has ${bytes} bytes` : undefined;
}

/** When a workflow is started, and with what. Whether a time is over, synthesis looks. */
export const scheduleSchema: z.ZodType<ScheduleSettings> = z
  .strictObject({
    cron: cronSchema.optional(),
    rate: rateSchema.optional(),
    at: atSchema.optional(),
    timeZone: timeZoneSchema.optional(),
    windowMinutes: wholeNumber({ least: 1, most: MAX_WINDOW_MINUTES, unit: 'minutes' }).optional(),
    enabled: z.boolean().optional(),
    payload: payloadSchema.optional(),
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
      fix: times.length === 0 ? "write cron: '0 3 * * ? *', for example" : 'leave one in',
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
