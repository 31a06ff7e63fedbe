/**
 * Which operation a request is, by its method, what it is about, and the names in its query that choose one, such as `acl`.
 * `undefined` when it is none that local AWS serves.
 */
export function s3OperationOf(request: S3Request): S3Operation | undefined {
  const { method, bucket, key, query, isCopy } = request;
  const chosen = subresourcesOf(query).sort().join('&');
  const place = bucket === '' ? 'service' : key === '' ? 'bucket' : 'object';
  const name = OPERATIONS[`${method} ${place}${chosen === '' ? '' : `?${chosen}`}`];
  if (!isCopy) return name;
  return name === 'PutObject' ? 'CopyObject' : name === 'UploadPart' ? 'UploadPartCopy' : name;
}

/** The names in a query that choose an operation, or a version. */
export function subresourcesOf(query: URLSearchParams): string[] {
  // That of the only version of an object.
  return [...query].flatMap(([name, value]) =>
    SUBRESOURCES.has(name) && !(name === 'versionId' && value === 'null') ? [name] : [],
  );
}

/** What a request says of its operation. */
export interface S3Request {
  readonly method: string;
  readonly bucket: string;
  readonly key: string;
  readonly query: URLSearchParams;
  /** Whether it names a source that is to be copied. */
  readonly isCopy: boolean;
}

export type S3Operation = (typeof S3_OPERATIONS)[number];

/** The operations of S3 that local AWS serves. */
export const S3_OPERATIONS = [
  'ListBuckets',
  'CreateBucket',
  'HeadBucket',
  'GetBucketLocation',
  'ListObjects',
  'ListObjectsV2',
  'HeadObject',
  'GetObject',
  'GetObjectTagging',
  'PutObject',
  'CopyObject',
  'DeleteObject',
  'DeleteObjects',
  'CreateMultipartUpload',
  'UploadPart',
  'UploadPartCopy',
  'CompleteMultipartUpload',
  'AbortMultipartUpload',
  'ListMultipartUploads',
  'ListParts',
] as const;

/** The header that names what is copied. */
export const COPY_SOURCE_HEADER = 'x-amz-copy-source';

const OPERATIONS: Readonly<Record<string, S3Operation>> = {
  'GET service': 'ListBuckets',
  'PUT bucket': 'CreateBucket',
  'HEAD bucket': 'HeadBucket',
  'GET bucket': 'ListObjects',
  'GET bucket?list-type': 'ListObjectsV2',
  'GET bucket?location': 'GetBucketLocation',
  'GET bucket?uploads': 'ListMultipartUploads',
  'POST bucket?delete': 'DeleteObjects',
  'HEAD object': 'HeadObject',
  'GET object': 'GetObject',
  'GET object?tagging': 'GetObjectTagging',
  'PUT object': 'PutObject',
  'DELETE object': 'DeleteObject',
  'POST object?uploads': 'CreateMultipartUpload',
  'PUT object?uploadId': 'UploadPart',
  'POST object?uploadId': 'CompleteMultipartUpload',
  'DELETE object?uploadId': 'AbortMultipartUpload',
  'GET object?uploadId': 'ListParts',
};

/** All names by which S3 tells operations apart; a test compares them with its model. */
const SUBRESOURCES: ReadonlySet<string> = new Set([
  'abac',
  'accelerate',
  'acl',
  'analytics',
  'annotation',
  'attributes',
  'cors',
  'delete',
  'encryption',
  'intelligent-tiering',
  'inventory',
  'legal-hold',
  'lifecycle',
  'list-type',
  'location',
  'logging',
  'metadataAnnotationTable',
  'metadataConfiguration',
  'metadataInventoryTable',
  'metadataJournalTable',
  'metadataTable',
  'metrics',
  'notification',
  'object-lock',
  'ownershipControls',
  'policy',
  'policyStatus',
  'publicAccessBlock',
  'renameObject',
  'replication',
  'requestPayment',
  'restore',
  'retention',
  'select',
  'session',
  'tagging',
  'torrent',
  'uploadId',
  'uploads',
  'versionId',
  'versioning',
  'versions',
  'website',
]);
