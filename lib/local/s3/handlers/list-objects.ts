import { bucketDir } from '../buckets.ts';
import { keysOf } from '../keys-of.ts';
import { type ListPage, listPage } from '../list-page.ts';
import { OWNER, type S3Answer, type S3Call, type S3Service } from '../s3-call.ts';
import { S3Error } from '../s3-error.ts';
import { S3_NAMESPACE, type XmlMembers } from '../xml.ts';

export async function listObjectsV2(call: S3Call, service: S3Service): Promise<S3Answer> {
  const { query } = call;
  const token = query.get('continuation-token');
  const startAfter = query.get('start-after') ?? undefined;
  const { page, encode, common } = list(call, service, token === null ? startAfter : readToken(token));
  return {
    xml: {
      ListBucketResult: {
        ...common,
        KeyCount: page.contents.length + page.commonPrefixes.length,
        StartAfter: startAfter === undefined ? undefined : encode(startAfter),
        ContinuationToken: token ?? undefined,
        NextContinuationToken: page.next === undefined ? undefined : tokenOf(page.next),
        ...contents({ call, service, page, encode, withOwner: query.get('fetch-owner') === 'true' }),
      },
    },
  };
}

/** The older operation, which some tools still use. */
export async function listObjects(call: S3Call, service: S3Service): Promise<S3Answer> {
  const marker = call.query.get('marker') ?? '';
  const { page, encode, common } = list(call, service, marker);
  const next = call.query.has('delimiter') ? page.next : undefined;
  return {
    xml: {
      ListBucketResult: {
        ...common,
        Marker: encode(marker),
        NextMarker: next === undefined ? undefined : encode(next),
        ...contents({ call, service, page, encode, withOwner: true }),
      },
    },
  };
}

type Encode = (text: string) => string;

const MAX_KEYS = 1000;

function list(
  call: S3Call,
  { stateDir, folders }: S3Service,
  after = '',
): { readonly page: ListPage; readonly encode: Encode; readonly common: XmlMembers } {
  const { bucket, query } = call;
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const maxKeys = call.count('max-keys', { fallback: MAX_KEYS, max: MAX_KEYS });
  call.allow('s3:ListBucket', { bucket });
  const keys = keysOf({
    folders,
    dir: bucketDir({ stateDir, bucket }),
    prefix,
    after,
    areFoldersRolledUp: delimiter === '/',
  });
  const page = listPage(keys, { prefix, delimiter, maxKeys, after });
  const encode = encodingOf(query);
  return {
    page,
    encode,
    common: {
      ...S3_NAMESPACE,
      Name: bucket,
      Prefix: encode(prefix),
      Delimiter: delimiter === '' ? undefined : encode(delimiter),
      MaxKeys: maxKeys,
      EncodingType: query.get('encoding-type') ?? undefined,
      IsTruncated: page.next !== undefined,
    },
  };
}

function contents(options: {
  readonly call: S3Call;
  readonly service: S3Service;
  readonly page: ListPage;
  readonly encode: Encode;
  readonly withOwner: boolean;
}): XmlMembers {
  const { call, service, page, encode, withOwner } = options;
  return {
    Contents: page.contents.flatMap((key) => {
      const object = service.objects.find({ bucket: call.bucket, key });
      if (object === undefined) return [];
      return {
        Key: encode(key),
        LastModified: new Date(object.modifiedMs).toISOString(),
        ETag: `"${object.etag}"`,
        ChecksumAlgorithm: object.checksum?.algorithm,
        ChecksumType: object.checksum?.type,
        Size: object.size,
        StorageClass: object.headers['x-amz-storage-class'] ?? 'STANDARD',
        Owner: withOwner ? OWNER : undefined,
      };
    }),
    CommonPrefixes: page.commonPrefixes.map((common) => ({ Prefix: encode(common) })),
  };
}

/** XML cannot hold all keys; callers may ask for them in the encoding of addresses. */
export function encodingOf(query: URLSearchParams): Encode {
  const type = query.get('encoding-type');
  if (type === null) return (text) => text;
  if (type === 'url') return (text) => encodeURIComponent(text).replaceAll('%2F', '/');
  throw new S3Error(400, 'InvalidArgument', 'Invalid Encoding Method specified in Request', {
    ArgumentName: 'encoding-type',
    ArgumentValue: type,
  });
}

function tokenOf(key: string): string {
  return Buffer.from(key).toString('base64url');
}

function readToken(token: string): string {
  const key = Buffer.from(token, 'base64url').toString('utf8');
  if (key !== '' && tokenOf(key) === token) return key;
  throw new S3Error(400, 'InvalidArgument', 'The continuation token provided is incorrect', {
    ArgumentName: 'continuation-token',
  });
}
