import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { SERVICE_NAME } from '../../contract/protocol.ts';
import { replaceFile } from '../../core/files.ts';
import type { Access } from '../access/access.ts';
import { readSignature, refuseForeign } from '../guard.ts';
import { artifactsDir, type InvocationStore, PRIVATE } from '../invocation-store.ts';
import { s3ErrorBody } from './s3-error.ts';

/** As much of S3 as the artifacts of workflows need, in one bucket, which is the folder `artifacts` in the state folder. */
export async function s3Plugin(app: FastifyInstance, options: S3PluginOptions): Promise<void> {
  const root = artifactsDir(options.stateDir);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.addHook('onRequest', async (request, reply) => {
    const { headers, originalUrl: url } = request;
    const foreign = refuseForeign(headers);
    if (foreign !== undefined) return refuse(reply, foreign.status, foreign.name, foreign.message);
    const signature = readSignature({ headers, url, service: SERVICE_NAME.s3 });
    const refusal =
      'refusal' in signature
        ? signature.refusal
        : options.access.refusalOf({
            localIdentity: signature.localIdentity,
            action: request.method === 'PUT' ? 's3:PutObject' : 's3:GetObject',
            resource: 'arn:aws:s3:::',
          });
    return refusal && refuse(reply, refusal.status, refusal.name, refusal.message);
  });
  app.put<{ Params: { '*': string } }>(`/${LOCAL_BUCKET}/*`, (request, reply) => {
    const key = request.params['*'];
    if (!KEY.test(key)) return refuse(reply, 400, 'InvalidArgument', `The key ${key} is not supported here.`);
    const file = path.join(root, key);
    replaceFile(file, Buffer.isBuffer(request.body) ? request.body : '', PRIVATE);
    options.invocations.wasPut(key);
    return reply.code(200).send();
  });
  app.get<{ Params: { '*': string } }>(`/${LOCAL_BUCKET}/*`, (request, reply) => {
    const key = request.params['*'];
    const content = KEY.test(key) ? read(path.join(root, key)) : undefined;
    if (content === undefined) return refuse(reply, 404, 'NoSuchKey', `There is no object ${key}.`);
    return reply.type('application/octet-stream').send(content);
  });
}

/** What the buckets of local AWS need. */
export interface S3PluginOptions {
  readonly stateDir: string;
  readonly access: Access;
  /** Is told of objects that hosts put. */
  readonly invocations: InvocationStore;
}

/** Stands for the bucket of the foundation stack. */
export const LOCAL_BUCKET = 'nova-act-local-artifacts';

const KEY = /^[\w-][\w.-]*(\/[\w-][\w.-]*)*$/;

function read(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

function refuse(reply: FastifyReply, status: number, code: string, message: string): FastifyReply {
  return reply.code(status).type('application/xml').send(s3ErrorBody(code, message));
}
