import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { receiveBody } from '../body.ts';
import { type Checksum, checksumIn, checksumMembers, runningChecksum } from '../checksums.ts';
import { refuseAgainstConditions } from '../conditions.ts';
import type { S3Answer, S3Call, S3Service } from '../s3-call.ts';
import { S3Error } from '../s3-error.ts';
import type { UploadedPart } from '../uploaded-part.ts';
import { S3_NAMESPACE } from '../xml.ts';
import { chosenParts, wantedParts } from './chosen-parts.ts';
import { ENCRYPTED } from './put-object.ts';
import { uploadOf } from './upload-handlers.ts';

/** Makes one object of the parts of an upload. A repetition, after an answer that was lost, is answered alike. */
export async function completeMultipartUpload(call: S3Call, service: S3Service): Promise<S3Answer> {
  const { bucket, key, headers } = call;
  call.allow('s3:PutObject', call);
  const wanted = wantedParts(await call.text());
  const done = service.objects.find(call);
  if (done?.uploadId !== undefined && done.uploadId === call.query.get('uploadId')) return answer(call, done);
  const upload = uploadOf(call, service.uploads);
  const parts = chosenParts({ wanted, upload, uploaded: service.uploads.parts(upload) });
  const total = parts.reduce((sum, { size }) => sum + size, 0);
  refuseOtherSize(headers['x-amz-mp-object-size'], total);
  const object = await service.objects.put({
    bucket,
    key,
    write: async (append) => {
      const { checksum } = await receiveBody({
        source: contentOf(parts),
        headers: { 'content-length': String(total) },
        algorithm: upload.checksumAlgorithm,
        write: append,
      });
      const whole = upload.checksumType === 'COMPOSITE' ? compositeOf(parts, checksum) : checksum;
      refuseOtherChecksum(checksumIn(headers)?.value, whole);
      return {
        headers: upload.headers,
        userMetadata: upload.userMetadata,
        etag: etagOf(parts),
        checksum: whole,
        partSizes: parts.map(({ size }) => size),
        uploadId: upload.id,
      };
    },
    check: (existing) => {
      // It may have been aborted meanwhile.
      service.uploads.get(upload.id, call);
      refuseAgainstConditions(headers, existing);
    },
  });
  service.uploads.remove(upload);
  return answer(call, object);
}

async function* contentOf(parts: readonly UploadedPart[]): AsyncGenerator<Uint8Array, void> {
  for (const { file } of parts) yield* createReadStream(file, { highWaterMark: 1024 * 1024 });
}

function etagOf(parts: readonly UploadedPart[]): string {
  const md5 = createHash('md5');
  for (const { etag } of parts) md5.update(etag, 'hex');
  return `${md5.digest('hex')}-${parts.length}`;
}

function compositeOf(parts: readonly UploadedPart[], { algorithm }: Checksum): Checksum {
  const running = runningChecksum(algorithm);
  for (const { checksum } of parts) running.update(Buffer.from(checksum, 'base64'));
  return { algorithm, value: `${running.digest().toString('base64')}-${parts.length}`, type: 'COMPOSITE' };
}

function refuseOtherChecksum(said: string | undefined, { algorithm, value }: Checksum): void {
  if (said === undefined || said === value.replace(/-\d+$/, '')) return;
  throw new S3Error(
    400,
    'BadDigest',
    `The ${algorithm} you specified did not match the calculated checksum.`,
  );
}

function refuseOtherSize(said: string | undefined, total: number): void {
  if (said === undefined || Number(said) === total) return;
  throw new S3Error(
    400,
    'InvalidRequest',
    `The provided 'x-amz-mp-object-size' header value ${said} does not match what was computed: ${total}`,
  );
}

function answer(
  { bucket, key, headers }: S3Call,
  object: { readonly etag: string; readonly checksum?: Checksum },
): S3Answer {
  return {
    headers: ENCRYPTED,
    xml: {
      CompleteMultipartUploadResult: {
        ...S3_NAMESPACE,
        Location: `http://${headers.host ?? ''}/${bucket}/${encodeURIComponent(key).replaceAll('%2F', '/')}`,
        Bucket: bucket,
        Key: key,
        ETag: `"${object.etag}"`,
        ...checksumMembers(object.checksum),
      },
    },
  };
}
