import { isRecord } from '../../../core/is-record.ts';
import { malformedXml, parseXml } from '../read-xml.ts';
import { S3Error } from '../s3-error.ts';
import type { UploadedPart } from '../uploaded-part.ts';
import type { Upload } from '../uploads.ts';

/**
 * The parts of which an object is to be made.
 *
 * @throws S3Error for parts that are not there, are others than named, or too small
 */
export function chosenParts(options: {
  readonly wanted: readonly WantedPart[];
  readonly upload: Upload;
  readonly uploaded: readonly UploadedPart[];
}): readonly UploadedPart[] {
  const { wanted, upload, uploaded } = options;
  const byNumber = new Map(uploaded.map((part) => [part.number, part]));
  const element = `Checksum${upload.checksumAlgorithm}`;
  const parts = wanted.map(({ number, etag, checksums }) => {
    const part = byNumber.get(number);
    const given = checksums[element];
    if (upload.checksumType === 'COMPOSITE' && given === undefined) {
      throw new S3Error(
        400,
        'InvalidRequest',
        `The upload was created using a ${upload.checksumAlgorithm?.toLowerCase()} checksum. The complete request must include the checksum for each part. It was missing for part ${number} in the request.`,
      );
    }
    if (part?.etag === etag && (given === undefined || given === part.checksum)) return part;
    throw new S3Error(
      400,
      'InvalidPart',
      "One or more of the specified parts could not be found. The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
      { UploadId: upload.id, PartNumber: String(number), ETag: etag },
    );
  });
  const small = parts.slice(0, -1).find(({ size }) => size < MIN_PART_BYTES);
  if (small === undefined) return parts;
  throw new S3Error(400, 'EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size', {
    ProposedSize: String(small.size),
    MinSizeAllowed: String(MIN_PART_BYTES),
    PartNumber: String(small.number),
    ETag: small.etag,
  });
}

/**
 * The parts that the body of a request names.
 *
 * @throws S3Error
 */
export function wantedParts(text: string): readonly WantedPart[] {
  const { Part: items } = parseXml(text, { root: 'CompleteMultipartUpload', lists: ['Part'] });
  if (!Array.isArray(items) || items.length === 0) throw malformedXml();
  const parts = items.map((item: unknown) => {
    if (!isRecord(item) || typeof item.ETag !== 'string' || !/^\d{1,5}$/.test(String(item.PartNumber))) {
      throw malformedXml();
    }
    return { number: Number(item.PartNumber), etag: item.ETag.replaceAll('"', ''), checksums: item };
  });
  if (parts.some(({ number }, index) => index > 0 && number <= (parts[index - 1]?.number ?? 0))) {
    throw new S3Error(
      400,
      'InvalidPartOrder',
      'The list of parts was not in ascending order. The parts list must be specified in order by part number.',
    );
  }
  return parts;
}

/** A part as the request names it. */
export interface WantedPart {
  readonly number: number;
  readonly etag: string;
  /** By the names of elements such as `ChecksumCRC32`. */
  readonly checksums: Readonly<Record<string, unknown>>;
}

/** All parts but the last are of this size or larger. */
const MIN_PART_BYTES = 5 * 1024 * 1024;
