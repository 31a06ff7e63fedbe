import { S3Error } from './s3-error.ts';

/**
 * What a request is about. The bucket is in the path, or in the host (`bucket.localhost`); a host `s3.localhost` has none.
 *
 * @param request.url path and query, as they came
 * @throws S3Error InvalidURI for a path that is not encoded as UTF-8, InvalidBucketName for one without a bucket before a slash
 */
export function s3AddressOf(request: {
  readonly url: string;
  readonly host?: string | undefined;
}): S3Address {
  const { url, host = '' } = request;
  const mark = url.indexOf('?');
  const path = mark < 0 ? url : url.slice(0, mark);
  const query = new URLSearchParams(mark < 0 ? '' : url.slice(mark + 1));
  const inHost = /^([a-z0-9][a-z0-9.-]*)\.localhost(?::\d+)?$/i.exec(host)?.[1]?.replace(/(^|\.)s3$/i, '');
  if (inHost !== undefined && inHost !== '') return { bucket: inHost, key: decoded(path.slice(1)), query };
  if (path.startsWith('//')) {
    throw new S3Error(400, 'InvalidBucketName', 'The specified bucket is not valid.', { BucketName: '' });
  }
  const [, bucket = '', key = ''] = /^\/([^/]*)\/?(.*)$/s.exec(path) ?? [];
  return { bucket: decoded(bucket), key: decoded(key), query };
}

export interface S3Address {
  /** Empty for requests about all buckets. */
  readonly bucket: string;
  /** Empty for requests about a bucket. */
  readonly key: string;
  readonly query: URLSearchParams;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new S3Error(
      400,
      'InvalidURI',
      `Couldn't parse the specified URI: ${text} is not UTF-8, percent-encoded.`,
    );
  }
}
