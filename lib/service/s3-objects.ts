import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from '@smithy/types';
import { fewAttempts } from './few-attempts.ts';
import { signedFetch } from './signed-fetch.ts';

/**
 * Objects of a bucket, put and got. Two requests of S3's API are all that is needed, so its client (which would be the
 * largest part of every bundle) is not.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
 */
export function s3Objects(options: S3Place): S3Objects {
  const { bucket, region } = options;
  const send = signedFetch({
    url: objectUrl({ ...options, key: '' }).origin,
    region,
    serviceId: 'S3',
    signingName: 's3',
    escapesPath: false,
    given: options.credentials,
  });

  /** Both requests may be repeated: they do the same thing again. */
  function attempt(
    method: 'GET' | 'PUT',
    key: string,
    given: {
      readonly body?: S3Body;
      readonly headers?: Readonly<Record<string, string>>;
      readonly signal?: AbortSignal | undefined;
    } = {},
    isAbsentHere = isAbsent,
  ): Promise<Buffer | undefined> {
    const { signal, ...request } = given;
    const once = async (): Promise<Buffer | undefined> => {
      const url = objectUrl({ ...options, key });
      const limit = AbortSignal.timeout(REQUEST_TIMEOUT_MS);
      const response = await send({
        url,
        method,
        ...request,
        signal: signal === undefined ? limit : AbortSignal.any([signal, limit]),
      });
      const bytes = Buffer.from(await response.arrayBuffer());
      if (response.ok) return bytes;
      const text = bytes.toString();
      if (method === 'GET' && isAbsentHere(response, text)) return undefined;
      throw explain(response, text, { bucket, method, key });
    };
    const isFinal = (error: unknown): boolean => error instanceof S3ObjectError && !error.isTransient;
    return fewAttempts(once, { isFinal, delayMs: RETRY_DELAY_MS, signal });
  }

  return {
    async put(
      key,
      body,
      { contentType = 'application/json', kmsKeyId, usesKms, ifAbsent = false, signal } = {},
    ) {
      const isByKms = usesKms ?? kmsKeyId !== undefined;
      const encryption = {
        ...(isByKms && { 'x-amz-server-side-encryption': 'aws:kms' }),
        ...(isByKms && kmsKeyId && { 'x-amz-server-side-encryption-aws-kms-key-id': kmsKeyId }),
        ...(ifAbsent && { 'if-none-match': '*' }),
      };
      await attempt('PUT', key, { body, headers: { 'content-type': contentType, ...encryption }, signal });
    },
    get: (key) => attempt('GET', key),
    getIfAllowed: (key) => attempt('GET', key, {}, isSurelyAbsent),
  };
}

/** Objects below a prefix of a bucket. */
export interface S3Objects {
  /** @throws S3ObjectError, or what the network says. Repeated before that. */
  put(key: string, body: S3Body, options?: S3PutOptions): Promise<void>;
  /** @returns `undefined` when there is none. @throws as {@link S3Objects.put} */
  get(key: string): Promise<Buffer | undefined>;
  /** The same for what must not be taken for absent: a refusal that does not say why is an error. */
  getIfAllowed(key: string): Promise<Buffer | undefined>;
}

export type S3Body = string | Uint8Array<ArrayBuffer>;

export interface S3PutOptions {
  /** @default 'application/json' */
  readonly contentType?: string | undefined;
  /** Encrypts the object with this key of KMS: an id, an ARN or an alias. @default as the bucket has it */
  readonly kmsKeyId?: string | undefined;
  /** Encrypts the object by KMS, without `kmsKeyId` with the key that S3 has in the account. @default with `kmsKeyId` only */
  readonly usesKms?: boolean | undefined;
  /**
   * Refuses to replace an object: then the error is {@link S3ObjectError.isThere}.
   *
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
   * @default false
   */
  readonly ifAbsent?: boolean | undefined;
  /** Gives it up. */
  readonly signal?: AbortSignal | undefined;
}

/** Where the objects are. */
export interface S3Place {
  readonly bucket: string;
  /** Without slashes at its ends; may be empty. */
  readonly prefix: string;
  readonly region: string;
  /** Another endpoint than that of AWS, such as local AWS. */
  readonly endpoint?: string | undefined;
  /** @default the usual chain of the AWS SDK; on loopback those of local AWS */
  readonly credentials?: AwsCredentialIdentity | AwsCredentialIdentityProvider | undefined;
}

const REQUEST_TIMEOUT_MS = 30_000;
const RETRY_DELAY_MS = 300;

/** S3 did not do what was asked. */
export class S3ObjectError extends Error {
  override readonly name = 'S3ObjectError';
  /** Whether the same may work in a moment. */
  readonly isTransient: boolean;
  /** Whether an object is there that was not to be replaced. */
  readonly isThere: boolean;
  /** The message without bucket and key, for those who name them themselves. */
  readonly brief: string;

  constructor(parts: {
    readonly action: string;
    readonly place: string;
    readonly reason: string;
    readonly isTransient: boolean;
    readonly isThere?: boolean | undefined;
  }) {
    const { action, place, reason, isTransient, isThere = false } = parts;
    super(`${action} of ${place} failed: ${reason}`);
    this.brief = `${action} failed: ${reason}`;
    this.isTransient = isTransient;
    this.isThere = isThere;
    Object.defineProperty(this, 'brief', { enumerable: false });
  }
}

/**
 * S3 says 403 of an object that is not there to those who may not list the bucket, as the execution role may not; then it is
 * the right to list that it misses, if it says so at all.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
 */
function isAbsent({ status }: Response, text: string): boolean {
  return status === 404 || (status === 403 && !/not authorized to perform: (?!s3:ListBucket\b)/.test(text));
}

/** Only that the right to list is missed shows that the object could be read, if it were there. */
function isSurelyAbsent({ status }: Response, text: string): boolean {
  if (status === 404) return /<Code>NoSuchKey<|^$/.test(text);
  return status === 403 && /not authorized to perform: s3:ListBucket\b/.test(text);
}

/** AWS has the bucket in the host name, other endpoints in the path. */
function objectUrl(options: S3Place & { readonly key: string }): URL {
  const { bucket, prefix, region, endpoint, key } = options;
  const path = (prefix === '' ? key : `${prefix}/${key}`).split('/').map(escaped).join('/');
  if (endpoint !== undefined) return new URL(`${endpoint.replace(/\/$/, '')}/${bucket}/${path}`);
  const suffix = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  return new URL(`https://${bucket}.s3.${region}.${suffix}/${path}`);
}

/** As S3 reads paths, and signs them: all but letters, digits and `-_.~` is escaped. */
function escaped(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function explain(
  { status }: Response,
  text: string,
  request: { readonly bucket: string; readonly method: string; readonly key: string },
): S3ObjectError {
  const { bucket, method, key } = request;
  const code = /<Code>([^<]+)<\/Code>/.exec(text)?.[1] ?? `HTTP ${status}`;
  const message = /<Message>([^<]+)<\/Message>/.exec(text)?.[1];
  const action = method === 'PUT' ? 's3:PutObject' : 's3:GetObject';
  const said = message === undefined ? code : `${code} (${message.replace(/\.$/, '')})`;
  const fix = status === 403 ? ` The role needs ${action} there.` : (FIX[code] ?? '');
  return new S3ObjectError({
    action,
    place: `${key} in the bucket ${bucket}`,
    reason: `${said}.${fix}`,
    // 409: another write of the same object is under way.
    isTransient: status >= 500 || status === 429 || status === 409,
    isThere: status === 412,
  });
}

/** What else is wrong than a right that is missing. */
const FIX: Readonly<Record<string, string>> = {
  NoSuchBucket:
    ' There is no bucket of that name: check the name, and that the stack that makes it is deployed.',
  PreconditionFailed: ' There is one already, and it is not to be replaced.',
  PermanentRedirect: ' The bucket is in another region: check the region.',
  AuthorizationHeaderMalformed: ' The bucket may be in another region: check the region.',
};
