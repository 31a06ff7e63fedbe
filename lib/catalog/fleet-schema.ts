import { z } from 'zod';
import { MAX_FLEET_CONCURRENCY } from '../contract/fleet-input.ts';
import { MAX_HEARTBEAT_SECONDS } from '../contract/item-run.ts';
import { words } from './check-value.ts';
import type { FleetSettings } from './deployment-settings.ts';
import { MAX_ITEM_BUCKETS, MAX_ITEM_RETRIES, MIN_LOST_AFTER_SECONDS } from './limits.ts';
import { bucketNameSchema } from './place-rules.ts';
import { nothingTwice } from './said-twice.ts';
import { uploadSchema } from './upload-schema.ts';
import { wholeNumber } from './whole-number.ts';

/** How a workflow runs for each item of a list. */
export const fleetSchema: z.ZodType<FleetSettings> = z
  .strictObject({
    concurrency: wholeNumber({ least: 1, most: MAX_FLEET_CONCURRENCY, unit: 'items' }).optional(),
    toleratedFailurePercentage: wholeNumber({ least: 0, most: 100, unit: 'percent' }).optional(),
    retries: z
      .strictObject({ lost: retries().optional(), failed: retries().optional() })
      .readonly()
      .register(words, {
        what: 'does not say how often an item is begun again',
        allowed: '{ lost?, failed? }',
        fix: 'write { lost: 1, failed: 0 }, for example',
      })
      .optional(),
    lostAfterSeconds: wholeNumber({
      least: MIN_LOST_AFTER_SECONDS,
      most: MAX_HEARTBEAT_SECONDS,
      unit: 'seconds',
    }).optional(),
    itemBuckets: z
      .array(bucketNameSchema)
      .min(1)
      .max(MAX_ITEM_BUCKETS)
      .superRefine(nothingTwice)
      .readonly()
      .register(words, {
        what: 'is not a list of buckets',
        allowed: `1 to ${MAX_ITEM_BUCKETS} names of buckets, none of them twice`,
        fix: "write them like ['shop-lists'], or leave it out",
      })
      .optional(),
    startOnUpload: z
      .union([uploadSchema, z.literal(false)])
      .register(words, {
        what: 'does not say which uploads start the fleet',
        allowed: '{ bucket?, prefix?, suffix?, format? }, or false for none',
        fix: "write { prefix: 'lists/', suffix: '.jsonl' }, for example",
      })
      .optional(),
    quotas: z
      .strictObject({ actStepsPerSecond: quota().optional(), activeSessions: quota().optional() })
      .readonly()
      .register(words, {
        what: 'does not say which quotas the account has',
        allowed: '{ actStepsPerSecond?, activeSessions? }',
        fix: 'write what Service Quotas shows for the account, or leave it out',
      })
      .optional(),
  })
  .readonly();

function retries(): z.ZodInt {
  return wholeNumber({ least: 0, most: MAX_ITEM_RETRIES, unit: 'retries' });
}

/** Accounts have what they were given. */
function quota(): z.ZodInt {
  return wholeNumber({ least: 1, most: 1_000_000, unit: 'the quota' });
}
