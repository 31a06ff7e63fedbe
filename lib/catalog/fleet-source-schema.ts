import { z } from 'zod';
import { FLEET_FORMATS, type FleetSource, formatOfName, formatSuffixes } from '../contract/fleet-input.ts';
import { words } from './check-value.ts';
import { bucketNameSchema, textSchema } from './place-rules.ts';

/** Where the items of a fleet are. */
export const fleetSourceSchema: z.ZodType<FleetSource> = z
  .strictObject({
    format: z.enum(FLEET_FORMATS).optional(),
    bucket: bucketNameSchema.optional(),
    key: keyPart('of a file with items, or of what all keys of objects begin with'),
  })
  .superRefine(
    ({ format, key }, { addIssue }) => {
      if (format === undefined && formatOfName(key) === undefined)
        addIssue({ code: 'custom', params: { ...NO_FORMAT, got: JSON.stringify(key) } });
    },
    { when: ({ issues }) => issues.length === 0 },
  )
  .readonly()
  .register(words, {
    what: 'does not say where items are',
    allowed: '{ format?, bucket?, key }',
    fix: "write { key: 'lists/shops.jsonl' }, for example",
  });

const NO_FORMAT = {
  what: 'do not say how they are written down',
  allowed: `format (${FLEET_FORMATS.join(', ')}), or a key that ends with ${formatSuffixes()}`,
  fix: "write format: 'jsonl' for one JSON object in each line, or format: 'objects' where each object of the bucket is an item",
};

/** A key of an object, or a part of one. @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html */
export function keyPart(meaning: string): z.ZodString {
  return textSchema(/^(?!s3:\/\/)[^\0]{1,1024}$/i, {
    what: `is not a text ${meaning}`,
    allowed: '1 to 1024 characters, without "s3://" and the name of the bucket',
    fix: 'write the key as S3 has it, such as "lists/shops.jsonl"',
  });
}
