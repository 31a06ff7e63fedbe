import type { FastifyRequest } from 'fastify';
import { LOCAL_ACCOUNT_ID } from '../../contract/local-account.ts';
import type { Access } from '../access/access.ts';
import { bucketNames } from './buckets.ts';
import { noSuchBucket } from './handlers/copy-object.ts';
import { S3_HANDLERS } from './handlers/index.ts';
import { refuseExpired } from './presigned.ts';
import { s3AddressOf } from './s3-address.ts';
import { type S3Answer, S3Call, type S3Headers, type S3Service } from './s3-call.ts';
import { S3Error } from './s3-error.ts';
import { COPY_SOURCE_HEADER, S3_OPERATIONS, s3OperationOf, subresourcesOf } from './s3-operation.ts';

/**
 * Does what a request asks for.
 *
 * @throws S3Error
 */
export async function answerRequest(options: {
  readonly request: FastifyRequest;
  readonly access: Access;
  readonly service: S3Service;
}): Promise<S3Answer> {
  const { request, access, service } = options;
  const { signature, originalUrl, method, raw } = request;
  const headers = headersOf(request);
  const address = s3AddressOf({ url: originalUrl, host: headers.host });
  if (headers.authorization === undefined) refuseExpired(address.query, Date.now());
  if (signature === undefined) throw new S3Error(403, 'AccessDenied', 'Access Denied');
  const operation = s3OperationOf({ ...address, method, isCopy: headers[COPY_SOURCE_HEADER] !== undefined });
  if (operation === undefined) throw notServed(method, address.query);
  const { bucket, key } = address;
  const mustBeThere = bucket !== '' && operation !== 'CreateBucket';
  if (mustBeThere && !bucketNames(service.stateDir).includes(bucket)) throw noSuchBucket(bucket);
  if (Buffer.byteLength(key) > MAX_KEY_BYTES) throw keyTooLong(key);
  const owner = headers['x-amz-expected-bucket-owner'] ?? LOCAL_ACCOUNT_ID;
  if (owner !== LOCAL_ACCOUNT_ID) throw new S3Error(403, 'AccessDenied', 'Access Denied');
  const call = new S3Call({ address, headers, signature, body: raw, access });
  return await S3_HANDLERS[operation](call, service);
}

const MAX_KEY_BYTES = 1024;

function keyTooLong(key: string): S3Error {
  return new S3Error(400, 'KeyTooLongError', 'Your key is too long', {
    Size: String(Buffer.byteLength(key)),
    MaxSizeAllowed: String(MAX_KEY_BYTES),
  });
}

function notServed(method: string, query: URLSearchParams): S3Error {
  const subresources = subresourcesOf(query).map((name) => `?${name}`);
  const what = [method, ...subresources].join(' ');
  return new S3Error(
    501,
    'NotImplemented',
    `Local AWS does not serve this request of S3 (${what}). It serves ${S3_OPERATIONS.join(', ')}.`,
  );
}

function headersOf({ raw }: FastifyRequest): S3Headers {
  const { host } = raw.headers;
  const all = Object.entries(raw.headersDistinct).map(([name, values]) => [name, values?.join(',')]);
  // The host may have come in the target of the request.
  return { ...Object.fromEntries(all), host };
}
