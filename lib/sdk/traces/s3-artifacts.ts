import { isBucketName, isEndpointUrl, isKeyPrefix, KEY_PREFIX_RULE } from '../../contract/bucket-name.ts';
import { sessionKeys } from '../../contract/session-keys.ts';
import { show } from '../../core/problems.ts';
import { stringMember } from '../../core/thrown.ts';
import type { S3Objects } from '../../service/s3-objects.ts';
import { checkKeys } from '../check-keys.ts';
import { checkOption, mustBe } from '../check-option.ts';
import { ValidationFailed } from '../errors.ts';
import type { TraceSink } from './trace-sink.ts';

/**
 * Stores the traces of acts in a bucket of S3 as soon as they are complete: `<prefix>/runs/<run>/sessions/<session>/<file>`.
 * Each is tried three times. It needs `s3:PutObject` there, and nothing else; nothing is read or listed.
 *
 * A deployed workflow has one for its artifact bucket already.
 *
 * @example
 * ```ts
 * await using nova = await NovaAct.start({ artifacts: s3Artifacts({ bucket: 'my-traces', prefix: 'shop' }) });
 * ```
 * @throws ValidationFailed at once for a name that no bucket can have, and the like
 */
export function s3Artifacts(options: S3ArtifactsOptions): TraceSink {
  checkKeys('s3Artifacts', options, KEYS);
  const { bucket, prefix = '', region, kmsKeyId, endpoint } = options;
  mustBe('bucket of s3Artifacts', bucket, 'text');
  if (!isBucketName(bucket)) {
    throw new ValidationFailed(
      `bucket is ${show(bucket)}; it must be the name of an S3 bucket: 3 to 63 lower-case letters, digits, "-" and ".". A prefix has an option of its own.`,
    );
  }
  for (const [name, value] of Object.entries({ prefix, region, kmsKeyId, endpoint }))
    checkOption(name, value, 'text');
  if (!isKeyPrefix(prefix)) {
    throw new ValidationFailed(
      `prefix is ${show(prefix)}; it must be ${KEY_PREFIX_RULE}, and none at its ends, such as "team/shop".`,
    );
  }
  if (endpoint !== undefined && !isEndpointUrl(endpoint)) {
    throw new ValidationFailed(`endpoint is ${show(endpoint)}; it must be a URL with http:// or https://.`);
  }
  let objects: Promise<S3Objects> | undefined;
  return {
    name: `s3://${bucket}${prefix === '' ? '' : `/${prefix}`}`,
    async put(file, { signal }) {
      // A failure, such as of a profile that cannot be read, is that of each file.
      // Signing and credentials are loaded when they are needed, not before a host answers its first ping.
      objects ??= import('./artifact-objects.ts').then(({ artifactObjectsIn }) =>
        artifactObjectsIn({ bucket, prefix, region, endpoint }),
      );
      const key = `${sessionKeys(file)}/${file.name}`;
      const loaded = await objects;
      await loaded.put(key, file.body, { contentType: file.contentType, kmsKeyId, signal }).catch(briefly);
    },
  };
}

/** Whoever tells it has named the file and the bucket. */
function briefly(error: unknown): never {
  const brief = stringMember(error, 'brief');
  throw brief === undefined ? error : new Error(brief);
}

/** Where the traces of acts are stored. */
export interface S3ArtifactsOptions {
  /** Name of the bucket. */
  readonly bucket: string;
  /** Stands before all keys, with a slash between. @default none */
  readonly prefix?: string | undefined;
  /** Of the bucket. @default `AWS_REGION`, the profile, then us-east-1 */
  readonly region?: string | undefined;
  /** Encrypts with this key of KMS: an id, an ARN or an alias. The role needs `kms:GenerateDataKey` on it. @default as the bucket has it */
  readonly kmsKeyId?: string | undefined;
  /** Another endpoint than that of AWS. @default `AWS_ENDPOINT_URL_S3`, `AWS_ENDPOINT_URL`, the profile, then AWS */
  readonly endpoint?: string | undefined;
}

const KEYS = {
  bucket: true,
  prefix: true,
  region: true,
  kmsKeyId: true,
  endpoint: true,
} as const satisfies Record<keyof S3ArtifactsOptions, true>;
