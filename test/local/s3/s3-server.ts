import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import fastify from 'fastify';
import { Access, type AccessRequest } from '../../../lib/local/access/access.ts';
import { routedUrl, SERVICE_PATH } from '../../../lib/local/front-door.ts';
import { InvocationStore } from '../../../lib/local/invocation-store.ts';
import { RuntimeSessions } from '../../../lib/local/runtime-sessions.ts';
import { makeBucket } from '../../../lib/local/s3/buckets.ts';
import { s3Plugin } from '../../../lib/local/s3/s3-plugin.ts';

/** A second bucket, as a template may make one. */
export const OTHER_BUCKET = 'other-bucket';

/** S3 of local AWS, alone, with an unmodified client that has no other setting than where it is. */
export async function startS3(options: { readonly isRefused?: (request: AccessRequest) => boolean } = {}) {
  const stateDir = mkdtempSync(path.join(tmpdir(), 'nova-act-s3-'));
  makeBucket({ stateDir, bucket: OTHER_BUCKET });
  const invocations = new InvocationStore({ stateDir });
  const app = fastify({ forceCloseConnections: true, rewriteUrl: routedUrl });
  const access = new RefusingAccess(options.isRefused ?? (() => false));
  await app.register(s3Plugin, { prefix: SERVICE_PATH.s3, stateDir, access, invocations });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  const client = clientOf(url);
  return {
    url,
    stateDir,
    client,
    invocations,
    [Symbol.asyncDispose]: async () => {
      client.destroy();
      await app.close();
      rmSync(stateDir, { recursive: true, force: true });
    },
  };
}

export type S3Server = Awaited<ReturnType<typeof startS3>>;

function clientOf(endpoint: string): S3Client {
  return new S3Client({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
}

/** Signatures are not checked. */
export const AUTHORIZATION =
  'AWS4-HMAC-SHA256 Credential=local/20300101/us-east-1/s3/aws4_request, Signature=0';

/** A request as it is on the wire, signed as far as anybody looks. */
export function send(
  url: string,
  init: Omit<RequestInit, 'headers'> & { readonly headers?: Readonly<Record<string, string>> } = {},
): Promise<Response> {
  return fetch(url, { ...init, headers: { authorization: AUTHORIZATION, ...init.headers } });
}

/** The code in the body of an error. */
export async function codeOf(response: Response): Promise<string | undefined> {
  return /<Code>(\w+)<\/Code>/.exec(await response.text())?.[1];
}

class RefusingAccess extends Access {
  readonly #isRefused: (request: AccessRequest) => boolean;

  constructor(isRefused: (request: AccessRequest) => boolean) {
    super({ runtimeSessions: new RuntimeSessions() });
    this.#isRefused = isRefused;
  }

  override refusalOf(request: AccessRequest) {
    return this.#isRefused(request)
      ? { status: 403, name: 'AccessDeniedException', message: `${request.action} is not allowed.` }
      : undefined;
  }
}
