import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { replaceFile } from '../../core/files.ts';
import { artifactsDir, PRIVATE } from '../invocation-store.ts';
import { s3ErrorBody } from './s3-error.ts';

/** Stands for the bucket of the foundation stack. */
export const LOCAL_BUCKET = 'nova-act-local-artifacts';
/** Below this path are its objects, as clients of S3 ask for them with the bucket in the path. */
export const BUCKET_PATH = `/${LOCAL_BUCKET}/`;

const KEY = /^[\w-][\w.-]*(\/[\w-][\w.-]*)*$/;

/**
 * As much of S3 as workflows need for their artifacts: `PutObject` and `GetObject` in one bucket, which is the folder
 * `artifacts` in the state folder.
 */
export function serveArtifacts(
  app: FastifyInstance,
  options: { readonly stateDir: string; readonly onPut: (key: string) => void },
): void {
  const root = artifactsDir(options.stateDir);
  app.put<{ Params: { '*': string } }>(`${BUCKET_PATH}*`, (request, reply) => {
    const key = request.params['*'];
    if (!KEY.test(key)) return refuse(reply, 400, 'InvalidArgument', `The key ${key} is not supported here.`);
    const file = path.join(root, key);
    replaceFile(file, Buffer.isBuffer(request.body) ? request.body : '', PRIVATE);
    options.onPut(key);
    return reply.code(200).send();
  });
  app.get<{ Params: { '*': string } }>(`${BUCKET_PATH}*`, (request, reply) => {
    const key = request.params['*'];
    const content = KEY.test(key) ? read(path.join(root, key)) : undefined;
    if (content === undefined) return refuse(reply, 404, 'NoSuchKey', `There is no object ${key}.`);
    return reply.type('application/octet-stream').send(content);
  });
}

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
