import { signingTimeMs } from '../signing-time.ts';
import { S3Error } from './s3-error.ts';

/**
 * Refuses a presigned address that has expired, or does not say when it does. Those of signature version 4 have a time and
 * a duration, those of version 2, which boto3 makes unless told otherwise, the time at which they end.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
 */
export function refuseExpired(query: URLSearchParams, nowMs: number): void {
  const endsAtMs = query.has('X-Amz-Credential') ? endOfVersion4(query) : endOfVersion2(query);
  if (endsAtMs === undefined || nowMs < endsAtMs) return;
  throw new S3Error(403, 'AccessDenied', 'Request has expired', {
    Expires: new Date(endsAtMs).toISOString(),
    ServerTime: new Date(nowMs).toISOString(),
  });
}

function endOfVersion4(query: URLSearchParams): number {
  const signedAtMs = signingTimeMs(query.get('X-Amz-Date') ?? '');
  const expires = query.get('X-Amz-Expires') ?? '';
  if (signedAtMs === undefined || !/^\d{1,9}$/.test(expires)) {
    throw new S3Error(
      400,
      'AuthorizationQueryParametersError',
      'A presigned address needs X-Amz-Date, such as 20260301T090000Z, and X-Amz-Expires in seconds.',
    );
  }
  if (Number(expires) > MAX_EXPIRES_SECONDS) {
    throw new S3Error(
      400,
      'AuthorizationQueryParametersError',
      `X-Amz-Expires is ${expires}; it may be at most a week, ${MAX_EXPIRES_SECONDS} seconds.`,
    );
  }
  return signedAtMs + Number(expires) * 1000;
}

function endOfVersion2(query: URLSearchParams): number | undefined {
  const expires = query.get('AWSAccessKeyId') === null ? undefined : (query.get('Expires') ?? '');
  if (expires === undefined) return undefined;
  if (/^\d{1,12}$/.test(expires)) return Number(expires) * 1000;
  throw new S3Error(
    403,
    'AccessDenied',
    'A presigned address of version 2 needs Expires, a time in seconds since 1970.',
  );
}

const MAX_EXPIRES_SECONDS = 604_800;
