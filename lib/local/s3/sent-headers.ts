import type { ObjectHeaders } from './object-metadata.ts';
import { plainHeaders } from './object-store.ts';
import type { S3Headers } from './s3-call.ts';
import { S3Error } from './s3-error.ts';

/**
 * What a request wants to be kept with an object.
 *
 * @throws S3Error for what local AWS cannot keep, or is too much
 */
export function headersToKeep(headers: S3Headers, key: string): ObjectHeaders {
  for (const name of Object.keys(headers)) {
    if (NOT_KEPT.some((other) => (other.endsWith('-') ? name.startsWith(other) : name === other)))
      throw notKept(name);
  }
  if (!['private', 'bucket-owner-full-control', undefined].includes(headers['x-amz-acl'])) {
    throw new S3Error(400, 'AccessControlListNotSupported', 'The bucket does not allow ACLs');
  }
  const userMetadata = Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      name.startsWith(USER_PREFIX) && value !== undefined ? [[name.slice(USER_PREFIX.length), value]] : [],
    ),
  );
  const size = Object.entries(userMetadata).reduce(
    (sum, [name, value]) => sum + name.length + value.length,
    0,
  );
  if (size > MAX_USER_METADATA_BYTES) {
    throw new S3Error(
      400,
      'MetadataTooLarge',
      'Your metadata headers exceed the maximum allowed metadata size',
      {
        Size: String(size),
        MaxSizeAllowed: String(MAX_USER_METADATA_BYTES),
      },
    );
  }
  const kept = KEPT.flatMap((name) => {
    const value = name === 'content-encoding' ? withoutChunked(headers[name]) : headers[name];
    return value === undefined || value === '' ? [] : [[name, value] as const];
  });
  const { headers: plain } = plainHeaders(key);
  const type = headers['content-type'] || BINARY;
  return { headers: { ...plain, 'content-type': type, ...Object.fromEntries(kept) }, userMetadata };
}

/** What AWS says of objects of which nobody said it. */
const BINARY = 'binary/octet-stream';
const USER_PREFIX = 'x-amz-meta-';
const MAX_USER_METADATA_BYTES = 2048;

const KEPT = [
  'content-type',
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'expires',
  'x-amz-storage-class',
  'x-amz-server-side-encryption',
  'x-amz-server-side-encryption-aws-kms-key-id',
  'x-amz-server-side-encryption-bucket-key-enabled',
] as const;

/** Those with `-` at the end are all that begin so. */
const NOT_KEPT = [
  'x-amz-grant-',
  'x-amz-object-lock-',
  'x-amz-server-side-encryption-customer-',
  'x-amz-tagging',
  'x-amz-website-redirect-location',
  'x-amz-write-offset-bytes',
];

/** How the body came is no property of the object. */
function withoutChunked(encoding: string | undefined): string | undefined {
  return encoding
    ?.split(',')
    .map((each) => each.trim())
    .filter((each) => each !== 'aws-chunked')
    .join(',');
}

function notKept(name: string): S3Error {
  return new S3Error(
    501,
    'NotImplemented',
    `Local AWS has no place for what the header ${name} says: tags, locks, grants, redirects and keys of customers are not served.`,
    { Header: name },
  );
}
