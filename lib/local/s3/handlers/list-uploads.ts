import { OWNER, type S3Answer, type S3Call, type S3Service } from '../s3-call.ts';
import { S3Error } from '../s3-error.ts';
import type { UploadedPart } from '../uploaded-part.ts';
import type { Upload } from '../uploads.ts';
import { S3_NAMESPACE } from '../xml.ts';
import { encodingOf } from './list-objects.ts';
import { MAX_PART_NUMBER, uploadOf } from './upload-handlers.ts';

export async function listParts(call: S3Call, { uploads }: S3Service): Promise<S3Answer> {
  const { bucket, key } = call;
  call.allow('s3:ListMultipartUploadParts', call);
  const upload = uploadOf(call, uploads);
  const marker = call.count('part-number-marker', { fallback: 0, max: MAX_PART_NUMBER });
  const most = call.count('max-parts', { fallback: MAX_LISTED, max: MAX_LISTED });
  const parts = uploads.parts(upload).filter(({ number }) => number > marker);
  const page = parts.slice(0, most);
  return {
    xml: {
      ListPartsResult: {
        ...S3_NAMESPACE,
        Bucket: bucket,
        Key: key,
        UploadId: upload.id,
        Initiator: OWNER,
        Owner: OWNER,
        StorageClass: 'STANDARD',
        PartNumberMarker: marker,
        NextPartNumberMarker: page.at(-1)?.number ?? 0,
        MaxParts: most,
        IsTruncated: parts.length > page.length,
        ChecksumAlgorithm: upload.checksumAlgorithm,
        ChecksumType: upload.checksumType,
        Part: page.map((part) => ({
          PartNumber: part.number,
          LastModified: new Date(part.modifiedMs).toISOString(),
          ETag: `"${part.etag}"`,
          Size: part.size,
          ...checksumOfPart(part, upload),
        })),
      },
    },
  };
}

export async function listMultipartUploads(call: S3Call, { uploads }: S3Service): Promise<S3Answer> {
  const { bucket, query } = call;
  call.allow('s3:ListBucketMultipartUploads', { bucket });
  const prefix = query.get('prefix') ?? '';
  const keyMarker = query.get('key-marker') ?? '';
  const idMarker = query.get('upload-id-marker') ?? '';
  if (query.has('delimiter')) {
    throw new S3Error(
      501,
      'NotImplemented',
      'Local AWS lists uploads by their prefix only, without a delimiter.',
    );
  }
  const most = call.count('max-uploads', { fallback: MAX_LISTED, max: MAX_LISTED, min: 1 });
  const encode = encodingOf(query);
  const place = (upload: Pick<Upload, 'key' | 'id'>): string => `${upload.key}\n${upload.id}`;
  const found = uploads
    .list(bucket)
    .filter(({ key }) => key.startsWith(prefix))
    .filter(
      (upload) => upload.key > keyMarker || (idMarker !== '' && place(upload) > `${keyMarker}\n${idMarker}`),
    )
    .sort((a, b) => (place(a) < place(b) ? -1 : 1));
  const page = found.slice(0, most);
  const last = found.length > page.length ? page.at(-1) : undefined;
  return {
    xml: {
      ListMultipartUploadsResult: {
        ...S3_NAMESPACE,
        Bucket: bucket,
        KeyMarker: encode(keyMarker),
        UploadIdMarker: idMarker,
        NextKeyMarker: last && encode(last.key),
        NextUploadIdMarker: last?.id,
        Prefix: encode(prefix),
        EncodingType: query.get('encoding-type') ?? undefined,
        MaxUploads: most,
        IsTruncated: last !== undefined,
        Upload: page.map((upload) => ({
          Key: encode(upload.key),
          UploadId: upload.id,
          Initiator: OWNER,
          Owner: OWNER,
          StorageClass: 'STANDARD',
          Initiated: upload.initiatedAt,
          ChecksumAlgorithm: upload.checksumAlgorithm,
          ChecksumType: upload.checksumType,
        })),
      },
    },
  };
}

const MAX_LISTED = 1000;

/** The checksum of a part, when the upload has one. */
function checksumOfPart(part: UploadedPart, upload: Upload): Readonly<Record<string, string>> {
  return upload.checksumAlgorithm === undefined
    ? {}
    : { [`Checksum${upload.checksumAlgorithm}`]: part.checksum };
}
