import { z } from 'zod';
import { words } from './check-value.ts';
import { bucketNameSchema, keyArnSchema, placeShape, regionSchema, textSchema } from './place-rules.ts';
import { saidTwice } from './said-twice.ts';
import { checkAllVariables } from './settings.ts';
import { isNumberInQuotes, wholeNumber } from './whole-number.ts';
import { hasVariables, workflowSettingsSchema } from './workflow-settings-schema.ts';
import { workflowSettingsShape } from './workflow-settings-shape.ts';

/** @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const LOG_RETENTION_DAYS: readonly number[] = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

const { liveVersion: _, ...ofAllWorkflows } = workflowSettingsShape;

/** What a personal stage may say. */
export const personalShape = {
  ...placeShape,
  ...ofAllWorkflows,
  regions: z
    .array(regionSchema)
    .min(1)
    .superRefine((regions, { addIssue }) => {
      const twice = regions.find((region, index) => regions.indexOf(region) !== index);
      if (twice !== undefined) addIssue({ code: 'custom', params: saidTwice(twice) });
    })
    .readonly()
    .register(words, {
      what: 'is not a list of regions',
      allowed: 'at least one region, none of them twice',
      fix: "write ['eu-central-1'], for example, or leave it out",
    })
    .optional(),
  build: z.enum(['docker', 'codebuild', 'zip']).optional(),
  keepData: z.boolean().optional(),
  terminationProtection: z.boolean().optional(),
  logRetentionDays: z
    .int()
    .refine((days) => LOG_RETENTION_DAYS.includes(days))
    .register(words, {
      what: 'is not a number of days that CloudWatch Logs knows',
      allowed: LOG_RETENTION_DAYS.join(', '),
      fix: nearestRetention,
    })
    .optional(),
  // S3 has no limit of its own that anybody would reach.
  artifactRetentionDays: wholeNumber({ least: 1, most: 36_500, unit: 'days' }).optional(),
  customerKey: z
    .union([z.boolean(), keyArnSchema])
    .register(words, {
      what: 'is not a key',
      allowed: 'true for a new one, false for none, or arn:aws:kms:<region>:<account>:key/<id>',
      fix: 'copy the ARN of the key; an alias will not do, because policies do not know it',
    })
    .optional(),
  accessLogBucket: bucketNameSchema.optional(),
  hotswap: z.boolean().optional(),
  lostRuns: z
    .union([
      z.boolean(),
      z.strictObject({ marginMinutes: minutes().optional(), everyMinutes: minutes().optional() }).readonly(),
    ])
    .register(words, {
      what: 'is not a setting for lost runs',
      allowed: 'true, false, or { marginMinutes?, everyMinutes? }',
      fix: 'write "lostRuns: true"',
    })
    .optional(),
  secretKeys: z
    .array(keyArnSchema)
    .readonly()
    .register(words, {
      what: 'must be a list of keys',
      allowed: 'ARNs of keys, arn:aws:kms:<region>:<account>:key/<id>',
      fix: 'copy the ARNs of the keys that the secrets are encrypted with',
    })
    .optional(),
};

/** What an environment may say. */
export const deploymentEnvironmentShape = {
  ...personalShape,
  stage: textSchema(/^(?!encrypted$)[a-zA-Z0-9]{1,20}$/i, {
    what: 'is not a stage',
    allowed:
      '1 to 20 letters and digits, and not "encrypted", which names repositories with a key of their own',
    fix: 'write a short word, such as "prod"',
  }).optional(),
  pipeline: z.boolean().optional(),
  approval: z.boolean().optional(),
  workflows: z
    .record(z.string(), workflowSettingsSchema)
    .readonly()
    .register(words, {
      what: 'must be an object',
      allowed: '{ "<workflow>": { … } }',
      fix: 'write the settings of each workflow under its name',
    })
    .optional(),
};

const WHAT_AN_OBJECT_IS = {
  what: 'must be an object',
  allowed: 'an object of settings',
  fix: 'write { keepData: false }, for example',
};

/** The rules of one environment that need no other. Its type is `DeploymentEnvironment`; a test compares the two. */
export const deploymentEnvironmentSchema = z
  .strictObject(deploymentEnvironmentShape)
  .superRefine(checkAllVariables, { when: hasVariables })
  .readonly()
  .register(words, WHAT_AN_OBJECT_IS);

/** The rules of what a personal stage is like. Its type is `PersonalEnvironment`; a test compares the two. */
export const personalEnvironmentSchema = z
  .strictObject(personalShape)
  .superRefine(checkAllVariables, { when: hasVariables })
  .readonly()
  .register(words, WHAT_AN_OBJECT_IS);

function nearestRetention(days: unknown): string {
  if (isNumberInQuotes(days)) return `write ${days}, without quotes`;
  const longer = LOG_RETENTION_DAYS.find((known) => typeof days === 'number' && known >= days);
  return `use ${longer ?? LOG_RETENTION_DAYS.at(-1)}`;
}

function minutes(): z.ZodInt {
  return wholeNumber({ least: 1, most: 24 * 60, unit: 'minutes' });
}
