import { z } from 'zod';
import { FLEET_FILE_FORMATS, formatOfName, formatSuffixes } from '../contract/fleet-input.ts';
import type { UploadSettings } from './deployment-settings.ts';
import { keyPart } from './fleet-source-schema.ts';
import { bucketNameSchema } from './place-rules.ts';

/** Which uploaded files start a fleet. */
export const uploadSchema: z.ZodType<UploadSettings> = z
  .strictObject({
    bucket: bucketNameSchema.optional(),
    prefix: keyPart('that keys of uploaded files begin with').optional(),
    suffix: keyPart('that keys of uploaded files end with').optional(),
    format: z.enum(FLEET_FILE_FORMATS).optional(),
  })
  .superRefine(
    ({ bucket, prefix, suffix = '', format }, { addIssue }) => {
      if (bucket === undefined && prefix === undefined) addIssue({ code: 'custom', params: NO_FOLDER });
      if (format === undefined && formatOfName(suffix) === undefined)
        addIssue({ code: 'custom', params: NO_FORMAT });
    },
    { when: ({ issues }) => issues.length === 0 },
  )
  .readonly();

const NO_FOLDER = {
  what: 'would start the fleet with whatever comes to the artifact bucket, and so with what it writes itself',
  allowed: 'bucket, or prefix',
  fix: "name the bucket, or write prefix: 'uploads/'",
};

const NO_FORMAT = {
  what: 'does not say how items are written down',
  allowed: `format, or a suffix: ${formatSuffixes()}`,
  fix: "write suffix: '.jsonl', for one JSON object in each line",
};
