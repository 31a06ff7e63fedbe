import { expect, test } from '@jest/globals';
import { operationOf } from '../../../lib/local/failures/operation-of.ts';

test.each([
  ['GET', '/bucket/a', 'GetObject'],
  ['HEAD', '/bucket/a', 'HeadObject'],
  ['GET', '/bucket?list-type=2', 'ListObjectsV2'],
  ['PUT', '/bucket/a?partNumber=1&uploadId=2', 'UploadPart'],
  ['DELETE', '/bucket/a', 'DeleteObject'],
  ['GET', '/bucket/a?acl', undefined],
  ['GET', '/bucket/%ff', undefined],
])('of S3, %s %s is %s', (method, originalUrl, operation) => {
  const request = {
    method,
    url: `/.aws/s3${originalUrl}`,
    originalUrl,
    headers: { host: '127.0.0.1' },
    body: undefined,
  };
  expect(operationOf(request)).toBe(operation);
});

test('a copy is known by the header that names its source', () => {
  const originalUrl = '/bucket/a';
  const headers = { 'x-amz-copy-source': 'bucket/b' };
  expect(
    operationOf({ method: 'PUT', url: `/.aws/s3${originalUrl}`, originalUrl, headers, body: undefined }),
  ).toBe('CopyObject');
});
