import { z } from 'zod';
import { words } from './check-value.ts';
import { alarmActionSchema } from './place-rules.ts';
import { wholeNumber } from './whole-number.ts';

/** What alarms do, and when calls are slow: the service ends a synchronous call after 15 minutes. */
export const monitoringSchema = z
  .strictObject({
    alarmActions: z
      .array(alarmActionSchema)
      .min(1)
      .refine((actions) => new Set(actions).size === actions.length)
      .readonly()
      .register(words, {
        what: 'is not a list of what alarms do',
        allowed: 'ARNs of topics and the like, none of them twice',
        fix: 'name a topic, or leave it out',
      })
      .optional(),
    latencySeconds: wholeNumber({ least: 1, most: 900, unit: 'seconds' }).optional(),
  })
  .readonly();
