import { byteRange } from '../byte-range.ts';
import {
  CHECKSUM_TYPE_HEADER,
  type ChecksumAlgorithm,
  type ChecksumType,
  checksumHeaders,
  checksumIn,
  checksumMembers,
  defaultTypeOf,
} from '../checksums.ts';
import type { S3Answer, S3Call, S3Service } from '../s3-call.ts';
import { S3Error } from '../s3-error.ts';
import { headersToKeep } from '../sent-headers.ts';
import type { Upload } from '../uploads.ts';
import { S3_NAMESPACE } from '../xml.ts';
import { copySource, receiveCopy, wantedAlgorithm } from './copy-object.ts';
import { ENCRYPTED } from './put-object.ts';

export async function createMultipartUpload(call: S3Call, { uploads }: S3Service): Promise<S3Answer> {
  const { bucket, key, headers } = call;
  call.allow('s3:PutObject', call);
  const algorithm = wantedAlgorithm(call);
  const upload = uploads.create({
    bucket,
    key,
    ...headersToKeep(headers, key),
    checksumAlgorithm: algorithm,
    checksumType: algorithm && typeFor(algorithm, headers[CHECKSUM_TYPE_HEADER]),
  });
  return {
    headers: {
      ...ENCRYPTED,
      ...(upload.checksumAlgorithm !== undefined && { 'x-amz-checksum-algorithm': upload.checksumAlgorithm }),
      ...(upload.checksumType !== undefined && { [CHECKSUM_TYPE_HEADER]: upload.checksumType }),
    },
    xml: {
      InitiateMultipartUploadResult: { ...S3_NAMESPACE, Bucket: bucket, Key: key, UploadId: upload.id },
    },
  };
}

export async function uploadPart(call: S3Call, { uploads }: S3Service): Promise<S3Answer> {
  call.allow('s3:PutObject', call);
  const { upload, number } = partOf(call, uploads);
  const { checksumAlgorithm: wanted } = upload;
  const given = checksumIn(call.headers)?.algorithm;
  if (wanted !== undefined && given !== undefined && given !== wanted) {
    throw new S3Error(
      400,
      'InvalidRequest',
      `Checksum Type mismatch occurred, expected checksum Type: ${wanted.toLowerCase()}, actual checksum Type: ${given.toLowerCase()}`,
    );
  }
  const { md5, checksum, isChecksumGiven } = await uploads.putPart({
    upload,
    number,
    write: (append) => call.receive({ algorithm: wanted, write: append }),
  });
  const { [CHECKSUM_TYPE_HEADER]: _, ...told } = checksumHeaders(
    isChecksumGiven || wanted !== undefined ? checksum : undefined,
  );
  return { headers: { etag: `"${md5.toString('hex')}"`, ...told, ...ENCRYPTED } };
}

export async function uploadPartCopy(call: S3Call, service: S3Service): Promise<S3Answer> {
  call.allow('s3:PutObject', call);
  const { upload, number } = partOf(call, service.uploads);
  const source = copySource(call, service);
  const range = call.headers['x-amz-copy-source-range'];
  if (range !== undefined && byteRange(range, source.size) === undefined) {
    throw new S3Error(
      400,
      'InvalidArgument',
      'The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy',
    );
  }
  const { md5, checksum } = await service.uploads.putPart({
    upload,
    number,
    write: (append) => receiveCopy({ source, range, algorithm: upload.checksumAlgorithm, write: append }),
  });
  const { ChecksumType: _, ...told } = checksumMembers(
    upload.checksumAlgorithm === undefined ? undefined : checksum,
  );
  return {
    headers: ENCRYPTED,
    xml: {
      CopyPartResult: {
        ...S3_NAMESPACE,
        LastModified: new Date().toISOString(),
        ETag: `"${md5.toString('hex')}"`,
        ...told,
      },
    },
  };
}

export async function abortMultipartUpload(call: S3Call, { uploads }: S3Service): Promise<S3Answer> {
  call.allow('s3:AbortMultipartUpload', call);
  uploads.remove(uploadOf(call, uploads));
  return { status: 204 };
}

/** The upload that a request names. */
export function uploadOf(call: S3Call, uploads: S3Service['uploads']): Upload {
  return uploads.get(call.query.get('uploadId') ?? '', call);
}

export const MAX_PART_NUMBER = 10_000;

function partOf(
  call: S3Call,
  uploads: S3Service['uploads'],
): { readonly upload: Upload; readonly number: number } {
  const number = Number(call.query.get('partNumber'));
  if (!Number.isInteger(number) || number < 1 || number > MAX_PART_NUMBER) {
    throw new S3Error(
      400,
      'InvalidArgument',
      `Part number must be an integer between 1 and ${MAX_PART_NUMBER}, inclusive`,
      { ArgumentName: 'partNumber', ArgumentValue: String(call.query.get('partNumber')) },
    );
  }
  return { upload: uploadOf(call, uploads), number };
}

/** @throws S3Error for a type that the algorithm does not have */
function typeFor(algorithm: ChecksumAlgorithm, wanted: string | undefined): ChecksumType {
  const type = wanted?.toUpperCase() ?? defaultTypeOf(algorithm);
  const isCyclic = algorithm.startsWith('CRC');
  if (type === 'FULL_OBJECT' && isCyclic) return type;
  if (type === 'COMPOSITE' && algorithm !== 'CRC64NVME') return type;
  throw new S3Error(
    400,
    'InvalidRequest',
    `The ${type} checksum type cannot be used with the ${algorithm.toLowerCase()} checksum algorithm.`,
  );
}
