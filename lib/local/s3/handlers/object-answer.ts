import { closeSync, createReadStream, openSync, readSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { type ByteRange, byteRange, partRange } from '../byte-range.ts';
import { checksumHeaders } from '../checksums.ts';
import { isUnchanged, noSuchKey } from '../conditions.ts';
import type { StoredObject } from '../object-store.ts';
import { headerText } from '../query-headers.ts';
import type { S3Answer, S3Call, S3Service } from '../s3-call.ts';

export async function headObject(call: S3Call, service: S3Service): Promise<S3Answer> {
  return answerOf(call, service).answer;
}

export async function getObject(call: S3Call, service: S3Service): Promise<S3Answer> {
  const { answer, object, bytes } = answerOf(call, service);
  if (answer.status === 304) return answer;
  const { first, last } = bytes;
  if (last < first) return answer;
  return { ...answer, body: contentOf(object.file, bytes) };
}

/** Of a small object at once. Another object of this key that comes while a large one is sent is another file. */
function contentOf(file: string, { first, last }: ByteRange): Buffer | Readable {
  const fd = openSync(file, 'r');
  const length = last - first + 1;
  if (length > AT_ONCE_BYTES) return createReadStream(file, { fd, start: first, end: last });
  try {
    const content = Buffer.allocUnsafe(length);
    return content.subarray(0, readSync(fd, content, 0, length, first));
  } finally {
    closeSync(fd);
  }
}

const AT_ONCE_BYTES = 64 * 1024;

/** Nothing here has tags, because nobody can give any. The AWS CLI asks before it copies large objects. */
export async function getObjectTagging(call: S3Call, service: S3Service): Promise<S3Answer> {
  call.allow('s3:GetObjectTagging', call);
  findFor(call, service);
  return { xml: { Tagging: { TagSet: '' } } };
}

function answerOf(
  call: S3Call,
  service: S3Service,
): { readonly answer: S3Answer; readonly object: StoredObject; readonly bytes: ByteRange } {
  const { headers, query } = call;
  call.allow('s3:GetObject', call);
  const object = findFor(call, service);
  const { size, partSizes = [size] } = object;
  const all = { first: 0, last: size - 1 };
  const validators = { etag: `"${object.etag}"`, 'last-modified': new Date(object.modifiedMs).toUTCString() };
  if (isUnchanged(headers, object)) {
    return { object, bytes: all, answer: { status: 304, headers: validators } };
  }
  const part = call.count('partNumber', { fallback: 0, max: 10_000, min: 1 });
  const chosen = part > 0 ? partRange(part, partSizes) : byteRange(headers.range, size);
  const bytes = chosen ?? all;
  const isChecksumAsked = headers['x-amz-checksum-mode']?.toUpperCase() === 'ENABLED' && chosen === undefined;
  return {
    object,
    bytes,
    answer: {
      status: chosen === undefined ? 200 : 206,
      headers: {
        ...validators,
        ...object.headers,
        ...Object.fromEntries(
          Object.entries(object.userMetadata).map(([name, value]) => [`x-amz-meta-${name}`, value]),
        ),
        ...overridesIn(query),
        'accept-ranges': 'bytes',
        'content-length': String(bytes.last - bytes.first + 1),
        'x-amz-server-side-encryption': object.headers['x-amz-server-side-encryption'] ?? 'AES256',
        ...(chosen !== undefined && { 'content-range': `bytes ${bytes.first}-${bytes.last}/${size}` }),
        ...(part > 0 &&
          object.partSizes !== undefined && { 'x-amz-mp-parts-count': String(partSizes.length) }),
        ...(isChecksumAsked && checksumHeaders(service.objects.checksumOf(object))),
      },
    },
  };
}

/**
 * The object of a call. As on AWS, whoever may not list the bucket does not learn that it is not there.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
 */
export function findFor(call: S3Call, service: S3Service): StoredObject {
  const object = service.objects.find(call);
  if (object !== undefined) return object;
  throw call.refusalOf('s3:ListBucket', { bucket: call.bucket }) ?? noSuchKey(call.key);
}

/** The headers that a request wants other than they are, such as `response-content-type`. */
function overridesIn(query: URLSearchParams): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [
      'cache-control',
      'content-disposition',
      'content-encoding',
      'content-language',
      'content-type',
      'expires',
    ].flatMap((name) => {
      const value = query.get(`response-${name}`);
      return value === null ? [] : [[name, headerText(`response-${name}`, value)]];
    }),
  );
}
