import { z } from 'zod';
import { REGION_PATTERN } from '../contract/limits.ts';
import { isRecord } from '../core/is-record.ts';
import { words } from './check-value.ts';
import { DEFINITION_TAG } from './names.ts';
import { saidTwice } from './said-twice.ts';

/** What a place of deployments is described by: an account, its bootstrap stack, what everything there must have. */
export const placeShape = {
  /** @see https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-identifiers.html */
  account: textSchema(/^\d{12}$/, {
    what: 'is not an account',
    allowed: 'the 12 digits of an account, in quotes',
    fix: 'write it like "123456789012"',
  }).optional(),
  /** @see https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-customizing.html */
  qualifier: textSchema(/^[A-Za-z0-9_-]{1,10}$/, {
    what: 'is not a qualifier of a bootstrap stack',
    allowed: '1 to 10 letters, digits, "_" and "-"',
    fix: 'give what "cdk bootstrap --qualifier" was given, or leave it out',
  }).optional(),
  /** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePermissionsBoundary.html */
  permissionsBoundary: textSchema(
    /^(?:[\w+=,.@-]{1,128}|arn:aws[a-z-]*:iam::(?:\d{12}|aws):policy\/[\w+=,.@/-]+)$/,
    {
      what: 'is not a managed policy',
      allowed:
        'its name, 1 to 128 letters, digits and "_+=,.@-", or its ARN, arn:aws:iam::<account>:policy/<name>',
      fix: 'write the name of the policy',
    },
  ).optional(),
  tags: tagsSchema().optional(),
};

/** @see https://docs.aws.amazon.com/general/latest/gr/rande.html */
export const regionSchema = textSchema(new RegExp(`^${REGION_PATTERN}$`), {
  what: 'is not the name of a region',
  allowed: 'the name of a region, such as eu-central-1',
  fix: 'write it as "aws configure get region" says it',
});

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
export const bucketNameSchema = textSchema(
  /^(?!xn--|sthree-|amzn-s3-demo-)(?!.*(?:-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$)(?!\d+(?:\.\d+){3}$)[a-z0-9](?:[a-z0-9-]|\.(?!\.)){1,61}[a-z0-9]$/,
  {
    what: 'is not the name of a bucket',
    allowed: '3 to 63 lower-case letters, digits, "." and "-", a letter or digit at both ends',
    fix: 'write the name of a bucket that is there, without "s3://"',
  },
);

/** @see https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html */
export const keyArnSchema = textSchema(/^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[A-Za-z0-9-]+$/, {
  what: 'is not the ARN of a key',
  allowed: 'arn:aws:kms:<region>:<account>:key/<id>',
  fix: 'copy the ARN of the key; an alias will not do, because policies do not know it',
});

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
export const alarmActionSchema = textSchema(
  /^arn:aws[a-z-]*:(?:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}|lambda:[a-z0-9-]+:\d{12}:function:[\w-]{1,64}(?::[\w$-]{1,128})?|ssm:[a-z0-9-]+:\d{12}:opsitem:[1-4](?:#CATEGORY=[A-Za-z]+)?)$/,
  {
    what: 'is nothing that an alarm does here',
    allowed:
      'ARNs of a topic (arn:aws:sns:<region>:<account>:<name>), a function of Lambda, or an OpsItem of Systems Manager',
    fix: 'copy the ARN of a topic',
  },
);

/** The region in an ARN. */
export function regionOfArn(arn: string): string {
  return arn.split(':')[3] ?? '';
}

/** The account in an ARN. */
export function accountOfArn(arn: string): string {
  return arn.split(':')[4] ?? '';
}

/** The partition in an ARN. */
export function partitionOfArn(arn: string): string {
  return arn.split(':')[1] ?? '';
}

/**
 * The partition of a region, which the beginning of its name says.
 *
 * @see https://docs.aws.amazon.com/general/latest/gr/rande.html
 */
export function partitionOf(region: string): string {
  return PARTITIONS.find(([beginning]) => region.startsWith(beginning))?.[1] ?? 'aws';
}

const PARTITIONS: readonly (readonly [beginning: string, partition: string])[] = [
  ['cn-', 'aws-cn'],
  ['us-gov-', 'aws-us-gov'],
  ['us-iso-', 'aws-iso'],
  ['us-isob-', 'aws-iso-b'],
  ['us-isof-', 'aws-iso-f'],
  ['eu-isoe-', 'aws-iso-e'],
  ['eusc-', 'aws-eusc'],
];

/** Each resource may have 50; the runtime has one of its own. */
const MAX_TAGS = 49;

/** What all services of these stacks take, of which AgentCore's rule is the narrowest; IAM has keys in any letter case. @see https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_TagResource.html */
function tagsSchema() {
  const key = textSchema(/^(?!aws(?:-cdk)?:)[a-zA-Z0-9 ._:/=+@-]{1,128}$/i, {
    what: 'is not a key of a tag',
    allowed: '1 to 128 letters of ASCII, digits, spaces and "._:/=+@-", not beginning with "aws:"',
    fix: 'give the tag another key',
  }).refine((name) => name !== DEFINITION_TAG);
  const value = textSchema(/^[a-zA-Z0-9 ._:/=+@-]{1,256}$/, {
    what: 'is not a value of a tag',
    allowed: '1 to 256 letters of ASCII, digits, spaces and "._:/=+@-"',
    fix: 'shorten it, or spell it with these',
  });
  return z
    .record(key, value)
    .superRefine(
      (tags, { addIssue }) => {
        const keys = Object.keys(tags);
        const small = keys.map((name) => name.toLowerCase());
        const twin = keys.find((_, index) => small.indexOf(small[index] ?? '') !== index);
        if (twin !== undefined) {
          const what = 'has a key twice, because roles have keys of tags in any letter case';
          addIssue({ code: 'custom', params: { ...saidTwice(twin), what } });
        }
        const count = keys.length;
        if (count <= MAX_TAGS) return;
        const params = {
          what: 'has too many tags',
          got: `${count}`,
          allowed: `at most ${MAX_TAGS}`,
          fix: 'leave some out',
        };
        addIssue({ code: 'custom', params });
      },
      { when: ({ value: tags }) => isRecord(tags) },
    )
    .readonly()
    .register(words, {
      what: 'must be an object',
      allowed: "{ key: 'value' }",
      fix: 'write the tags as an object of texts',
    });
}

/** A text of a form. */
export function textSchema(
  pattern: RegExp,
  said: { readonly what: string; readonly allowed: string; readonly fix: string },
): z.ZodString {
  return z.string().regex(pattern).register(words, said);
}
