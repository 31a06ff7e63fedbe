import { createHash } from 'node:crypto';
import { type AnnouncedBody, announcedBy } from './announced-by.ts';
import { decodedChunks, incompleteBody, malformedTrailer } from './aws-chunked.ts';
import {
  type Checksum,
  type ChecksumAlgorithm,
  checksumIn,
  DEFAULT_ALGORITHM,
  runningChecksum,
} from './checksums.ts';
import { S3Error } from './s3-error.ts';

/**
 * Reads a body to its end, decoded, and compares it with all that its headers, and those behind it, say of it.
 *
 * @param options.write takes the content piece by piece
 * @throws S3Error when it is not what the headers say: then nothing may be kept of what was written
 */
export async function receiveBody(options: ReceiveOptions): Promise<ReceivedBody> {
  const { source, headers, write } = options;
  const announced = announcedBy(headers);
  const trailers = new Map<string, string>();
  const algorithm = announced.algorithm ?? options.algorithm ?? DEFAULT_ALGORITHM;
  const checksum = runningChecksum(algorithm);
  const md5 = createHash('md5');
  const sha256 = announced.sha256 === undefined ? undefined : createHash('sha256');
  let size = 0;
  for await (const piece of announced.isChunked ? decodedChunks(source, trailers) : source) {
    size += piece.length;
    if (size > announced.length) throw incompleteBody();
    md5.update(piece);
    sha256?.update(piece);
    checksum.update(piece);
    await write(piece);
  }
  if (size !== announced.length) throw incompleteBody();
  const digest = md5.digest();
  refuseOther('Content-MD5', announced.md5, digest.toString('base64'));
  const computedSha256 = sha256?.digest('hex');
  if (computedSha256 !== announced.sha256) {
    throw new S3Error(
      400,
      'XAmzContentSHA256Mismatch',
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
      { ClientComputedContentSHA256: announced.sha256 ?? '', S3ComputedContentSHA256: computedSha256 ?? '' },
    );
  }
  const value = checksum.digest().toString('base64');
  refuseOther(algorithm, announced.value ?? trailing(announced, trailers), value);
  return {
    size,
    md5: digest,
    checksum: { algorithm, value, type: 'FULL_OBJECT' },
    isChecksumGiven: announced.algorithm !== undefined,
  };
}

export interface ReceiveOptions {
  readonly source: AsyncIterable<Uint8Array>;
  /** In lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Which checksum is computed when the caller gives none. @default CRC64NVME, as on AWS */
  readonly algorithm?: ChecksumAlgorithm | undefined;
  readonly write: (piece: Uint8Array) => Promise<unknown> | undefined;
}

export interface ReceivedBody {
  /** Of what was written, in bytes. */
  readonly size: number;
  readonly md5: Buffer;
  readonly checksum: Checksum;
  readonly isChecksumGiven: boolean;
}

function trailing({ trailer }: AnnouncedBody, trailers: ReadonlyMap<string, string>): string | undefined {
  const names = [...trailers.keys()].filter((name) => name !== 'x-amz-trailer-signature');
  if (names.join() !== (trailer ?? '')) throw malformedTrailer();
  if (trailer === undefined) return undefined;
  return checksumIn({ [trailer]: trailers.get(trailer) }, 'trailing header')?.value;
}

function refuseOther(what: string, said: string | undefined, computed: string): void {
  if (said === undefined || said === computed) return;
  const message =
    what === 'Content-MD5'
      ? 'The Content-MD5 you specified did not match what we received.'
      : `The ${what} you specified did not match the calculated checksum.`;
  throw new S3Error(
    400,
    'BadDigest',
    message,
    what === 'Content-MD5' ? { ExpectedDigest: said, CalculatedDigest: computed } : {},
  );
}
