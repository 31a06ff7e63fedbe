import { SHA256_PATTERN } from '../../core/sha256-pattern.ts';
import {
  algorithmNamed,
  type ChecksumAlgorithm,
  checksumHeader,
  checksumIn,
  isBase64Of,
} from './checksums.ts';
import { S3Error } from './s3-error.ts';

/**
 * What the headers of a body say of it.
 *
 * @param headers by their names in lower case
 * @throws S3Error for what cannot be
 */
export function announcedBy(headers: Headers): AnnouncedBody {
  const { 'content-md5': md5, 'x-amz-content-sha256': sha256 = '', 'x-amz-trailer': trailer } = headers;
  if (md5 !== undefined && !isBase64Of(md5, 16)) {
    throw new S3Error(400, 'InvalidDigest', 'The Content-MD5 you specified was invalid.');
  }
  const isChunked = sha256.startsWith('STREAMING-');
  const common = {
    length: lengthIn(headers, isChunked),
    isChunked,
    md5,
    sha256: SHA256_PATTERN.test(sha256.toLowerCase()) ? sha256.toLowerCase() : undefined,
  };
  const given = checksumIn(headers);
  if (given !== undefined) return { ...common, ...given };
  const name = trailer?.trim().toLowerCase();
  if (name !== undefined) {
    return { ...common, trailer: name, algorithm: algorithmNamed(name.replace(checksumHeader(''), '')) };
  }
  if (headers['x-amz-sdk-checksum-algorithm'] === undefined) return common;
  throw new S3Error(
    400,
    'InvalidRequest',
    'x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.',
  );
}

function lengthIn(headers: Headers, isChunked: boolean): number {
  const text = headers[isChunked ? 'x-amz-decoded-content-length' : 'content-length'];
  if (text !== undefined && /^\d{1,15}$/.test(text)) {
    if (Number(text) <= MAX_BYTES) return Number(text);
    throw new S3Error(400, 'EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size', {
      ProposedSize: text,
      MaxSizeAllowed: String(MAX_BYTES),
    });
  }
  if (headers['transfer-encoding'] === undefined && !isChunked) return 0;
  throw new S3Error(411, 'MissingContentLength', 'You must provide the Content-Length HTTP header.');
}

/** Of one request; larger objects come in parts. */
const MAX_BYTES = 5 * 1024 ** 3;

type Headers = Readonly<Record<string, string | undefined>>;

export interface AnnouncedBody {
  /** Of the content, in bytes. */
  readonly length: number;
  readonly isChunked: boolean;
  readonly md5?: string | undefined;
  readonly sha256?: string | undefined;
  readonly algorithm?: ChecksumAlgorithm | undefined;
  /** The checksum; of those with an algorithm and without it, it follows the body. */
  readonly value?: string | undefined;
  readonly trailer?: string | undefined;
}
