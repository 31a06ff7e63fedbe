import { randomBytes } from 'node:crypto';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { SERVICE_NAME } from '../../contract/protocol.ts';
import type { Access } from '../access/access.ts';
import { INERT_HEADERS } from '../guard.ts';
import type { InvocationStore } from '../invocation-store.ts';
import { admitSigned } from '../signed-requests.ts';
import { messageWithStorage } from '../storage-problem.ts';
import { answerRequest } from './answer-request.ts';
import { FolderEntries } from './folder-entries.ts';
import { ObjectStore } from './object-store.ts';
import type { S3Answer, S3Service } from './s3-call.ts';
import { S3Error, s3ErrorBody } from './s3-error.ts';
import { Uploads } from './uploads.ts';
import { xmlText } from './xml.ts';

/** As much of S3 as clients need to look at the objects of the buckets, and to bring and take them. */
export async function s3Plugin(app: FastifyInstance, options: S3PluginOptions): Promise<void> {
  const { stateDir, access, invocations } = options;
  const service: S3Service = {
    stateDir,
    objects: new ObjectStore({ stateDir, onPut: ({ key }) => invocations.wasPut(key) }),
    folders: new FolderEntries(),
    uploads: new Uploads({ stateDir }),
    earliestMs: new Map(),
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
      ...INERT_HEADERS,
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
      error instanceof S3Error
        ? error
        : new S3Error(500, 'InternalError', messageWithStorage(error, options.stateDir)),
    );
  });
  app.route({
    method: ['GET', 'HEAD', 'PUT', 'POST', 'DELETE'],
    url: '/*',
    handler: async (request, reply) => send(reply, await answerRequest({ request, access, service })),
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
