import { createReadStream, openSync } from 'node:fs';
import { receiveBody } from '../body.ts';
import { bucketNames } from '../buckets.ts';
import { byteRange } from '../byte-range.ts';
import { algorithmNamed, type ChecksumAlgorithm, checksumMembers } from '../checksums.ts';
import { isUnchanged, refuseAgainstConditions } from '../conditions.ts';
import type { StoredObject } from '../object-store.ts';
import type { S3Answer, S3Call, S3Service } from '../s3-call.ts';
import { S3Error } from '../s3-error.ts';
import { COPY_SOURCE_HEADER } from '../s3-operation.ts';
import { headersToKeep } from '../sent-headers.ts';
import { S3_NAMESPACE } from '../xml.ts';
import { ENCRYPTED } from './put-object.ts';

export async function copyObject(call: S3Call, service: S3Service): Promise<S3Answer> {
  const { bucket, key, headers } = call;
  call.allow('s3:PutObject', call);
  const source = copySource(call, service);
  const isReplaced = headers['x-amz-metadata-directive']?.toUpperCase() === 'REPLACE';
  if (
    !isReplaced &&
    source.bucket === bucket &&
    source.key === key &&
    headers['x-amz-storage-class'] === undefined
  ) {
    throw new S3Error(
      400,
      'InvalidRequest',
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
    );
  }
  const kept = headersToKeep(headers, key);
  const algorithm = wantedAlgorithm(call) ?? source.checksum?.algorithm;
  const { etag, checksum } = await service.objects.put({
    bucket,
    key,
    write: async (append) => {
      const { md5, checksum } = await receiveCopy({ source, algorithm, write: append });
      const { headers, userMetadata } = isReplaced ? kept : source;
      return { headers, userMetadata, etag: md5.toString('hex'), checksum };
    },
    check: (existing) => refuseAgainstConditions(headers, existing),
  });
  const { modifiedMs } = service.objects.get(call);
  return {
    headers: ENCRYPTED,
    xml: {
      CopyObjectResult: {
        ...S3_NAMESPACE,
        LastModified: new Date(modifiedMs).toISOString(),
        ETag: `"${etag}"`,
        ...checksumMembers(checksum),
      },
    },
  };
}

/** The algorithm that a request names for what it makes. */
export function wantedAlgorithm({ headers }: S3Call): ChecksumAlgorithm | undefined {
  const name = headers['x-amz-checksum-algorithm'];
  return name === undefined ? undefined : algorithmNamed(name);
}

/**
 * The object that a request copies.
 *
 * @throws S3Error also when it is not as the conditions of the request say
 */
export function copySource(call: S3Call, service: S3Service): StoredObject {
  const name = nameIn(call.headers[COPY_SOURCE_HEADER] ?? '');
  if (!bucketNames(service.stateDir).includes(name.bucket)) throw noSuchBucket(name.bucket);
  call.allow('s3:GetObject', name);
  const source = service.objects.get(name);
  if (isUnchanged(call.headers, source, `${COPY_SOURCE_HEADER}-`)) {
    throw new S3Error(
      412,
      'PreconditionFailed',
      'At least one of the pre-conditions you specified did not hold',
    );
  }
  return source;
}

export function noSuchBucket(bucket: string): S3Error {
  return new S3Error(404, 'NoSuchBucket', 'The specified bucket does not exist', { BucketName: bucket });
}

/**
 * Reads an object, or a range of it, as the body of a request is read.
 *
 * @param options.range as in the header of a request
 */
export async function receiveCopy(options: {
  readonly source: StoredObject;
  readonly range?: string | undefined;
  readonly algorithm: ChecksumAlgorithm | undefined;
  readonly write: (piece: Uint8Array) => Promise<void>;
}): ReturnType<typeof receiveBody> {
  const { source, range, algorithm, write } = options;
  const { first, last } = byteRange(range, source.size) ?? { first: 0, last: source.size - 1 };
  const length = last - first + 1;
  const fd = openSync(source.file, 'r');
  const content = createReadStream(source.file, { fd, start: first, end: Math.max(first, last) });
  return await receiveBody({
    source: content,
    headers: { 'content-length': String(length) },
    algorithm,
    write,
  });
}

function nameIn(header: string): { readonly bucket: string; readonly key: string } {
  const [, bucket, key] = /^\/?([^/]+)\/(.+)$/s.exec(decoded(header.replace(/\?versionId=null$/, ''))) ?? [];
  if (
    bucket === undefined ||
    key === undefined ||
    /\?versionId=[^?]+$/.test(header.replace(/\?versionId=null$/, ''))
  ) {
    throw new S3Error(
      400,
      'InvalidArgument',
      'Copy Source must mention the source bucket and key: sourcebucket/sourcekey. Local AWS has no versions of objects.',
      { ArgumentName: COPY_SOURCE_HEADER, ArgumentValue: header },
    );
  }
  return { bucket, key };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
