import http, { type IncomingMessage } from 'node:http';
import fastify from 'fastify';
import { type Failure, FailureHooks, readFailures } from '../../lib/local/failures/index.ts';
import { routedUrl } from '../../lib/local/front-door.ts';

/** Stands in front of local AWS of any version, and lets its calls fail. */
export interface ServiceProxy {
  readonly url: string;
  close(): Promise<void>;
}

/** @param target the address of local AWS */
export async function startServiceProxy(target: string, failures: readonly Failure[]): Promise<ServiceProxy> {
  const { rules, problems } = readFailures(failures, 'failures');
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
  // Calls are told apart by how they are routed.
  const app = fastify({ forceCloseConnections: true, bodyLimit: 100_000_000, rewriteUrl: routedUrl });
  new FailureHooks(app, rules);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.all('/*', async (request, reply) => {
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const answer = await forward(new URL(request.originalUrl, target), {
      method: request.method,
      headers: { ...request.headers, host: new URL(target).host },
      body,
    });
    return reply
      .code(answer.statusCode ?? 502)
      .headers(answer.headers)
      .send(answer);
  });
  return { url: await app.listen({ host: '127.0.0.1', port: 0 }), close: async () => await app.close() };
}

function forward(
  url: URL,
  request: {
    readonly method: string;
    readonly headers: http.OutgoingHttpHeaders;
    readonly body: Buffer;
  },
): Promise<IncomingMessage> {
  const { method, headers, body } = request;
  return new Promise((resolve, reject) => {
    http.request(url, { method, headers, agent: false }, resolve).once('error', reject).end(body);
  });
}
