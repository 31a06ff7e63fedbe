import type { AccessRequest } from '../access/access.ts';

/**
 * What conditions of policies can look at in a request to S3. What it does not say is absent, not unknown.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html#amazons3-policy-keys
 */
export function accessContext(request: {
  readonly region: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | undefined>>;
}): NonNullable<AccessRequest['context']> {
  const { region, query, headers } = request;
  return {
    'aws:RequestedRegion': region,
    ...Object.fromEntries(QUERY_KEYS.map((name) => [`s3:${name}`, query.get(name) ?? undefined])),
    ...Object.fromEntries(HEADER_KEYS.map((name) => [`s3:${name}`, headers[name]])),
    's3:VersionId': undefined,
  };
}

const QUERY_KEYS = ['prefix', 'delimiter', 'max-keys'];

/** Headers of which there are keys of the same name. */
const HEADER_KEYS = [
  'x-amz-acl',
  'x-amz-content-sha256',
  'x-amz-copy-source',
  'x-amz-metadata-directive',
  'x-amz-server-side-encryption',
  'x-amz-server-side-encryption-aws-kms-key-id',
  'x-amz-storage-class',
  'if-match',
  'if-none-match',
];
