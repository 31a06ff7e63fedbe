import { z } from 'zod';
import { words } from './check-value.ts';
import { alarmActionSchema, regionOfArn } from './place-rules.ts';
import { saidTwice } from './said-twice.ts';
import { wholeNumber } from './whole-number.ts';

/** What alarms do, and when calls are slow: the service ends a synchronous call after 15 minutes. */
export const monitoringSchema = z
  .strictObject({
    alarmActions: z
      .array(alarmActionSchema)
      .min(1)
      .superRefine((actions, { addIssue }) => {
        const twice = actions.find((action, index) => actions.indexOf(action) !== index);
        if (twice !== undefined) addIssue({ code: 'custom', params: saidTwice(twice) });
        for (const region of new Set(actions.map(regionOfArn))) {
          const count = actions.filter((action) => regionOfArn(action) === region).length;
          if (count <= MAX_ALARM_ACTIONS) continue;
          const params = {
            what: `has more for ${region} than an alarm can tell`,
            got: `${count}`,
            allowed: `at most ${MAX_ALARM_ACTIONS} of each region`,
            fix: 'name a topic, to which the others subscribe',
          };
          addIssue({ code: 'custom', params });
        }
      })
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

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
const MAX_ALARM_ACTIONS = 5;
