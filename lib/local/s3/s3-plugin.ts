import { randomBytes } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { LOCAL_ACCOUNT_ID } from '../../contract/local-account.ts';
import { SERVICE_NAME } from '../../contract/protocol.ts';
import { messageOf } from '../../core/errors.ts';
import type { Access } from '../access/access.ts';
import type { InvocationStore } from '../invocation-store.ts';
import { admitSigned } from '../signed-requests.ts';
import { bucketNames } from './buckets.ts';
import { noSuchBucket } from './handlers/copy-object.ts';
import { S3_HANDLERS } from './handlers/index.ts';
import { ObjectStore } from './object-store.ts';
import { refuseExpired } from './presigned.ts';
import { s3AddressOf } from './s3-address.ts';
import { type S3Answer, S3Call, type S3Headers, type S3Service } from './s3-call.ts';
import { S3Error, s3ErrorBody } from './s3-error.ts';
import { COPY_SOURCE_HEADER, S3_OPERATIONS, s3OperationOf, subresourcesOf } from './s3-operation.ts';
import { Uploads } from './uploads.ts';
import { xmlText } from './xml.ts';

/** As much of S3 as clients need to look at the objects of the buckets, and to bring and take them. */
export async function s3Plugin(app: FastifyInstance, options: S3PluginOptions): Promise<void> {
  const { stateDir, access, invocations } = options;
  const service: S3Service = {
    stateDir,
    objects: new ObjectStore({ stateDir, onPut: ({ key }) => invocations.wasPut(key) }),
    uploads: new Uploads({ stateDir }),
  };
  app.removeAllContentTypeParsers();
  // Handlers read bodies as they come.
  app.addContentTypeParser('*', (_request, _body, done) => done(null));
  app.addHook('onRequest', async (request, reply) => {
    // Any text may be the type of an object, and the framework refuses what is none.
    delete request.raw.headers['content-type'];
    reply.headers({
      'x-amz-request-id': id(8, 'hex').toUpperCase(),
      'x-amz-id-2': id(32, 'base64'),
      server: 'AmazonS3',
    });
  });
  admitSigned(app, {
    service: SERVICE_NAME.s3,
    access,
    refuse: (reply, { status, name, message }) =>
      refuse(reply, new S3Error(status, ADMISSION_ERRORS[name] ?? 'AccessDenied', message)),
  });
  app.setErrorHandler((error, request, reply) => {
    // What comes of the body is read, or the connection cannot be used for another request.
    request.raw.resume();
    return refuse(
      reply,
      error instanceof S3Error ? error : new S3Error(500, 'InternalError', messageOf(error)),
    );
  });
  app.route({
    method: ['GET', 'HEAD', 'PUT', 'POST', 'DELETE'],
    url: '/*',
    handler: async (request, reply) => send(reply, await answer({ request, access, service })),
  });
  app.setNotFoundHandler((_request, reply) =>
    refuse(
      reply,
      new S3Error(405, 'MethodNotAllowed', 'The specified method is not allowed against this resource.'),
    ),
  );
}

/** What the buckets of local AWS need. */
export interface S3PluginOptions {
  readonly stateDir: string;
  readonly access: Access;
  /** Is told of objects that hosts put. */
  readonly invocations: InvocationStore;
}

/** What S3 calls the reasons for which requests are not let in. */
const ADMISSION_ERRORS: Readonly<Record<string, string>> = {
  InvalidSignatureException: 'SignatureDoesNotMatch',
};

async function answer(options: {
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
  if (bucket !== '' && !bucketNames(service.stateDir).includes(bucket)) throw noSuchBucket(bucket);
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
  return Object.fromEntries(
    Object.entries(raw.headersDistinct).map(([name, values]) => [name, values?.join(',')]),
  );
}

function send(reply: FastifyReply, { status = 200, headers = {}, body, xml }: S3Answer): FastifyReply {
  reply.code(status).headers(headers);
  if (xml !== undefined) return reply.type('application/xml').send(xmlText(xml));
  return reply.send(body);
}

function refuse(reply: FastifyReply, error: S3Error): FastifyReply {
  const { request } = reply;
  reply.code(error.status).type('application/xml');
  if (request.method === 'HEAD') return reply.send();
  const [resource] = request.originalUrl.split('?');
  return reply.send(
    s3ErrorBody(error.code, error.message, {
      ...error.details,
      Resource: resource,
      RequestId: String(reply.getHeader('x-amz-request-id') ?? ''),
      HostId: String(reply.getHeader('x-amz-id-2') ?? ''),
    }),
  );
}

function id(bytes: number, encoding: 'hex' | 'base64'): string {
  return randomBytes(bytes).toString(encoding);
}
