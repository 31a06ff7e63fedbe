import { checksumHeaders } from '../checksums.ts';
import { refuseAgainstConditions } from '../conditions.ts';
import type { S3Answer, S3Call, S3Service } from '../s3-call.ts';
import { headersToKeep } from '../sent-headers.ts';

export async function putObject(call: S3Call, { objects }: S3Service): Promise<S3Answer> {
  const { bucket, key, headers } = call;
  call.allow('s3:PutObject', call);
  const kept = headersToKeep(headers, key);
  // Before a large body is read, and again when it has been.
  if (headers['if-match'] !== undefined || headers['if-none-match'] !== undefined) {
    refuseAgainstConditions(headers, objects.find(call));
  }
  const { etag, checksum } = await objects.put({
    bucket,
    key,
    write: async (append) => {
      const { md5, checksum } = await call.receive({ write: append });
      return { ...kept, etag: md5.toString('hex'), checksum };
    },
    check: (existing) => refuseAgainstConditions(headers, existing),
  });
  return { headers: { etag: `"${etag}"`, ...checksumHeaders(checksum), ...ENCRYPTED } };
}

/** As AWS says of all objects by default. */
export const ENCRYPTED = { 'x-amz-server-side-encryption': 'AES256' } as const;
