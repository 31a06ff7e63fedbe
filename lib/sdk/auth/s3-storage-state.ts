import { isBucketName } from '../../contract/bucket-name.ts';
import { ENDPOINT_OF_ALL, ENDPOINT_VARIABLE } from '../../contract/variables.ts';
import { show } from '../../core/problems.ts';
import { NovaActClient } from '../../service/index.ts';
import { type S3Objects, s3Objects } from '../../service/s3-objects.ts';
import { checkKeys } from '../check-keys.ts';
import { checkOption } from '../check-option.ts';
import { ValidationFailed } from '../errors.ts';
import type { StorageStateAuth } from './session-auth.ts';
import { parseStorageState, storageStateText } from './storage-state.ts';

/**
 * Keeps sign-ins in an object of a bucket, always encrypted by KMS; an object that is not there yet is no error. It has
 * Playwright's form of a storage state. When several sessions keep theirs in the same object, the last one wins.
 *
 * It needs `s3:GetObject` and `s3:PutObject` of the object; with a key of your own, `kms:GenerateDataKey` and `kms:Decrypt` of
 * that; and `s3:ListBucket`, where a bucket policy or an access point would else not say why it refuses.
 *
 * @throws ValidationFailed
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
 */
export function s3StorageState(options: S3StorageStateOptions): StorageStateAuth {
  checkKeys('s3StorageState', options, KEYS);
  const { bucket, kmsKeyId, indexedDB } = options;
  if (typeof bucket !== 'string' || !isBucketName(bucket))
    throw new ValidationFailed(`bucket is ${show(bucket)}; it must be the name of an S3 bucket.`);
  checkOption('kmsKeyId', kmsKeyId, 'text');
  checkOption('region', options.region, 'text');
  checkOption('indexedDB', indexedDB, 'flag');
  const key = keyOf(options);
  // Not before it is needed: a value of a module is made before the environment is complete.
  let objects: Promise<S3Objects> | undefined;
  const open = (): Promise<S3Objects> => {
    objects ??= objectsOf(options);
    return objects;
  };
  return {
    name: `s3://${bucket}/${key}`,
    indexedDB,
    load: async () => {
      const bytes = await (await open()).getIfAllowed(key);
      return bytes && parseStorageState(bytes.toString());
    },
    save: async (state) => {
      await (await open()).put(key, storageStateText(state), {
        usesKms: true,
        kmsKeyId: kmsKeyId || undefined,
      });
    },
  };
}

/** Where the object is: by `key`, or by `profile` and `prefix`. */
export type S3StorageStateOptions = S3StorageStatePlace & {
  /** Name of the bucket. */
  readonly bucket: string;
  /** Key of KMS: an id, an ARN or an alias. @default the one that S3 has in the account */
  readonly kmsKeyId?: string | undefined;
  /** Of the bucket. @default the usual chain of the AWS SDK, then us-east-1 */
  readonly region?: string | undefined;
  /** Keeps databases of pages (IndexedDB), too. @default true */
  readonly indexedDB?: boolean | undefined;
};

/** Which object it is. */
export type S3StorageStatePlace =
  | {
      /** The object, by its whole key. */
      readonly key: string;
      readonly profile?: undefined;
      readonly prefix?: undefined;
    }
  | {
      readonly key?: undefined;
      /** Whose sign-ins these are: the object is `<prefix>/<profile>.json`. */
      readonly profile: string;
      /** What stands before its name. @default 'nova-act-sessions' */
      readonly prefix?: string | undefined;
    };

const KEYS = {
  bucket: true,
  key: true,
  profile: true,
  prefix: true,
  kmsKeyId: true,
  region: true,
  indexedDB: true,
} as const satisfies Record<keyof S3StorageStateOptions, true>;

const DEFAULT_PREFIX = 'nova-act-sessions';

function keyOf({ key, profile, prefix }: S3StorageStateOptions): string {
  if ((key === undefined) === (profile === undefined) || (key !== undefined && prefix !== undefined))
    throw new ValidationFailed(
      's3StorageState needs either `key`, or `profile` with perhaps `prefix`: key "sign-ins/shop.json", or profile "shop".',
    );
  if (key !== undefined) return checkedKey('key', key);
  const folder = checkedKey('prefix', prefix ?? DEFAULT_PREFIX);
  return `${folder}/${checkedKey('profile', profile)}.json`;
}

function checkedKey(name: string, value: unknown): string {
  if (typeof value === 'string' && /^[\w.-]+(?:\/[\w.-]+)*$/.test(value)) return value;
  throw new ValidationFailed(
    `${name} is ${show(value)}; it must be letters, digits, "_", "." and "-", with single slashes between.`,
  );
}

async function objectsOf({ bucket, region }: S3StorageStateOptions): Promise<S3Objects> {
  const { [ENDPOINT_VARIABLE.s3]: own, [ENDPOINT_OF_ALL]: common } = process.env;
  return s3Objects({
    bucket,
    prefix: '',
    region: region || (await usualRegion()),
    endpoint: own || common || undefined,
  });
}

async function usualRegion(): Promise<string> {
  const client = new NovaActClient();
  try {
    return await client.config.region();
  } finally {
    client.destroy();
  }
}
