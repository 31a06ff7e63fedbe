import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { SERVICE_NAME } from '../../contract/protocol.ts';
import { replaceFile } from '../../core/files.ts';
import type { Access } from '../access/access.ts';
import type { Refusal } from '../guard.ts';
import { type InvocationStore, PRIVATE } from '../invocation-store.ts';
import { admitSigned } from '../signed-requests.ts';
import { bucketDir, LOCAL_BUCKET } from './buckets.ts';
import { s3ErrorBody } from './s3-error.ts';

/** As much of S3 as the artifacts of workflows need, in one bucket, which is the folder `artifacts` in the state folder. */
export async function s3Plugin(app: FastifyInstance, options: S3PluginOptions): Promise<void> {
  const root = bucketDir({ stateDir: options.stateDir, bucket: LOCAL_BUCKET });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  admitSigned(app, {
    service: SERVICE_NAME.s3,
    access: options.access,
    refuse: (reply, { status, name, message }) => refuse(reply, status, name, message),
  });
  app.put<{ Params: { '*': string } }>(`/${LOCAL_BUCKET}/*`, (request, reply) => {
    const key = request.params['*'];
    const refusal = refusalOf(request, 's3:PutObject', key);
    if (refusal !== undefined) return refuse(reply, 403, 'AccessDenied', refusal.message);
    if (!KEY.test(key)) return refuse(reply, 400, 'InvalidArgument', `The key ${key} is not supported here.`);
    const file = path.join(root, key);
    replaceFile(file, Buffer.isBuffer(request.body) ? request.body : '', PRIVATE);
    options.invocations.wasPut(key);
    return reply.code(200).send();
  });
  app.get<{ Params: { '*': string } }>(`/${LOCAL_BUCKET}/*`, (request, reply) => {
    const key = request.params['*'];
    const refusal = refusalOf(request, 's3:GetObject', key);
    if (refusal !== undefined) return refuse(reply, 403, 'AccessDenied', refusal.message);
    const content = KEY.test(key) ? read(path.join(root, key)) : undefined;
    if (content === undefined) {
      // Whether an object is there is told to those who may list.
      const blind = refusalOf(request, 's3:ListBucket');
      if (blind !== undefined) return refuse(reply, 403, 'AccessDenied', blind.message);
      return refuse(reply, 404, 'NoSuchKey', `There is no object ${key}.`);
    }
    return reply.type('application/octet-stream').send(content);
  });

  function refusalOf({ signature }: FastifyRequest, action: string, key?: string): Refusal | undefined {
    const bucketArn = `arn:aws:s3:::${LOCAL_BUCKET}`;
    return options.access.refusalOf({
      localIdentity: signature?.localIdentity,
      action,
      resource: key === undefined ? bucketArn : `${bucketArn}/${key}`,
      context: { 'aws:RequestedRegion': signature?.region },
    });
  }
}

/** What the buckets of local AWS need. */
export interface S3PluginOptions {
  readonly stateDir: string;
  readonly access: Access;
  /** Is told of objects that hosts put. */
  readonly invocations: InvocationStore;
}

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
