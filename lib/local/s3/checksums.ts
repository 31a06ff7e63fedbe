import { createHash } from 'node:crypto';
import { type RunningChecksum, runningCrc32, runningCrc32c, runningCrc64Nvme } from './crc.ts';
import { S3Error } from './s3-error.ts';

/** The checksum of an object or a part. */
export interface Checksum {
  readonly algorithm: ChecksumAlgorithm;
  /** Base64; of composite ones with `-` and the number of parts. */
  readonly value: string;
  readonly type: ChecksumType;
}

/** Of all bytes, or of the checksums of the parts. */
export type ChecksumType = 'FULL_OBJECT' | 'COMPOSITE';

export type ChecksumAlgorithm = (typeof CHECKSUM_ALGORITHMS)[number];

/**
 * As S3 spells them in XML. Those of xxHash are not served.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html
 */
export const CHECKSUM_ALGORITHMS = [
  'CRC32',
  'CRC32C',
  'CRC64NVME',
  'SHA1',
  'SHA256',
  'SHA512',
  'MD5',
] as const;

/** What S3 computes for objects that come without a checksum. */
export const DEFAULT_ALGORITHM = 'CRC64NVME';

export function runningChecksum(algorithm: ChecksumAlgorithm): RunningChecksum {
  switch (algorithm) {
    case 'CRC32':
      return runningCrc32();
    case 'CRC32C':
      return runningCrc32c();
    case 'CRC64NVME':
      return runningCrc64Nvme();
    default: {
      const hash = createHash(algorithm.toLowerCase());
      return { update: (bytes) => void hash.update(bytes), digest: () => hash.copy().digest() };
    }
  }
}

/**
 * The algorithm of this name.
 *
 * @throws S3Error for those that are not served
 */
export function algorithmNamed(name: string): ChecksumAlgorithm {
  const algorithm = CHECKSUM_ALGORITHMS.find((known) => known === name.toUpperCase());
  if (algorithm !== undefined) return algorithm;
  throw new S3Error(
    400,
    'InvalidRequest',
    `Local AWS does not know the checksum algorithm ${name}. It has ${CHECKSUM_ALGORITHMS.join(', ')}.`,
  );
}

/** What multipart uploads have when nobody says it: cyclic checksums of parts can be had for the whole, others not. */
export function defaultTypeOf(algorithm: ChecksumAlgorithm): ChecksumType {
  return algorithm === 'CRC64NVME' ? 'FULL_OBJECT' : 'COMPOSITE';
}

export function checksumHeader(algorithm: string): string {
  return `${CHECKSUM_HEADER_PREFIX}${algorithm.toLowerCase()}`;
}

/** The headers that tell a checksum. */
export function checksumHeaders(checksum: Checksum | undefined): Readonly<Record<string, string>> {
  if (checksum === undefined) return {};
  return { [checksumHeader(checksum.algorithm)]: checksum.value, [CHECKSUM_TYPE_HEADER]: checksum.type };
}

/** The elements that tell a checksum. */
export function checksumMembers(checksum: Checksum | undefined): Readonly<Record<string, string>> {
  if (checksum === undefined) return {};
  return { [`Checksum${checksum.algorithm}`]: checksum.value, ChecksumType: checksum.type };
}

export const CHECKSUM_TYPE_HEADER = 'x-amz-checksum-type';

/**
 * The checksum that headers bring, if they do.
 *
 * @throws S3Error for several, and for what cannot be a checksum
 */
export function checksumIn(
  headers: Readonly<Record<string, string | undefined>>,
  kind: 'header' | 'trailing header' = 'header',
): { readonly algorithm: ChecksumAlgorithm; readonly value: string } | undefined {
  const [found, ...others] = Object.entries(headers).filter(
    ([name, value]) =>
      value !== undefined && name.startsWith(CHECKSUM_HEADER_PREFIX) && !ABOUT_CHECKSUMS.includes(name),
  );
  if (found === undefined) return undefined;
  if (others.length > 0) {
    throw new S3Error(
      400,
      'InvalidRequest',
      'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.',
    );
  }
  const [name, value = ''] = found;
  const algorithm = algorithmNamed(name.slice(CHECKSUM_HEADER_PREFIX.length));
  if (!isBase64Of(value, runningChecksum(algorithm).digest().length)) {
    throw new S3Error(400, 'InvalidRequest', `Value for ${name} ${kind} is invalid.`);
  }
  return { algorithm, value };
}

/** Whether a text is base64 of so many bytes. */
export function isBase64Of(text: string, length: number): boolean {
  const bytes = Buffer.from(text, 'base64');
  return bytes.length === length && bytes.toString('base64') === text;
}

const CHECKSUM_HEADER_PREFIX = 'x-amz-checksum-';
const ABOUT_CHECKSUMS: readonly string[] = [
  CHECKSUM_TYPE_HEADER,
  'x-amz-checksum-mode',
  'x-amz-checksum-algorithm',
];
